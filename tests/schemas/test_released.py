"""The core's released schemas say what its classes say, and never change.

`conventions.md`, 22: "A released file never changes; `released.txt` proves it. A change
of shape always takes a new number."
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kvalitet_core.core import CORE
from kvalitet_core.journal.registry import Registry
from kvalitet_core.releases import check, file_of, files_of, name_of, written
from kvalitet_core.schemas import DANISH

ROOT = Path(__file__).parents[2]
FILES = files_of("kvalitet_core")


def test_the_classes_and_their_files_say_the_same() -> None:
    """What differs is named with its class, its file, and what to do about it."""
    assert "\n".join(map(str, check(CORE, FILES))) == ""


def test_every_stored_name_has_a_file() -> None:
    """Nothing is stored that is not described, old numbers included."""
    registry = Registry((CORE,))

    missing = {*registry.classes, *CORE.upcasters} - set(map(name_of, FILES.schemas))

    assert missing == set()


def test_the_files_lie_where_a_reader_looks_for_them() -> None:
    """What the package gives is the folder `schemas` of the repository."""
    folder = ROOT / "schemas"

    assert {path.name for path in folder.iterdir()} == {
        *FILES.schemas,
        "README.md",
        "index.json",
        "released.txt",
    }


@pytest.mark.parametrize("file", FILES.schemas)
def test_a_file_is_a_schema_in_canonical_form(file: str) -> None:
    """Sorted keys, two spaces, a line break; its name, its id and its title agree."""
    schema = FILES.content(file)
    name = str(name_of(file))

    assert written(schema) == FILES.schemas[file]
    assert file_of(name) == file
    assert schema["title"] == name
    assert schema["$id"] == f"urn:kvalitet:{name.replace('/', ':')}"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", FILES.schemas)
def test_every_class_and_property_is_described_in_both_languages(file: str) -> None:
    """A program that shows a form needs no other text."""
    schema = FILES.content(file)
    described = [schema, *schema.get("$defs", {}).values()]
    described += [own for each in described for own in each["properties"].values()]

    for own in described:
        assert own["description"]
        assert own[DANISH]


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every schema of a class within a schema."""
    return [schema, *schema.get("$defs", {}).values()]


@pytest.mark.parametrize("file", FILES.schemas)
def test_every_class_is_closed(file: str) -> None:
    """What is not described is not accepted."""
    for each in objects(FILES.content(file)):
        assert each["additionalProperties"] is False


def test_a_personal_field_is_marked_with_whose_it_is() -> None:
    """A program that shows or copies it knows that it must not, and why."""
    card = FILES.content("tilbud.contact_named.1.json")["properties"]["card"]

    assert card["x-personal"] is True
    assert card["x-subject"] == "contact"


def test_the_index_lists_every_file() -> None:
    """Whoever looks for a schema finds it without opening each."""
    index = json.loads(FILES.index or b"")

    assert index["plugin"] == "core"
    assert [each["file"] for each in index["schemas"]] == sorted(FILES.schemas)
    kinds = {each["name"]: each["kind"] for each in index["schemas"]}
    assert kinds["tilbud.close/1"] == "command"
    assert kinds["tilbud.closed/1"] == "event"
    assert kinds["person.forget/1"] == "command"
