"""What is drawn is what is stored: by class, and by the schema of a class."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar
from uuid import UUID

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from tests.strategies import STORED, stored

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import CommandId, EventId, PersonId, StreamId
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.personal import Personal, personal
from kvalitet_core.schemas import json_schema
from kvalitet_core.testing.laws.older import is_refused
from kvalitet_core.testing.schema_strategies import as_stored
from kvalitet_core.testing.strategies import values
from kvalitet_core.values import CVR, ISBN, Answers, Deadline, Instant

T = TypeVar("T")
CODEC = MsgspecCodec()


class Colour(enum.Enum):
    """One of two."""

    RED = "red"
    BLUE = "blue"


@attrs.frozen(kw_only=True)
class Around(Generic[T]):
    """Something around a value.

    Attributes:
        value: What is inside.
    """

    value: T


@attrs.frozen(kw_only=True)
class Everything:
    """A field of every type that can be stored.

    Attributes:
        answers: Answers.
        around: Another class around a text.
        bare: Bytes.
        both: A text and a number.
        colour: One of two.
        command: A command.
        counts: Numbers, each once.
        cvr: A CVR number.
        day: A day.
        deadline: A deadline.
        event: An event.
        isbn: An ISBN.
        moment: A moment.
        name: What the person is called.
        person: The person.
        price: A price.
        stream: A stream.
        texts: Texts.
        unique: An id.
        word: One of two words.
        yes: Whether.
    """

    answers: Answers
    around: Around[str]
    bare: bytes
    both: tuple[str, int]
    colour: Colour
    command: CommandId
    counts: frozenset[int]
    cvr: CVR | None
    day: date
    deadline: Deadline
    event: EventId
    isbn: ISBN
    moment: Instant
    name: Personal[str] = personal(subject="person")
    person: PersonId
    price: Decimal
    stream: StreamId
    texts: tuple[str, ...]
    unique: UUID
    word: Literal["a", "b"]
    yes: bool


EVERYTHING = StoredClass("every.thing/1", Everything, CODEC)


@given(stored(Everything))
def test_a_class_with_every_type_is_drawn_and_read_back(value: Everything) -> None:
    """Whatever can be stored can be drawn, and comes back as it was."""
    written = EVERYTHING.encode(value)

    assert CODEC.encode(EVERYTHING.decode(written)) == written


@given(stored(Everything, plain=st.just("x")))
def test_plain_texts_can_be_chosen(value: Everything) -> None:
    """A law about texts says which; ids and checked texts stay what they are."""
    assert set(value.texts) <= {"x"}
    assert value.around.value == value.both[0] == "x"
    assert value.stream != "x"


@given(as_stored(json_schema(Everything, "every.thing/1")))
def test_what_is_drawn_from_a_schema_is_read_by_its_class(value: object) -> None:
    """The schema of a number says what was stored under it, canonically."""
    decoded = EVERYTHING.decode(CODEC.encode(value))

    assert isinstance(decoded, Everything)


@pytest.mark.parametrize("name", sorted(STORED))
@settings(
    max_examples=5,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_cores_schemas_say_what_its_classes_read(
    name: str, data: st.DataObject
) -> None:
    """The same for the core, but for what validators say of several fields at once."""
    value = data.draw(as_stored(json_schema(STORED[name], name)))
    stored_class = StoredClass(name, STORED[name], CODEC)

    try:
        decoded = stored_class.decode(CODEC.encode(value))
    except Malformed as refused:
        if not is_refused(refused):
            raise
        reject()
    assert isinstance(decoded, STORED[name])


def test_what_cannot_be_stored_cannot_be_drawn() -> None:
    """A type of no use is named."""
    with pytest.raises(TypeError, match="is no type that can be stored"):
        values(object)
