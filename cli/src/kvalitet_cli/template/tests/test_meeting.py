"""Given what has happened, when a command is given, then this follows."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kvalitet_core.domain.round import Announced
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import given
from kvalitet_skabelon import PLUGIN
from kvalitet_skabelon.meeting import Held, Hold, Plan, Planned
from kvalitet_skabelon.rounds import AUTUMN_2026

ROUND = StreamId("round/skabelon-2026-10")
MEETING = StreamId("skabelon-meeting/aarhus-1")
PLAN = Plan(label="aarhus-1", round=ROUND, day=date(2026, 8, 20), place="Salen")
PLANNED = Planned(round=ROUND, day=date(2026, 8, 20), place="Salen")
ANNOUNCED = Announced(
    programme=AUTUMN_2026.programme,
    label=AUTUMN_2026.label,
    title=AUTUMN_2026.title,
    deadline=AUTUMN_2026.deadline,
    form=AUTUMN_2026.form,
    decides=AUTUMN_2026.decides,
    source=AUTUMN_2026.source,
    effective_from=AUTUMN_2026.effective_from,
)


def test_a_meeting_is_planned_about_a_round() -> None:
    """A meeting is about a round that is announced."""
    told = (ROUND, [ANNOUNCED])

    given(told, plugins=[PLUGIN]).when(PLAN).then(PLANNED)


def test_no_meeting_without_a_round() -> None:
    """What is not announced is not presented."""
    given(plugins=[PLUGIN]).when(PLAN).then_refused("round.unknown")


def test_a_meeting_that_is_planned_stays_planned() -> None:
    """Silent the second time; another day is refused."""
    other = Plan(label="aarhus-1", round=ROUND, day=date(2026, 9, 1), place="Salen")
    planned = given(PLANNED, plugins=[PLUGIN])

    planned.when(PLAN).then_nothing()
    planned.when(other).then_refused("skabelon-meeting.planned")


def test_a_meeting_after_the_deadline_is_too_late() -> None:
    """Who hears of a round after its deadline cannot apply."""
    late = Plan(label="aarhus-1", round=ROUND, day=date(2026, 10, 2), place="Salen")
    told = (ROUND, [ANNOUNCED])

    outcome = given(told, plugins=[PLUGIN]).when(late)

    outcome.then_refused("skabelon-meeting.too_late")


def test_a_meeting_is_held_on_its_day() -> None:
    """It is held on the day, or told of later; never before."""
    hold = Hold(meeting=MEETING, attended=14)
    planned = given(PLANNED, plugins=[PLUGIN])
    before, after = (datetime(2026, month, 20, 12, tzinfo=UTC) for month in (7, 8))

    planned.when(hold, now=before).then_refused("skabelon-meeting.not_begun")
    planned.when(hold, now=after).then(Held(attended=14))


def test_what_was_held_is_not_held_otherwise() -> None:
    """Silent the second time; another number is refused."""
    held = given(PLANNED, Held(attended=14), plugins=[PLUGIN])

    held.when(Hold(meeting=MEETING, attended=14)).then_nothing()
    held.when(Hold(meeting=MEETING, attended=15)).then_refused("skabelon-meeting.held")
