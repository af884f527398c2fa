"""Golden histories: what was written once means the same for ever.

`conventions.md`, 23: "All code but the upcasts knows only the latest shape." Each
folder in `histories` was cut by the code of one version, and never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.golden import history, make

from kvalitet_core import Journal
from kvalitet_core.core import CORE
from kvalitet_core.journal import layout
from kvalitet_core.journal.entry import entry
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.journal.sections import metadata, salts, sealed_references
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.releases import files_of, name_of

REGISTRY = Registry((CORE,))
every_version = pytest.mark.parametrize(
    "folder", history.folders(), ids=lambda folder: folder.name
)


@contextmanager
def opened(folder: Path, tmp_path: Path) -> Iterator[Journal]:
    """A golden history, opened with today's code."""
    with history.opened(folder, tmp_path / "golden.db") as journal:
        yield journal


def stored_names(folder: Path) -> set[str]:
    """The names of every event and every command in a history."""
    told = set()
    for line in history.lines(folder):
        told.add(line["name"])
        if line["name"] == "journal.command/1":
            told.add(json.loads(line["state"])["d"]["name"])
    return told


def still_so(told: Any, found: Any, path: str = "$") -> Iterator[str]:
    """Where what is found is not what was told; it may tell more."""
    if isinstance(told, dict) and isinstance(found, dict):
        for key in told:
            if key in found:
                yield from still_so(told[key], found[key], f"{path}.{key}")
            else:
                yield f"{path}.{key} is gone"
    elif isinstance(told, list) and isinstance(found, list):
        if len(told) != len(found):
            yield f"{path} has {len(found)} items, and had {len(told)}"
        for number, pair in enumerate(zip(told, found, strict=False)):
            yield from still_so(*pair, f"{path}[{number}]")
    elif told != found:
        yield f"{path} is {found!r}, and was {told!r}"


@every_version
def test_every_state_is_what_it_was(folder: Path, tmp_path: Path) -> None:
    """Persons are opened with the keys of then. A state may tell more than it did."""
    told = json.loads((folder / "states.json").read_text(encoding="utf-8"))

    with opened(folder, tmp_path) as journal:
        found = history.states(journal)

    assert list(still_so(told, found)) == []
    assert found.keys() == told.keys()


@every_version
def test_every_entry_is_what_it_was(folder: Path) -> None:
    """The bytes that the evidence is built of follow from the row alone."""
    for line in history.lines(folder):
        row = (line["stream"], line["version"], line["name"])

        assert entry(*row, line["state"].encode()).hex() == line["entry"]


@every_version
def test_every_event_and_command_is_read(folder: Path, tmp_path: Path) -> None:
    """None has become unknown, and each is of today's class."""
    with opened(folder, tmp_path) as journal:
        events = [recorded.event for recorded in journal.events()]
        commands = [commit.command for commit in journal.commits()]

    assert commands
    assert [each for each in events + commands if type(each) is UnknownEvent] == []


@every_version
def test_every_row_is_in_canonical_form(folder: Path) -> None:
    """What was written would be written so today: layout, sections and fields."""
    for line in history.lines(folder):
        state = line["state"].encode()
        sections = layout.split(state)

        assert layout.joined(sections) == state
        assert metadata(sections.m).event
        assert len(salts(sections.s).d) == 16
        assert len(sealed_references(sections.p)) >= len(line["sealed"])
        for name, data in named(line["name"], sections.d):
            if name in REGISTRY.classes:
                assert written_again(REGISTRY.classes[name], data) == data


def named(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The fields of a row under their name; for a command's record, the command's."""
    yield name, data
    if name == "journal.command/1":
        record = json.loads(data)
        text = json.dumps(
            record["data"], ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )
        yield record["name"], text.encode()


def written_again(stored: StoredClass, data: bytes) -> bytes:
    """The same fields, read and written by today's code."""
    return stored.encode(stored.decode(data), unsealed=stored.unsealed(data))


@every_version
def test_one_who_was_forgotten_stays_forgotten(folder: Path, tmp_path: Path) -> None:
    """Nothing of the person is in the history; nothing is sealed for them."""
    with opened(folder, tmp_path) as journal:
        events = [each for each in journal.events() if "forgotten" in each.name]

    (forgotten,) = events
    gone = forgotten.stream.partition("/")[2]
    sealed_for = {
        sealed[1] for line in history.lines(folder) for sealed in line["sealed"]
    }
    assert forgotten.event.covered
    assert sealed_for
    assert gone not in sealed_for


def test_every_released_name_stands_in_a_golden_history() -> None:
    """Before a name is released, cut a history in which it occurs; see the README."""
    released = {str(name_of(file)) for file in files_of("kvalitet_core").released}
    kept = {name for folder in history.folders() for name in stored_names(folder)}

    assert sorted(name for name in released if name not in kept) == []


def test_the_newest_history_can_be_cut_again(tmp_path: Path) -> None:
    """The script holds every command and event, and overwrites nothing."""
    folder = tmp_path / "9.9.9"

    make.cut(folder)

    assert set(REGISTRY.classes) <= stored_names(folder)
    with pytest.raises(SystemExit, match="never changes"):
        make.cut(folder)
    with opened(folder, tmp_path) as journal:
        told = json.loads((folder / "states.json").read_text(encoding="utf-8"))
        assert history.states(journal) == told
