"""What a decision may ask its context, and that no answer comes from elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import attrs
import pytest
from tests.conftest import Place

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.testing import given
from kvalitet_core.values import Answers, FormName

BO = Actor(id="b-2", role="fagchef", organisation="19174883", authority="Opslag 2020")


@attrs.frozen(kw_only=True)
class Set:
    """Something was set.

    Attributes:
        answers: To what.
        day: From when.
    """

    answers: Answers
    day: date


@attrs.frozen(kw_only=True)
class Told:
    """What the context told.

    Attributes:
        text: It.
    """

    text: str


Event: TypeAlias = Set | Told


@attrs.frozen(kw_only=True)
class Box:
    """What was told last.

    Attributes:
        told: It.
    """

    told: str = ""


def evolve(state: Box | None, event: Event) -> Box:
    """Fold one event."""
    return Box(told=event.text) if isinstance(event, Told) else state or Box()


@attrs.frozen(kw_only=True)
class Put:
    """Set something.

    Attributes:
        box: Where.
        answers: To what.
        day: From when.
    """

    box: str
    answers: Answers
    day: date

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The box."""
        return stream_id("asked_box", self.box)

    def decide(self, state: Box | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Set it."""
        return (Set(answers=self.answers, day=self.day),)


@attrs.frozen(kw_only=True)
class Ask:
    """Ask the context about a box.

    Attributes:
        box: The one that the command is about.
        about: The one that is asked about.
        since: Only what was set from this day on counts.
        read: Whether to read that box first.
    """

    box: str
    about: str
    since: date
    read: bool

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The box."""
        return stream_id("asked_box", self.box)

    def decide(self, state: Box | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Tell what the context says."""
        stream = stream_id("asked_box", self.about)
        if self.read:
            context.get(Box, stream)
        found = context.set_by(stream, Set, where=lambda put: put.day >= self.since)
        forms = [form.title for form in context.definitions(Form, of="asked")]
        nobody = context.definitions(Form, of="nobody")
        return (Told(text=f"{context.actor.role} {found} {forms} {nobody}"),)


FORM = Form(
    name=FormName("asked.form/1"),
    title="Et skema",
    source="made up",
    schema={
        "type": "object",
        "properties": {"maaneder": {"type": "integer", "minimum": 4}},
        "required": ["maaneder"],
        "additionalProperties": False,
    },
)

PLUGIN = Plugin(
    name="asked",
    version="1",
    aggregates=(
        Aggregate(
            kind="asked_box",
            state=Box,
            evolve=evolve,
            events={"asked_box.set/1": Set, "asked_box.told/1": Told},
            commands={"asked_box.put/1": Put, "asked_box.ask/1": Ask},
        ),
    ),
    forms=(FORM,),
)

EARLY, LATE = date(2020, 1, 1), date(2021, 1, 1)


def put(box: str, day: date) -> Put:
    """Set something from a day on."""
    return Put(box=box, answers=Answers({"maaneder": 6}), day=day)


def ask(**changes: Any) -> Ask:
    """Ask about box b, from box a."""
    asked = {"box": "a", "about": "b", "since": EARLY, "read": True, **changes}
    return Ask(**asked)


def test_who_asks_who_set_what_and_what_is_defined(place: Place) -> None:
    """The event that set a value is named by its id, the newest that fits."""
    with Journal.open(place.url, plugins=[PLUGIN], keys=place.keys, create=True) as j:
        first, second = (
            j.do(put("b", day), by=BO).events[0].event_id for day in (LATE, EARLY)
        )
        for since, expected in ((EARLY, second), (LATE, first), (date.max, None)):
            told = j.do(ask(since=since), by=BO).events[0].event

            assert told == Told(text=f"fagchef {expected} ['Et skema'] ()")
        own = j.do(ask(about="a", read=False), by=BO).events[0].event
        assert own.text.startswith("fagchef None")


def test_only_a_stream_that_was_read_is_asked_about() -> None:
    """What nobody has read has no version on record, and may move unseen."""
    with pytest.raises(PluginError, match="call context"):
        given(plugins=[PLUGIN]).when(ask(read=False))


def test_given_when_then_answers_as_a_journal_does() -> None:
    """The events that are told have ids too: their stream and number."""
    told = (stream_id("asked_box", "b"), [Set(answers=Answers({}), day=EARLY)])

    given(told, plugins=[PLUGIN]).when(ask(), by=BO).then(
        Told(text="fagchef asked_box/b@1 ['Et skema'] ()")
    )


def test_an_older_version_is_asked_as_it_was(place: Place) -> None:
    """What is decided again at the same reads is told the same."""
    with Journal.open(place.url, plugins=[PLUGIN], keys=place.keys, create=True) as j:
        first = j.do(put("b", EARLY), by=BO).events[0].event_id
        receipt = j.do(ask(), by=BO, command_id="one")
        j.do(put("b", EARLY), by=BO)

        assert j.do(ask(), by=BO, command_id="one") == receipt
        assert str(first) in receipt.events[0].event.text


def test_a_form_names_everything_that_does_not_fit() -> None:
    """Each problem has its path."""
    found = FORM.problems(Answers({"maaneder": 3, "andet": "x"}))

    assert [problem.path for problem in found] == ["$.andet", "$.maaneder"]
    assert FORM.problems(Answers({"maaneder": 4})) == []


def test_answers_are_kept_as_an_object_of_their_own(place: Place) -> None:
    """What is read is what was written, and nothing else can be written."""
    answers = Answers({"temaer": ("Sundhed",), "maaneder": 6, "ja": False})
    with Journal.open(place.url, plugins=[PLUGIN], keys=place.keys, create=True) as j:
        stream = j.do(Put(box="b", answers=answers, day=EARLY), by=BO).stream
        (recorded,) = j.history(stream)

        assert recorded.event == Set(answers=answers, day=EARLY)
        with pytest.raises(Malformed):
            j.do(Put(box="b", answers={"a": "b"}, day=EARLY), by=BO)  # type: ignore[arg-type]
