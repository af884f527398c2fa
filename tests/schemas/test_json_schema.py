"""A schema is made from its class: English from docstrings, Danish from texts."""

from __future__ import annotations

from enum import StrEnum

import attrs
from jsonschema import Draft202012Validator

from kvalitet_core.personal import Personal, personal
from kvalitet_core.schemas import json_schema, text_keys
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
