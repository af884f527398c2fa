"""What reading an event strictly shows: that it fits the schema of its class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from kvalitet_core import Journal
from kvalitet_core.audit.shown import NO_BLANK, is_shown
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.storable import classes_in, texts_in
from kvalitet_core.schemas import json_schema
from kvalitet_core.values import CheckedText

NAME = "relay.said/1"


def registry() -> Registry:
    """What the core brings."""
    with Journal.open("memory:", plugins=()) as journal:
        return journal.registry


REGISTRY = registry()
EVENTS = {
    name: stored
    for name, stored in REGISTRY.classes.items()
    if name not in REGISTRY.commands
}


def texts() -> list[type[CheckedText]]:
    """The classes of texts of all events of the core."""
    found = {text for stored in EVENTS.values() for text in texts_in(stored.cls)}
    return sorted(found, key=lambda each: each.__qualname__)


def rules() -> dict[str, tuple[type[Any], attrs.Attribute[Any]]]:
    """The fields of all events of the core whose validators say something."""
    return {
        f"{cls.__qualname__}.{field.name}": (cls, field)
        for stored in EVENTS.values()
        for cls in (stored.cls, *classes_in(stored.cls))
        for field in attrs.fields(cls)
        if getattr(field.validator, "json_schema", None)
    }


def accepted(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values that nearly look as a schema says, and others."""
    inner = schema.get("items")
    if inner is not None:
        return st.lists(accepted(inner), max_size=3).map(tuple)
    if "minimum" in schema:
        return st.integers(-3, 3)
    pattern = schema["pattern"]
    alike = st.from_regex(pattern)
    odd = st.text(alphabet=" \n\t\x1c\x85\xa0\u2003\u180e\u0663a0-", max_size=3)
    return alike | odd | st.builds(lambda a, b: a + b, alike, odd)


def lets_through(cls: type[Any], field: attrs.Attribute[Any], value: Any) -> bool:
    """Whether a field's validator lets a value through; nothing else is given."""
    instance = object.__new__(cls)
    for each in attrs.fields(cls):
        object.__setattr__(instance, each.name, None)
    try:
        field.validator(instance, field, value)  # type: ignore[misc]
    except Malformed:
        return False
    return True


@pytest.mark.parametrize("text", texts(), ids=lambda each: each.__qualname__)
@settings(max_examples=40)
@given(data=st.data())
def test_a_text_of_the_core_fits_what_it_says(
    text: type[CheckedText], data: st.DataObject
) -> None:
    """What it takes, the pattern in its schema takes."""
    value = data.draw(accepted(text.json_schema))
    fits = Draft202012Validator(dict(text.json_schema)).is_valid(value)

    assert fits or not text.accepts(value)


@pytest.mark.parametrize("name", sorted(rules()))
@settings(max_examples=40)
@given(data=st.data())
def test_what_a_validator_of_the_core_lets_through_fits_what_it_says(
    name: str, data: st.DataObject
) -> None:
    """But for the one letter that is a blank to a schema alone."""
    cls, field = rules()[name]
    schema = field.validator.json_schema  # type: ignore[union-attr]
    value = data.draw(accepted(schema))
    plain = list(value) if isinstance(value, tuple) else value
    fits = Draft202012Validator(dict(schema)).is_valid(plain)

    assert fits or not lets_through(cls, field, value)


def test_there_is_one_letter_that_only_a_schema_takes_for_a_blank() -> None:
    """So an event without it has something to read to both, or to neither."""
    schema = Draft202012Validator({"pattern": r"\S"})
    letters = [chr(each) for each in range(0x110000) if not 0xD800 <= each < 0xE000]

    found = [each for each in letters if each.strip() and not schema.is_valid(each)]

    assert found == [NO_BLANK.decode()]


def test_the_core_s_own_schemas_are_shown_but_where_something_is_sealed() -> None:
    """What is sealed has another form in the journal."""
    for name, stored in EVENTS.items():
        own = json_schema(stored.cls, name)

        assert is_shown(own, stored) is not bool(stored.personal)


@pytest.mark.parametrize("keyword", ["maxLength", "minLength"])
def test_a_schema_that_says_more_is_not_shown(keyword: str) -> None:
    """Then every event is held against it."""
    stored = REGISTRY.classes["region.registered/1"]
    own = json_schema(stored.cls, stored.name)
    own["properties"]["name"][keyword] = 5

    assert not is_shown(own, stored)


def test_words_make_no_difference() -> None:
    """A schema that says the same in other words is the same."""
    stored = REGISTRY.classes["region.registered/1"]
    own = json_schema(stored.cls, stored.name)
    own["description"] = "Another."

    assert is_shown(own, stored)
