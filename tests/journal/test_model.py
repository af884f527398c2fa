"""The journal behaves as a dictionary of lists would, whatever is done to it.

The model: the notes of each course, what each command id came to, and who is
forgotten. Every rule does the same to both, and the invariant compares them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace
from tests.conftest import Place, in_schema
from tests.journal import course
from tests.journal.checks import whole
from tests.journal.processes import opened

from kvalitet_core import Journal
from kvalitet_core.errors import CommandIdReused, Refused
from kvalitet_core.journal.forgetting import Erasure
from kvalitet_core.journal.records import Receipt
from kvalitet_core.personal import Forgotten

_numbers = count(1)

KEYS = st.sampled_from(["a", "b", "c"])
TEXTS = st.sampled_from(["one", "two", "three", 'æøå \u2028 \0 "\\'])
PEOPLE = st.sampled_from(["anna", "bo", "carl"])


class JournalMachine(RuleBasedStateMachine):
    """A journal and its model, side by side."""

    lasting = True
    postgres: str | None = None

    commands = Bundle("commands")
    instants = Bundle("instants")

    def __init__(self) -> None:
        super().__init__()
        self._directory = tempfile.TemporaryDirectory()
        folder = Path(self._directory.name)
        self.place = Place(str(folder / "journal.db"), None)
        if self.postgres:
            schema = f"m_{os.getpid()}_{next(_numbers)}"
            url = in_schema(self.postgres, schema)
            self.place = Place(url, str(folder / "journal.keys"))
        elif not self.lasting:
            self.place = Place("memory:", None)
        self.journal: Journal = opened(self.place)
        self.notes: dict[str, list[str]] = {}
        self.names: dict[str, list[tuple[str, str]]] = {}
        self.forgotten: set[str] = set()
        self.sealed: set[str] = set()
        self.outcomes: dict[str, Any] = {}
        self.ids = count(1)

    def teardown(self) -> None:
        """Check the whole record once more, and let go of it."""
        whole(self.journal)
        self.journal.close()
        self._directory.cleanup()

    @initialize(target=commands)
    def begin(self) -> Any:
        """Begin with no command."""
        return multiple()

    @rule(target=commands, key=KEYS, text=TEXTS)
    def append(self, key: str, text: str) -> Any:
        """Note something; nothing happens when it was the last thing noted."""
        command = course.Note(course=course.course(key), text=text)
        said = self.notes.get(key, [])
        expected = "nothing" if said[-1:] == [text] else "accepted"

        receipt = self.journal.do(command, by=course.ANNA, command_id=self._id())

        assert receipt.outcome == expected
        if expected == "accepted":
            self.notes.setdefault(key, []).append(text)
            assert receipt.events[0].version == self._length(key)
        return self._known(command, receipt)

    @rule(target=commands, key=KEYS)
    def refuse(self, key: str) -> Any:
        """What is forbidden is refused, and nothing follows."""
        command = course.Note(course=course.course(key), text="forbidden")
        command_id = self._id()

        with pytest.raises(Refused) as refusal:
            self.journal.do(command, by=course.ANNA, command_id=command_id)

        assert refusal.value.command_id == command_id
        self.outcomes[command_id] = refusal.value.reasons
        return command_id, command

    @rule(target=commands, key=KEYS, other=KEYS, intruder=KEYS, text=TEXTS)
    def race(self, key: str, other: str, intruder: str, text: str) -> Any:
        """Someone else writes in the middle of a decision that read two streams."""
        if other == key:
            other = "d"
        meant = course.NoteMany(course=course.course(intruder), texts=(text,))
        done: list[Receipt] = []

        def interleaved() -> None:
            if not done:
                done.append(self.journal.do(meant, by=course.ANNA))
                self.notes.setdefault(intruder, []).append(text)

        course.INTERLEAVED["model"] = interleaved
        command = course.Compare(
            course=course.course(key), other=course.course(other), interleaved="model"
        )
        receipt = self.journal.do(command, by=course.ANNA, command_id=self._id())

        own, others = len(self.notes.get(key, [])), len(self.notes.get(other, []))
        expected = f"{own} here, {others} there"
        assert receipt.events[0].event == course.Noted(text=expected)
        self.notes.setdefault(key, []).append(expected)
        return self._known(command, receipt)

    @rule(command=commands)
    def repeat(self, command: Any) -> None:
        """The same command under the same id gives the first answer again."""
        command_id, asked = command
        first = self.outcomes[command_id]

        if isinstance(first, Receipt):
            again = self.journal.do(asked, by=course.ANNA, command_id=command_id)
            assert facts(again) == facts(first)
        else:
            with pytest.raises(Refused) as refusal:
                self.journal.do(asked, by=course.ANNA, command_id=command_id)
            assert refusal.value.reasons == first

    @rule(command=commands)
    def reuse(self, command: Any) -> None:
        """Another command under the same id is told so."""
        command_id, _ = command
        other = course.Note(course=course.course("a"), text="something else")

        with pytest.raises(CommandIdReused):
            self.journal.do(other, by=course.ANNA, command_id=command_id)

    @rule(target=commands, key=KEYS, first=PEOPLE, second=PEOPLE)
    def enrol(self, key: str, first: str, second: str) -> Any:
        """Enrol two people; nobody who was forgotten."""
        command_id = self._id()
        command = course.enrol(
            key, first, f"{first} {command_id}", second, f"{second} {command_id}"
        )

        self.sealed |= {first, second} - self.forgotten
        if {first, second} & self.forgotten:
            with pytest.raises(Refused) as refusal:
                self.journal.do(command, by=course.ANNA, command_id=command_id)
            assert {r.code for r in refusal.value.reasons} == {"person.forgotten"}
            self.outcomes[command_id] = refusal.value.reasons
            return command_id, command
        receipt = self.journal.do(command, by=course.ANNA, command_id=command_id)
        people = [(who, f"{who} {command_id}") for who in (first, second)]
        self.names.setdefault(key, []).extend(people)
        self.outcomes[command_id] = receipt
        return command_id, command

    @rule(person=PEOPLE)
    def forget(self, person: str) -> None:
        """Forget a person, also one who is forgotten already; not one never named."""
        if person not in self.sealed | self.forgotten:
            with pytest.raises(Refused, match="nothing is sealed"):
                self._forget(person)
            return

        erasure = self._forget(person)

        assert erasure.remnants is None
        self.forgotten.add(person)

    @precondition(lambda self: self.lasting)
    @rule()
    def reopen(self) -> None:
        """Close the journal and open it again."""
        self.journal.close()
        self.journal = opened(self.place)

    @rule(key=KEYS, texts=st.lists(TEXTS, min_size=1, max_size=3), fails=st.booleans())
    def batch(self, key: str, texts: list[str], fails: bool) -> None:  # noqa: FBT001 - drawn
        """A batch is kept whole, or not at all."""
        try:
            with self.journal.batch() as batch:
                for text in texts:
                    command = course.NoteMany(course=course.course(key), texts=(text,))
                    batch.do(command, by=course.ANNA)
                state = batch.get(course.Course, course.course(key))
                assert state is not None
                assert list(state.notes) == [*self.notes.get(key, []), *texts]
                if fails:
                    raise InterruptedError  # noqa: TRY301 - what the batch meets
        except InterruptedError:
            return
        self.notes.setdefault(key, []).extend(texts)

    @rule(target=instants)
    def remember(self) -> Any:
        """Note how everything stands at the newest record."""
        newest = list(self.journal.events(after=self.journal.head() - 1))[-1]
        notes = {key: list(texts) for key, texts in self.notes.items()}
        return newest.recorded_at, notes

    @rule(moment=consumes(instants))
    def as_known(self, moment: tuple[datetime, dict[str, list[str]]]) -> None:
        """As known at an instant is as it was known then."""
        at, notes = moment
        for key in ("a", "b", "c", "d"):
            state = self.journal.get(course.Course, course.course(key), known=at)
            assert list(state.notes if state else ()) == notes.get(key, [])

    @invariant()
    def agrees_with_the_model(self) -> None:
        """Each course is what the model says, and history has the same length."""
        for key in ("a", "b", "c", "d"):
            state = self.journal.get(course.Course, course.course(key))
            assert list(state.notes if state else ()) == self.notes.get(key, [])
            found = [name.reveal() for name in state.names] if state else []
            expected = [
                Forgotten.FORGOTTEN if who in self.forgotten else name
                for who, name in self.names.get(key, [])
            ]
            assert found == expected
        lengths = {key: self._length(key) for key in "abcd" if self._length(key)}
        found_lengths = {
            stream.partition("/")[2]: version
            for stream, version in self.journal.streams("lesson")
        }
        assert found_lengths == lengths

    def _forget(self, person: str) -> Erasure:
        return self.journal.forget(
            person,
            by=course.ANNA,
            legal_basis="GDPR art. 17",
            reason="asked for it",
            approved_by=["x", "y"],
        )

    def _length(self, key: str) -> int:
        return len(self.notes.get(key, [])) + len(self.names.get(key, [])) // 2

    def _id(self) -> str:
        return f"c-{next(self.ids)}"

    def _known(self, command: Any, receipt: Receipt) -> Any:
        self.outcomes[receipt.command_id] = receipt
        return receipt.command_id, command


def facts(receipt: Receipt) -> tuple[Any, ...]:
    """A receipt, apart from what someone may have been forgotten in since."""
    events = [replace(event, event=None) for event in receipt.events]
    return replace(receipt, events=()), events


@contextmanager
def _fewer(examples: int, steps: int) -> Iterator[Any]:
    yield settings(
        settings.get_profile(settings.get_current_profile_name()),
        max_examples=examples,
        stateful_step_count=steps,
    )


def run(examples: int, steps: int, **facts: Any) -> None:
    """Run the machine on one store."""
    machine = type("JournalMachine", (JournalMachine,), facts)
    share = settings().max_examples / 50
    with _fewer(max(int(examples * share), 5), steps) as chosen:
        run_state_machine_as_test(machine, settings=chosen)


def test_the_journal_in_memory_agrees_with_the_model() -> None:
    """A journal that lives as long as the process."""
    run(60, 25, lasting=False)


def test_the_journal_in_a_file_agrees_with_the_model() -> None:
    """A journal in one file, closed and opened again in between."""
    run(25, 20, lasting=True)


def test_the_journal_in_postgresql_agrees_with_the_model(postgres: str) -> None:
    """A journal in a schema, closed and opened again in between."""
    run(12, 15, lasting=True, postgres=postgres)
