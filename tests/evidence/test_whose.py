"""Whose a sealed section is stands in the row, not in the tree: it is held otherwise.

By the key, which is one person's; by the schema, which says which field names whose it
is; and by the content, which must name that person.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from tests.conftest import Place
from tests.evidence.bundles import Item, found, rebuilt
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.evidence import verify
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.opening_evidence import account_at
from kvalitet_core.schemas import json_schema


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of a journal with three pairs of people: full and of a case."""
    folder = tmp_path_factory.mktemp("whose")
    place = Place(str(folder / "journal.db"), None)
    with opened(place) as journal:
        for number in range(3):
            command = course.enrol(number, f"p-{number}", "Anna", f"q-{number}", "Bo")
            journal.do(command, by=course.ANNA)
        definitions = {
            name: msgspec.json.encode(json_schema(stored.cls, name), order="sorted")
            for name, stored in journal.registry.classes.items()
        }
    with account_at(place.url, key=folder / "signing-key") as account:
        account.seal()
        account.log_index()
        account.seal()
        account.bundle(folder / "full", definitions=definitions)
        account.bundle(folder / "bare")
    return folder


def changed(
    whole: Path, folder: Path, name: str, change: Callable[[list[Item]], list[Item]]
) -> list[str]:
    """What is found in a bundle that somebody with the signing key made again."""
    bundle = shutil.copytree(whole / name, folder / name)
    key = SignerKey.read((whole / "signing-key").read_text("utf-8"))
    code, lines = found(rebuilt(bundle, key, change))
    assert code == (1 if lines else 0)
    return lines


def swapped(payload: bytes) -> bytes:
    """The people of a payload in each other's place, where it says whose they are."""
    one, other = b'"subject":"p-1"', b'"subject":"q-1"'
    between = b'"subject":"\0"'
    return payload.replace(one, between).replace(other, one).replace(between, other)


def everywhere(items: list[Item]) -> list[Item]:
    """In every row."""
    return [(entry, swapped(payload)) for entry, payload in items]


def in_the_event(items: list[Item]) -> list[Item]:
    """In the event, and not in the record of its command."""
    return [
        (entry, swapped(payload) if b"lesson.enrolled" in entry else payload)
        for entry, payload in items
    ]


def one_more(items: list[Item]) -> list[Item]:
    """A section more than was sealed, with the payload of an event."""
    entry, payload = items[-2]
    (length,) = struct.unpack_from(">I", payload)
    at = 4 + length
    (count,) = struct.unpack_from(">H", payload, at)
    more = struct.pack(">HI", 9, 5) + b"extra"
    longer = payload[:at] + struct.pack(">H", count + 1) + payload[at + 2 :] + more
    return [*items[:-2], (entry, longer), items[-1]]


@pytest.mark.parametrize("name", ["full", "bare"])
def test_an_honest_bundle_is_right(whole: Path, name: str) -> None:
    """With schemas and without."""
    assert found(whole / name) == (0, [])


@pytest.mark.parametrize("name", ["full", "bare"])
def test_people_swapped_in_one_event_are_found_by_their_keys(
    whole: Path, tmp_path: Path, name: str
) -> None:
    """A key is one person's, wherever it is named."""
    lines = changed(whole, tmp_path, name, in_the_event)

    assert any(
        "lesson/1 version 1, section 0: is sealed by a key of p-1, not of q-1" in line
        for line in lines
    ), lines


def test_people_swapped_everywhere_are_found_by_the_schema(
    whole: Path, tmp_path: Path
) -> None:
    """The schema says which field names them: of the event and of the command."""
    lines = changed(whole, tmp_path, "full", everywhere)

    told = "lesson/1 version 1, section 0: is about somebody else than q-1: tampered"
    assert told in lines
    assert len([line for line in lines if "somebody else" in line]) == 4


def test_without_schemas_such_a_swap_is_not_seen(whole: Path, tmp_path: Path) -> None:
    """Whoever opens the sections finds it: the seal binds each to one person."""
    assert changed(whole, tmp_path, "bare", everywhere) == []


@pytest.mark.parametrize("name", ["full", "bare"])
def test_a_section_that_was_never_sealed_is_found(
    whole: Path, tmp_path: Path, name: str
) -> None:
    """Nothing is carried along with an event that its entry does not have."""
    lines = changed(whole, tmp_path, name, one_more)

    assert any("section 9: is of no section that was sealed" in line for line in lines)


def test_what_a_schema_declares_is_found_wherever_it_stands() -> None:
    """In parts that are referred to, and in lists."""
    schema = {
        "properties": {"x": {"x-subject": "a"}},
        "$defs": {"Y": {"properties": {"y": {"x-subject": "b"}}}},
        "anyOf": [{"properties": {"x": {"x-subject": "c"}}}],
    }
    data = {"z": [{"x": {"personal": 0}, "a": "one", "c": "two"}, {"y": "none"}],
            "x": {"personal": 1}}  # fmt: skip
    declared = {"x": {"a", "c"}, "y": {"b"}}

    pairs = sorted(verify.declared_in(schema))
    people = dict(verify.people_in(data, declared))

    assert pairs == [("x", "a"), ("x", "c"), ("y", "b")]
    assert people == {0: {"one", "two"}, 1: {"None"}}
