"""A course is entered in the catalogue, revised from a day on, and taken out."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.domain.course_run.samples import COURSE, REGISTER, REGISTERED

from kvalitet_core.domain import course
from kvalitet_core.errors import Malformed
from kvalitet_core.testing import given
from kvalitet_core.values import ReasonCode

LATER = date(2021, 7, 1)
REVISE = course.Revise(
    course=COURSE,
    title="Peers",
    themes=frozenset({"peers", "fritid"}),
    source="Opdigtet katalog, 2. udgave",
    reason=ReasonCode("new_edition"),
    effective_from=LATER,
)
REVISED = course.Revised(
    **{each.name: getattr(REVISE, each.name) for each in attrs.fields(course.Revised)}
)
WITHDRAW = course.Withdraw(
    course=COURSE, reason=ReasonCode("outdated"), effective_from=date(2022, 1, 1)
)
WITHDRAWN = course.Withdrawn(
    reason=WITHDRAW.reason, effective_from=WITHDRAW.effective_from
)


def folded(*events: course.Event) -> course.Course:
    """The course after these events."""
    state = None
    for event in events:
        state = course.evolve(state, event)
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), REGISTER, REGISTERED),
        ((REGISTERED,), REVISE, REVISED),
        ((REGISTERED, REVISED), WITHDRAW, WITHDRAWN),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: course.Event
) -> None:
    """What is already so needs no event."""
    outcome = given(*told).when(command).then(event)

    assert outcome.stream == COURSE
    given(*told, event).when(command).then_nothing()


def test_entering_again_is_silent_whatever_became_of_it() -> None:
    """A catalogue can be given to a journal again."""
    given(REGISTERED, REVISED, WITHDRAWN).when(REGISTER).then_nothing()


def test_a_course_is_entered_once() -> None:
    """What was entered otherwise is named, each thing with both values."""
    other = attrs.evolve(REGISTER, title="Peers", target_groups=frozenset())

    outcome = given(REGISTERED).when(other)

    outcome.then_refused("course.registered", "course.registered")
    texts = [reason.text for reason in outcome.proposal.reasons]
    assert texts[0].endswith("title 'Peers i praksis', got 'Peers'")
    assert texts[1].endswith("target_groups 'ledere, medarbejdere', got ''")


def test_the_catalogue_says_what_it_said_on_a_day() -> None:
    """A revision holds from its day on; what was said before stands before."""
    known = folded(REGISTERED, REVISED)

    before, after = known.entry.on(date(2021, 6, 30)), known.entry.on(LATER)

    assert before is not None
    assert after is not None
    assert (before.title, after.title) == ("Peers i praksis", "Peers")
    assert after.target_groups == frozenset()
    assert known.entry.on(date(2020, 12, 31)) is None


def test_nothing_is_said_of_a_course_that_is_not_in_the_catalogue() -> None:
    """Neither before it was entered nor after it was taken out."""
    early = attrs.evolve(REVISE, effective_from=date(2020, 1, 1))
    late = attrs.evolve(REVISE, effective_from=date(2022, 1, 1))
    again = attrs.evolve(WITHDRAW, reason=ReasonCode("mistake"))

    given().when(REVISE).then_refused("course.unknown")
    given(REGISTERED).when(early).then_refused("course.not_begun")
    given(REGISTERED, WITHDRAWN).when(late).then_refused("course.closed")
    given(REGISTERED, WITHDRAWN).when(again).then_refused("course.closed")


def test_a_history_begins_with_the_entry() -> None:
    """What lacks its beginning is no history."""
    with pytest.raises(Malformed, match="an earlier event"):
        course.evolve(None, REVISED)
