"""The entry of a row is the same for ever: committed bytes say so.

Each file in `tests/golden/entries` holds a row and its entry. A golden file is never
changed; a new kind of row gets a new one.
"""

from __future__ import annotations

import json
import struct
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.journal import course

from kvalitet_core.core import CORE
from kvalitet_core.errors import Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.entry import entry, leaf_hash
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.journal.sections import metadata, salts, sealed_references
from kvalitet_core.plugins import Plugin

GOLDEN = Path(__file__).parents[1] / "golden" / "entries"
FILES = sorted(GOLDEN.glob("*.json"))
KINDS = [
    "anchored",
    "command_nothing",
    "command_refused",
    "command_with_person_sections",
    "command_without_person_sections",
    "deployed",
    "erasure",
    "event_after_erasure",
    "event_plain",
    "event_with_two_person_sections",
    "opened",
    "unknown",
]

_OWN = tuple(each for each in CORE.aggregates if not each.kind.startswith("course"))
_CORE = attrs.evolve(CORE, aggregates=_OWN, views=())
_COURSE = attrs.evolve(
    course.AGGREGATE,
    kind="course",
    events={
        name.replace("lesson.", "course."): cls
        for name, cls in course.AGGREGATE.events.items()
    },
    commands={},
)
_AS_WRITTEN = Plugin(name="course", version="1", aggregates=(_COURSE,))
"""The tests' lessons by the name that they had when the rows were written.

The core has courses of its own since then, which are left out here.
"""


def read(path: Path) -> dict[str, Any]:
    """A golden file."""
    golden: dict[str, Any] = json.loads(path.read_text())
    return golden


def test_there_is_a_golden_file_for_every_kind_of_row() -> None:
    """The journal's own, commands, events, with and without people, and erasure."""
    assert [path.stem for path in FILES] == KINDS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_entry_of_a_row_is_what_it_was(path: Path) -> None:
    """Today's code gives the bytes that are committed, and the hash of the leaf."""
    golden = read(path)
    row = (golden["stream"], golden["version"], golden["name"])

    made = entry(*row, golden["state"].encode())

    assert made.hex() == golden["entry"]
    assert leaf_hash(made).hex() == golden["leaf"]
    assert sha256(b"\0" + made).hexdigest() == golden["leaf"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_entry_says_what_the_format_says(path: Path) -> None:
    """Read by the written format alone, apart from the code that makes it."""
    golden = read(path)
    rest = bytes.fromhex(golden["entry"])

    def take(count: int) -> bytes:
        nonlocal rest
        taken, rest = rest[:count], rest[count:]
        assert len(taken) == count
        return taken

    def number(form: str) -> int:
        (value,) = struct.unpack(">" + form, take(struct.calcsize(form)))
        assert isinstance(value, int)
        return value

    outer = layout.split(golden["state"].encode())
    salt = salts(outer.s)
    assert take(1) == b"\x01"
    assert take(number("H")).decode() == golden["stream"]
    assert number("Q") == golden["version"]
    micros = number("Q")
    assert take(number("H")).decode() == golden["name"]
    assert number("B") == 2
    for kind, section, salted in ((b"d", outer.d, salt.d), (b"m", outer.m, salt.m)):
        assert take(1) == kind
        domain = b"kvalitet/commit/v1\0"
        assert take(32) == sha256(domain + kind + salted + section).digest()
    references = sealed_references(outer.p)
    assert number("H") == len(references)
    for reference in references:
        assert number("H") == reference.ordinal
        assert take(32).hex() == reference.key
        assert take(32).hex() == reference.sha256
    assert rest == b""
    at = instant(metadata(outer.m).recorded_at)
    assert micros == int(at.timestamp()) * 1_000_000 + at.microsecond


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_row_is_read_by_todays_code(path: Path) -> None:
    """Moving code does not break history: each row still decodes as what it is."""
    golden = read(path)
    registry = Registry((_CORE, _AS_WRITTEN))
    name, state = golden["name"], golden["state"].encode()
    if name == COMMAND or name.startswith("journal."):
        return

    event = registry.read(
        (1, golden["stream"], golden["version"], name, state),
        lambda *_: lambda: "opened",
    )

    newest = {full.partition("/")[0]: full for full in sorted(registry.classes)}
    stored = registry.classes.get(newest.get(name.partition("/")[0], ""))
    assert (stored is None) == (path.stem == "unknown")
    assert isinstance(event, stored.cls if stored else UnknownEvent)


def test_erasing_changes_no_entry() -> None:
    """The row with two people, and the same row after one is forgotten: same bytes."""
    before = read(GOLDEN / "event_with_two_person_sections.json")
    after = read(GOLDEN / "event_after_erasure.json")

    assert after["entry"] == before["entry"]
    assert after["state"] == before["state"]


def test_a_row_that_is_laid_out_otherwise_has_no_entry() -> None:
    """Nothing is hashed that does not have the one layout."""
    golden = read(GOLDEN / "event_plain.json")

    with pytest.raises(Malformed):
        entry("lesson/a", 1, "lesson.noted/1", golden["state"].encode() + b" ")


STATE = layout.joined(
    layout.Sections(
        b"{}",
        b'{"actor":null,"command":null,"correlation":null,"event":"e",'
        b'"recorded_at":"2020-01-07T12:00:00.000000Z"}',
        None,
        b'{"d":"AAAAAAAAAAAAAAAAAAAAAA==","m":"AAAAAAAAAAAAAAAAAAAAAA=="}',
    )
)


@pytest.mark.parametrize(
    ("stream", "version", "name", "state"),
    [
        ("x/1", 1, "x.y/1", "{}"),
        (b"x/1", 1, "x.y/1", STATE),
        ("x/1", "one", "x.y/1", STATE),
        ("x/1", -1, "x.y/1", STATE),
        ("x/1", 1, None, STATE),
    ],
)
def test_columns_of_other_types_are_told(
    stream: Any, version: Any, name: Any, state: Any
) -> None:
    """SQLite keeps whatever somebody puts into a column."""
    assert entry("x/1", 1, "x.y/1", STATE)
    with pytest.raises(Malformed):
        entry(stream, version, name, state)
