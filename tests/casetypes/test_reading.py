"""A definition is read back from what is written of it, and says the same."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import attrs
import pytest
from hypothesis import given
from tests.casetypes.written import Forloeb

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.differing import differences
from kvalitet_core.casetypes.picture import picture
from kvalitet_core.casetypes.reading import read_definition
from kvalitet_core.deadlines import DANISH
from kvalitet_core.drawing import mermaid
from kvalitet_core.errors import Malformed
from kvalitet_core.testing.definitions import definitions


def plain(definition: Definition) -> Any:
    """What stands in its file."""
    return json.loads(json.dumps(definition.as_json()))


@given(definitions())
def test_what_is_read_is_what_was_written(definition: Definition) -> None:
    """Whatever it says, it has the same digest, and nothing differs."""
    found = read_definition(plain(definition))

    assert found.as_json() == definition.as_json()
    assert found.digest == definition.digest
    assert differences(found, definition) == ()


def test_what_is_read_can_be_shown() -> None:
    """Conditions say what items are called, and a drawing has them all."""
    found = read_definition(plain(Forloeb.definition))

    assert [each.text("da") for _, each in sorted(found.conditions(), key=first)] == [
        each.text("da")
        for _, each in sorted(Forloeb.definition.conditions(), key=first)
    ]
    for path in found.items:
        assert found.name_of(path, "en") in mermaid(picture(found, "en"))


def first(placed: tuple[str, Any]) -> str:
    """Where a condition stands."""
    return placed[0]


def test_another_calendar_makes_another_definition() -> None:
    """It is given by the reader, and only its name and digest are on file."""
    other = attrs.evolve(DANISH, name="other")

    found = read_definition(plain(Forloeb.definition), calendar=other)

    assert found.calendar is other
    assert found.digest != Forloeb.definition.digest


def without(written: Any) -> None:
    """It lacks a part."""
    del written["stages"]


def strange(written: Any) -> None:
    """It says something more."""
    written["colour"] = "blue"


def unknown(written: Any) -> None:
    """It has a condition that there is not."""
    written["ends"] = {"maybe": "opstart"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without, "cannot be read: KeyError: 'stages'"),
        (strange, "says what is not known here in colour"),
        (unknown, "cannot be read: KeyError: 'maybe'"),
    ],
)
def test_what_is_no_definition_is_refused(change: Any, told: str) -> None:
    """It is named; nothing is guessed, and nothing left out."""
    written = deepcopy(plain(Forloeb.definition))
    change(written)

    with pytest.raises(Malformed, match=r"definition kommune\.forloeb") as refused:
        read_definition(written)

    assert told in str(refused.value)
