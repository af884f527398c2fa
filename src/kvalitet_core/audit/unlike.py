"""Where two plain values differ: numbers, texts, lists and mappings, as in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import attrs

__all__ = ["Unlike", "unlike"]


@attrs.frozen
class Unlike:
    """One place where two plain values differ.

    Attributes:
        path: Where: `name[0].value`; empty where they are of different sorts.
        before: What stands there in the first; None where nothing does.
        after: What stands there in the second; None where nothing does.
    """

    path: str
    before: Any
    after: Any


def unlike(before: Any, after: Any, *, path: str = "") -> Iterator[Unlike]:
    """Name the innermost places where two plain values differ, in order.

    Args:
        before: The first value.

        after: The second value.

        path: What stands before every path that is given.
    """
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            place = f"{path}.{key}" if path else key
            yield from unlike(before.get(key), after.get(key), path=place)
    elif isinstance(before, list) and isinstance(after, list):
        for number, (left, right) in enumerate(zip_longest(before, after)):
            yield from unlike(left, right, path=f"{path}[{number}]")
    else:
        yield Unlike(path, before, after)
