"""A schema is made from its class: English from docstrings, Danish from texts."""

from __future__ import annotations

from enum import StrEnum

import attrs
import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from kvalitet_core.personal import Personal, personal
from kvalitet_core.schemas import json_schema, problems, text_keys
from kvalitet_core.values import CVR


class Colour(StrEnum):
    """What it looks like."""

    RED = "red"


@attrs.frozen(kw_only=True)
class Branch:
    """A branch.

    Attributes:
        below: The branches on it.
        colour: Its colour,
            as painted.

    Grows.
        not_a_field: No part of it.
    """

    below: tuple[Branch, ...] = ()
    colour: Colour


@attrs.frozen(kw_only=True)
class Planted:
    """A tree was planted.

    Attributes:
        owner: Who planted it.
        wish: Why.
        payers: Who paid.
    """

    owner: str
    trunk: Branch
    payers: tuple[CVR, ...]
    wish: Personal[str] = personal(subject="owner")


DANISH = {
    "tree.planted": "Et træ blev plantet.",
    "tree.planted.wish": "Hvorfor.",
    "Branch.below": "Grenene på den.",
    "Colour": "Hvordan den ser ud.",
    "CVR": "Et cvr-nummer.",
}
SCHEMA = json_schema(Planted, "tree.planted/3", danish=DANISH)


def test_it_says_what_it_is_in_both_languages() -> None:
    """Its id and title are its stored name and number."""
    assert SCHEMA["$id"] == "urn:kvalitet:tree.planted:3"
    assert SCHEMA["title"] == "tree.planted/3"
    assert SCHEMA["description"] == "A tree was planted."
    assert SCHEMA["x-description-da"] == "Et træ blev plantet."


def test_a_field_says_itself_what_its_type_would() -> None:
    """In each language for itself: no Danish of the type beside the field's English."""
    colour = SCHEMA["$defs"]["Branch"]["properties"]["colour"]

    assert colour["description"] == "Its colour, as painted."
    assert "x-description-da" not in colour


def test_a_type_speaks_where_no_field_does() -> None:
    """An item of a list is described by its class."""
    item = SCHEMA["properties"]["payers"]["items"]

    assert item["description"].startswith("A CVR number")
    assert item["x-description-da"] == "Et cvr-nummer."


def test_a_class_that_holds_itself_is_defined_once() -> None:
    """A tree of branches is a schema that refers to itself."""
    assert list(SCHEMA["$defs"]) == ["Branch"]
    validator = Draft202012Validator(SCHEMA["$defs"]["Branch"] | SCHEMA)
    leaf = {"below": [], "colour": "red"}
    tree = {"owner": "bo", "payers": [], "trunk": leaf | {"below": [leaf]}, "wish": "x"}

    assert validator.is_valid(tree)
    assert not validator.is_valid(tree | {"trunk": leaf | {"below": [{}]}})


def test_a_personal_field_names_whose_it_is() -> None:
    """It stands for its value, as a person would enter it."""
    assert SCHEMA["properties"]["wish"] == {
        "type": "string",
        "description": "Why.",
        "x-description-da": "Hvorfor.",
        "x-personal": True,
        "x-subject": "owner",
    }


def test_the_keys_of_all_texts_are_told_with_the_english() -> None:
    """Whoever translates sees what is said; an empty text is one that is missing."""
    assert text_keys(Planted, "tree.planted/3") == {
        "tree.planted": "A tree was planted.",
        "tree.planted.owner": "Who planted it.",
        "tree.planted.trunk": "",
        "tree.planted.payers": "Who paid.",
        "tree.planted.wish": "Why.",
        "Branch": "A branch.",
        "Branch.below": "The branches on it.",
        "Branch.colour": "Its colour, as painted.",
        "Colour": "What it looks like.",
        "CVR": "A CVR number, eight digits that pass the modulus 11 check.",
    }


@attrs.frozen(kw_only=True)
class Address:
    """Where to reach a person.

    Attributes:
        name: The person's name.
        streets: Where to knock.
    """

    name: str
    streets: tuple[Branch, ...] = ()


@attrs.frozen(kw_only=True)
class Moved:
    """Somebody moved.

    Attributes:
        address: Where to.
        owner: Who did.
    """

    address: Personal[Address] = personal(subject="owner")
    owner: str


class TestPersonal:
    """What is about a person is not shown, however it fails to fit."""

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("Anna Hansen 1234", "$.address: does not hold what its type says"),
            ({"name": 1234}, "$.address.name: does not hold what its type says"),
            ({"name": ["Anna"]}, "$.address.name: does not hold what its type says"),
            ({"name": "Bo", "Anna": 1}, "$.address: has a field that is not known"),
            ({}, "$.address.name: is missing"),
            (
                {"name": "Bo", "streets": [{"colour": "Anna"}]},
                "$.address.streets[0].colour: does not hold what its type says",
            ),
            (
                {"name": "Bo", "streets": [{"colour": "red", "Anna": 1234}]},
                "$.address.streets[0]: has a field that is not known",
            ),
        ],
    )
    def test_neither_a_value_nor_an_unknown_name_in_it_is_shown(
        self, address: object, said: str
    ) -> None:
        """The field and the rule are told; a card is as personal as a text."""
        schema = json_schema(Moved, "person.moved/1")

        found = problems(schema, {"owner": "bo", "address": address})

        assert [f"{each.path}: {each.text}" for each in found] == [said]

    def test_a_whole_that_is_no_object_is_not_shown(self) -> None:
        """It may be the personal value that was given alone."""
        found = problems(json_schema(Moved, "person.moved/1"), ["Anna Hansen"])

        assert [(each.path, each.text) for each in found] == [
            ("$", "does not hold what its type says")
        ]

    def test_a_name_that_no_schema_has_is_not_shown(self) -> None:
        """Not in a path either, where a schema lets any name in."""
        inner = {"type": "object", "additionalProperties": {"type": "string"}}
        schema = {"properties": {"wish": {"x-personal": True, **inner}}}

        (found,) = problems(schema, {"wish": {"Anna Hansen": 1}})

        assert found.path == "$.wish"


class TestUnknown:
    """What does not fit is told, wherever its schema has nothing more to say."""

    def test_what_may_only_be_null_is_a_problem_when_it_is_not(self) -> None:
        """Where no other way to fit is left, that is what is said."""
        schema = {"properties": {"wish": {"anyOf": [{"type": "null"}]}}}

        (found,) = problems(schema, {"wish": "x"})

        assert found.path == "$.wish"

    def test_an_object_without_fields_lets_none_in(self) -> None:
        """It knows no name to liken the unknown one to."""
        schema = {"type": "object", "additionalProperties": False}

        assert [(each.path, each.text) for each in problems(schema, {"a": 1})] == [
            ("$.a", "is not a known field")
        ]

    def test_no_schema_is_fetched(self) -> None:
        """A reference out of a schema leads nowhere, and no network is asked."""
        with pytest.raises(Unresolvable):
            problems({"$ref": "http://127.0.0.1:9/x.json"}, {})
