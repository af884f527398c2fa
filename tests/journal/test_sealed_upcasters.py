"""What is sealed is read in its newest shape, whatever it was sealed as.

`conventions.md`, 23: "one pure upcast n → n+1 [...]. All code but the upcasts knows
only the latest shape." A person section is upcast when it is opened, not before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.journal import course

from kvalitet_core import Journal, Plugin
from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.core import CORE
from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.ids import PersonId, StreamId, stream_id
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.upcasting import Older, Step, newest_content
from kvalitet_core.personal import Forgotten, Personal, personal

VISIT = stream_id("visit", "a")
BY = course.ANNA


@attrs.frozen(kw_only=True)
class PlannedFirst:
    """A visit was planned, in the first shape: a name and a phone, a text each."""

    host: PersonId
    name: Personal[str] = personal(subject="host")
    phone: Personal[str] = personal(subject="host")


@attrs.frozen(kw_only=True)
class Card:
    """How to reach a person."""

    name: str
    phones: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Planned:
    """A visit was planned, in the third shape: a card, and the phone renamed."""

    card: Personal[Card] = personal(subject="host")
    host: PersonId
    number: Personal[int] = personal(subject="host")


@attrs.frozen(kw_only=True)
class Plan:
    """Plan a visit."""

    host: PersonId
    name: Personal[str] = personal(subject="host")
    phone: Personal[str] = personal(subject="host")

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The visit."""
        return VISIT

    def decide(self, state: Visit | None, context: Context) -> tuple[Any, ...]:  # noqa: ARG002 - the protocol's
        """Plan it."""
        return (PlannedFirst(host=self.host, name=self.name, phone=self.phone),)


@attrs.frozen
class Visit:
    """What is planned."""

    planned: Any


def plugin(events: dict[str, type[Any]], **upcasters: Any) -> Plugin:
    """The plugin, in one of its versions."""
    aggregate = Aggregate(
        kind="visit",
        state=Visit,
        evolve=lambda _, event: Visit(event),
        events=events,
        commands={"visit.plan/1": Plan},
    )
    return Plugin(name="visit", version="1", aggregates=(aggregate,), **upcasters)


def renamed(fields: dict[str, Any]) -> dict[str, Any]:
    """From 1 to 2: `name` is called `card`."""
    return {
        "card": fields["name"],
        "host": fields["host"],
        "phone": fields["phone"],
    }


def renumbered(fields: dict[str, Any]) -> dict[str, Any]:
    """From 2 to 3: `phone` is called `number`."""
    return {
        "card": fields["card"],
        "host": fields["host"],
        "number": fields["phone"],
    }


SEALED = {
    ("visit.planned/1", "name"): lambda name: {"name": name},
    ("visit.planned/2", "card"): lambda card: {**card, "phones": []},
    ("visit.planned/2", "phone"): lambda phone: int(phone.replace(" ", "")),
}
FIRST = plugin({"visit.planned/1": PlannedFirst})
UPCASTERS = {"visit.planned/1": renamed, "visit.planned/2": renumbered}


def third(sealed: dict[Any, Any] | None = None) -> Plugin:
    """The plugin two numbers later."""
    return plugin(
        {"visit.planned/3": Planned},
        upcasters=UPCASTERS,
        sealed_upcasters=SEALED if sealed is None else sealed,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A journal in which the first version planned a visit."""
    path = tmp_path / "visits.db"
    with Journal.open(path, plugins=[FIRST]) as journal:
        command = Plan(
            host=PersonId("bo"), name=Personal("Bo Bo"), phone=Personal("12 34")
        )
        journal.do(command, by=BY)
    return path


@contextmanager
def read(place: Path, newer: Plugin) -> Iterator[Any]:
    """The event as a newer version reads it."""
    with Journal.open(place, plugins=[newer]) as journal:
        state = journal.get(Visit, VISIT)
        assert state is not None
        yield state.planned


def test_sealed_content_takes_each_step_in_turn(place: Path) -> None:
    """A name becomes a card, the card gets phones; nothing is written anew."""
    with read(place, third()) as planned:
        assert planned.card.reveal() == Card(name="Bo Bo", phones=())


def test_a_section_is_followed_when_its_field_is_renamed(place: Path) -> None:
    """The step is named by what the field was called in the old number."""
    with read(place, third()) as planned:
        assert planned.number.reveal() == 1234


def test_a_number_without_a_sealed_step_leaves_the_content(place: Path) -> None:
    """A gap is simply identity: what is sealed then must fit as it stands."""
    whole = {("visit.planned/2", "card"): lambda name: {"name": name, "phones": []}}

    with read(place, third(whole)) as planned:
        assert planned.card.reveal() == Card(name="Bo Bo", phones=())
        with pytest.raises(Malformed, match="does not hold what its type says"):
            planned.number.reveal()


def test_a_step_that_fails_tells_nothing_of_the_person(place: Path) -> None:
    """Neither the message nor what lies behind it has the content."""

    def failing(name: str) -> Any:
        raise ValueError(name)

    with (
        read(place, third({("visit.planned/1", "name"): failing})) as planned,
        pytest.raises(Malformed) as error,
    ):
        planned.card.reveal()

    shown = f"{error.value} {error.value.__cause__}"
    assert "visit/a version 1, section 0: does not hold what its type says" in shown
    assert "Bo" not in shown


@pytest.mark.parametrize("content", [{"name": 1.5}, object(), {"name": "Bo"}])
def test_what_a_step_gives_must_fit(place: Path, content: Any) -> None:
    """What comes out is read as strictly as what was written."""
    steps = {("visit.planned/1", "name"): lambda _: content}

    with (
        read(place, third(steps)) as planned,
        pytest.raises(Malformed, match="does not hold what its type says"),
    ):
        planned.card.reveal()


def test_reading_a_history_takes_no_sealed_step(place: Path) -> None:
    """Nobody's data is opened before somebody asks for it."""
    asked: list[str] = []
    steps = {("visit.planned/1", "name"): asked.append}

    with read(place, third(steps)) as planned:
        assert planned.host == "bo"

    assert asked == []


def test_one_who_is_forgotten_stays_so(place: Path) -> None:
    """There is nothing to upcast."""
    with Journal.open(place, plugins=[third()]) as journal:
        journal.forget(
            "bo",
            by=BY,
            legal_basis="GDPR art. 17",
            reason="asked",
            approved_by=("a", "b"),
        )

    with read(place, third()) as planned:
        assert planned.card.reveal() is Forgotten.FORGOTTEN


def test_what_was_never_sealed_takes_no_step() -> None:
    """The person was forgotten before it was written: the field refers to nothing."""
    stored = Registry([FIRST]).classes["visit.planned/1"]
    older = Older(stored=stored, steps=(Step(fields=dict, sealed={"name": str}),))

    _, sealed = older.raised("visit.planned/0", {"name": {"personal": 0}})
    _, unsealed = older.raised("visit.planned/0", {"name": {"personal": None}})

    assert sealed == {0: (str,)}
    assert unsealed == {}


def test_sealed_content_is_read_strictly() -> None:
    """Content that is not as it would be written was not written by this library."""
    read_ = newest_content(MsgspecCodec(), str, (str,))

    assert read_(b'"Bo"') == "Bo"
    with pytest.raises(Malformed, match="canonical"):
        read_(b' "Bo"')


@pytest.mark.parametrize("name", ["visit.planned/3", "visit.planed/1"])
def test_a_sealed_step_from_nowhere_is_a_finding(name: str) -> None:
    """It would never be taken, and its author would not know."""
    with pytest.raises(PluginError, match=f"sealed upcaster from .*{name}") as error:
        Registry((CORE, third({(name, "card"): str})))

    assert "mend the name, or drop it" in str(error.value)
