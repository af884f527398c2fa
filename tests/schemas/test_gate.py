"""The gate says whether what was stored under one number fits the next.

`conventions.md`, 22: "the compatibility gate says whether old data fits the new shape
or needs an upcaster."
"""

from __future__ import annotations

import builtins
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs
import msgspec
import pytest
from tests.schemas.classes import made, plugin

from kvalitet_core.errors import Malformed, Unavailable
from kvalitet_core.ids import of_kind
from kvalitet_core.journal.registry import Registry
from kvalitet_core.personal import Personal, personal
from kvalitet_core.plugins import unchanged
from kvalitet_core.releases import fit
from kvalitet_core.schemas import json_schema
from kvalitet_core.values import CVR, Answers, Deadline, not_blank


class Few(StrEnum):
    """A few words."""

    A = "a"
    B = "b"


class More(StrEnum):
    """More words."""

    A = "a"
    B = "b"
    C = "c"


@attrs.frozen(kw_only=True)
class Card:
    """A card.

    Attributes:
        name: The name.
    """

    name: str


@attrs.frozen(kw_only=True)
class Longer:
    """A card with more on it.

    Attributes:
        name: The name.
        phone: The phone number, if any.
    """

    name: str
    phone: str | None = None


def asked(old: type[Any], new: type[Any]) -> Any:
    """What the gate says of two classes."""
    return fit(
        json_schema(old, "thing.happened/1"), json_schema(new, "thing.happened/2")
    )


def one(hint: Any) -> type[Any]:
    """A class with one field."""
    return made(value=hint)


FITTING: list[tuple[Any, Any]] = [
    (int, int),
    (str, str | None),
    (date, date | None),
    (date, str),
    (Decimal, str),
    (Few, More),
    (Few, str),
    (CVR, str),
    (CVR, CVR | None),
    (frozenset[Few], frozenset[More]),
    (tuple[Card, ...], tuple[Card, ...]),
    (tuple[str, str], tuple[str, ...]),
    (Answers, Answers),
    (Deadline, Deadline),
    ((str, attrs.field(validator=not_blank)), str),
    ((str, attrs.field(validator=of_kind("thing"))), str),
]
"""Types of a field, old and new, that are proved to fit."""

UNFIT: list[tuple[Any, Any]] = [
    (str, int),
    (int, str),
    (str | None, str),
    (str, date),
    (str, Decimal),
    (bytes, Decimal),
    (str, CVR),
    (More, Few),
    (str, Few),
    (Card, Longer),
    (Longer, Card),
    (tuple[str, ...], frozenset[str]),
    (tuple[str, ...], tuple[str, str]),
    (str, (str, attrs.field(validator=not_blank))),
]
"""Types of a field, old and new, that need an upcaster."""


@pytest.mark.parametrize(("old", "new"), FITTING)
def test_what_fits_is_proved_to(old: Any, new: Any) -> None:
    """Every old value reads as it stands: the upcaster may be `unchanged`."""
    assert asked(one(old), one(new)).stored


@pytest.mark.parametrize(("old", "new"), UNFIT)
def test_what_does_not_fit_needs_an_upcaster(old: Any, new: Any) -> None:
    """Some old value does not read as it stands, or it is not proved."""
    assert not asked(one(old), one(new)).stored


def test_a_new_field_needs_an_upcaster_even_when_it_need_not_be_given() -> None:
    """What is stored holds every field, so a value without one has another form."""
    more = made(value=int, note=(str | None, attrs.field(default=None)))

    assert not asked(one(int), more).stored
    assert not asked(more, one(int)).stored


def test_a_field_that_need_no_longer_be_given_fits() -> None:
    """It is stored all the same."""
    optional = made(value=(int, attrs.field(default=0)))

    assert asked(one(int), optional).stored
    assert asked(optional, one(int)).stored


def test_what_is_not_proved_counts_as_no() -> None:
    """Whether one pattern lies within another is not always known."""
    old, new = (made(value=(str, attrs.field(validator=not_blank))) for _ in "ab")

    assert asked(old, new).stored
    assert not asked(
        made(value=(str, attrs.field(validator=of_kind("thing")))), new
    ).stored


def test_words_are_not_compared() -> None:
    """A better docstring is no change of shape, and neither is a class's new name."""
    renamed = attrs.frozen(kw_only=True)(
        type("Renamed", (), {"__annotations__": {"name": str}, "__doc__": "Other."})
    )

    assert asked(made("One.", value=int), made("Another.", value=int)).stored
    assert asked(one(Card), one(renamed)).stored


def about(hint: Any, *, subject: str = "who", **others: Any) -> type[Any]:
    """A class with a personal field."""
    sealed = (Personal[hint], personal(subject=subject))
    return made(who=str, value=sealed, **others)


def test_sealed_content_is_compared_apart() -> None:
    """Its place in the row fits; what is sealed there needs a step of its own."""
    same = asked(about(Card), about(Card))
    longer = asked(about(Card), about(Longer))
    wider = asked(about(str), about(str | None))

    assert (same.stored, same.sealed) == (True, ())
    assert (longer.stored, longer.sealed) == (True, ("value",))
    assert (wider.stored, wider.sealed) == (True, ())


def test_a_field_that_becomes_personal_does_not_fit() -> None:
    """In the clear and sealed are two things, whatever the type."""
    plain = made(who=str, value=str)

    assert not asked(plain, about(str)).stored
    assert not asked(about(str), plain).stored


def test_a_field_that_is_another_persons_does_not_fit() -> None:
    """What is sealed for one person is not opened for another."""
    one_s, other_s = (about(str, subject=who, other=str) for who in ("who", "other"))

    assert not asked(one_s, other_s).stored


def test_a_schema_that_cannot_be_compared_does_not_fit() -> None:
    """A pattern that the gate does not know is no proof."""
    schema = json_schema(one(str), "thing.happened/1")
    schema["properties"]["value"]["pattern"] = "^(?<"

    assert not fit(schema, json_schema(one(str), "thing.happened/2")).stored


VALUES: tuple[Any, ...] = (
    None,
    *(0, 1, -1),
    *("", " ", "a", "b", "c", "24256790", "2020-01-01", "1.5", "thing/1"),
    *([], ["a"], ["a", "b"], ["b", "a"], ["a", "b", "c"], ["a", "a"]),
    *({}, {"name": "a"}, {"name": "a", "phone": None}, [{"name": "a"}]),
)


def reads(reader: Registry, value: Any) -> bool:
    """Whether a row of the first number with this value can be read."""
    data = msgspec.json.encode({"value": value}, order="sorted")
    try:
        reader.value("thing.happened/1", data)
    except Malformed:
        return False
    return True


@pytest.mark.parametrize(("old", "new"), FITTING + UNFIT)
def test_what_is_proved_to_fit_is_read_as_it_stands(old: Any, new: Any) -> None:
    """Whatever the old class reads, the new one reads through `unchanged`."""
    before = Registry((plugin(one(old)),))
    step = {"thing.happened/1": unchanged}
    after = Registry((plugin(one(new), number=2, upcasters=step),))

    stored = [value for value in VALUES if reads(before, value)]

    assert stored
    if asked(one(old), one(new)).stored:
        assert all(reads(after, value) for value in stored)


def test_without_its_library_the_gate_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """It could not look, which is no answer; the remedy is named."""
    real = builtins.__import__

    def without(name: str, *args: Any, **given: Any) -> Any:
        if name == "jsonschema_rs":
            raise ModuleNotFoundError(name)
        return real(name, *args, **given)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(Unavailable, match=r"install kvalitet-core\[schemas\]"):
        asked(one(int), one(int))
