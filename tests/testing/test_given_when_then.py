"""Given, when, then: a decision is tried without a journal, as a journal takes it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.journal import course

from kvalitet_core.aggregate import at
from kvalitet_core.domain import region
from kvalitet_core.errors import Malformed, PluginError, Unknown
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import RegionCode

A, B = course.course("a"), course.course("b")


def trying(command: course.Note, *told: object) -> Outcome:
    """Try a command of the tests' plugin."""
    return given(*told, plugins=[course.PLUGIN]).when(command)


def test_events_follow() -> None:
    """What a command leads to is compared event by event."""
    outcome = trying(course.Note(course=A, text="two"), course.Noted(text="one"))

    assert outcome.then(course.Noted(text="two")) is outcome
    assert outcome.stream == A


def test_nothing_to_do() -> None:
    """Silent the second time."""
    note = course.Note(course=A, text="one")

    trying(note, course.Noted(text="one")).then_nothing()


def test_refused() -> None:
    """A refusal is compared by its codes."""
    trying(course.Note(course=A, text="forbidden")).then_refused("lesson.forbidden")


def test_other_streams_are_told_and_written() -> None:
    """Other streams are told with their events, and expected with `at`."""
    compare = course.Compare(course=A, other=B, interleaved="")
    both = course.NoteBoth(course=A, other=B, text="x")
    one = course.Noted(text="one")
    told = (B, [one, course.Noted(text="two")])

    given(one, told, plugins=[course.PLUGIN]).when(compare).then(
        course.Noted(text="1 here, 2 there")
    )
    given(told, plugins=[course.PLUGIN]).when(both).then(
        course.Noted(text="x"), at(B, course.Noted(text="x"))
    )


def test_new_ids_and_time_are_the_same_in_every_run() -> None:
    """A command that makes a stream makes the same one each time, at the time told."""
    now = datetime(2030, 1, 1, tzinfo=UTC)

    first = given(plugins=[course.PLUGIN]).when(course.Found(), now=now)
    second = given(plugins=[course.PLUGIN]).when(course.Found(), now=now)

    assert first.stream == second.stream
    first.then(course.Noted(text=now.isoformat()))


def test_personal_data_is_compared_by_content() -> None:
    """A test may see what a rule may not."""
    enrol = course.enrol("a", "anna", "Anna", "bo", "Bo")
    enrolled = course.Enrolled(
        first=course.PersonId("anna"),
        first_name=Personal("Anna"),
        second=course.PersonId("bo"),
        second_name=Personal("Bo"),
    )

    given(plugins=[course.PLUGIN]).when(enrol).then(enrolled)


def test_the_rules_of_the_house_hold() -> None:
    """What the journal would not accept is not accepted here."""
    blind = course.NoteBoth(course=A, other=B, text="x", reads=False)
    peek = course.Peek(
        course=A, how="eq", person=course.PersonId("anna"), name=Personal("Anna")
    )
    wrong = course.Note(course=A, text=1)  # type: ignore[arg-type]

    with pytest.raises(PluginError, match="without having read it"):
        given(plugins=[course.PLUGIN]).when(blind)
    with pytest.raises(PluginError, match="not looked at"):
        given(plugins=[course.PLUGIN]).when(peek)
    with pytest.raises(Malformed):
        given(plugins=[course.PLUGIN]).when(wrong)
    with pytest.raises(Unknown):
        given().when(course.Note(course=A, text="x"))


def test_a_failure_tells_what_was_expected_and_what_came() -> None:
    """The message has the command, the stream, and both sides line by line."""
    outcome = trying(course.Note(course=A, text="two"))
    refused = trying(course.Note(course=A, text="forbidden"))

    with pytest.raises(AssertionError) as other:
        outcome.then(course.Noted(text="one"))
    with pytest.raises(AssertionError) as nothing:
        outcome.then_nothing()
    with pytest.raises(AssertionError) as no:
        refused.then(course.Noted(text="forbidden"))
    with pytest.raises(AssertionError):
        outcome.then_refused("lesson.forbidden")
    with pytest.raises(AssertionError):
        refused.then_refused("lesson.other")
    with pytest.raises(AssertionError):
        refused.then_refused()

    assert str(other.value).splitlines() == [
        "lesson.note/1 on lesson/a",
        "expected these events:",
        "    Noted(text='one')",
        "got accepted:",
        "    Noted(text='two')",
    ]
    assert "expected nothing to do:" in str(nothing.value)
    assert "lesson.forbidden: lesson/a: is forbidden" in str(no.value)


def test_a_stream_is_told_as_what_it_is() -> None:
    """A mistake in the telling is a failure of the test, not of the rule."""
    compare = course.Compare(course=A, other=B, interleaved="")
    registered = region.Registered(
        code=RegionCode("1082"), name="Midt", effective_from=date(2007, 1, 1)
    )
    told = (B, [registered])

    with pytest.raises(AssertionError, match="was told as Region"):
        given(told, plugins=[course.PLUGIN]).when(compare)
