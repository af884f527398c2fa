"""A run is planned, moved, given seats and terms, and may be cancelled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from tests.domain.course_run.samples import (
    AFTER,
    COURSE,
    DEADLINE,
    KNOWN,
    LEADERS_FIRST,
    PLACE,
    PLAN,
    PLANNED,
    REGISTERED,
    RUN,
    SESSIONS,
    TERMS,
    folded,
    full,
    person,
    said,
    sign_up,
    trying,
)

from kvalitet_core.domain import course_run
from kvalitet_core.domain.course_run import BY_RECEIPT, CoursePlace, CourseSession
from kvalitet_core.errors import Malformed
from kvalitet_core.testing import given
from kvalitet_core.values import Money, ReasonCode

WHY = ReasonCode("storm")
ONLINE = CoursePlace(online=True)
MOVE = course_run.Reschedule(run=RUN, sessions=SESSIONS, place=ONLINE, reason=WHY)
MOVED = course_run.Rescheduled(sessions=SESSIONS, place=ONLINE, reason=WHY)
MORE = course_run.ChangeSeats(run=RUN, seats=6, reason=WHY)
MADE_MORE = course_run.SeatsChanged(seats=6, reason=WHY)
LATER = attrs.evolve(TERMS, deadline=DEADLINE + timedelta(days=7), order=BY_RECEIPT)
CHANGE = course_run.ChangeTerms(
    run=RUN, terms=LATER, reason=WHY, effective_from=date(2021, 6, 1)
)
CHANGED = course_run.TermsChanged(
    terms=LATER, reason=WHY, effective_from=CHANGE.effective_from
)
CANCEL = course_run.Cancel(run=RUN, reason=WHY)
CANCELLED = course_run.Cancelled(reason=WHY)


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), PLAN, PLANNED),
        ((PLANNED,), MOVE, MOVED),
        ((PLANNED,), MORE, MADE_MORE),
        ((PLANNED,), CHANGE, CHANGED),
        ((PLANNED,), CANCEL, CANCELLED),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: course_run.Event
) -> None:
    """What is already so needs no event."""
    outcome = trying(command, *told).then(event)

    assert outcome.stream == RUN
    trying(command, *told, event).then_nothing()


def test_planning_again_is_silent_whatever_became_of_it() -> None:
    """A plan can be given to a journal again."""
    trying(PLAN, PLANNED, MOVED, MADE_MORE, CHANGED, CANCELLED).then_nothing()


def test_a_run_is_planned_once() -> None:
    """What was planned otherwise is named, each thing with both values."""
    other = attrs.evolve(PLAN, seats=5, place=ONLINE)

    outcome = trying(other, PLANNED)

    outcome.then_refused("course_run.planned", "course_run.planned")
    assert said(outcome)[1][0].endswith("is already planned with seats 4, got 5")


def test_what_a_plan_leaves_open_is_as_the_catalogue_says_on_its_day() -> None:
    """Title and target groups; a run may be for fewer groups, and for no others."""
    open_ = attrs.evolve(PLAN, terms=attrs.evolve(TERMS, target_groups=frozenset()))
    fewer = attrs.evolve(TERMS, target_groups=frozenset({"ledere"}))
    others = attrs.evolve(TERMS, target_groups=frozenset({"borgere"}))

    trying(open_).then(PLANNED)
    (narrow,) = trying(attrs.evolve(PLAN, terms=fewer, title="For ledere")).events
    outcome = trying(attrs.evolve(PLAN, terms=others))

    assert (narrow.title, narrow.terms) == ("For ledere", fewer)
    outcome.then_refused("course_run.target_group_unknown")
    assert "'ledere', 'medarbejdere', got 'borgere'" in said(outcome)[0][0]
    assert said(outcome)[0][1] == REGISTERED.source


def test_a_catalogue_that_names_no_target_group_limits_none() -> None:
    """What no source says is no limit."""
    silent = attrs.evolve(REGISTERED, target_groups=frozenset())

    (event,) = (
        given((COURSE, [silent]))
        .when(attrs.evolve(PLAN, terms=attrs.evolve(TERMS, order=BY_RECEIPT)))
        .events
    )

    assert event.terms.target_groups == TERMS.target_groups


def test_a_run_is_of_a_course_in_the_catalogue_on_its_day() -> None:
    """Neither of one that nobody entered, nor before it was."""
    early = attrs.evolve(PLAN, effective_from=date(2020, 12, 31))

    given(plugins=()).when(
        attrs.evolve(PLAN, terms=attrs.evolve(TERMS, order=BY_RECEIPT))
    ).then_refused("course_run.course_unknown")
    trying(early).then_refused("course_run.course_not_in_force")


def test_everything_that_nobody_could_go_by_is_said_at_once() -> None:
    """A deadline after the end, more attendance than sessions, an order of nothing."""
    order = attrs.evolve(LEADERS_FIRST, criteria=("proeve.leder", "proeve.findes_ikke"))
    terms = attrs.evolve(TERMS, deadline=AFTER, sessions_required=3, order=order)

    outcome = trying(attrs.evolve(PLAN, terms=terms))

    outcome.then_refused(
        "course_run.deadline_after_end",
        "course_run.sessions_few",
        "course_run.order_unknown",
    )
    assert "got 'proeve.findes_ikke'" in said(outcome)[2][0]
    trying(attrs.evolve(PLAN, sessions=())).then_refused("course_run.no_sessions")


def test_seats_are_never_fewer_than_are_taken() -> None:
    """Nobody loses a seat because somebody counted again."""
    fewer = attrs.evolve(MORE, seats=3)

    outcome = trying(fewer, *full())

    outcome.then_refused("course_run.seats_held")
    assert "no fewer seats than the 4" in said(outcome)[0][0]
    trying(attrs.evolve(MORE, seats=4), *full()[:-1]).then_nothing()
    trying(fewer, *full()[:-1]).then(course_run.SeatsChanged(seats=3, reason=WHY))


def test_terms_hold_from_a_day_of_receipt_on() -> None:
    """What was received before goes by the terms of its day."""
    run = folded(PLANNED, CHANGED)

    assert run.terms_on(date(2021, 5, 31)) == TERMS
    assert run.terms_on(date(2021, 6, 1)) == LATER
    assert run.terms_on(date(2021, 1, 1)) == TERMS
    early = attrs.evolve(CHANGE, effective_from=date(2021, 3, 31))
    trying(early, PLANNED).then_refused("course_run.not_begun")


def test_a_deadline_that_is_moved_lets_in_who_comes_later() -> None:
    """And not one who comes later still."""
    late = DEADLINE + timedelta(days=1)

    trying(sign_up(1), PLANNED, now=late).then_refused("course_run.deadline")
    assert trying(sign_up(1), PLANNED, CHANGED, now=late).events
    later = DEADLINE + timedelta(days=8)
    trying(sign_up(1), PLANNED, CHANGED, now=later).then_refused("course_run.deadline")


def test_nothing_is_changed_of_a_run_that_is_cancelled_or_over() -> None:
    """Each refusal says why."""
    for command in (MOVE, MORE, CHANGE, attrs.evolve(CANCEL, reason=ReasonCode("x"))):
        trying(command, PLANNED, CANCELLED).then_refused("course_run.cancelled")
    for command in (MOVE, MORE, CANCEL):
        trying(command, PLANNED, now=AFTER).then_refused("course_run.over")
    for command in (MOVE, MORE, CHANGE, CANCEL):
        given(KNOWN).when(command).then_refused("course_run.unknown")


def test_a_session_that_people_came_to_stays_one_that_has_begun() -> None:
    """Its time can be put right; it is neither dropped nor put off."""
    first, second = SESSIONS
    now = first.ends
    came = course_run.AttendanceRecorded(session=1, present=frozenset({person(1)}))
    week = timedelta(days=7)
    later = CourseSession(starts=second.starts - week, ends=second.ends - week)
    earlier = CourseSession(starts=first.starts - timedelta(hours=1), ends=first.ends)

    for sessions in ((later, second), (second, first)):
        wrong = attrs.evolve(MOVE, sessions=sessions)
        trying(wrong, *full(came), now=now).then_refused("course_run.attended")
    on_second = course_run.AttendanceRecorded(session=2, present=frozenset())
    fewer = trying(
        attrs.evolve(MOVE, sessions=(second,)), *full(on_second), now=second.starts
    )
    fewer.then_refused("course_run.sessions_few", "course_run.attended")
    right = attrs.evolve(MOVE, sessions=(earlier, second))
    assert trying(right, *full(came), now=now).events


def test_participants_meet_at_one_time_at_a_time() -> None:
    """A session that is told twice would count twice for a certificate."""
    first, second = SESSIONS
    until = CourseSession(starts=first.ends, ends=first.ends + timedelta(hours=2))
    into = attrs.evolve(until, starts=first.ends - timedelta(minutes=1))

    for sessions in ((first, first), (second, into, first)):
        wrong = attrs.evolve(PLAN, sessions=sessions)
        trying(wrong).then_refused("course_run.sessions_overlap")
        moved = attrs.evolve(MOVE, sessions=sessions)
        trying(moved, PLANNED).then_refused("course_run.sessions_overlap")
    assert trying(attrs.evolve(PLAN, sessions=(second, until, first))).events


def test_a_run_has_a_place_or_is_online_or_both() -> None:
    """Nobody comes to nowhere."""
    both = CoursePlace(online=True, place="Prøvegade 1")

    assert (both.online, both.place) == (True, "Prøvegade 1")
    with pytest.raises(Malformed, match="expected a place, or that it is online"):
        CoursePlace()
    with pytest.raises(Malformed, match="expected some text"):
        CoursePlace(online=True, place=" ")


def test_what_ends_ends_later_than_it_begins() -> None:
    """A session, and the period in which one can sign up."""
    starts = SESSIONS[0].starts

    with pytest.raises(Malformed, match="later than starts"):
        CourseSession(starts=starts, ends=starts)
    with pytest.raises(Malformed, match="later than opens"):
        attrs.evolve(TERMS, opens=DEADLINE)


def test_a_price_is_nothing_or_more_and_may_be_unknown() -> None:
    """In whole øre; none known is not the same as free."""
    assert TERMS.price is None
    assert attrs.evolve(TERMS, price=Money(oere=0)).price == Money(oere=0)
    with pytest.raises(Malformed, match="expected 0 or more"):
        attrs.evolve(TERMS, price=Money(oere=-1))


@pytest.mark.parametrize("number", [-1, "1", True])
def test_a_waiting_list_has_room_for_none_or_more(number: Any) -> None:
    """Or is not limited."""
    assert attrs.evolve(TERMS, waiting_list=0).waiting_list == 0
    with pytest.raises(Malformed, match="whole number of participants, 0 or more"):
        attrs.evolve(TERMS, waiting_list=number)


def test_a_history_begins_with_the_plan() -> None:
    """What lacks its beginning is no history."""
    with pytest.raises(Malformed, match="an earlier event"):
        course_run.evolve(None, CANCELLED)


def test_a_run_is_announced_without_an_end() -> None:
    """Its first day is the plan's."""
    run = folded(PLANNED, MOVED)

    assert run.period.start == PLAN.effective_from
    assert (run.starts, run.ends) == (SESSIONS[0].starts, SESSIONS[1].ends)
    assert (run.place, run.planned.place) == (ONLINE, PLACE)


def test_what_is_told_of_nobody_changes_nobody() -> None:
    """A fold is total: it judges nothing, and never fails."""
    nobody = (
        course_run.OfferAccepted(number=9),
        course_run.SignedOff(participants=(person(9),), reason=WHY),
    )

    run = folded(*full(*nobody))

    assert run.places == folded(*full()).places
    assert run.version == len(full(*nobody))
