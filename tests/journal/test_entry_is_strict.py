"""An entry is made of no row that is not laid out as rows are, however it is read."""

from __future__ import annotations

import json
import struct
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.evidence.changes import changed

from kvalitet_core.errors import Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.entry import entry
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.sections import metadata, salts

GOLDEN = Path(__file__).parents[1] / "golden" / "entries"
STATES = [
    json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))["state"].encode()
    for name in ("event_plain", "command_without_person_sections", "opened")
]


def plainly(state: bytes) -> bytes | None:
    """What an entry of a row ends in, read part by part; None where it is no row."""
    try:
        d, m, p, s = layout.split(state)
        salt, at = salts(s), instant(metadata(m).recorded_at)
    except Malformed:
        return None
    if p is not None or at.year < 1970:
        return None
    micros = int(at.timestamp()) * 1_000_000 + at.microsecond
    commitments = [
        kind + sha256(b"kvalitet/commit/v1\0" + kind + salted + part).digest()
        for kind, salted, part in ((b"d", salt.d, d), (b"m", salt.m, m))
    ]
    numbers = struct.pack(">QQH", 1, micros, 3)
    return numbers + b"a/1\x02" + b"".join(commitments) + b"\0\0"


def held(state: bytes) -> None:
    """An entry is made where, and as, reading part by part has it."""
    expected = plainly(state)

    if expected is None:
        with pytest.raises(Malformed):
            entry("a", 1, "a/1", state)
    else:
        assert entry("a", 1, "a/1", state) == b"\x01\0\x01a" + expected


@given(data=st.data())
def test_a_changed_row_is_read_as_it_stands_or_refused(data: st.DataObject) -> None:
    """Nothing is guessed, and nothing is taken for something else."""
    held(data.draw(changed(data.draw(st.sampled_from(STATES)))))


@given(text=st.text(max_size=20))
@example(text='","m":{"actor":"a","command":"b"')
@example(text="\x7f")
@example(text="ø\\")
def test_any_text_may_stand_in_it(text: str) -> None:
    """In the content and as the actor, whatever it looks like."""
    told = json.dumps(text, ensure_ascii=False).encode()
    for state in STATES[:2]:
        d, m, p, s = layout.split(state)
        in_content = layout.joined(layout.Sections(b'{"x":%b}' % told, m, p, s))
        as_actor = m.replace(b'"actor":"a-17"', b'"actor":%b' % told)
        held(in_content)
        held(layout.joined(layout.Sections(d, as_actor, p, s)))


@pytest.mark.parametrize("d", [b"{", b'{"a":1', b"[1]", b"7", b'{"a":1} ', b' {"a":1}'])
def test_what_is_no_content_has_no_entry(d: bytes) -> None:
    """Not even where all that follows it is right."""
    _, m, _, s = layout.split(STATES[0])

    held(b'{"d":%b,"m":%b,"s":%b}' % (d, m, s))
