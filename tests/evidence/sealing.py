"""Journals that the tests seal: their sequencers, their signers, and what they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core import Journal
from kvalitet_core.evidence.checking.checkpoints import Checkpoint, read_checkpoint
from kvalitet_core.evidence.checking.keys import VerifierKey
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.signatures import verified
from kvalitet_core.evidence.checking.tiles import TileName, check_tiles
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.hashing import root_of
from kvalitet_core.evidence.sequencer import Sequencer
from kvalitet_core.evidence.signer import Signer, origin_of
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.store import Store

__all__ = [
    "checked",
    "note_some",
    "read",
    "root_of_rows",
    "sequencer",
    "signer",
    "unguarded",
]

_numbers = count(1)


@contextmanager
def unguarded(connection: sqlite3.Connection) -> Iterator[None]:
    """Without the triggers that keep history from being edited, which come back."""
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = connection.execute(made).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.execute(statement)


def note_some(journal: Journal, many: int = 1) -> None:
    """Write so many commits, of two rows each."""
    for _ in range(many):
        text = f"note {next(_numbers)}"
        journal.do(course.Note(course=course.course(1), text=text), by=course.ANNA)


def signer(journal: Journal, folder: Path) -> Signer:
    """The journal's signer, made when it is first wanted."""
    origin = origin_of(journal.id)
    return Signer.open(folder / "signing-key", origin=origin, create=True)


def sequencer(journal: Journal, folder: Path | None) -> Sequencer:
    """A sequencer of its own; it signs where a folder is given."""
    return Sequencer(
        journal._rooms.store,
        origin=origin_of(journal.id),
        signer=signer(journal, folder) if folder else None,
        clock=host_clock,
    )


def read(note: bytes, by: Signer) -> Checkpoint:
    """What a checkpoint says, once its signature is verified."""
    parsed = read_note(note)
    verified(parsed, [VerifierKey.read(by.key.verifier_key)])
    return read_checkpoint(parsed.text)


def root_of_rows(store: Store, size: int) -> bytes:
    """The root of the first rows, made from nothing."""
    rows = store.log(upto=size, limit=1_000_000)
    return root_of([leaf_of(row).hash for row in rows])


def checked(place: Place, folder: Path, **settings: Any) -> int:
    """Check that the tree is that of the rows, and that all that is signed is of it.

    Gives how many checkpoints there are.
    """
    with opened(place, **settings) as journal:
        store, by = journal._rooms.store, signer(journal, folder)
        head = store.tree_head()
        assert head is not None
        assert head.root == root_of_rows(store, head.size)

        def tile(name: TileName) -> bytes:
            hashes = store.tile(name.level or 0, name.index)
            assert hashes is not None
            return hashes

        check_tiles(head.size, head.root, read=tile)
        last = by.last()
        assert last.size <= head.size
        assert not last.size or last.root == root_of_rows(store, last.size)
        notes = store.all_signed(after=-1, limit=100_000)
        for kept in notes:
            checkpoint = read(kept.note, by)
            assert checkpoint.size == kept.size <= last.size
        return len(notes)
