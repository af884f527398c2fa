"""Who asks for what, and what it comes to; every person and place is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from kvalitet_core.actor import Actor
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_skabelon.meeting import Hold, NameHost, Plan
from kvalitet_skabelon.rounds import AUTUMN_2026
from kvalitet_skabelon.sources import CALL

__all__ = ["ANNA", "EXAMPLES", "a_meeting_is_held"]

ANNA: Final = Actor(
    id="a-17", role="sagsbehandler", organisation="Eksempelkontoret", authority=CALL
)
_MAY: Final = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
_AUGUST: Final = datetime(2026, 8, 20, 15, 0, tzinfo=UTC)


def a_meeting_is_held() -> Story:
    """The office announces a round, and holds a meeting before the deadline."""
    round_ = yield Ask(AUTUMN_2026, by=ANNA, at=_MAY)
    plan = Plan(
        label="aarhus-1", round=round_, day=date(2026, 8, 20), place="Eksempelgade 1"
    )
    meeting = yield Ask(plan, by=ANNA)
    yield Ask(plan, by=ANNA, silent=True)
    name = NameHost(
        meeting=meeting, host=PersonId("person-4711"), name=Personal("Vita Vikke")
    )
    yield Ask(name, by=ANNA)
    hold = Hold(meeting=meeting, attended=14)
    yield Ask(hold, by=ANNA, refused=("skabelon-meeting.not_begun",))
    yield Ask(hold, by=ANNA, at=_AUGUST)


EXAMPLES: Final = (a_meeting_is_held,)
"""All of them; together they show each command accepted."""
