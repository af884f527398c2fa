"""The bundle: what an auditor takes with her, and verifies with nothing of ours.

A folder that is there whole or not at all. A whole journal is a transparency log in
its own right, with payloads beside it; a bundle of some cases proves each of them to
be whole, as of the newest case index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec

from kvalitet_core.errors import EvidenceUnavailable, Unproved
from kvalitet_core.evidence.bundle_files import Files, made_whole
from kvalitet_core.evidence.bundling_anchors import (
    LEFT_OUT,
    grown_from,
    left_out,
    put_anchors,
)
from kvalitet_core.evidence.bundling_appends import put_append_signatures
from kvalitet_core.evidence.bundling_cases import bundled_cases
from kvalitet_core.evidence.case_index import CaseIndex
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.tiles import (
    HEIGHT,
    WIDTH,
    Bundle,
    packed,
    tiles_of,
)
from kvalitet_core.evidence.payload import payloads
from kvalitet_core.evidence.readme import readme
from kvalitet_core.evidence.tables import EVENTS, cases_table, event_lines, table
from kvalitet_core.evidence.verifying_signed import newest_meeting
from kvalitet_core.journal import layout
from kvalitet_core.journal.store import Row, Store
from kvalitet_core.journal.tree_store import Signed

__all__ = ["ABSENT", "FORMAT", "Bundled", "Wanted", "bundle"]

FORMAT: Final = 1
"""The number of the bundle's format."""

ABSENT: Final = "not_installed"
"""Where the provenance says which definitions were not given."""

_FORGOTTEN: Final = ("person.forgotten/1", "person.forgotten/2")


@attrs.frozen(kw_only=True)
class Wanted:
    """What is to be in a bundle.

    Attributes:
        cases: The streams to be proved whole; empty for the whole journal.
        persons: Whether sealed sections are in it.
        policy: Whose signatures count, as a policy file.
        keys: What else verifies signatures that the log made, as text.
        definitions: Name → the JSON of a schema or a definition, as it is digested.
    """

    cases: Sequence[str] = ()
    persons: bool = True
    policy: bytes
    keys: Sequence[str]
    definitions: Mapping[str, bytes] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Bundled:
    """What came of it.

    Attributes:
        size: How many events the checkpoint is of.
        files: How many files there are.
        as_of: For cases: of how many events their index is.
        absent: Of a whole journal: what of its schemas and definitions was not given.
        unsigned: Of a whole journal: where it names an anchor that is not put, as no
            key of the policy signed it.
    """

    size: int
    files: int
    as_of: int | None
    absent: Sequence[str] = ()
    unsigned: Sequence[int] = ()


def bundle(store: Store, folder: Path, wanted: Wanted, **told: Any) -> Bundled:
    """Export a journal, or some cases of it, as of the newest checkpoint.

    Args:
        store: The journal.

        folder: Where the bundle is to be; nothing may be there.

        wanted: What is to be in it.

        told: What else its provenance says.

    Raises:
        Unknown: There is no such case.
        Unproved: A row is missing.
        EvidenceUnavailable: Nothing is signed, no index is logged, or the folder is
            taken or cannot be written.
    """
    signed = newest_meeting(store, read_policy(wanted.policy))
    if signed is None:
        problem = "no checkpoint is signed as the policy asks: seal it, or have it so"
        raise EvidenceUnavailable(store.place, problem)
    with made_whole(folder) as made:
        out = Files(made)
        if wanted.cases:
            more, as_of = bundled_cases(
                store,
                signed,
                out,
                journal_id=told["journal"],
                cases=wanted.cases,
                persons=wanted.persons,
            )
        else:
            more, as_of = _full(store, signed, wanted, out), None
            keys = [key.text for key in read_policy(wanted.policy).logs]
            left = left_out(store, signed, keys, journal_id=told["journal"])
            more |= {LEFT_OUT: left} if left else {}
        _about(store, signed, wanted, out, {**told, **more})
        files = out.finish()
    absent = [each["name"] for each in more.get(ABSENT, ())]
    return Bundled(
        size=signed.size,
        files=files,
        as_of=as_of,
        absent=absent,
        unsigned=more.get(LEFT_OUT, ()),
    )


def _about(
    store: Store, signed: Signed, wanted: Wanted, out: Files, told: dict[str, Any]
) -> None:
    keys = [key.text for key in read_policy(wanted.policy).logs]
    out.put("checkpoint", signed.note)
    out.put("policy.txt", wanted.policy)
    out.put("keys.txt", "".join(f"{key}\n" for key in keys).encode())
    notes = put_anchors(store, signed, {*keys, *wanted.keys}, keys, out)
    out.put(
        "verify.py", resources.files(__package__).joinpath("verify.py").read_bytes()
    )
    kind = "cases" if wanted.cases else "full"
    about = {"format": FORMAT, "kind": kind, "persons": wanted.persons, **told}
    if wanted.cases:
        about["consistency"] = grown_from(store, signed, notes)
    ordered = msgspec.json.encode(about, order="sorted")
    out.put("provenance.json", msgspec.json.format(ordered, indent=2) + b"\n")
    out.put("README.txt", readme(out.sums).encode())


def _full(store: Store, signed: Signed, wanted: Wanted, out: Files) -> dict[str, Any]:
    """Tiles, entries, payloads and tables of all events."""
    size = signed.size
    for tile in tiles_of(size):
        hashes = store.tile(tile.level, tile.index) or b""
        out.put(tile.path, hashes[: tile.width * 32])
    index, logged = CaseIndex(), set[tuple[str, str]]()
    with out.growing("events.csv") as more:
        more(table([list(EVENTS)]))
        for number in range(-(-size // WIDTH)):
            rows = _chunk(store, number << HEIGHT, size)
            leaves = [leaf_of(row) for row in rows]
            for row, leaf in zip(rows, leaves, strict=True):
                index.add(row, leaf)
                if row[3] == "journal.deployed/1":
                    logged |= _definitions(row)
            called = Bundle(index=number, width=len(rows))
            out.put(called.path, packed(leaf.entry for leaf in leaves))
            name = called.path.replace("tile/entries", "payload", 1)
            out.put(name, payloads(store, rows, persons=wanted.persons))
            more(table(event_lines(rows)))
    out.put("cases.csv", cases_table(index))
    put_append_signatures(store, size, out)
    absent = logged - _put_definitions(wanted, logged, out)
    told = [{"digest": digest, "name": name} for name, digest in sorted(absent)]
    return {ABSENT: told} if told else {}


def _put_definitions(
    wanted: Wanted, logged: set[tuple[str, str]], out: Files
) -> set[tuple[str, str]]:
    """Put each definition that the journal names; gives those that are put."""
    taken, there = set[str](), set[tuple[str, str]]()
    for name, content in wanted.definitions.items():
        path = f"definitions/{name.replace('/', '.')}.json"
        found = (name, sha256(content).hexdigest())
        if found in logged and path.lower() not in taken:
            out.put(path, content)
            taken.add(path.lower())  # a disk may tell no capital letters from others
            there.add(found)
    return there


def _chunk(store: Store, after: int, size: int) -> list[Row]:
    """The next rows that share a tile."""
    upto = min(after + WIDTH, size)
    rows = list(store.log(after=after, upto=upto, limit=WIDTH))
    if [row[0] for row in rows] != list(range(after + 1, upto + 1)):
        text = f"rows between position {after + 1} and {upto} are missing"
        raise Unproved(f"journal {store.place}", f"{text}: verify it")
    return rows


class _Deployed(msgspec.Struct):
    definitions: dict[str, str]


def _definitions(row: Row) -> set[tuple[str, str]]:
    data = layout.split(row[4]).d
    return set(msgspec.json.decode(data, type=_Deployed).definitions.items())
