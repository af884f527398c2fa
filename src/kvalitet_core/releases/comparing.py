"""Where two files of JSON differ: the first few places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

__all__ = ["where"]

_SHOWN: Final = 4


def where(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Name the first places at which the two differ."""
    places = list(islice(_differing("$", one, other), _SHOWN + 1))
    more = ", …" if len(places) > _SHOWN else ""
    return f"at {', '.join(places[:_SHOWN])}{more}" if places else "in its layout"


def _differing(path: str, one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            if key in one and key in other:
                yield from _differing(f"{path}.{key}", one[key], other[key])
            else:
                yield f"{path}.{key}"
    elif json.dumps(one) != json.dumps(other):
        yield path
