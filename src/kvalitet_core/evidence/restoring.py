"""After a restored backup: what a bundle has, and the journal lacks, is put back.

The bundle is verified first, and the journal must be its beginning, row for row. What
is appended are the very bytes that were sealed, so the signer knows them again. The
anchors that they name are put back with them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from kvalitet_core.errors import EvidenceUnavailable, Unproved
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.bundling_appends import kept_in
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.hashing import leaf_hash
from kvalitet_core.evidence.named_anchors import ANCHORED
from kvalitet_core.ids import StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.own_events import Anchored
from kvalitet_core.journal.sections import (
    SealedReference,
    recorded_at,
    sealed_references,
)
from kvalitet_core.journal.store import NewRow, Reader, SealedSection, Store
from kvalitet_core.journal.tree_store import Anchor

__all__ = ["restored_from"]

_WIDTH: Final = 256
_FORGOTTEN: Final = "person.forgotten/"


def restored_from(store: Store, bundle: Path, *, policy: bytes) -> int:
    """Append what a bundle of the whole journal has beyond what is there.

    What the backup brought back of people who are forgotten in what is put back is
    erased first.

    Args:
        store: The journal, as it was restored.

        bundle: The folder.

        policy: Whose signatures count.

    Returns:
        How many rows were appended.

    Raises:
        Malformed: It is no policy.
        Unproved: The bundle is not right, or the journal is not its beginning.
        EvidenceUnavailable: It could not all be looked at, is of some cases, or lacks
            what is sealed about people.
        JournalUnavailable: The journal cannot be written.
    """
    size = _verified(bundle, policy)
    with store.writing() as (writer, _, newest):
        here = newest[0] if newest else 0
        rows = _lacking(writer, bundle, size, here=here, place=store.place)
        for row in rows:
            if row.name.startswith(_FORGOTTEN):
                writer.erase(row.stream.partition("/")[2])
        for start in range(0, len(rows), _WIDTH):
            writer.insert(rows[start : start + _WIDTH])
        for signature in kept_in(bundle):
            if signature.first > here:
                writer.put_append_signature(signature)
        for anchor in _anchors(bundle, rows):
            writer.put_anchor(anchor)
    return len(rows)


def _lacking(
    reader: Reader, bundle: Path, size: int, *, here: int, place: str
) -> list[NewRow]:
    """What the bundle has beyond what is there, which must be its beginning."""
    persons = json.loads((bundle / "provenance.json").read_bytes())["persons"]
    rows = []
    for position, (entry, (state, sections)) in enumerate(_items(bundle, size), 1):
        if position <= here:
            there = reader.log(after=position - 1, upto=position, limit=1)
            if not there or leaf_of(there[0]).hash != leaf_hash(entry):
                text = f"position {position} is not the event that the bundle has"
                raise Unproved(f"journal {place}", f"{text}; nothing is restored")
            continue
        row = _row(entry, state, sections)
        if not persons and len(row.sections) < len(_sealed(state)):
            problem = f"lacks what is sealed about people at position {position}"
            raise EvidenceUnavailable(str(bundle), f"{problem}; nothing is restored")
        rows.append(row)
    return rows


def _anchors(bundle: Path, rows: Sequence[NewRow]) -> Iterator[Anchor]:
    """The anchors that some rows name, as far as the bundle has them."""
    files = [each.read_bytes() for each in sorted(bundle.glob("anchors/*"))]
    there = {sha256(each).hexdigest(): each for each in files}
    for row in rows:
        if row.name == ANCHORED:
            told = msgspec.json.decode(layout.split(row.state).d, type=Anchored)
            if told.digest in there:
                since = written(recorded_at(row.state))
                yield Anchor(told.size, told.kind, since, there[told.digest])


def _verified(bundle: Path, policy: bytes) -> int:
    read_policy(policy)
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "policy"
        given.write_bytes(policy)
        report = verify.verified(bundle, policy=given, appends=True)
    found = [each for each in report.found if not _is_of_an_anchor(each[1])]
    if found:
        told = (f"{place}: {text}" for place, text in found[:5])
        named = (each.replace(str(given), "policy") for each in told)
        raise Unproved(f"bundle {bundle}", *named, "nothing is restored")
    if report.unchecked or not report.whole:
        told = (each.replace(str(given), "policy") for each in report.unchecked)
        problem = "; ".join(told) or "is of some cases"
        raise EvidenceUnavailable(str(bundle), f"{problem}; nothing is restored")
    note = (bundle / "checkpoint").read_bytes()
    return read_checkpoint(read_note(note).text).size


def _is_of_an_anchor(text: str) -> bool:
    """Whether it is only that an anchor is not there: the events that name it are."""
    return isinstance(text, verify.Said) and text.key == "anchor_gone"


def _items(bundle: Path, size: int) -> Iterator[tuple[bytes, verify.Payload]]:
    for number in range(-(-size // _WIDTH)):
        width = min(_WIDTH, size - number * _WIDTH)
        entries = verify.tile_path("tile/entries", number, width)
        payloads = verify.tile_path("payload", number, width)
        yield from zip(
            verify.entries_of((bundle / entries).read_bytes(), width, entries),
            verify.payloads_of((bundle / payloads).read_bytes(), width, payloads),
            strict=True,
        )


def _sealed(state: bytes) -> Sequence[SealedReference]:
    """What of a row is sealed about people."""
    return sealed_references(layout.split(state).p)


def _row(entry: bytes, state: bytes, sections: dict[int, bytes]) -> NewRow:
    read = verify.Entry(entry)
    return NewRow(
        StreamId(read.stream),
        read.version,
        read.name,
        state,
        tuple(
            SealedSection(each.ordinal, each.subject, sections[each.ordinal])
            for each in _sealed(state)
            if each.ordinal in sections
        ),
    )
