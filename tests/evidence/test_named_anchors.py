"""An anchor that is taken in is an event, and lies in a table beside the events."""

from __future__ import annotations

import json
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.evidence.bundles import found, resummed
from tests.evidence.sealing import note_some
from tests.evidence.test_attacks_on_anchors import TOKEN, cosigned
from tests.evidence.test_attacks_on_appends import attack
from tests.journal.processes import opened

from kvalitet_core import Journal
from kvalitet_core.errors import JournalUnavailable, KeyUnavailable
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.own_events import Anchored
from kvalitet_core.journal.tree_store import Anchor
from kvalitet_core.opening_evidence import account_at

NAME = "journal.anchored/1"


def named(journal: Journal) -> list[Anchored]:
    """What the journal says of its anchors."""
    return [each.event for each in journal.events(names=[NAME])]


def account_of(journal: Journal, folder: Path) -> Account:
    """The evidence of a journal that is open."""
    store = journal._rooms.store
    return Account(store, journal.id, key=folder / "key", clock=host_clock)


def sealed(folder: Path, **settings: Path) -> Place:
    """A journal that is sealed; and `note` has its checkpoint."""
    place = Place(str(folder / "journal.db"), str(folder / "journal.keys"))
    with opened(place, append_key=settings.get("append_key", False)) as journal:
        note_some(journal, 3)
    with account_at(place.url, key=folder / "key", **settings) as account:
        (folder / "note").write_bytes(account.seal().note or b"")
    return place


def report(place: Place, folder: Path) -> Report:
    """What verifying comes to."""
    with account_at(place.url, key=folder / "key", read_only=True) as account:
        return account.verify()


def test_an_event_says_what_is_kept(place: Place, tmp_path: Path) -> None:
    """On every store: which checkpoint, what kind of proof, and the digest of it."""
    with opened(place, append_key=False) as journal:
        note_some(journal, 2)
        account = account_of(journal, tmp_path)
        note = account.seal().note or b""
        account.anchor(note, timestamp=TOKEN)
        account.anchor(cosigned(note))
        events, kept = named(journal), journal._rooms.store.anchors()
        streams = {each.stream for each in journal.events(names=[NAME])}
        own = f"journal/{journal.id}"
        account.seal()
        assert account.verify().found == []

    read = read_checkpoint(read_note(note).text)
    assert streams == {own}
    assert [each.kind for each in events] == ["copy", "rfc3161", "cosignature"]
    assert {(each.origin, each.root, each.size) for each in events} == {
        (read.origin, read.root.hex(), read.size)
    }
    assert {(each.kind, each.digest) for each in events} == {
        (each.kind, sha256(each.content).hexdigest()) for each in kept
    }


def test_the_same_anchor_taken_in_twice_makes_one_event(
    place: Place, tmp_path: Path
) -> None:
    """And a time stamp of it, later, one more."""
    with opened(place, append_key=False) as journal:
        note_some(journal, 2)
        account = account_of(journal, tmp_path)
        note = account.seal().note or b""
        for _ in range(2):
            account.anchor(note)
        once = journal.head()
        account.anchor(note, timestamp=TOKEN)
        kinds, twice = [each.kind for each in named(journal)], journal.head()

    assert twice == once + 1
    assert kinds == ["copy", "rfc3161"]


def test_one_that_is_gone_is_put_back_by_the_same_command(tmp_path: Path) -> None:
    """The event is there already; it says since when somebody has it."""
    place = sealed(tmp_path)
    note = (tmp_path / "note").read_bytes()
    with account_at(place.url, key=tmp_path / "key") as account:
        account.anchor(note)
        account.seal()
    attack(place, "DELETE FROM tree_anchors")
    gone = report(place, tmp_path).found
    with account_at(place.url, key=tmp_path / "key") as account:
        account.anchor(note)

    with opened(place, append_key=False) as journal:
        (event,) = journal.events(names=[NAME])
        (kept,) = journal._rooms.store.anchors()
    assert len(gone) == 1
    assert kept.added_at == f"{event.recorded_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert report(place, tmp_path).found == []


def test_one_of_before_events_named_them_is_told_and_not_found(tmp_path: Path) -> None:
    """Until it is taken in again: then an event names it."""
    place = sealed(tmp_path)
    note = (tmp_path / "note").read_bytes()
    with opened(place, append_key=False) as journal:
        before = Anchor(8, "copy", "2026-11-22T12:00:00.000000Z", note)
        before = before._replace(added_at=f"{host_clock():%Y-%m-%dT%H:%M:%S.%fZ}")
        with journal._rooms.store.writing() as (writer, _, _):
            writer.put_anchor(before)
    with account_at(place.url, key=tmp_path / "key") as account:
        account.bundle(tmp_path / "bundle")
        told, standing = account.verify(), account.standing()
        account.anchor(note)
        after, named_now = account.verify(), account.standing()

    bundled = verify.verified(tmp_path / "bundle")
    assert told.found == after.found == []
    assert sum("no event names it" in each for each in told.left_out) == 1
    assert not any("no event names it" in each for each in after.left_out)
    assert (standing.anchored_in, named_now.anchored_in) == (None, 9)
    assert standing.anchor == before
    assert (bundled.code, bundled.found) == (0, [])
    assert ("anchors_unnamed", (1, "anchors/001-8-copy.checkpoint")) in bundled.notes


def test_the_event_is_signed_as_it_is_appended(tmp_path: Path) -> None:
    """Where the journal's rows are; who has no append key takes nothing in."""
    append = tmp_path / "append-key"
    place = sealed(tmp_path, append_key=append)
    note = (tmp_path / "note").read_bytes()
    append.rename(tmp_path / "elsewhere")
    with (
        account_at(place.url, key=tmp_path / "key", append_key=append) as account,
        pytest.raises(KeyUnavailable),
    ):
        account.anchor(note)
    with opened(place, read_only=True) as journal:
        nothing = (named(journal), list(journal._rooms.store.anchors()))
    (tmp_path / "elsewhere").rename(append)

    with account_at(place.url, key=tmp_path / "key", append_key=append) as account:
        account.anchor(note)
        told = account.verify()

    assert nothing == ([], [])
    assert told.found == []
    assert "every row from position 2 on is signed by an append key: 6 signatures" in (
        told.checked
    )


def test_both_are_kept_or_neither(tmp_path: Path) -> None:
    """The event and the anchor are written in one transaction."""
    place = sealed(tmp_path)
    note = (tmp_path / "note").read_bytes()
    for table in ("tree_anchors", "stored_events"):
        connection = sqlite3.connect(place.url)
        connection.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
        connection.commit()
        with (
            account_at(place.url, key=tmp_path / "key") as account,
            pytest.raises(JournalUnavailable, match="the disk is full"),
        ):
            account.anchor(note)
        connection.execute("DROP TRIGGER full")
        connection.commit()
        connection.close()

    with opened(place, read_only=True) as journal:
        assert named(journal) == []
        assert list(journal._rooms.store.anchors()) == []
        assert journal.head() == 8


def test_a_journal_that_is_only_read_takes_none_in(tmp_path: Path) -> None:
    """It says so, and keeps neither."""
    place = sealed(tmp_path)

    with (
        account_at(place.url, key=tmp_path / "key", read_only=True) as account,
        pytest.raises(JournalUnavailable, match="for reading only"),
    ):
        account.anchor((tmp_path / "note").read_bytes())

    assert report(place, tmp_path).unsealed == 0


def test_a_backup_has_both(lasting_place: Place, tmp_path: Path) -> None:
    """The copy is verified as the journal is."""
    with opened(lasting_place, append_key=False) as journal:
        note_some(journal, 2)
        account = account_of(journal, tmp_path)
        account.anchor(account.seal().note or b"")
        journal.backup(tmp_path / "copy.db")

    with account_at(str(tmp_path / "copy.db"), key=tmp_path / "key") as account:
        account.seal()
        told = account.verify()

    assert told.found == []
    assert "anchors that the journal names: 1, and each is there" in told.checked


def test_what_is_recovered_has_its_anchors(tmp_path: Path) -> None:
    """They are put back from the bundle, with the events that name them."""
    place = sealed(tmp_path)
    note = (tmp_path / "note").read_bytes()
    shutil.copy(place.url, tmp_path / "older.db")
    with account_at(place.url, key=tmp_path / "key") as account:
        account.anchor(note, timestamp=TOKEN)
        account.seal()
        account.bundle(tmp_path / "bundle")
        kept = [each[:2] + each[3:] for each in account._store.anchors()]
    for path in tmp_path.glob("journal.db*"):
        path.unlink()
    shutil.copy(tmp_path / "older.db", place.url)

    with account_at(place.url, key=tmp_path / "key") as account:
        count = account.restore(tmp_path / "bundle")
        account.seal()
        told = account.verify()
        back = [each[:2] + each[3:] for each in account._store.anchors()]

    assert count == 2
    assert back == kept
    assert told.found == []


def test_a_bundle_that_lacks_one_is_recovered_from(tmp_path: Path) -> None:
    """All events are there; that the anchor is not is found in the journal then."""
    place = sealed(tmp_path)
    note = cosigned((tmp_path / "note").read_bytes())
    shutil.copy(place.url, tmp_path / "older.db")
    with account_at(place.url, key=tmp_path / "key") as account:
        account.anchor(note)
        account.seal()
    attack(place, "DELETE FROM tree_anchors")
    with account_at(place.url, key=tmp_path / "key") as account:
        account.bundle(tmp_path / "bundle")
    for path in tmp_path.glob("journal.db*"):
        path.unlink()
    shutil.copy(tmp_path / "older.db", place.url)

    with account_at(place.url, key=tmp_path / "key") as account:
        count = account.restore(tmp_path / "bundle")
        account.seal()
        (finding,) = account.verify().found
        account.anchor(note)
        after = account.verify().found

    assert count == 1
    assert finding.place.startswith("position 9 (")
    assert after == []


def left_out(tmp_path: Path) -> tuple[Path, list[int]]:
    """A bundle by a policy that knows only the second key, and what it is without."""
    place = sealed(tmp_path)
    with account_at(place.url, key=tmp_path / "key") as account:
        account.anchor((tmp_path / "note").read_bytes())
        key = account.rotate()
        account.seal()
    with opened(place, append_key=False) as journal:
        note_some(journal, 1)
    with account_at(place.url, key=tmp_path / "key") as account:
        account.seal()
        only = policy_file([key])
        made = account.bundle(tmp_path / "bundle", policy=only)
    return tmp_path / "bundle", list(made.unsigned)


def test_a_bundle_that_is_made_with_fewer_says_so(tmp_path: Path) -> None:
    """No key of its policy signed them; it is told, and is no fault."""
    bundle, unsigned = left_out(tmp_path)
    told = json.loads((bundle / "provenance.json").read_text("utf-8"))

    honest = verify.verified(bundle)

    assert unsigned == told["anchors_left_out"] == [9]
    assert (honest.code, honest.found) == (0, [])
    assert ("anchors_left_out", (1, 9)) in honest.notes


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (None, "position 9 ("),
        ([], "position 9 ("),
        ([9, 10], "provenance.json: anchors_left_out: says 10, and no event there"),
        ([1], "provenance.json: anchors_left_out: says 1, and no event there names"),
        ("9", 'provenance.json: anchors_left_out 1: cannot be "9"'),
        ([True], "provenance.json: anchors_left_out 1: cannot be true"),
    ],
)
def test_what_a_bundle_says_of_that_is_held_against_it(
    tmp_path: Path, said: object, line: str
) -> None:
    """What is left out and not said, or said and not left out, is found."""
    bundle, _ = left_out(tmp_path)
    path = bundle / "provenance.json"
    told = json.loads(path.read_text("utf-8"))
    told["anchors_left_out"] = said
    if said is None:
        del told["anchors_left_out"]
    path.write_text(json.dumps(told), "utf-8")

    code, lines = found(resummed(bundle))

    assert code == 1
    assert any(each.startswith(line) for each in lines), lines
