"""The rounds that are known, as commands that announce them."""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain.round import Announce
from kvalitet_core.values import Deadline
from kvalitet_skabelon.forms import ANSOEGNING
from kvalitet_skabelon.sources import BEGINS, CALL, NAME

__all__ = ["AUTUMN_2026", "ROUNDS"]

AUTUMN_2026: Final = Announce(
    programme=NAME,
    label="2026-10",
    title="Skabelon, efterårsrunden 2026",
    deadline=Deadline("2026-10-01T12:00:00+02:00"),
    themes=frozenset({"Sundhed", "Uddannelse"}),
    form=ANSOEGNING.name,
    decides=frozenset({"fagchef"}),
    source=CALL,
    effective_from=BEGINS,
)
"""The round with its deadline on 1 October 2026 at noon."""

ROUNDS: Final = (AUTUMN_2026,)
"""All of them, in the order of their deadlines."""
