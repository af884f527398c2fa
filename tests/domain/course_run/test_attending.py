"""Who came is recorded session by session, and a certificate rests on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from tests.domain.course_run.samples import (
    AFTER,
    COURSE,
    NOW,
    PLANNED,
    RUN,
    SESSIONS,
    SOURCE,
    TERMS,
    folded,
    full,
    person,
    said,
    signed_up,
    trying,
)

from kvalitet_core.domain import course_run
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import given
from kvalitet_core.values import ReasonCode

BOTH = frozenset({person(1), person(2)})
CAME = course_run.RecordAttendance(run=RUN, session=1, present=BOTH)
RECORDED = course_run.AttendanceRecorded(session=1, present=BOTH)
SECOND = course_run.AttendanceRecorded(session=2, present=frozenset({person(1)}))
ISSUE = course_run.IssueCertificate(run=RUN, participant=person(1))
ISSUED = course_run.CertificateIssued(
    participant=person(1),
    course=COURSE,
    title="Peers i praksis",
    themes=frozenset({"peers"}),
    attended=2,
    sessions=2,
    completed=date(2021, 9, 14),
)
WITHDRAW = course_run.WithdrawCertificate(
    run=RUN, participant=person(1), reason=ReasonCode("mistake")
)
WITHDRAWN = course_run.CertificateWithdrawn(
    participant=person(1), reason=WITHDRAW.reason
)


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        (full(), CAME, RECORDED),
        (full(RECORDED, SECOND), ISSUE, ISSUED),
        (full(RECORDED, SECOND, ISSUED), WITHDRAW, WITHDRAWN),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: course_run.Event
) -> None:
    """What is already so needs no event."""
    trying(command, *told, now=AFTER).then(event)
    trying(command, *told, event, now=AFTER).then_nothing()


def test_a_list_is_put_right_by_recording_it_again() -> None:
    """The newest list of a session counts."""
    fewer = attrs.evolve(CAME, present=frozenset({person(2)}))

    outcome = trying(fewer, *full(RECORDED), now=AFTER)

    run = folded(*full(RECORDED, *outcome.events))
    assert (run.sessions_of(person(1)), run.sessions_of(person(2))) == (0, 1)


def test_a_list_keeps_what_a_certificate_rests_on() -> None:
    """Whoever was not there has no certificate: it is withdrawn first."""
    fewer = attrs.evolve(CAME, present=frozenset({person(2)}))
    told = full(RECORDED, SECOND, ISSUED)

    outcome = trying(fewer, *told, now=AFTER)

    outcome.then_refused("course_run.certified")
    assert "got 1; withdraw it first" in said(outcome)[0][0]
    assert trying(fewer, *told, WITHDRAWN, now=AFTER).events
    more = attrs.evolve(CAME, present=BOTH | {person(3)})
    assert trying(more, *told, now=AFTER).events


def test_only_those_with_seats_come_and_to_sessions_that_have_begun() -> None:
    """Each who has none is named."""
    waits = signed_up(5, as_=5, seated=False)
    others = attrs.evolve(CAME, present=frozenset({person(1), person(5), person(9)}))

    outcome = trying(others, *full(waits), now=AFTER)

    outcome.then_refused("course_run.no_seat", "course_run.no_seat")
    assert said(outcome)[0][0].endswith(f"got {person(5)}")
    trying(CAME, *full()).then_refused("course_run.session_not_begun")
    third = attrs.evolve(CAME, session=3)
    trying(third, *full(), now=AFTER).then_refused("course_run.session_unknown")
    assert trying(CAME, *full(), now=SESSIONS[0].starts).events


def test_a_certificate_rests_on_attendance_once_the_run_is_over() -> None:
    """As many sessions as the terms require, of which the refusal names the source."""
    early = SESSIONS[1].ends - timedelta(seconds=1)

    outcome = trying(ISSUE, *full(RECORDED), now=early)

    outcome.then_refused("course_run.not_over", "course_run.attendance")
    text, source = said(outcome)[1]
    assert text.endswith("expected attendance at 2 of 2 sessions or more, got 1")
    assert source == SOURCE
    other = attrs.evolve(ISSUE, participant=person(9))
    trying(other, *full(), now=AFTER).then_refused("course_run.no_seat")


def test_where_no_attendance_is_required_one_session_is_enough() -> None:
    """And none is not: nobody completes a course by staying away."""
    silent = attrs.evolve(PLANNED, terms=attrs.evolve(TERMS, sessions_required=None))

    (event,) = trying(ISSUE, silent, *full(RECORDED)[1:], now=AFTER).events

    assert (event.attended, event.sessions) == (1, 2)
    outcome = trying(ISSUE, silent, *full()[1:], now=AFTER)
    outcome.then_refused("course_run.attendance")


def test_a_certificate_tells_what_the_workplace_learned() -> None:
    """The course, its themes and the tilbud, so that its plan can take it up."""
    workplace = StreamId("tilbud/proeve")
    works = signed_up(1, as_=1, workplace=workplace)

    (event,) = trying(
        ISSUE,
        PLANNED,
        works,
        attrs.evolve(RECORDED, present=frozenset({person(1)})),
        SECOND,
        now=AFTER,
    ).events

    assert (event.workplace, event.themes) == (workplace, frozenset({"peers"}))


def test_a_course_that_nobody_entered_has_no_themes_to_tell() -> None:
    """The certificate is given all the same."""
    (event,) = given(*full(RECORDED, SECOND)).when(ISSUE, now=AFTER).events

    assert event.themes == frozenset()


def test_what_nobody_has_is_not_withdrawn() -> None:
    """A stranger's certificate is a mistake; a participant's that is none is silent."""
    stranger = attrs.evolve(WITHDRAW, participant=person(9))

    trying(stranger, *full(), now=AFTER).then_refused("course_run.no_seat")
    trying(WITHDRAW, *full(), now=NOW).then_nothing()
    given().when(WITHDRAW).then_refused("course_run.unknown")


def test_nothing_is_recorded_of_a_run_that_is_cancelled() -> None:
    """Nobody came."""
    cancelled = course_run.Cancelled(reason=ReasonCode("storm"))

    for command in (CAME, ISSUE):
        outcome = trying(command, *full(cancelled), now=AFTER)
        outcome.then_refused("course_run.cancelled")
