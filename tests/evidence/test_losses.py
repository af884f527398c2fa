"""A loss that is declared is told; one that is not is found, however it is dressed."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.bundles import Item, found, rebuilt
from tests.evidence.sealing import note_some, sequencer
from tests.journal.processes import opened

from kvalitet_core.errors import EvidenceUnavailable
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.checking.keys import of_one_journal
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.losses import LOSS, losses_in
from kvalitet_core.evidence.making.checkpoints import Checkpoint, signed
from kvalitet_core.evidence.making.hashing import root_of
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.evidence.signer import Signer
from kvalitet_core.evidence.witness import Witness
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.own_events import LossDeclared
from kvalitet_core.opening_evidence import account_at

BY = {"reason": "the disk failed", "by": "a-1"}


@attrs.frozen
class Restored:
    """A journal of which a backup was restored, and what others hold of it.

    Attributes:
        folder: Where all of it is.
        kept: A checkpoint of rows that the backup has.
        lost: A checkpoint of more.
    """

    folder: Path
    kept: Path
    lost: Path

    @property
    def place(self) -> Place:
        """Where the journal is."""
        return Place(str(self.folder / "journal.db"), None)

    @property
    def key(self) -> Path:
        """The signing key."""
        return self.folder / "signing-key"

    @property
    def pocket(self) -> Path:
        """The policy that an auditor has from before: the first log's keys."""
        return self.folder / "former" / "policy.txt"

    def write(self, many: int) -> None:
        """Go on writing."""
        with opened(self.place) as journal:
            note_some(journal, many)

    def account(self) -> Iterator[Account]:
        """The journal's evidence."""
        with account_at(self.place.url, key=self.key) as account:
            yield account

    def succeed(self) -> LossDeclared:
        """Declare the loss."""
        for account in self.account():
            return account.succeed(**BY)
        raise AssertionError

    def report(self, since: Path) -> Report:
        """What verifying the journal comes to, for who has the first log's keys."""
        for account in self.account():
            return account.verify(
                since=since.read_bytes(), policy=self.pocket.read_bytes()
            )
        raise AssertionError

    def bundle(self, name: str = "later") -> Path:
        """A bundle of the journal as it is now, with a case index."""
        for account in self.account():
            account.log_index()
            account.seal()
            account.bundle(self.folder / name)
            account.bundle(self.folder / f"{name}-case", cases=["lesson/1"])
        return self.folder / name


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Restored:
    """Twelve rows are kept, then more are signed, then the backup is restored."""
    folder = tmp_path_factory.mktemp("restored")
    made = Restored(folder, folder / "kept", folder / "lost")
    with opened(made.place) as journal:
        note_some(journal, 5)
    with account_at(made.place.url, key=made.key) as account:
        made.kept.write_bytes(account.seal().note or b"")
    with opened(made.place) as journal:
        journal.backup(folder / "older.db")
        note_some(journal, 9)
    with account_at(made.place.url, key=made.key) as account:
        made.lost.write_bytes(account.seal().note or b"")
        account.bundle(folder / "former")
    (folder / "older.db").replace(made.place.url)
    made.write(2)
    return made


@pytest.fixture
def restored(whole: Restored, tmp_path: Path) -> Restored:
    """A copy of it, to do something with."""
    folder = tmp_path / "own"
    shutil.copytree(whole.folder, folder)
    return Restored(folder, folder / "kept", folder / "lost")


def size_of(note: Path) -> int:
    """Of how many rows a checkpoint is."""
    return int(note.read_text("utf-8").split("\n")[1])


def test_a_declared_loss_is_told_and_not_found(restored: Restored) -> None:
    """By the journal's own verifier, with the keys from before."""
    undeclared = restored.report(restored.lost)

    declared = restored.succeed()
    beyond, below = restored.report(restored.lost), restored.report(restored.kept)

    assert [each.place for each in undeclared.found].count("the checkpoint given") == 1
    assert (declared.size, declared.kept) == (
        size_of(restored.lost),
        size_of(restored.kept),
    )
    assert beyond.found == []
    (unseen,) = beyond.unchecked
    assert "the checkpoint given: of its" in unseen
    assert all("a-1: the disk failed" in line for line in [unseen, *beyond.losses])
    assert (below.found, len(below.losses)) == ([], 1)
    assert any("the checkpoint given" in line for line in below.checked)


@pytest.mark.parametrize("language", [0, 1])
def test_a_bundle_says_it_in_words(restored: Restored, language: int) -> None:
    """In Danish and in English, to who has a checkpoint, and to who has a case."""
    restored.succeed()
    bundle = restored.bundle()
    pocket = restored.pocket

    beyond = verify.verified(bundle, since=restored.lost, policy=pocket)
    below = verify.verified(bundle, since=restored.kept, policy=pocket)
    case = verify.verified(Path(f"{bundle}-case"), policy=pocket)

    assert [each.found for each in (beyond, below, case)] == [[], [], []]
    assert [each.code for each in (beyond, below, case)] == [3, 0, 0]
    assert ("grew", (str(restored.kept), size_of(restored.kept))) in below.checked
    assert "succeeds" in [key for key, _ in case.notes]
    said = "\n".join(verify.in_words(beyond, language))
    assert "a-1: the disk failed" in said
    assert ("ikke alle der", "not all are there")[1 - language] in said


def test_what_is_given_and_is_there_is_held_against_it(restored: Restored) -> None:
    """Beyond what is known to be kept, too, where the backup had all of it."""
    head = size_of(restored.kept) + 2
    for account in restored.account():
        rows = list(account._store.log(upto=head, limit=head))
    root = root_of([leaf_of(row).hash for row in rows])
    declared = restored.succeed()
    held = forged(restored, head, root)
    bundle = restored.bundle()

    report = restored.report(held)

    assert declared.kept < head < declared.size
    assert (report.found, report.unchecked) == ([], [])
    assert found(bundle, since=held, policy=restored.pocket) == (0, [])


def test_a_proof_of_as_many_is_no_proof_of_what_was_lost(restored: Restored) -> None:
    """In a bundle of a case, where the log that goes on was as long once, too."""
    restored.succeed()
    for account in restored.account():
        later = account.seal().note or b""
        account.anchor(later)
    other = forged(restored, int(later.split(b"\n")[1]), b"x" * 32)
    case = Path(f"{restored.bundle()}-case")

    code, lines = found(case, since=other, policy=restored.pocket)

    assert code == 3
    assert "cannot be compared with this bundle of some cases" in lines[0]
    assert found(case, policy=restored.pocket) == (0, [])


def test_what_goes_on_is_held_against_the_successor(restored: Restored) -> None:
    """Another loss, not declared, is found; declared, it is told too."""
    restored.succeed()
    with opened(restored.place) as journal:
        journal.backup(restored.folder / "second.db")
    restored.write(4)
    for account in restored.account():
        restored.lost.write_bytes(account.seal().note or b"")
    (restored.folder / "second.db").replace(restored.place.url)
    restored.write(1)

    places = [each.place for each in restored.report(restored.lost).found]
    again = restored.succeed()
    report = restored.report(restored.lost)
    offline = found(restored.bundle(), since=restored.lost, policy=restored.pocket)
    first = found(restored.bundle("third"), since=restored.folder / "former/checkpoint")

    assert "the checkpoint given" in places
    assert again.successor.endswith("/3")
    assert (report.found, len(report.losses)) == ([], 2)
    assert (len(report.unchecked), offline[0], first[0]) == (1, 3, 3)
    assert "not all are there" in offline[1][0]


def test_a_declaration_may_itself_be_lost(restored: Restored) -> None:
    """The backup is older than it: the log that ended is the one that was signed."""
    before = Path(restored.place.url).read_bytes()
    restored.succeed()
    restored.write(2)
    for account in restored.account():
        restored.lost.write_bytes(account.seal().note or b"")
    Path(restored.place.url).write_bytes(before)
    for name in ("-wal", "-shm"):
        Path(f"{restored.place.url}{name}").unlink(missing_ok=True)
    with pytest.raises(EvidenceUnavailable, match="not for"):
        restored.bundle()

    again = restored.succeed()
    report = restored.report(restored.lost)
    bundle = restored.bundle("second")
    first = restored.folder / "former" / "checkpoint"

    assert (again.former[-2:], again.successor[-2:]) == ("/2", "/3")
    assert (report.found, len(report.losses), len(report.unchecked)) == ([], 1, 1)
    assert found(bundle, since=restored.lost, policy=restored.pocket)[0] == 3
    assert [each.place for each in restored.report(first).found]
    assert found(bundle, since=first, policy=restored.pocket)[0] == 1


def forged(restored: Restored, size: int, root: bytes) -> Path:
    """A checkpoint of the former log, signed by its key."""
    former = read_note(restored.lost.read_bytes()).text.split("\n")[0]
    key = SignerKey.read(restored.key.read_text("utf-8"))
    head = Checkpoint(origin=former, size=size, root=root)
    path = restored.folder / "forged"
    path.write_bytes(signed(head, attrs.evolve(key, name=former), at=host_clock()))
    return path


def test_no_more_than_is_declared_may_be_missing(restored: Restored) -> None:
    """A checkpoint of more rows, or of others, than the loss says is found."""
    declared = restored.succeed()
    bundle = restored.bundle()

    for size in (declared.size, declared.size + 1):
        other = forged(restored, size, b"x" * 32)
        told = [each.place for each in restored.report(other).found]
        assert told == ["the checkpoint given"], size
        assert found(bundle, since=other, policy=restored.pocket)[0] == 1


def test_what_was_kept_must_be_what_was_signed(restored: Restored) -> None:
    """A loss covers nothing below what it says is there."""
    restored.succeed()
    bundle = restored.bundle()
    other = forged(restored, size_of(restored.kept), b"x" * 32)

    assert [e.place for e in restored.report(other).found] == ["the checkpoint given"]
    assert "tampered" in found(bundle, since=other, policy=restored.pocket)[1][0]


def test_a_bundle_that_hides_the_declaration_is_found(restored: Restored) -> None:
    """Even signed by the key: a successor has a loss, and each loss a successor."""
    restored.succeed()
    bundle = restored.bundle()
    key = SignerKey.read(restored.key.read_text("utf-8"))
    former = attrs.evolve(key, name=key.name.rpartition("/")[0])

    def hidden(items: list[Item]) -> list[Item]:
        return [each for each in items if b"journal.loss_declared" not in each[0]]

    as_before = shutil.copytree(bundle, restored.folder / "as-before")
    code, lines = found(rebuilt(bundle, key, hidden))
    other_code, other_lines = found(rebuilt(as_before, former, list))

    assert (code, other_code) == (1, 1)
    assert any("losses end with log 1" in line for line in lines)
    assert any("losses end with log 2" in line for line in other_lines)


def test_who_has_not_the_key_declares_no_loss(restored: Restored) -> None:
    """Whoever owns the database can write the event, and nobody signs it."""
    former, size, root, _ = restored.lost.read_text("utf-8").split("\n", 3)
    loss = LossDeclared(
        by="a-1",
        former=former,
        kept=1,
        reason="the disk failed",
        root=base64.b64decode(root).hex(),
        size=int(size),
        successor=f"{former}/2",
    )
    with opened(restored.place) as journal:
        store = journal._rooms.store
        log_own(store, journal.id, LOSS, lambda _: loss, clock=host_clock)
        sequencer(journal, None).seal()

    report = restored.report(restored.lost)

    places = {each.place for each in report.found}
    assert "the checkpoint given" in places
    assert any("a loss that nobody has signed" in each.text for each in report.found)
    assert report.losses == []


def test_nothing_is_declared_where_nothing_is_lost(restored: Restored) -> None:
    """Nor a second time: the successor goes on by sealing."""
    restored.succeed()

    with pytest.raises(EvidenceUnavailable, match="nothing that was signed is lost"):
        restored.succeed()


def test_stopped_after_the_declaration_it_goes_on(restored: Restored) -> None:
    """One loss is declared, whenever it was stopped; until then nothing is signed."""
    before = {name: (restored.folder / name).read_bytes()
              for name in ("signing-key", "signing-key.state")}  # fmt: skip
    declared = restored.succeed()
    for names in (("signing-key", "signing-key.state"), ("signing-key",)):
        for name in names:
            (restored.folder / name).write_bytes(before[name])
        with pytest.raises(EvidenceUnavailable, match="not for"):
            Signer.open(restored.key, origin=declared.successor)

        assert restored.succeed() == declared

    with opened(restored.place) as journal:
        assert len(losses_in(journal._rooms.store, journal.id).every) == 1
    assert restored.report(restored.lost).found == []


def test_a_process_that_still_signs_for_the_former_log_signs_nothing(
    restored: Restored,
) -> None:
    """What it was opened for has ended: it says so, and commits are as durable."""
    with opened(restored.place, seal=restored.key) as journal:
        restored.succeed()
        state = Path(f"{restored.key}.state").read_bytes()
        note_some(journal)
        patience = monotonic() + 30
        while not isinstance(journal.unsealed, EvidenceUnavailable):
            assert monotonic() < patience
            sleep(0.02)

    assert Path(f"{restored.key}.state").read_bytes() == state
    assert restored.report(restored.lost).found == []


def test_a_witness_does_not_go_over_by_itself(restored: Restored) -> None:
    """Whoever trusts a successor says so: a witness of it is made anew."""
    path = restored.folder / "witness"
    policy = restored.pocket.read_bytes()
    witness = Witness.init(path, name="auditor.example/w", policy=policy)
    witness.cosign(restored.folder / "former", at=host_clock())
    restored.succeed()
    bundle = restored.bundle()

    with pytest.raises(EvidenceUnavailable, match="nothing is cosigned"):
        witness.cosign(bundle, at=host_clock())

    fresh = Witness.init(
        restored.folder / "fresh", name="auditor.example/w", policy=policy
    )
    assert fresh.cosign(bundle, at=host_clock())


def test_an_anchor_of_what_is_lost_is_not_kept(restored: Restored) -> None:
    """It is told why; one of what was kept is an anchor still."""
    restored.succeed()

    for account in restored.account():
        with pytest.raises(EvidenceUnavailable, match="is of rows that are lost"):
            account.anchor(restored.lost.read_bytes())
        assert account.anchor(restored.kept.read_bytes()).size


@pytest.mark.parametrize(
    ("name", "other", "told"),
    [
        ("kvalitet-core/journal/a/2", "kvalitet-core/journal/a", "one"),
        ("kvalitet-core/journal/a", "kvalitet-core/journal/a/12", "one"),
        ("kvalitet-core/journal/b/2", "kvalitet-core/journal/a", "two"),
        ("kvalitet-core/journal/a/02", "kvalitet-core/journal/a", "two"),
        ("kvalitet-core/journal/a/1", "kvalitet-core/journal/a", "two"),
        ("kvalitet-core/journal/a/append", "kvalitet-core/journal/a", "two"),
        ("example/log/2", "example/log", "two"),
    ],
)
def test_a_key_counts_for_the_logs_of_one_journal(
    name: str, other: str, told: str
) -> None:
    """And for no other log, whatever it is called."""
    assert of_one_journal(name, other) is (told == "one")
    assert (verify.log_of(name)[0] == verify.log_of(other)[0]) is (told == "one")


def test_rows_that_are_signed_as_they_are_appended_go_on(tmp_path: Path) -> None:
    """The append key is the journal's, whatever its log is called."""
    own = Restored(tmp_path, tmp_path / "kept", tmp_path / "lost")
    with opened(own.place, append_key=True) as journal:
        note_some(journal, 3)
    for account in own.account():
        own.kept.write_bytes(account.seal().note or b"")
    with opened(own.place) as journal:
        journal.backup(tmp_path / "older.db")
        note_some(journal, 2)
    for account in own.account():
        own.lost.write_bytes(account.seal().note or b"")
        account.bundle(tmp_path / "former")
    (tmp_path / "older.db").replace(own.place.url)
    own.write(1)

    own.succeed()
    own.write(1)
    bundle = own.bundle()

    report = own.report(own.lost)
    assert (report.found, len(report.losses), len(report.unchecked)) == ([], 1, 1)
    assert any("is signed by an append key" in line for line in report.checked)
    offline = verify.verified(bundle, since=own.lost, policy=own.pocket, appends=True)
    assert (offline.code, offline.found) == (3, [])
    assert "appends" in [key for key, _ in offline.checked]
