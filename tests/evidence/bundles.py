"""Bundles that the tests verify, and what an attacker makes of them."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import attrs
from tests.conftest import Place
from tests.evidence.sealing import note_some
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.evidence import verify
from kvalitet_core.evidence.making.checkpoints import Checkpoint, signed
from kvalitet_core.evidence.making.growing import Edge
from kvalitet_core.evidence.making.hashing import leaf_hashes
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.evidence.making.tiles import WIDTH, Bundle, packed
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.opening_evidence import account_at

__all__ = ["Evidence", "Item", "found", "made", "rebuilt", "resummed"]

Item = tuple[bytes, bytes]
"""An entry and its payload, as they stand in a bundle."""


@attrs.frozen
class Evidence:
    """A journal that is sealed, and the bundles that were made of it."""

    folder: Path
    place: Place
    early: Path
    origin: str

    @property
    def key(self) -> SignerKey:
        """The key that signs, in the hands of an attacker."""
        return SignerKey.read((self.folder / "signing-key").read_text("utf-8"))

    def copy(self, name: str, folder: Path) -> Path:
        """A bundle of one's own, to be attacked."""
        target = folder / name
        shutil.copytree(self.folder / name, target)
        return target


def made(folder: Path) -> Evidence:
    """Make a journal of 292 events and its bundles: full, without persons, of cases."""
    place = Place(str(folder / "journal.db"), str(folder / "journal.keys"))
    key = folder / "signing-key"
    with opened(place, seal=key) as journal:
        note_some(journal, 5)
    with account_at(place.url, key=key) as account:
        (folder / "early.checkpoint").write_bytes(account.checkpoint().note)
    with opened(place) as journal:
        for number in range(3):
            journal.do(
                course.enrol(number, f"p-{number}", "Anna", f"q-{number}", "Bo"),
                by=course.ANNA,
            )
        journal.forget(
            "p-1",
            by=course.ANNA,
            legal_basis="GDPR art. 17",
            reason="no longer needed",
            approved_by=["a-1", "a-2"],
        )
        note_some(journal, 135)
    with account_at(place.url, key=key) as account:
        account.log_index()
        account.seal()
        account.bundle(folder / "full")
        account.bundle(folder / "without", persons=False)
        account.bundle(folder / "cases", cases=["lesson/1", "lesson/2"])
        return Evidence(folder, place, folder / "early.checkpoint", account.origin)


def found(bundle: Path, **settings: Path) -> tuple[int, list[str]]:
    """The exit code of verifying, and all that is found or could not be looked at."""
    report = verify.verified(bundle, **settings)
    told = [f"{place}: {text}" for place, text in report.found]
    return report.code, [*told, *report.unchecked]


def resummed(bundle: Path) -> Path:
    """List the digests anew, as an attacker would."""
    names = sorted(
        path.relative_to(bundle).as_posix()
        for path in bundle.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    )
    lines = [f"{sha256((bundle / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    (bundle / "SHA256SUMS").write_text("".join(lines), "utf-8")
    return bundle


def rebuilt(
    bundle: Path, key: SignerKey, change: Callable[[list[Item]], list[Item]]
) -> Path:
    """Make a whole bundle over other events, signed by the stolen key of the log."""
    size = int((bundle / "checkpoint").read_text("utf-8").split("\n")[1])
    items: list[Item] = []
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        paths = [
            verify.tile_path(level, number, width)
            for level in ("tile/entries", "payload")
        ]
        data = (bundle / paths[1]).read_bytes()
        payloads = _parted(data, width)
        entries = verify.entries_of((bundle / paths[0]).read_bytes(), width, "")
        items += zip(entries, payloads, strict=True)
    items = change(items)
    shutil.rmtree(bundle / "tile")
    shutil.rmtree(bundle / "payload")
    grown = Edge().grown(leaf_hashes(entry for entry, _ in items))
    files = {tile.path: hashes for tile, hashes in grown.tiles}
    for start in range(0, len(items), WIDTH):
        some = items[start : start + WIDTH]
        called = Bundle(index=start // WIDTH, width=len(some)).path
        files[called] = packed(entry for entry, _ in some)
        files[called.replace("tile/entries", "payload")] = b"".join(p for _, p in some)
    head = Checkpoint(origin=key.name, size=len(items), root=grown.edge.root)
    files["checkpoint"] = signed(head, key, at=host_clock())
    for name, content in files.items():
        (bundle / name).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).write_bytes(content)
    return resummed(bundle)


def _parted(data: bytes, width: int) -> list[bytes]:
    """Each payload as it stands."""
    found = []
    for state, sections in verify.payloads_of(data, width, ""):
        kept = [
            struct.pack(">HI", ordinal, len(sealed)) + sealed
            for ordinal, sealed in sections.items()
        ]
        count = struct.pack(">H", len(kept))
        found.append(b"".join([struct.pack(">I", len(state)), state, count, *kept]))
    assert b"".join(found) == data
    return found
