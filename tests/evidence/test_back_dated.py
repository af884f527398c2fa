"""Events that say they are older than what others, or the log itself, signed before.

A signature that says when it was made is of rows up to one; whatever comes after that
one came later, by whatever clock the host goes.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.logs import WITNESS
from tests.evidence.sealing import note_some
from tests.journal.processes import opened

from kvalitet_core.evidence import verify
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.making.checkpoints import (
    Checkpoint,
    signature_line,
    with_signature,
)
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.signer import public_keys
from kvalitet_core.journal.clock import GivenClock, host_clock
from kvalitet_core.opening_evidence import account_at

SEALED = 8
BEHIND = timedelta(minutes=6)
"""So far the host's clock is behind, more than is let pass."""

A_LITTLE = timedelta(minutes=4)


@attrs.frozen
class Kept:
    """A journal of which somebody has signed the beginning, and how far it came since.

    Attributes:
        place: The journal.
        folder: Where its keys are, and what the witness keeps.
    """

    place: Place
    folder: Path

    @property
    def key(self) -> Path:
        """The signing key."""
        return self.folder / "signing-key"

    @property
    def policy(self) -> bytes:
        """The log's keys, and the witness that is known."""
        own = policy_file(public_keys(self.key))
        known = f"witness w1 {WITNESS.verifier_key}\n".encode()
        return own.replace(b"quorum none", known + b"quorum none")

    def more(self, count: int = 2) -> None:
        """Write events, by the host's clock, and seal them."""
        with opened(self.place, append_key=False) as journal:
            note_some(journal, count)
        with account_at(self.place.url, key=self.key) as account:
            account.log_index()
            account.seal()

    def found(self, *, since: bytes | None = None) -> list[str]:
        """What verifying the journal finds."""
        with account_at(self.place.url, key=self.key, read_only=True) as account:
            report = account.verify(policy=self.policy, since=since)
        return [f"{each.place}: {each.text}" for each in report.found]

    def bundled(self, since: bytes, *cases: str) -> verify.Report:
        """What verifying a bundle finds, for who has kept a checkpoint."""
        folder = self.folder / f"bundle-{len(list(self.folder.iterdir()))}"
        with account_at(self.place.url, key=self.key) as account:
            account.bundle(folder, **({"cases": cases} if cases else {}))
        kept, policy = self.folder / "kept", self.folder / "policy"
        kept.write_bytes(since)
        policy.write_bytes(self.policy)
        return verify.verified(folder, since=kept, policy=policy)


def cosigned(note: bytes, ahead: timedelta) -> bytes:
    """A checkpoint, cosigned by a witness by whose clock the host's is behind."""
    read = read_checkpoint(read_note(note).text)
    head = Checkpoint(origin=read.origin, size=read.size, root=read.root)
    line = signature_line(head, WITNESS, at=host_clock() + ahead)
    return with_signature(note, line)


@pytest.fixture
def kept(lasting_place: Place, tmp_path: Path) -> Kept:
    """A journal of eight rows."""
    made = Kept(lasting_place, tmp_path)
    with opened(lasting_place, append_key=False) as journal:
        note_some(journal, 3)
    return made


def sealed(kept: Kept, *, ahead: timedelta = timedelta(0)) -> bytes:
    """Seal it, by a clock that the journal goes behind."""
    with opened(kept.place, append_key=False) as journal:
        clock = GivenClock(host_clock() + ahead)
        account = Account(journal._rooms.store, journal.id, key=kept.key, clock=clock)
        return account.seal().note or b""


def test_what_is_older_than_a_cosignature_before_it_is_found(kept: Kept) -> None:
    """By who has the journal, and by who has a bundle; each event is named."""
    note = cosigned(sealed(kept), BEHIND)

    kept.more()

    found = kept.found(since=note)
    assert [each.partition(" (")[0] for each in found] == [
        f"position {number}" for number in range(SEALED + 1, SEALED + 6)
    ]
    assert all(f"{WITNESS.name} signed a log of 8 rows without it" in each
               for each in found)  # fmt: skip
    report = kept.bundled(note)
    assert report.code == 1
    assert [place.partition(" (")[0] for place, _ in report.found] == [
        f"position {number}" for number in range(SEALED + 1, SEALED + 6)
    ]
    assert all(
        "signed a log of 8 events without it" in text for _, text in report.found
    )


def test_a_clock_that_is_a_little_behind_passes(kept: Kept) -> None:
    """So far, clocks differ that nobody has tampered with."""
    note = cosigned(sealed(kept), A_LITTLE)

    kept.more()

    assert kept.found(since=note) == []
    assert kept.bundled(note).found == []


def test_a_cosignature_that_is_kept_as_an_anchor_counts_too(kept: Kept) -> None:
    """Nobody need give a checkpoint for it; the event that names it is beyond it."""
    note = cosigned(sealed(kept), BEHIND)
    with account_at(kept.place.url, key=kept.key) as account:
        account.anchor(note, policy=kept.policy)

    kept.more(1)

    found = [each for each in kept.found() if each.startswith("position")]
    assert len(found) == 4
    assert f"position {SEALED + 1} " in found[0]


def test_the_logs_own_daily_signature_counts_too(kept: Kept) -> None:
    """It says when it was made, which whoever sets the clock back cannot change."""
    note = sealed(kept, ahead=BEHIND)

    with opened(kept.place, append_key=False) as journal:
        note_some(journal, 1)
    sealed(kept, ahead=BEHIND)

    found = [each for each in kept.found() if each.startswith("position")]
    assert [each.partition(" (")[0] for each in found] == ["position 9", "position 10"]
    assert "kvalitet-core/journal/" in found[0]
    report = kept.bundled(note)
    assert [place.partition(" (")[0] for place, _ in report.found] == [
        "position 9",
        "position 10",
    ]


def test_who_is_not_known_dates_nothing(kept: Kept) -> None:
    """A time counts by whose signature it is in."""
    note = cosigned(sealed(kept), BEHIND)
    kept.more()

    with account_at(kept.place.url, key=kept.key, read_only=True) as account:
        report = account.verify(policy=policy_file(public_keys(kept.key)), since=note)

    assert report.found == []


def test_of_a_case_the_index_is_held_against_it(kept: Kept) -> None:
    """It is the one event whose place a bundle of cases shows."""
    note = cosigned(sealed(kept), BEHIND)
    kept.more()

    report = kept.bundled(note, "lesson/1")

    assert [place for place, _ in report.found] == ["cases/index.entry"]
