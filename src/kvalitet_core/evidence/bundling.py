"""The bundle: what an auditor takes with her, and verifies with nothing of ours.

A folder that is there whole or not at all. A whole journal is a transparency log in
its own right, with payloads beside it; a bundle of some cases proves each of them to
be whole, as of the newest case index.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec

from kvalitet_core.errors import EvidenceUnavailable, Unknown, Unproved
from kvalitet_core.evidence.case_index import INDEXED, CaseIndex, rows_of
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.proving import Prover
from kvalitet_core.evidence.making.tiles import (
    HEIGHT,
    WIDTH,
    Bundle,
    packed,
    tiles_of,
)
from kvalitet_core.evidence.payload import payload_of, payloads
from kvalitet_core.evidence.readme import README
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.evidence.tables import EVENTS, cases_table, event_lines, table
from kvalitet_core.evidence.verifying import newest_meeting
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.records import Indexed
from kvalitet_core.journal.store import Row, Store
from kvalitet_core.journal.tree_store import Signed

__all__ = ["FORMAT", "Bundled", "Wanted", "bundle"]

FORMAT: Final = 1
"""The number of the bundle's format."""

_FORGOTTEN: Final = ("person.forgotten/1", "person.forgotten/2")


@attrs.frozen(kw_only=True)
class Wanted:
    """What is to be in a bundle.

    Attributes:
        cases: The streams to be proved whole; empty for the whole journal.
        persons: Whether sealed sections are in it.
        policy: Whose signatures count, as a policy file.
        keys: The verifier keys, as text.
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
    """

    size: int
    files: int
    as_of: int | None


class _Writer:
    """Writes the files of a bundle, and keeps the digest of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sums: dict[str, str] = {}

    def put(self, name: str, content: bytes) -> None:
        """Write a file."""
        path = self.folder / name
        if "/" in name:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.sums[name] = sha256(content).hexdigest()

    @contextmanager
    def growing(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Write a file some bytes at a time."""
        digest = sha256()
        with (self.folder / name).open("wb") as file:

            def more(content: bytes) -> None:
                digest.update(content)
                file.write(content)

            yield more
        self.sums[name] = digest.hexdigest()

    def finish(self) -> int:
        """Write the list of digests; gives how many files there are."""
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        (self.folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
        return len(self.sums) + 1


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
    with _made_whole(folder) as made:
        out = _Writer(made)
        if wanted.cases:
            more, as_of = _cases(store, signed, wanted, out)
        else:
            more, as_of = _full(store, signed, wanted, out), None
        _about(store, signed, wanted, out, {**told, **more})
        files = out.finish()
    return Bundled(size=signed.size, files=files, as_of=as_of)


@contextmanager
def _made_whole(folder: Path) -> Iterator[Path]:
    """A folder under another name, which takes its own when all is in it."""
    temporary = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    try:
        if folder.exists():
            raise EvidenceUnavailable(str(folder), "something is there already")
        temporary.mkdir()
        yield temporary
        os.sync()
        temporary.rename(folder)
    except OSError as error:
        problem = f"cannot be written: {error.strerror}"
        raise EvidenceUnavailable(str(folder), problem) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _about(
    store: Store, signed: Signed, wanted: Wanted, out: _Writer, told: dict[str, Any]
) -> None:
    out.put("checkpoint", signed.note)
    out.put("policy.txt", wanted.policy)
    out.put("keys.txt", "".join(f"{key}\n" for key in wanted.keys).encode())
    for number, anchor in enumerate(store.anchors(), 1):
        if anchor.size <= signed.size:
            ending = "checkpoint" if anchor.kind in ("copy", "cosignature") else "bin"
            name = f"anchors/{number:03}-{anchor.size}-{anchor.kind}.{ending}"
            out.put(name, anchor.content)
    out.put(
        "verify.py", resources.files(__package__).joinpath("verify.py").read_bytes()
    )
    out.put("README.txt", README.encode())
    kind = "cases" if wanted.cases else "full"
    about = {"format": FORMAT, "kind": kind, "persons": wanted.persons, **told}
    ordered = msgspec.json.encode(about, order="sorted")
    out.put("provenance.json", msgspec.json.format(ordered, indent=2) + b"\n")


def _full(store: Store, signed: Signed, wanted: Wanted, out: _Writer) -> dict[str, Any]:
    """Tiles, entries, payloads and tables of all events."""
    size = signed.size
    for tile in tiles_of(size):
        hashes = store.tile(tile.level, tile.index) or b""
        out.put(tile.path, hashes[: tile.width * 32])
    index, logged = CaseIndex(), set[str]()
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
    for name, content in wanted.definitions.items():
        if sha256(content).hexdigest() in logged:
            out.put(f"definitions/{name.replace('/', '.')}.json", content)
    return {}


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


def _definitions(row: Row) -> set[str]:
    data = layout.split(row[4]).d
    return set(msgspec.json.decode(data, type=_Deployed).definitions.values())


def _cases(
    store: Store, signed: Signed, wanted: Wanted, out: _Writer
) -> tuple[dict[str, Any], int]:
    """Entries and payloads of some cases, and what proves each of them whole."""
    row, logged = _newest_index(store, signed.size)
    chosen = set(wanted.cases)
    kept: dict[tuple[str, str], list[Row]] = {
        (case, kind): [] for case in chosen for kind in ("events", "commands")
    }
    index = CaseIndex()
    erasures = list(store.log(upto=signed.size, names=_FORGOTTEN, limit=2**31 - 1))
    for each in rows_of(store, upto=logged.size):
        index.add(each, leaf_of(each))
        if each[1] in chosen:
            kept[each[1], "events"].append(each)
        elif each[3] == COMMAND:
            for target in chosen.intersection(_targets_of(each)):
                kept[target, "commands"].append(each)
    streams = index.streams
    missing = [case for case in wanted.cases if case not in set(streams)]
    if missing:
        raise Unknown("case", missing[0], hint="it is in no event up to the case index")
    prover = prover_of(store, signed.size)
    told = []
    for number, case in enumerate(wanted.cases, 1):
        for kind in ("events", "commands"):
            _put_rows(store, out, f"cases/{number:03}.{kind}", kept[case, kind], wanted)
        place = streams.index(case)
        events, commands = index.counts(case)
        about = {"stream": case, "index": place, "events": events}
        told.append({**about, "commands": commands, "path": index.path(place)})
    out.put("cases/index.entry", leaf_of(row).entry)
    out.put("cases/index.payload", payload_of(store, row, persons=False))
    about = {
        "cases": told,
        "erasures": _erasures(store, out, prover, erasures, kept),
        "index": {"index": row[0] - 1, "path": prover.inclusion(row[0] - 1)},
    }
    return about, logged.size


def _erasures(
    store: Store,
    out: _Writer,
    prover: Prover,
    rows: list[Row],
    kept: Mapping[tuple[str, str], list[Row]],
) -> list[dict[str, Any]]:
    """The decisions by which something in the cases was erased, each proved."""
    places = {(row[1], row[2]) for chosen in kept.values() for row in chosen}
    told: list[dict[str, Any]] = []
    for row in rows:
        if places.isdisjoint(_covered(row)):
            continue
        name = f"cases/erasure-{len(told) + 1:03}"
        out.put(f"{name}.entry", leaf_of(row).entry)
        out.put(f"{name}.payload", payload_of(store, row, persons=False))
        index = row[0] - 1
        told.append({"index": index, "path": prover.inclusion(index)})
    return told


class _Place(msgspec.Struct):
    stream: str
    version: int


class _Forgotten(msgspec.Struct):
    covered: tuple[_Place, ...]


def _covered(row: Row) -> set[tuple[str, int]]:
    found = msgspec.json.decode(layout.split(row[4]).d, type=_Forgotten)
    return {(each.stream, each.version) for each in found.covered}


def _put_rows(
    store: Store, out: _Writer, name: str, rows: list[Row], wanted: Wanted
) -> None:
    out.put(name, packed(leaf_of(row).entry for row in rows))
    out.put(f"{name}.payload", payloads(store, rows, persons=wanted.persons))


class _Targets(msgspec.Struct):
    targets: tuple[str, ...]


def _targets_of(row: Row) -> tuple[str, ...]:
    return msgspec.json.decode(layout.split(row[4]).d, type=_Targets).targets


def _newest_index(store: Store, size: int) -> tuple[Row, Indexed]:
    """The newest case index under a checkpoint."""
    rows = list(store.log(upto=size, names=[INDEXED], limit=2**31 - 1))
    if not rows:
        problem = "no case index is logged and sealed: run kvalitet seal --index"
        raise EvidenceUnavailable(store.place, problem)
    data = layout.split(rows[-1][4]).d
    return rows[-1], msgspec.json.decode(data, type=Indexed)
