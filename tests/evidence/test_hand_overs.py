"""From one key that signs to the next: followed where that is shown, and never back."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.bundles import Item, found, rebuilt, resummed
from tests.evidence.sealing import note_some, unguarded
from tests.journal.processes import opened

from kvalitet_core.errors import EvidenceUnavailable, Unproved
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.making.checkpoints import Checkpoint, signed
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.evidence.sequencer import Sequencer
from kvalitet_core.evidence.signer import Signer, origin_of, public_keys
from kvalitet_core.evidence.witness import Witness
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.own_events import KeyChanged
from kvalitet_core.journal.tree_store import Signed
from kvalitet_core.opening_evidence import account_at

_LONG = 1000
"""So long is a key of ML-DSA-44, as text."""


@attrs.frozen
class Changed:
    """A journal whose key changed twice, and what somebody knew before that."""

    folder: Path
    place: Place
    key: Path
    policy: Path
    since: Path
    stolen: SignerKey

    def account(self, **settings: Any) -> Any:
        """Its evidence."""
        keys = self.place.keys
        return account_at(self.place.url, key=self.key, keys=keys, **settings)

    def positions(self) -> list[int]:
        """Where the journal says that its key changed."""
        with self.account(read_only=True) as account:
            rows = account._store.log(limit=1000)
            return [row[0] for row in rows if row[3] == "journal.key_changed/1"]


def changed(folder: Path, place: Place, times: int = 2) -> Changed:
    """Make one, and its bundles."""
    key = folder / "signing-key"
    with opened(place, seal=key) as journal:
        note_some(journal, 3)
    made = Changed(
        folder,
        place,
        key,
        folder / "old.policy",
        folder / "old.checkpoint",
        SignerKey.read(key.read_text("utf-8")),
    )
    made.policy.write_bytes(policy_file(public_keys(key)))
    with made.account() as account:
        made.since.write_bytes(account.checkpoint().note)
        account.bundle(folder / "early")
    for _ in range(times):
        with made.account() as account:
            account.rotate()
        with opened(place, seal=key) as journal:
            note_some(journal, 3)
    with made.account() as account:
        account.log_index()
        account.seal()
        account.bundle(folder / "full")
        account.bundle(folder / "case", cases=["lesson/1"])
    return made


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """One on SQLite, which nobody changes."""
    folder = tmp_path_factory.mktemp("twice")
    return changed(folder, Place(str(folder / "journal.db"), None))


def test_who_knows_the_first_key_follows_to_the_last(twice: Changed) -> None:
    """By the bundle alone: the checkpoints that the keys signed last travel with it."""
    bundle = twice.folder / "full"

    assert found(bundle) == (0, [])
    assert found(bundle, policy=twice.policy, since=twice.since) == (0, [])
    last = sorted(bundle.glob("anchors/*-handover.checkpoint"))
    assert [int(each.name.split("-")[1]) for each in last] == twice.positions()


def test_a_journal_is_followed_too(tmp_path: Path, lasting_place: Place) -> None:
    """On SQLite and PostgreSQL, all of it and its newest."""
    made = changed(tmp_path, lasting_place)

    with made.account(read_only=True) as account:
        for full in (True, False):
            report = account.verify(
                full=full,
                policy=made.policy.read_bytes(),
                since=made.since.read_bytes(),
            )
            assert (report.found, report.unchecked) == ([], [])
        assert account.standing(policy=made.policy.read_bytes()).problems == []


def test_the_key_before_signs_what_ends_with_the_change_and_no_more(
    twice: Changed,
) -> None:
    """So that one checkpoint shows to which key it gave over."""
    with twice.account(read_only=True) as account:
        notes = account._store.all_signed(after=-1, limit=100)

    first, second = twice.positions()
    keys = [each for each in public_keys(twice.key) if len(each) < _LONG]
    sizes = {}
    for key in keys:
        policy = read_policy(policy_file([key]))
        sizes[key] = [each.size for each in notes if _signs(policy, each.note)]
    assert [max(each) for each in sizes.values()][:2] == [first, second]
    assert all(first <= each <= second for each in sizes[keys[1]])


def _signs(policy: Policy, note: bytes) -> bool:
    try:
        return bool(policy.judge(note))
    except Unproved:
        return False


def _cut(items: list[Item]) -> list[Item]:
    return items[:-1]


@pytest.mark.parametrize("given", [False, True])
def test_a_bundle_that_a_stolen_old_key_signed_is_found(
    twice: Changed, tmp_path: Path, *, given: bool
) -> None:
    """It has the event that names the next key, so the former one counts no more."""
    bundle = tmp_path / "forged"
    shutil.copytree(twice.folder / "full", bundle)
    rebuilt(bundle, twice.stolen, _cut)
    settings = {"policy": twice.policy} if given else {}

    code, told = found(bundle, **settings)

    _, second = twice.positions()
    assert code == 1
    text = f"checkpoint: is beyond position {second}, where "
    assert any(each.startswith(text) for each in told), told


def test_a_journal_that_a_stolen_old_key_signs_is_found(
    tmp_path: Path, lasting_place: Place
) -> None:
    """The checkpoint is of the very rows that are there; its key had given over."""
    made = changed(tmp_path, lasting_place, 1)
    with opened(made.place) as journal:
        note_some(journal)
    with made.account() as account:
        store, origin = account._store, account.origin
        Sequencer(store, origin=origin, signer=None, clock=host_clock).advance()
        head = Checkpoint(origin=origin, **store.tree_head()._asdict())
        forged = signed(head, made.stolen, at=host_clock())
        with store.sealing() as writer:
            at = written(host_clock())
            writer.put_signed(Signed(head.size, at, forged))
        report = account.verify()

    (problem,) = report.found
    assert problem.place == f"checkpoint of {head.size} rows"
    assert "gave over to" in problem.text


def test_what_cannot_be_followed_is_not_called_wrong(
    twice: Changed, tmp_path: Path
) -> None:
    """Where the last checkpoint of the key before is not there: whom to ask is told."""
    bundle = tmp_path / "bundle"
    shutil.copytree(twice.folder / "full", bundle)
    for each in bundle.glob("anchors/*-handover.checkpoint"):
        each.unlink()
    resummed(bundle)

    code, told = found(bundle, policy=twice.policy)

    assert code == 3
    (line,) = told
    first, _ = twice.positions()
    assert line.startswith(f"checkpoint: the journal says at position {first} that ")
    assert line.endswith("ask whoever runs the journal")
    assert found(bundle) == (0, [])


def test_nor_in_a_journal(tmp_path: Path) -> None:
    """Where what the key before signed last was taken away."""
    made = changed(tmp_path, Place(str(tmp_path / "journal.db"), None), 1)
    (position,) = made.positions()
    with sqlite3.connect(made.place.url) as database, unguarded(database):
        database.execute("DELETE FROM tree_checkpoints WHERE size = ?", [position])

    with made.account(read_only=True) as account:
        report = account.verify(policy=made.policy.read_bytes())

    assert report.found == []
    (line,) = report.unchecked
    assert line.startswith(f"the journal says at position {position} that ")


def test_a_bundle_of_cases_says_that_it_cannot_tell(twice: Changed) -> None:
    """The event is not in it."""
    code, told = found(twice.folder / "case", policy=twice.policy)

    first, _ = twice.positions()
    assert code == 3
    assert f"at position {first} " in told[0]
    assert "gave over to another key" in told[0]
    assert found(twice.folder / "case") == (0, [])


def test_a_change_that_nobody_asked_the_signer_for_is_not_signed(
    tmp_path: Path,
) -> None:
    """Whoever writes to the database names no key of his own: the signer refuses."""
    place, key = Place(str(tmp_path / "journal.db"), None), tmp_path / "signing-key"
    with opened(place, seal=key) as journal:
        note_some(journal, 2)
        origin, journal_id = origin_of(journal.id), journal.id
    own = SignerKey(name=origin, seed=b"e" * 32).verifier_key
    with account_at(place.url, key=key) as account:
        signer = Signer.open(key, origin=origin)
        last = signer.last().size
        change = KeyChanged(before=signer.key.verifier_key, after=own)
        name = "journal.key_changed/1"
        log_own(account._store, journal_id, name, lambda _: change, clock=host_clock)

        with pytest.raises(Unproved, match="not what this signer was asked to do"):
            account.seal()

    assert signer.last().size == last


def test_a_change_that_was_stopped_is_finished_by_whoever_signs_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key before signs no more than what ends with the change, even then."""
    place, key = Place(str(tmp_path / "journal.db"), None), tmp_path / "signing-key"
    with opened(place, seal=key) as journal:
        note_some(journal, 2)
    policy = policy_file(public_keys(key))
    with account_at(place.url, key=key) as account, monkeypatch.context() as patched:
        patched.setattr(Signer, "sign", _stopped)
        with pytest.raises(KeyboardInterrupt):
            account.rotate()
    with opened(place, seal=key) as journal:
        note_some(journal, 2)

    with account_at(place.url, key=key) as account:
        report = account.verify(policy=policy)
        account.bundle(tmp_path / "bundle")

    (tmp_path / "policy").write_bytes(policy)
    assert (report.found, report.unchecked) == ([], [])
    assert found(tmp_path / "bundle", policy=tmp_path / "policy") == (0, [])
    assert not Path(f"{key}.next").exists()


def _stopped(*_: Any, **__: Any) -> bytes:
    raise KeyboardInterrupt


def test_a_witness_follows_and_keeps_the_key(twice: Changed, tmp_path: Path) -> None:
    """Its policy names the next keys from then on; what it cosigned is still known."""
    path = tmp_path / "w.key"
    Witness.init(path, name="w.example/1", policy=twice.policy.read_bytes())
    Witness(path).cosign(twice.folder / "early", at=host_clock())

    witness = Witness(path)
    witness.cosign(twice.folder / "full", at=host_clock())

    policy = Path(f"{path}.policy").read_text("utf-8")
    ed25519 = [each for each in public_keys(twice.key) if len(each) < _LONG]
    assert witness.followed == ed25519[1:]
    assert all(f"log {each}\n" in policy for each in ed25519)
    again = Witness(path)
    again.cosign(twice.folder / "full", at=host_clock())
    assert again.followed == []


def test_a_witness_that_cannot_follow_cosigns_nothing(
    twice: Changed, tmp_path: Path
) -> None:
    """And its policy is as it was."""
    path = tmp_path / "w.key"
    Witness.init(path, name="w.example/1", policy=twice.policy.read_bytes())
    bundle = tmp_path / "bundle"
    shutil.copytree(twice.folder / "full", bundle)
    for each in bundle.glob("anchors/*-handover.checkpoint"):
        each.unlink()
    resummed(bundle)

    with pytest.raises(EvidenceUnavailable, match="ask whoever runs the journal"):
        Witness(path).cosign(bundle, at=host_clock())

    assert Path(f"{path}.policy").read_bytes() == twice.policy.read_bytes()


def test_a_last_checkpoint_of_another_tree_leads_nowhere(
    twice: Changed, tmp_path: Path
) -> None:
    """Who has the newest key cannot have the earlier ones vouch for another past."""
    bundle = tmp_path / "forged"
    newest = SignerKey.read(twice.key.read_text("utf-8"))
    shutil.copytree(twice.folder / "full", bundle)
    first, _ = twice.positions()
    rebuilt(bundle, newest, lambda items: [*items[:2], items[1], *items[3:]])

    code, told = found(bundle, policy=twice.policy)

    assert code == 1
    text = f"checkpoint: its first {first} events are not those of the bundle: tampered"
    assert text in told
