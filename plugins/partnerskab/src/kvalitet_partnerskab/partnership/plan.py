"""The phases as the sources tell of them: what they are called, and when they are.

Of one the first day is known, and of the others the years; a partnership enters each on
the day that is told.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from kvalitet_partnerskab.partnership.events import Phase

__all__ = ["PLAN", "PhasePlan"]


@attrs.frozen(kw_only=True)
class PhasePlan:
    """What is known of a phase before it begins.

    Attributes:
        phase: The phase.
        called: What it is called, letter by letter where it stands in quotation marks.
        begins: Its first day; None where only years are to be found.
        years: The years that it is told to lie in.
    """

    phase: Phase
    called: tuple[str, ...]
    begins: date | None = None
    years: tuple[int, ...]


PLAN: Final = (
    PhasePlan(
        phase=Phase.FORBEREDENDE,
        called=("opstarts- og analysefase", "forberedende fase"),
        years=(2019, 2020),
    ),
    PhasePlan(
        phase=Phase.AFPROEVNING,
        called=("afprøvnings- og udviklingsfase",),
        begins=date(2021, 1, 1),
        years=(2021,),
    ),
    PhasePlan(
        phase=Phase.AFSLUTNING, called=("afslutning og slutevaluering",), years=(2022,)
    ),
    PhasePlan(phase=Phase.UDGIVELSE, called=("udgivelse af koncept",), years=(2023,)),
)
"""All four, in their order."""
