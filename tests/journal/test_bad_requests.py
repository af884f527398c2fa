"""What is wrong with a request is said in our own errors, and nothing is written.

`design.md`: "Bad input gets one clear error that names the thing, the rule and the
value, all problems at once, and changes nothing."
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import tilbud
from kvalitet_core.errors import (
    JournalUnavailable,
    KeyUnavailable,
    Malformed,
    PluginError,
    Refused,
    Unknown,
)
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal
from kvalitet_core.privacy.person import Forget, SectionCovered

A = course.course("a")
NOTE = course.Note(course=A, text="one")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"by": "anna"}, "expected an Actor, got 'anna'"),
        ({"by": None}, "expected an Actor, got None"),
        ({"correlation": "b a d\n"}, r"command id 'b a d\\n': expected letters"),
        ({"channel": "x" * 129}, "channel 'x+': expected letters, digits"),
        ({"reaction": "two words"}, "reaction 'two words'"),
        ({"cause": "é"}, "cause 'é'"),
    ],
)
def test_what_comes_with_a_command_has_its_form(
    given: dict[str, Any], said: str
) -> None:
    """It is kept for ever, so it is checked before."""
    with Journal.open("memory:", plugins=(course.PLUGIN,)) as journal:
        head = journal.head()

        with pytest.raises(Malformed, match=said):
            journal.do(NOTE, **{"by": course.ANNA, **given})

        assert journal.head() == head


@pytest.mark.parametrize(
    "command",
    [
        course.Note(course=A, text=5),  # type: ignore[arg-type]
        course.Note(course=A, text=None),  # type: ignore[arg-type]
        attrs.evolve(
            course.enrol("a", "anna", "Anna", "bo", "Bo"),
            first_name="not wrapped",  # type: ignore[arg-type]
        ),
        attrs.evolve(
            course.enrol("a", "anna", "Anna", "bo", "Bo"), first_name=Personal(5)
        ),
        course.Noted(text="an event"),
    ],
)
def test_a_command_that_does_not_hold_what_its_class_says_is_malformed(
    command: Any,
) -> None:
    """Python lets anything be put in; the journal does not."""
    with Journal.open("memory:", plugins=(course.PLUGIN,)) as journal:
        head = journal.head()

        with pytest.raises(Malformed):
            journal.do(command, by=course.ANNA)

        assert journal.head() == head or journal.head() == head + 1


@pytest.mark.parametrize("id_", ["Anna Andersen", "010203-1234", "0102031234", "", 3])
def test_an_actor_is_named_by_an_id_alone(id_: Any) -> None:
    """Staff ids are kept in the clear: no name, no CPR number."""
    with pytest.raises(Malformed, match="actor's id"):
        Actor(id=id_, role="r", organisation="o", authority="a")


def test_a_person_is_never_named_by_a_cpr_number() -> None:
    """`ids`: never made from a CPR number."""
    with (
        Journal.open("memory:", plugins=(course.PLUGIN,)) as journal,
        pytest.raises(Malformed, match="expected a random id, got a CPR number"),
    ):
        journal.do(course.enrol("a", "010203-1234", "Anna", "bo", "Bo"), by=course.ANNA)


def test_a_refusal_has_a_reason() -> None:
    """Nobody is told no without being told why."""
    with pytest.raises(TypeError, match="reason"):
        Refused()  # type: ignore[call-arg]


@pytest.mark.parametrize("gives", [None, course.Noted(text="bare"), [1]])
def test_a_decision_gives_a_tuple(gives: Any) -> None:
    """A plugin that forgets the comma is told so."""

    @attrs.frozen(kw_only=True)
    class Odd:
        """An odd command."""

        def target(self, context: Any) -> Any:  # noqa: ARG002 - the protocol's
            """A course."""
            return A

        def decide(self, state: Any, context: Any) -> Any:  # noqa: ARG002 - the protocol's
            """No tuple."""
            return gives

    with (
        Journal.open("memory:", plugins=(_with(Odd),)) as journal,
        pytest.raises(PluginError, match="it gives a tuple of events"),
    ):
        journal.do(Odd(), by=course.ANNA)


@pytest.mark.parametrize("where", [None, "nowhere", "tilbud/1", 5])
def test_a_command_is_about_a_stream_of_its_kind(where: Any) -> None:
    """Anything else is the plugin's fault, and named."""

    @attrs.frozen(kw_only=True)
    class Lost:
        """A lost command."""

        def target(self, context: Any) -> Any:  # noqa: ARG002 - the protocol's
            """Nowhere."""
            return where

        def decide(self, state: Any, context: Any) -> Any:  # noqa: ARG002 - the protocol's
            """Nothing."""
            return ()

    with (
        Journal.open("memory:", plugins=(_with(Lost),)) as journal,
        pytest.raises(PluginError, match="belongs in a stream of kind 'lesson'"),
    ):
        journal.do(Lost(), by=course.ANNA)


def _with(command: type[Any]) -> Any:
    aggregate = course.PLUGIN.aggregates[0]
    commands = {**aggregate.commands, "lesson.odd/1": command}
    grown = attrs.evolve(aggregate, commands=commands)
    return attrs.evolve(course.PLUGIN, aggregates=(grown,))


def test_a_clock_without_an_offset_is_refused() -> None:
    """An instant that may be any of 24 hours proves nothing."""
    with pytest.raises(Malformed, match="expected an offset from UTC"):
        Journal.open("memory:", clock=lambda: datetime(2021, 1, 1)).do(  # noqa: DTZ001 - the point
            NOTE, by=course.ANNA
        )


@pytest.mark.parametrize(
    ("question", "error", "said"),
    [
        ({"stream": "not a stream"}, Malformed, "expected a stream of its kind"),
        ({"stream": "tilbud/1"}, Malformed, "expected a stream of its kind: lesson/"),
        ({"version": -1}, Unknown, "the newest is 1"),
        ({"version": 2}, Unknown, "the newest is 1"),
        ({"state": course.Noted}, Unknown, "it is no state"),
        ({"known": datetime(2021, 1, 1)}, Malformed, "offset"),  # noqa: DTZ001 - the point
    ],
)
def test_a_wrong_question_is_told_from_an_empty_answer(
    question: dict[str, Any], error: type[Exception], said: str
) -> None:
    """Nobody reads "nothing" where "you asked amiss" is meant."""
    with Journal.open("memory:", plugins=(course.PLUGIN,)) as journal:
        journal.do(NOTE, by=course.ANNA)
        asked = {"state": course.Course, "stream": A, **question}

        with pytest.raises(error, match=said):
            journal.get(asked.pop("state"), asked.pop("stream"), **asked)


@pytest.mark.parametrize("url", ["mysql://a/b", "sqlite://q.db", "http://x"])
def test_an_address_of_another_kind_is_no_path(url: str, tmp_path: Path) -> None:
    """Nothing is made of it."""
    with pytest.raises(JournalUnavailable, match="expected memory:, a path"):
        Journal.open(url)

    assert not Path(url.partition("/")[0]).exists()
    with pytest.raises(JournalUnavailable, match="there is no such folder"):
        Journal.open(tmp_path / "no" / "such" / "j.db")


@pytest.mark.parametrize("approved_by", ["a-03", ["a-1", "a-1"], ["", " "], ["a-1 "]])
def test_two_who_approve_are_two_people(place: Place, approved_by: Any) -> None:
    """However their ids are written, and even if a text is given for a list."""
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)

        with pytest.raises((Malformed, Refused)):
            journal.forget(
                "anna",
                by=course.ANNA,
                legal_basis="law",
                reason="why",
                approved_by=approved_by,
            )

        state = journal.get(course.Course, A)
        assert state is not None
        assert state.names[0].reveal() == "Anna"


def test_only_forget_forgets(place: Place) -> None:
    """What a decision to forget covers is found, never told."""
    forged = Forget(
        person=PersonId("anna"),
        approved_by=("a-1", "a-2"),
        covered=(SectionCovered(stream="lesson/x", version=1, ordinal=0),),
        legal_basis="law",
        reason="why",
    )
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        head = journal.head()

        with pytest.raises(Malformed, match=r"is given by Journal\.forget"):
            journal.do(forged, by=course.ANNA)
        with journal.batch() as batch, pytest.raises(Malformed, match="is given by"):
            batch.do(forged, by=course.ANNA)

        assert journal.head() == head


def test_a_batch_that_is_over_writes_no_more(place: Place) -> None:
    """Nothing is acknowledged that is not in the transaction."""
    with opened(place) as journal:
        with journal.batch() as batch:
            batch.do(NOTE, by=course.ANNA)
        head = journal.head()

        with pytest.raises(JournalUnavailable, match="the batch is over"):
            batch.do(course.Note(course=A, text="two"), by=course.ANNA)
        with pytest.raises(JournalUnavailable, match="the batch is over"):
            batch.get(course.Course, A)

        assert journal.head() == head


def test_the_keys_of_another_journal_are_refused(tmp_path: Path) -> None:
    """To seal with them would give a person two keys, and forget only one."""
    ours, theirs = (
        Place(str(tmp_path / name), None) for name in ("ours.db", "theirs.db")
    )
    for place in (ours, theirs):
        with opened(place) as journal:
            journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    for kind in ("key", "keys"):
        (tmp_path / f"theirs.db.{kind}").rename(tmp_path / f"ours.db.{kind}")

    with pytest.raises(KeyUnavailable, match="keys of another journal"):
        opened(ours)
    with opened(ours, read_only=True) as journal:
        state = journal.get(course.Course, A)
        assert state is not None
        with pytest.raises(KeyUnavailable, match="keys of another journal"):
            state.names[0].reveal()


@pytest.mark.parametrize("name", ["Bad Name", "", "æble"])
def test_a_plugin_is_named_by_a_plain_word(name: str) -> None:
    """It is kept with every decision."""
    with pytest.raises(PluginError, match="its name: expected a-z"):
        Journal.open("memory:", plugins=(attrs.evolve(course.PLUGIN, name=name),))


def test_two_plugins_of_one_name_are_refused() -> None:
    """Nobody could say which of them decided."""
    with pytest.raises(PluginError, match="two plugins have this name"):
        Journal.open("memory:", plugins=(attrs.evolve(course.PLUGIN, name="core"),))


def test_a_date_is_a_date() -> None:
    """Neither a text nor an instant is taken for one."""
    for wrong in ("2020-01-01", datetime(2020, 1, 1), date):  # noqa: DTZ001 - the point
        with pytest.raises(Malformed, match="expected a date"):
            tilbud.Rename(tilbud="tilbud/1", name="X", effective_from=wrong)  # type: ignore[arg-type]
