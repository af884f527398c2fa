"""Whoever owns the database takes an anchor away, or exchanges it: an event names it.

The attacks are the same on SQLite and on PostgreSQL, and on a bundle of the journal.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.bundles import Item, found, rebuilt, resummed
from tests.evidence.logs import WITNESS
from tests.evidence.sealing import note_some
from tests.evidence.test_attacks_on_appends import attack
from tests.evidence.test_bundle_words import with_data
from tests.journal.processes import opened

from kvalitet_core.evidence import verify
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.making.checkpoints import (
    Checkpoint,
    signature_line,
    with_signature,
)
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.evidence.named_anchors import ANCHORED
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.journal.clock import GivenClock, host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.own_events import Anchored
from kvalitet_core.opening_evidence import account_at

SEALED: Final = 8
"""Of so many rows the anchors are; their events stand at the three positions after."""

TOKEN: Final = b"a token that nobody can read"

ATTACKS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "an anchor removed": (
        ("DELETE FROM {t}tree_anchors WHERE kind = 'copy'",),
        "position 9 (journal/{id} version 2): names an anchor of 8 rows (copy, SHA",
    ),
    "every anchor removed": (
        ("DELETE FROM {t}tree_anchors",),
        "position 11 (journal/{id} version 4): names an anchor of 8 rows (rfc3161, ",
    ),
    "an anchor's bytes exchanged": (
        (
            (
                "UPDATE {t}tree_anchors SET content = 'another token'"
                " WHERE kind = 'rfc3161'"
            ),
        ),
        "position 11 (journal/{id} version 4): names an anchor of 8 rows (rfc3161, ",
    ),
    "an anchor's bytes exchanged for those of another that holds": (
        (
            "DELETE FROM {t}tree_anchors WHERE kind = 'cosignature'",
            (
                "INSERT INTO {t}tree_anchors (size, kind, added_at, content)"
                " SELECT size, 'cosignature', added_at, content FROM {t}tree_anchors"
                " WHERE kind = 'copy'"
            ),
        ),
        "position 10 (journal/{id} version 3): names an anchor of 8 rows (cosignature,",
    ),
    "an anchor's kind exchanged": (
        ("UPDATE {t}tree_anchors SET kind = 'rfc3161' WHERE kind = 'copy'",),
        "position 9 (journal/{id} version 2): names an anchor of 8 rows (copy, SHA",
    ),
    "an anchor row removed": (
        ("DELETE FROM {t}stored_events WHERE {p} = 10",),
        "position 10: the row is missing",
    ),
    "an anchor and its row removed": (
        (
            "DELETE FROM {t}tree_anchors WHERE kind = 'cosignature'",
            "DELETE FROM {t}stored_events WHERE {p} = 10",
        ),
        "position 10: the row is missing",
    ),
    "an anchor and all that came with it removed": (
        (
            "DELETE FROM {t}tree_anchors",
            "DELETE FROM {t}stored_events WHERE {p} > 8",
        ),
        "positions 9 to 11: the rows are missing",
    ),
    "an anchor row renamed": (
        (
            "UPDATE {t}stored_events SET topic = 'journal.indexed/1' WHERE {p} = 9",
            "DELETE FROM {t}tree_anchors WHERE kind = 'copy'",
        ),
        "position 9 (journal/{id} version 2): is not the row that was sealed: tampered",
    ),
}


@attrs.frozen
class Held:
    """A journal of which others hold a copy, a cosignature and a time stamp."""

    place: Place
    folder: Path
    id: str
    server: str | None

    def account(self, **settings: Any) -> AbstractContextManager[Account]:
        """Its evidence."""
        return account_at(self.place.url, key=self.folder / "signing-key", **settings)

    def verified(self, **settings: Any) -> Report:
        """What verifying comes to."""
        with self.account(read_only=True, **settings) as account:
            return account.verify()

    def found(self, **settings: Any) -> list[str]:
        """What verifying finds, a line each."""
        report = self.verified(**settings)
        return [f"{each.place}: {each.text}" for each in report.found]

    def do(self, *statements: str) -> None:
        """Do something to the database, as its owner."""
        attack(self.place, *statements, postgres=self.server)

    def bundle(self, name: str = "bundle") -> Path:
        """A bundle of the whole journal."""
        with self.account(read_only=True) as account:
            account.bundle(self.folder / name)
        return self.folder / name


def cosigned(note: bytes) -> bytes:
    """A checkpoint that a witness has signed too."""
    read = read_checkpoint(read_note(note).text)
    head = Checkpoint(origin=read.origin, size=read.size, root=read.root)
    return with_signature(note, signature_line(head, WITNESS, at=host_clock()))


@pytest.fixture(params=["sqlite", "postgres"])
def held(request: pytest.FixtureRequest, tmp_path: Path) -> Held:
    """Eight rows, sealed; three anchors of them, and their events, sealed too."""
    url, server = str(tmp_path / "journal.db"), None
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
        server = request.getfixturevalue("postgres")
    place = Place(url, str(tmp_path / "journal.keys"))
    with opened(place, append_key=False) as journal:
        note_some(journal, 3)
        made = Held(place, tmp_path, journal.id, server)
    with made.account() as account:
        note = account.seal().note or b""
        account.anchor(note)
        account.anchor(cosigned(note))
        account.anchor(note, timestamp=TOKEN)
        account.seal()
    return made


def test_an_honest_journal_passes(held: Held) -> None:
    """Each anchor is named, and that each is there is said."""
    report = held.verified()

    assert report.found == []
    assert "anchors that the journal names: 3, and each is there" in report.checked
    assert not any("no event names it" in each for each in report.left_out)


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_it_is_found_and_named(held: Held, name: str) -> None:
    """With the position of the event that names it, or of the one that is gone."""
    statements, told = ATTACKS[name]

    held.do(*statements)

    lines = held.found()
    assert any(told.replace("{id}", held.id) in line for line in lines), lines


def test_it_is_found_by_a_quick_look_too(held: Held) -> None:
    """It reads the events that name anchors, and no other.

    By who asks how the evidence stands, too: what is gone does not count.
    """
    held.do("DELETE FROM {t}tree_anchors")

    with held.account(read_only=True) as account:
        quick, standing = account.verify(full=False), account.standing()

    assert [each.place.partition(" (")[0] for each in quick.found] == [
        f"position {number}" for number in (9, 10, 11)
    ]
    assert standing.anchor is None
    assert [str(each.text) for each in standing.problems] == [
        str(each.text) for each in quick.found
    ]


def test_an_anchor_whose_row_is_gone_is_told_of(held: Held) -> None:
    """It may have been put there past the program."""
    held.do("DELETE FROM {t}stored_events WHERE {p} = 10")

    report = held.verified()

    assert [each for each in report.left_out if "no event names it" in each] == [
        (
            "anchor of 8 rows (cosignature): no event names it: it was taken in before "
            "events did, or put there past the program (kvalitet anchor add of it has "
            "one do so)"
        )
    ]


def test_a_date_beyond_that_of_its_row_is_found(held: Held) -> None:
    """Even where it is not yet to come: an old copy is made no newer."""
    tomorrow = GivenClock(host_clock() + timedelta(days=1))
    later = written(host_clock() + timedelta(hours=1))

    held.do(f"UPDATE {{t}}tree_anchors SET added_at = '{later}' WHERE kind = 'copy'")

    (line,) = held.found(clock=tomorrow)
    assert line.startswith(f"anchor of 8 rows (copy): is kept as of {later}, and ")
    assert " position 9 has it as of " in line


def test_a_row_that_names_another_checkpoint_is_found(held: Held) -> None:
    """What is appended by who may append must be what the anchor says."""
    with held.account() as account:
        other = Anchored(
            digest=sha256(TOKEN).hexdigest(), kind="rfc3161", size=SEALED,
            origin=account.origin, root="00" * 32,
        )  # fmt: skip
        log_own(account._store, held.id, ANCHORED, lambda _: other, clock=host_clock)
        account.seal()

    assert held.found() == [
        (
            f"position 12 (journal/{held.id} version 5): names another checkpoint of 8 "
            "rows than its anchor (rfc3161) has: tampered"
        )
    ]
    code, lines = found(held.bundle())
    assert code == 1
    assert lines == [
        (
            f"position 12 (journal/{held.id} version 5): names another checkpoint of 8 "
            "events than its anchor (rfc3161) has: tampered"
        )
    ]


def test_an_anchor_that_is_gone_is_found_in_a_bundle(held: Held) -> None:
    """It is exported as it is, for who has only the bundle to see."""
    held.do("DELETE FROM {t}tree_anchors WHERE kind = 'cosignature'")

    code, lines = found(held.bundle())

    assert code == 1
    (line,) = lines
    assert line.startswith(
        f"position 10 (journal/{held.id} version 3): names an anchor of 8 events "
        "(cosignature, SHA-256 "
    )
    assert line.endswith("the bundle does not have it, or has other bytes of it")


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("exchanged", [False, True])
def test_an_anchor_that_a_bundle_lacks_is_found(
    held: Held, number: int, *, exchanged: bool
) -> None:
    """Removed, or other bytes in its place, and SHA256SUMS made anew."""
    bundle = held.bundle()
    honest, (path,) = verify.verified(bundle), bundle.glob(f"anchors/{number:03}-*")
    others = path.read_bytes() + b"\0" if exchanged else b""
    path.unlink()
    if exchanged:
        path.write_bytes(others)

    code, lines = found(resummed(bundle))

    assert (honest.code, honest.found) == (0, [])
    assert ("anchored", (3,)) in honest.checked
    assert code == 1
    assert any(line.startswith(f"position {SEALED + number} (") for line in lines)


def test_an_anchor_that_is_listed_and_missing_could_not_be_looked_at(
    held: Held,
) -> None:
    """As any file is that SHA256SUMS has: 3, and one line; the others are right."""
    bundle = held.bundle()
    (path,) = bundle.glob("anchors/002-*")
    path.unlink()

    report = verify.verified(bundle)

    assert (report.code, report.found) == (3, [])
    assert report.unchecked == [f"anchors/{path.name}: is missing"]
    assert ("anchored", (2,)) in report.checked


def test_an_anchor_row_that_a_bundle_lacks_is_found(held: Held) -> None:
    """Even where it is signed anew, with the key stolen: a version is missing."""
    bundle = held.bundle()
    key = SignerKey.read((held.folder / "signing-key").read_text("utf-8"))

    def without(items: list[Item]) -> list[Item]:
        return [*items[: SEALED + 1], *items[SEALED + 2 :]]

    code, lines = found(rebuilt(bundle, key, without))

    assert code == 1
    assert f"position 10 (journal/{held.id} version 4): expected version 3 of " in str(
        lines
    )


ODD: Final = {
    "a number": b'{"digest":0,"kind":"copy","origin":"x","root":"","size":8}',
    "too little": b'{"digest":"","kind":"copy","origin":"x","root":""}',
    "another log": (
        b'{"digest":"DIGEST","kind":"copy","origin":"x","root":"ROOT","size":8}'
    ),
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_what_an_anchor_row_cannot_say_is_found(held: Held, name: str) -> None:
    """In a bundle that was signed anew, with the key stolen."""
    bundle = held.bundle()
    key = SignerKey.read((held.folder / "signing-key").read_text("utf-8"))
    (path,) = bundle.glob("anchors/001-*")
    root = read_checkpoint(read_note(path.read_bytes()).text).root.hex()
    digest = sha256(path.read_bytes()).hexdigest()
    data = ODD[name].replace(b"DIGEST", digest.encode()).replace(b"ROOT", root.encode())

    def odd(items: list[Item]) -> list[Item]:
        return [*items[:SEALED], with_data(items[SEALED], data), *items[SEALED + 1 :]]

    code, lines = found(rebuilt(bundle, key, odd))

    assert code == 1
    assert any(line.startswith(f"position {SEALED + 1} (") for line in lines), lines
