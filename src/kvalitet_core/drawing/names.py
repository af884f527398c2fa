"""Short names for items and stages in languages that allow few characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kvalitet_core.drawing.graph import Graph

__all__ = ["names_of"]

_OTHER: Final = re.compile(r"[^A-Za-z0-9]+")


def names_of(graph: Graph) -> Mapping[str, str]:
    """A name for every id: its letters and digits, and a number where two are alike.

    Items' names begin with `n_` and stages' with `s_`, so that none is a word of the
    language.
    """
    ids = [*(("s", each.id) for each in graph.groups)]
    ids += [("n", each.id) for each in graph.nodes]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for prefix, name in ids:
        plain = f"{prefix}_{_OTHER.sub('_', name).strip('_')}"
        short, number = plain, 1
        while short in taken:
            number += 1
            short = f"{plain}_{number}"
        taken.add(short)
        found[name] = short
    return found
