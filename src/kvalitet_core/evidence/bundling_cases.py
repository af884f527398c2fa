"""A bundle of some cases: what proves each of them whole, without showing any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs
import msgspec

from kvalitet_core.errors import EvidenceUnavailable, Unknown, Unproved
from kvalitet_core.evidence.bundle_files import Files
from kvalitet_core.evidence.case_index import (
    Case,
    CaseIndex,
    Growth,
    leaf_of_case,
    path_in,
)
from kvalitet_core.evidence.kept_index import KeptIndex, newest_index
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.hashing import leaf_hash, root_of
from kvalitet_core.evidence.making.proving import Prover
from kvalitet_core.evidence.making.tiles import packed
from kvalitet_core.evidence.payload import payload_of, payloads
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.journal import layout
from kvalitet_core.journal.own_events import Indexed
from kvalitet_core.journal.paging import log_rows, rows_in
from kvalitet_core.journal.sections import sealed_references
from kvalitet_core.journal.store import Row, SectionPlace, Store
from kvalitet_core.journal.tree_store import Signed

__all__ = ["bundled_cases"]

_FORGOTTEN: Final = ("person.forgotten/1", "person.forgotten/2")
_PAGE: Final = 1000


@attrs.frozen(kw_only=True)
class _Chosen:
    """One case: its place in the index, its rows, and those of commands about it."""

    place: int
    events: Sequence[Row]
    commands: Sequence[Row]


_Found: TypeAlias = tuple[Mapping[str, _Chosen], Sequence[bytes]]
"""Each case, and the hashes of all leaves of the index."""


def bundled_cases(
    store: Store,
    signed: Signed,
    out: Files,
    *,
    journal_id: str,
    cases: Sequence[str],
    persons: bool,
) -> tuple[dict[str, Any], int]:
    """Put out entries and payloads of some cases, and what proves each of them whole.

    Args:
        store: The journal.

        signed: The checkpoint that the bundle is of.

        out: Takes the files.

        journal_id: The journal's own id.

        cases: The streams.

        persons: Whether sealed sections are given too.

    Returns:
        What the provenance says, and of how many rows the case index is.

    Raises:
        Unknown: There is no such case.
        Unproved: The rows are not those that were indexed.
        EvidenceUnavailable: No index is logged and sealed.
    """
    newest = newest_index(store, journal_id, upto=signed.size)
    if newest is None:
        problem = "no case index is logged and sealed: run kvalitet seal --index"
        raise EvidenceUnavailable(store.place, problem)
    row, logged = newest
    found, hashes = _kept(store, row, logged, cases) or _read(store, logged, cases)
    prover = prover_of(store, signed.size)
    told = []
    for number, case in enumerate(cases, 1):
        one, name = found[case], f"cases/{number:03}"
        for kind, rows in (("events", one.events), ("commands", one.commands)):
            out.put(f"{name}.{kind}", packed(leaf_of(each).entry for each in rows))
            kept = payloads(store, rows, persons=persons)
            out.put(f"{name}.{kind}.payload", kept)
        about = {"stream": case, "index": one.place, "events": len(one.events)}
        path = path_in(hashes, one.place)
        told.append({**about, "commands": len(one.commands), "path": path})
    out.put("cases/index.entry", leaf_of(row).entry)
    out.put("cases/index.payload", payload_of(store, row, persons=False))
    erasures = _erasures(store, out, prover, found.values())
    opening = store.log(upto=1, limit=1)[0]
    out.put("cases/opening.entry", leaf_of(opening).entry)
    out.put("cases/opening.payload", payload_of(store, opening, persons=False))
    proofs = {
        name: {"index": each[0] - 1, "path": prover.inclusion(each[0] - 1)}
        for name, each in (("index", row), ("opening", opening))
    }
    return {"cases": told, "erasures": erasures, **proofs}, logged.size


def _kept(
    store: Store, row: Row, logged: Indexed, cases: Sequence[str]
) -> _Found | None:
    """The cases by the index that is kept; None where it does not come to the rows."""
    kept = KeptIndex.read(store, row, logged)
    if kept is None:
        return None
    hashes, chosen = kept.hashes(), {}
    for stream in cases:
        case = kept.case(stream)
        one = None if case is None else _rows_of_case(store, stream, case, logged.size)
        if one is None or hashes[one.place] != _hash(stream, one):
            return None
        beyond = store.stream(stream, after=len(one.events), limit=1)
        if beyond and beyond[0][0] <= logged.size:
            return None
        chosen[stream] = one
    return chosen, hashes


def _read(store: Store, logged: Indexed, cases: Sequence[str]) -> _Found:
    """The cases by an index that is made again from all rows."""
    index = CaseIndex()
    for each in log_rows(store, upto=logged.size):
        index.add(each, leaf_of(each))
    hashes = index.hashes()
    if root_of(hashes).hex() != logged.root:
        text = f"the rows to position {logged.size} are not those that were indexed"
        raise Unproved(f"journal {store.place}", f"{text}: verify it")
    chosen = {}
    for stream in cases:
        case = index.case(stream)
        if case is None:
            _require_known(store, stream, logged.size)
            hint = "no event and no command is of it"
            raise Unknown("case", stream, hint=hint)
        chosen[stream] = _rows_of_case(store, stream, case, logged.size)
    return chosen, hashes


def _require_known(store: Store, stream: str, size: int) -> None:
    """Tell of a case that is there, and came after the case index."""
    index = CaseIndex()
    for each in log_rows(store, after=size):
        index.add(each, leaf_of(each))
    if index.case(stream) is not None:
        problem = (
            f"{stream} is newer than the case index, which is of the first {size} "
            "events: kvalitet seal --index brings it up to date"
        )
        raise EvidenceUnavailable(store.place, problem)


def _rows_of_case(store: Store, stream: str, case: Case, size: int) -> _Chosen:
    events: list[Row] = []
    while len(events) < case.events:
        after = len(events)
        page = store.stream(stream, after=after, upto=case.events, limit=_PAGE)
        if not page:
            break
        events += page
    commands: list[Row] = []
    for position in case.commands:
        commands += store.log(after=position - 1, upto=min(position, size), limit=1)
    return _Chosen(place=case.place, events=events, commands=commands)


def _hash(stream: str, one: _Chosen) -> bytes:
    events, commands = Growth(), Growth()
    for tree, rows in ((events, one.events), (commands, one.commands)):
        for row in rows:
            tree.add(leaf_of(row).hash)
    return leaf_hash(leaf_of_case(stream, events, commands))


def _erasures(
    store: Store, out: Files, prover: Prover, cases: Iterable[_Chosen]
) -> list[dict[str, Any]]:
    """The decisions by which something in the cases was erased, each proved."""
    missing: dict[str, set[SectionPlace]] = {}
    for one in cases:
        for row in (*one.events, *one.commands):
            for reference in sealed_references(layout.split(row[4]).p):
                place = (row[1], row[2], reference.ordinal)
                if store.section(place) is None:
                    missing.setdefault(reference.subject, set()).add(place)
    rows = [
        row
        for subject, places in missing.items()
        for row in _forgotten(store, subject, upto=prover.size)
        if not places.isdisjoint(_covered(row))
    ]
    told: list[dict[str, Any]] = []
    for row in sorted(rows):
        name = f"cases/erasure-{len(told) + 1:03}"
        out.put(f"{name}.entry", leaf_of(row).entry)
        out.put(f"{name}.payload", payload_of(store, row, persons=False))
        index = row[0] - 1
        told.append({"index": index, "path": prover.inclusion(index)})
    return told


def _forgotten(store: Store, subject: str, *, upto: int) -> Iterator[Row]:
    """The decisions to erase a person: they stand in the person's own stream."""
    for row in rows_in(store, f"person/{subject}"):
        if row[3] in _FORGOTTEN and row[0] <= upto:
            yield row


class _Place(msgspec.Struct):
    ordinal: int
    stream: str
    version: int


class _Forgotten(msgspec.Struct):
    covered: tuple[_Place, ...]


def _covered(row: Row) -> set[SectionPlace]:
    found = msgspec.json.decode(layout.split(row[4]).d, type=_Forgotten)
    return {(each.stream, each.version, each.ordinal) for each in found.covered}
