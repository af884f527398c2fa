"""Anchors and times of checkpoints that somebody changed in the database.

They are found, they do not count, and they are not given out.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Final

import attrs
import psycopg
import pytest
from tests.conftest import Place
from tests.evidence.logs import WITNESS
from tests.evidence.sealing import note_some
from tests.journal.processes import opened

from kvalitet_core.errors import Unproved
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.making.checkpoints import (
    Checkpoint,
    signature_line,
    with_signature,
)
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.signer import public_keys
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.postgres.address import schema_of
from kvalitet_core.opening_evidence import account_at


@attrs.frozen
class Held:
    """A journal of two checkpoints, the first of which others hold."""

    place: Place
    folder: Path

    @property
    def key(self) -> Path:
        """The signing key."""
        return self.folder / "signing-key"

    def do(self, statement: str) -> None:
        """Do something to the database, as its owner."""
        if not self.place.url.startswith("postgresql"):
            connection = sqlite3.connect(self.place.url)
            connection.execute(statement)
            connection.commit()
            connection.close()
            return
        address, schema = schema_of(self.place.url)
        with psycopg.connect(address) as server:
            server.execute(f"SET search_path TO {schema}")
            server.execute(statement.encode())

    def found(self, **settings: bytes) -> list[str]:
        """What verifying finds."""
        with account_at(self.place.url, key=self.key, read_only=True) as account:
            report = account.verify(**settings)
        return [f"{each.place}: {each.text}" for each in report.found]


def ago(**span: float) -> str:
    """An instant, so long ago."""
    return written(host_clock() - timedelta(**span))


@pytest.fixture
def held(lasting_place: Place, tmp_path: Path) -> Held:
    """A copy, and a witness's cosignature, of the first checkpoint."""
    made = Held(lasting_place, tmp_path)
    with opened(lasting_place, append_key=False) as journal:
        note_some(journal, 3)
    with account_at(lasting_place.url, key=made.key) as account:
        note = account.seal().note or b""
        account.anchor(note)
        read = read_checkpoint(read_note(note).text)
        head = Checkpoint(origin=read.origin, size=read.size, root=read.root)
        line = signature_line(head, WITNESS, at=host_clock())
        account.anchor(with_signature(note, line))
    with opened(lasting_place, append_key=False) as journal:
        note_some(journal, 2)
    with account_at(lasting_place.url, key=made.key) as account:
        account.seal()
    return made


CHANGES: Final = {
    "its size": (
        "UPDATE tree_anchors SET size = 11 WHERE kind = 'copy'",
        "anchor of 11 rows (copy): says that it is of 8",
    ),
    "its kind": (
        "UPDATE tree_anchors SET kind = 'copied' WHERE kind = 'copy'",
        "anchor of 8 rows (copied): is kept as 'copied', and there is no such kind",
    ),
    "its kind, to another": (
        "UPDATE tree_anchors SET kind = 'rfc3161' WHERE kind = 'copy'",
        "anchor of 8 rows (rfc3161): is kept as rfc3161, and is copy",
    ),
    "its time, to before what it is of": (
        f"UPDATE tree_anchors SET added_at = '{ago(days=3)}' WHERE kind = 'copy'",
        "before its last row was recorded",
    ),
    "its time, to the future": (
        f"UPDATE tree_anchors SET added_at = '{ago(days=-3)}' WHERE kind = 'copy'",
        "which is yet to come",
    ),
    "its time, to none": (
        "UPDATE tree_anchors SET added_at = 'today' WHERE kind = 'copy'",
        "anchor of 8 rows (copy): is kept with the time 'today', which is none",
    ),
    "the time of a checkpoint, to before what it is of": (
        f"UPDATE tree_checkpoints SET signed_at = '{ago(days=3)}'",
        "checkpoint of 8 rows: is kept as of",
    ),
    "the time of a checkpoint, to the future": (
        f"UPDATE tree_checkpoints SET signed_at = '{ago(days=-3)}' WHERE size = 14",
        "checkpoint of 14 rows: is kept as of",
    ),
    "the time of a checkpoint, to another than is signed": (
        f"UPDATE tree_checkpoints SET signed_at = '{ago(seconds=-90)}' WHERE size = 8",
        "and what is signed says",
    ),
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_is_changed_is_found(held: Held, name: str) -> None:
    """An honest journal passes; each change is told, and what it is of is named."""
    honest = held.found()
    statement, told = CHANGES[name]

    held.do(statement)

    found = held.found()
    assert honest == []
    assert any(told in each for each in found), found


@pytest.mark.parametrize("name", sorted(each for each in CHANGES if "its " in each))
def test_what_is_changed_is_not_counted_or_given_out(held: Held, name: str) -> None:
    """Neither as held by others, nor in a bundle."""
    held.do("DELETE FROM tree_anchors WHERE kind = 'cosignature'")
    held.do(CHANGES[name][0])

    with account_at(held.place.url, key=held.key, read_only=True) as account:
        standing = account.standing()
        with pytest.raises(Unproved, match="nothing is exported"):
            account.bundle(held.folder / "bundle")

    assert standing.anchor is None
    assert standing.problems
    assert not (held.folder / "bundle").exists()


def test_a_kind_is_no_path(held: Held) -> None:
    """Nothing is written outside of the bundle."""
    held.do("UPDATE tree_anchors SET kind = '../../../outside' WHERE kind = 'copy'")

    with (
        account_at(held.place.url, key=held.key, read_only=True) as account,
        pytest.raises(Unproved, match="there is no such kind"),
    ):
        account.bundle(held.folder / "one" / "bundle")

    assert not list(held.folder.rglob("outside*"))


def test_a_witness_is_verified_where_a_policy_knows_her(held: Held) -> None:
    """Then the time is hers, and another signature in her name is found."""
    keys = public_keys(held.key)
    policy = policy_file(keys, witnesses={"w1": WITNESS.verifier_key}, needed=1)
    with account_at(held.place.url, key=held.key, read_only=True) as account:
        known, unknown = account.standing(policy=policy), account.standing()
        report = account.verify()

    assert (known.anchored_by, unknown.anchored_by) == (True, False)
    assert known.anchor is not None
    assert known.anchor.kind == "cosignature"
    assert known.exposed == 6
    assert any("whoever signed it is not known here" in e for e in report.left_out)


def test_a_date_that_is_moved_hides_nothing(held: Held) -> None:
    """What nobody outside holds is told by when it was recorded."""
    with account_at(held.place.url, key=held.key, read_only=True) as account:
        before = account.standing()
        held.do(f"UPDATE tree_anchors SET added_at = '{ago(seconds=0)}'")
        after = account.standing()

    assert before.exposed_at == after.exposed_at is not None
    assert (before.exposed, after.exposed) == (6, 6)


def test_the_newest_of_anchors_is_the_one_of_the_most_rows(held: Held) -> None:
    """An old checkpoint that is brought again is no newer for that."""
    with account_at(held.place.url, key=held.key) as account:
        account.anchor(account.checkpoint().note)
        standing = account.standing()

    assert standing.anchor is not None
    assert (standing.anchor.size, standing.exposed) == (14, 1)
