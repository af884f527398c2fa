"""A network's meetings are planned, moved, held, cancelled; and what came of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.network_situation import (
    ADMITTED,
    ANNA_THERE,
    BIRK,
    BIRK_THERE,
    ESTABLISH,
    ESTABLISHED,
    FILE,
    FILED,
    HELD,
    HOLD,
    LEFT,
    MINUTES,
    NETWORK,
    OPEN_TO_ALL,
    PLAN,
    PLANNED,
    PLUGIN,
    SPRING,
    folded,
    texts,
    trying,
)
from tests.domain.test_network import BEGUN, DRAFTED, GUIDELINES

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import network, publication
from kvalitet_core.domain.network import MeetingStatus, Occasion
from kvalitet_core.domain.publication import Citation
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Digest, ReasonCode

AUTUMN = Occasion(day=date(2020, 10, 5), online=True)
MOVE = network.MoveMeeting(
    network=NETWORK, meeting="2020-1", occasion=AUTUMN, reason=ReasonCode("epidemic")
)
MOVED = network.MeetingMoved(
    meeting="2020-1", occasion=AUTUMN, reason=ReasonCode("epidemic")
)
SET = network.SetAgenda(network=NETWORK, meeting="2020-1", agenda=("A", "B"))
AGENDA = network.AgendaSet(meeting="2020-1", agenda=("A", "B"))
CANCEL = network.CancelMeeting(
    network=NETWORK, meeting="2020-1", reason=ReasonCode("storm")
)
CANCELLED = network.MeetingCancelled(meeting="2020-1", reason=ReasonCode("storm"))
CORRECT = network.CorrectAttendance(
    network=NETWORK,
    meeting="2020-1",
    attended=frozenset(),
    reason=ReasonCode("misread"),
)
CORRECTED = network.AttendanceCorrected(
    meeting="2020-1", attended=frozenset(), reason=ReasonCode("misread")
)
THERE = (ESTABLISHED, ADMITTED, PLANNED)

PUBLISHED = (
    BEGUN,
    DRAFTED,
    publication.Approved(version=1, effective_from=date(2020, 4, 2)),
    publication.Published(version=1, effective_from=date(2020, 5, 4)),
)


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((ESTABLISHED,), PLAN, PLANNED),
        (THERE, MOVE, MOVED),
        (THERE, SET, AGENDA),
        (THERE, CANCEL, CANCELLED),
        (THERE, HOLD, HELD),
        ((*THERE, HELD), CORRECT, CORRECTED),
        ((*THERE, HELD), FILE, FILED),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: network.Event
) -> None:
    """What is already so needs no event."""
    trying(command, *told).then(event)
    trying(command, *told, event).then_nothing()


@pytest.mark.parametrize("command", [MOVE, SET, CANCEL, HOLD, CORRECT, FILE])
def test_a_meeting_that_nobody_planned_is_not_there(command: Any) -> None:
    """Those that are there are named."""
    outcome = trying(attrs.evolve(command, meeting="2021-9"), ESTABLISHED, PLANNED)

    outcome.then_refused("network.meeting_unknown")
    assert texts(outcome) == [
        "network/proeve-oest: expected one of its meetings, '2020-1', got '2021-9'"
    ]


@pytest.mark.parametrize("command", [MOVE, SET, CANCEL, HOLD])
def test_what_was_cancelled_is_not_moved_nor_held(command: Any) -> None:
    """Another meeting is planned in its place."""
    again = CANCEL is command
    told = (*THERE, CANCELLED)
    asked = attrs.evolve(command, reason=ReasonCode("flood")) if again else command

    trying(asked, *told).then_refused("network.meeting_cancelled")


@pytest.mark.parametrize(
    "command", [MOVE, SET, CANCEL, attrs.evolve(HOLD, attended=frozenset())]
)
def test_what_was_held_is_not_moved_nor_held_otherwise(command: Any) -> None:
    """Its attendance is put right by a correction, which says why."""
    trying(command, *THERE, HELD).then_refused("network.meeting_held")


@pytest.mark.parametrize("command", [CORRECT, FILE])
def test_what_is_not_held_has_no_attendance_and_no_minutes(command: Any) -> None:
    """Neither while it is planned nor when it is cancelled."""
    trying(command, *THERE).then_refused("network.meeting_not_held")
    trying(command, *THERE, CANCELLED).then_refused("network.meeting_not_held")


def test_a_label_names_one_meeting() -> None:
    """Another plan under the same label is refused; the same one is silent."""
    other = attrs.evolve(PLAN, occasion=AUTUMN)

    trying(PLAN, *THERE, MOVED).then_nothing()
    trying(other, *THERE).then_refused("network.meeting_there")


@pytest.mark.parametrize("command", [PLAN, MOVE])
def test_a_meeting_is_while_the_network_is_there(command: Any) -> None:
    """Not before it is established, and not once it is closed."""
    early = attrs.evolve(command, occasion=Occasion(day=date(2019, 12, 31)))
    told = (ESTABLISHED,) if command is PLAN else THERE

    trying(early, *told).then_refused("network.not_begun")


def test_a_meeting_attended_by_a_non_member_is_refused() -> None:
    """The rule, its source and the value are named, each person by themselves."""
    hold = attrs.evolve(HOLD, attended=frozenset({ANNA_THERE, BIRK_THERE}))

    outcome = trying(hold, *THERE)

    outcome.then_refused("network.not_a_member")
    assert texts(outcome) == [
        (
            "network/proeve-oest: meeting '2020-1' on 2020-05-04: expected those who "
            "are members that day, got person/p-birk, who was never admitted"
        )
    ]
    (reason,) = outcome.proposal.reasons
    assert reason.source == "Opdigtet side hvem kan være med"


def test_one_who_had_left_by_the_day_is_no_member() -> None:
    """What counts is the day of the meeting, as it was moved."""
    outcome = trying(HOLD, *THERE, LEFT, MOVED)

    outcome.then_refused("network.not_a_member")
    assert "who is a member from 2020-02-01 until 2020-09-01" in texts(outcome)[0]
    trying(HOLD, *THERE, LEFT).then(HELD)


def test_attendance_is_put_right_with_members_only() -> None:
    """A correction opens no other door."""
    strange = attrs.evolve(CORRECT, attended=frozenset({BIRK_THERE}))
    birk = attrs.evolve(ADMITTED, person=BIRK)

    trying(strange, *THERE, HELD).then_refused("network.not_a_member")
    trying(strange, *THERE, HELD, birk).then(
        attrs.evolve(CORRECTED, attended=frozenset({BIRK_THERE}))
    )


def test_a_meeting_is_not_held_before_its_day() -> None:
    """On the day itself it can be."""
    the_day = datetime(2020, 5, 4, 6, 0, tzinfo=UTC)
    the_day_before = datetime(2020, 5, 3, 6, 0, tzinfo=UTC)

    trying(HOLD, *THERE, now=the_day).then(HELD)
    trying(HOLD, *THERE, now=the_day_before).then_refused("network.meeting_in_future")


def test_a_publication_is_cited_once_it_is_published() -> None:
    """A meeting that cites a draft is refused, and says by which version."""
    cites = frozenset({Citation(publication=GUIDELINES, version=1)})
    hold = attrs.evolve(HOLD, cites=cites)

    trying(hold, *THERE, (GUIDELINES, PUBLISHED[:2])).then_refused(
        "publication.not_published"
    )
    trying(hold, *THERE).then_refused("publication.unknown")
    trying(hold, *THERE, (GUIDELINES, PUBLISHED)).then(attrs.evolve(HELD, cites=cites))


def test_everything_that_stands_against_a_meeting_is_named_at_once() -> None:
    """Who was there, what was cited, and that it is not its day yet."""
    hold = attrs.evolve(
        HOLD,
        attended=frozenset({BIRK_THERE}),
        cites=frozenset({Citation(publication=StreamId("publication/x"), version=1)}),
    )
    early = datetime(2020, 5, 3, 6, 0, tzinfo=UTC)

    trying(hold, *THERE, now=early).then_refused(
        "network.meeting_in_future", "network.not_a_member", "publication.unknown"
    )


def test_what_was_is_kept_when_a_meeting_changes() -> None:
    """Where it was to be, and every version of the minutes."""
    newer = attrs.evolve(FILED, minutes=attrs.evolve(MINUTES, sha256=Digest("0" * 64)))
    known = folded(*THERE, MOVED, AGENDA, HELD, FILED, newer, CORRECTED)
    meeting = known.meeting("2020-1")

    assert meeting is not None
    assert meeting.status is MeetingStatus.HELD
    assert meeting.occasion == AUTUMN
    assert meeting.before == (SPRING,)
    assert meeting.agenda == ("A", "B")
    assert meeting.minutes == (MINUTES, newer.minutes)
    assert meeting.attended == frozenset()


@pytest.mark.parametrize(
    ("begins", "ends", "wrong"),
    [
        ("2020-05-03T23:30:00+02:00", None, "begins"),
        ("2020-05-03T22:00:00+00:00", "2020-05-04T00:00:00+02:00", "ends"),
        (None, "2020-05-04T12:00:00+02:00", "ends"),
    ],
)
def test_an_occasion_is_on_its_day(
    begins: str | None, ends: str | None, wrong: str
) -> None:
    """By the clock in Denmark; and it ends after it begins."""
    times = [datetime.fromisoformat(each) if each else None for each in (begins, ends)]

    with pytest.raises(Malformed, match=wrong):
        Occasion(day=date(2020, 5, 4), begins=times[0], ends=times[1])


def test_an_occasion_can_have_its_hours() -> None:
    """From 12 to 14 on the day."""
    begins = datetime.fromisoformat("2020-01-07T12:00:00+01:00")
    ends = datetime.fromisoformat("2020-01-07T14:00:00+01:00")

    occasion = Occasion(day=date(2020, 1, 7), begins=begins, ends=ends)

    assert (occasion.begins, occasion.ends) == (begins, ends)


def test_an_occasion_so_far_away_that_it_has_no_day_is_none() -> None:
    """Its clock cannot be told in Denmark."""
    end_of_time = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    with pytest.raises(Malformed, match="begins"):
        Occasion(day=date(9999, 12, 31), begins=end_of_time)


def test_a_point_of_an_agenda_says_something() -> None:
    """An empty one would be read as a mistake."""
    with pytest.raises(Malformed, match="agenda"):
        attrs.evolve(SET, agenda=("A", " "))


def test_a_refused_meeting_is_kept_and_nothing_else_is_changed() -> None:
    """The record tells who asked for what, and why not."""
    actor = Actor(id="a-1", role="test", organisation="test", authority="test")
    open_ = attrs.evolve(ESTABLISH, admission=OPEN_TO_ALL)
    strange = attrs.evolve(HOLD, attended=frozenset({BIRK_THERE}))
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in (open_, PLAN):
            journal.do(command, by=actor)
        with pytest.raises(Refused) as refused:
            journal.do(strange, by=actor)
        kept = list(journal.history(StreamId(f"command/{refused.value.command_id}")))
        after = list(journal.history(NETWORK))

    (record,) = kept
    assert record.event.outcome == "refused"
    assert [reason.code for reason in record.event.reasons] == ["network.not_a_member"]
    assert [recorded.name for recorded in after] == [
        "network.established/1",
        "network.meeting_planned/1",
    ]
