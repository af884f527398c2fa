"""Orders of a waiting list: examples, since no source has one. Give your own.

An order is data of the run: its code, its number and the codes of its rules. The rules
stand here, so that each finding can be kept with the offer that it places.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain.course_run import SeatOrder
from kvalitet_core.values import Hjemmel
from kvalitet_kompetence.sources import LEADERS, NAME

__all__ = ["LEADER", "LEADERS_FIRST", "RULES", "SPREAD", "SPREAD_OUT"]

_MADE_UP: Final = "Eksempel på en rækkefølge; kildernes egen kendes ikke"
_HJEMMEL: Final = Hjemmel(source=_MADE_UP, paragraph="ventelister")

_groups: Final = Fact(
    "tilmelding.maalgrupper",
    frozenset,
    da="tilmeldingens målgrupper",
    en="the sign-up's target groups",
)
_seats: Final = Fact(
    "arbejdssted.pladser",
    int,
    da="arbejdsstedets pladser på holdet",
    en="the seats that the workplace has in the run",
)

LEADER: Final = Rule(
    code=f"{NAME}.leder",
    version=1,
    condition=_groups.intersects((LEADERS,)),
    hjemmel=_HJEMMEL,
    quote="Made up: a leader who is responsible for quality comes first.",
    as_of="decided",
)

SPREAD: Final = Rule(
    code=f"{NAME}.arbejdssted_uden_plads",
    version=1,
    condition=_seats <= 0,
    hjemmel=_HJEMMEL,
    quote="Made up: a tilbud with no seat in the run comes before one that has some.",
    as_of="decided",
)

RULES: Final = (SPREAD, LEADER)
"""All of them, by their codes."""

LEADERS_FIRST: Final = SeatOrder(
    code=f"{NAME}.ledere_foerst",
    version=1,
    criteria=(LEADER.code, SPREAD.code),
    source=_MADE_UP,
)
"""Leaders first, then those whose tilbud has no seat, then whoever came first."""

SPREAD_OUT: Final = SeatOrder(
    code=f"{NAME}.spredning", version=1, criteria=(SPREAD.code,), source=_MADE_UP
)
"""Those whose tilbud has no seat first, then whoever came first."""
