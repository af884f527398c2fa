"""Append keys: each commit is signed with one, and only those that count are used."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Place
from tests.evidence.changes import changed
from tests.evidence.sealing import note_some
from tests.journal import course
from tests.journal.processes import append_notes, at_once, opened

from kvalitet_core import Journal
from kvalitet_core.errors import (
    EvidenceUnavailable,
    KeyUnavailable,
    Malformed,
    Refused,
    Unknown,
    Unproved,
)
from kvalitet_core.evidence.append_key import counting
from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.evidence.appends import Appends, append_keys
from kvalitet_core.evidence.checking.appends import AppendKeys, KeyChange
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.appends import append_signature
from kvalitet_core.evidence.making.hashing import root_of
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.journal.append_signatures import AppendSignature
from kvalitet_core.journal.clock import GivenClock, host_clock
from kvalitet_core.journal.store import Store
from kvalitet_core.opening_appends import AppendKeyPlace
from kvalitet_core.opening_evidence import account_at

ORIGIN = "kvalitet-core/journal/j-1"
KEY = SignerKey(name=f"{ORIGIN}/append", seed=bytes(32))

hashes = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=9)


def ring(journal: Journal, key: Path) -> AppendKeyring:
    """The append keys of a journal, as a machine with this key may change them."""
    store = journal._rooms.store
    return AppendKeyring(store, journal.id, key=key, clock=host_clock)


def signatures(journal: Journal) -> list[AppendSignature]:
    """Every append signature of a journal."""
    return list(journal._rooms.store.append_signatures(after=0, limit=10_000))


def found(store: Store, journal_id: str) -> list[str]:
    """What is the matter with the append signatures of a journal, a line each."""
    report, keys = Report(), append_keys(store, journal_id, None)
    assert keys is not None
    leaves = iter([leaf_of(row).hash for row in store.log(limit=100_000)])
    assert sum(1 for _ in Appends(store, keys, report).watched(leaves))
    return [f"{each.place}: {each.text}" for each in report.found]


def test_each_commit_is_signed_once(place: Place, tmp_path: Path) -> None:
    """A command with its events, a refusal, a batch: one signature for each."""
    with opened(place, append_key=tmp_path / "key") as journal:
        before = len(signatures(journal))
        note_some(journal)
        with pytest.raises(Refused):
            journal.do(
                course.TakeSeat(course=course.course("s"), seats=0), by=course.ANNA
            )
        with journal.batch() as batch:
            for text in ("one", "two", "three"):
                batch.do(
                    course.Note(course=course.course(2), text=text), by=course.ANNA
                )
        made = signatures(journal)[before:]

        assert [each.rows for each in made[-3:]] == [2, 1, 6]
        assert found(journal._rooms.store, journal.id) == []


def test_what_is_not_committed_is_not_signed(place: Place, tmp_path: Path) -> None:
    """A batch that fails leaves neither rows nor a signature."""
    with opened(place, append_key=tmp_path / "key") as journal:
        note_some(journal)
        before = signatures(journal)

        def fail() -> None:
            with journal.batch() as batch:
                batch.do(course.Note(course=course.course(2), text="x"), by=course.ANNA)
                raise LookupError

        with pytest.raises(LookupError):
            fail()

        assert signatures(journal) == before
        note_some(journal)
        assert found(journal._rooms.store, journal.id) == []


def test_without_its_key_a_journal_is_not_written(place: Place, tmp_path: Path) -> None:
    """The key is lost while the journal is open, and the change of keys is noticed."""
    key = tmp_path / "key"
    with opened(place, append_key=key) as journal:
        note_some(journal)
        ring(journal, key).add(ring(journal, tmp_path / "other").make())
        key.unlink()
        head = journal.head()

        with pytest.raises(KeyUnavailable, match="there is no append key"):
            note_some(journal)

        assert journal.head() == head


def test_who_was_retired_writes_no_more(place: Place, tmp_path: Path) -> None:
    """A process that has the journal open notices at its next commit."""
    first, second = tmp_path / "first", tmp_path / "second"
    with opened(place, append_key=first) as journal:
        note_some(journal)
        store = journal._rooms.store
        theirs = ring(journal, second)
        ring(journal, first).add(theirs.make())
        (own,) = [each for each in theirs.standing() if each != theirs.make()]
        theirs.retire(own)
        store.signer = ring(journal, first).key

        with pytest.raises(KeyUnavailable, match="not among the append keys"):
            note_some(journal)

        store.signer = theirs.taken_up()
        note_some(journal)
        assert found(store, journal.id) == []


def test_a_key_is_exchanged_under_a_process_that_writes(
    place: Place, tmp_path: Path
) -> None:
    """It takes the new key up by itself."""
    key = tmp_path / "key"
    with opened(place, append_key=key) as journal:
        store, signer = journal._rooms.store, journal._rooms.store.signer
        note_some(journal)
        new = ring(journal, key).rotate()
        store.signer = signer

        note_some(journal)

        ids = {each.key.hex() for each in signatures(journal)}
        assert len(ids) == 2
        assert signatures(journal)[-1].key.hex() == new.split("+")[1]
        assert found(store, journal.id) == []


def test_an_exchange_that_was_stopped_is_finished(
    lasting_place: Place, tmp_path: Path
) -> None:
    """The event is there, and the file is not in its place yet."""
    key = tmp_path / "key"
    with opened(lasting_place, append_key=key) as journal:
        note_some(journal)
        keys = ring(journal, key)
        before, after = keys.make(), keys.key.rotated().verifier_key
        keys._change(before, after, None)

    with opened(lasting_place, append_key=key) as journal:
        note_some(journal)

        assert not (tmp_path / "key.next").exists()
        assert ring(journal, key).make() == after
        assert found(journal._rooms.store, journal.id) == []


def test_a_key_of_another_journal_is_refused(place: Place, tmp_path: Path) -> None:
    """A key is for one journal: its name says which."""
    key = tmp_path / "key"
    with opened(Place("memory:", None), append_key=key) as other:
        assert other.signed_by == str(key)

    with pytest.raises(KeyUnavailable, match="signs for kvalitet-core/journal/"):
        opened(place, append_key=key)


@pytest.mark.slow
def test_many_write_at_once_and_each_commit_is_signed(
    lasting_place: Place, tmp_path: Path
) -> None:
    """Processes and threads, with one key."""
    key = tmp_path / "journal.db.append-key"
    if lasting_place.url.startswith("postgresql"):
        key = tmp_path / "journal.append-key"
    opened(lasting_place, append_key=key).close()

    at_once(append_notes, lasting_place, 3, 10)
    with opened(lasting_place) as journal:
        threads = [
            threading.Thread(target=note_some, args=(journal, 5)) for _ in range(3)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

        assert journal.head() >= 90
        assert found(journal._rooms.store, journal.id) == []


def test_a_simulated_journal_is_signed_by_its_own_clock(tmp_path: Path) -> None:
    """The event that begins it is recorded when the clock says."""
    clock = GivenClock(datetime(2020, 1, 7, 12, tzinfo=UTC))
    with opened(
        Place("memory:", None), clock=clock, append_key=tmp_path / "key"
    ) as journal:
        times = {str(each.recorded_at.date()) for each in journal.events()}

    assert times == {"2020-01-07"}


def test_the_log_of_a_journal_in_memory_has_no_place_for_a_key() -> None:
    """A path must be given."""
    with pytest.raises(KeyUnavailable, match="KVALITET_APPEND_KEY"):
        opened(Place("memory:", None), append_key=True)


def test_what_is_signed_is_this() -> None:
    """The message, byte by byte, as the documentation has it."""
    leaves = [bytes([number]) * 32 for number in range(3)]
    message = b"".join(
        [
            b"kvalitet/append/v1\0",
            len(ORIGIN).to_bytes(2, "big"),
            ORIGIN.encode(),
            (7).to_bytes(8, "big"),
            (3).to_bytes(8, "big"),
            root_of(leaves),
        ]
    )

    made = append_signature(KEY, origin=ORIGIN, first=7, leaves=leaves)

    public = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    public.verify(made, message)


def keys() -> AppendKeys:
    """The keys of a journal that began with one at position 2."""
    change = KeyChange(position=2, before=None, after=KEY.verifier_key)
    judged = AppendKeys(ORIGIN, [change])
    value = append_signature(KEY, origin=ORIGIN, first=2, leaves=[bytes(32)])
    judged.judge(2, [bytes(32)], key_id=KEY.key_id, value=value)
    return judged


@given(st.integers(3, 2**40), hashes, st.data())
def test_a_signature_holds_for_its_rows_and_no_others(
    first: int, leaves: list[bytes], data: st.DataObject
) -> None:
    """Any other rows, any other place, and any changed byte is refused."""
    value = append_signature(KEY, origin=ORIGIN, first=first, leaves=leaves)
    keys().judge(first, leaves, key_id=KEY.key_id, value=value)
    at = data.draw(st.integers(0, len(leaves) - 1))
    other = [*leaves[:at], bytes(31) + b"\1", *leaves[at + 1 :]]
    wrong = [
        (first + 1, leaves, value),
        (first, [*leaves, leaves[0]], value),
        (first, leaves, data.draw(changed(value))),
        *([(first, other, value)] if other != leaves else []),
    ]

    for place, rows, given_value in wrong:
        with pytest.raises(Unproved):
            keys().judge(place, rows, key_id=KEY.key_id, value=given_value)


@pytest.mark.parametrize(
    "after", ["nonsense", f"{ORIGIN}+00000000+AAAA", KEY.verifier_key[1:], None]
)
def test_an_event_that_names_no_key_of_the_journal_lets_nothing_count(
    after: str | None,
) -> None:
    """It is found, as every row after it is: nobody's signature counts."""
    judged = AppendKeys(ORIGIN, [KeyChange(position=2, before=None, after=after)])
    value = append_signature(KEY, origin=ORIGIN, first=2, leaves=[bytes(32)])

    assert judged.begins == 2
    with pytest.raises(Unproved, match="which is no append key there"):
        judged.judge(2, [bytes(32)], key_id=KEY.key_id, value=value)


def test_who_counts_is_what_the_changes_come_to() -> None:
    """Added, exchanged, given up."""
    changes = [
        KeyChange(position=2, before=None, after="a"),
        KeyChange(position=5, before=None, after="b"),
        KeyChange(position=7, before="a", after="c"),
        KeyChange(position=9, before="b", after=None),
    ]

    assert counting(changes) == {"c": 7}


def test_a_key_that_counts_is_not_added_again(place: Place, tmp_path: Path) -> None:
    """And nothing but an append key of this journal is."""
    key = tmp_path / "key"
    with opened(place, append_key=key) as journal:
        own = ring(journal, key)

        with pytest.raises(Malformed, match="counts already"):
            own.add(own.make())
        with pytest.raises(Malformed, match="expected an Ed25519 key of"):
            own.add(KEY.verifier_key)


@pytest.mark.parametrize("machines", [1, 2])
def test_of_two_that_begin_at_once_one_does(tmp_path: Path, machines: int) -> None:
    """Another process of the same machine goes on with it; another machine is told."""
    with opened(Place("memory:", None)) as journal:
        one, two = (ring(journal, tmp_path / str(n % machines)) for n in range(2))
        made = two.make

        def late() -> str:
            one.begin()
            return made()

        two.make = late  # type: ignore[method-assign]

        if machines == 1:
            assert two.begin() is False
        else:
            with pytest.raises(KeyUnavailable, match="not among the append keys"):
                two.begin()
        assert list(one.standing()) == [one.make()]


def test_an_exchange_that_was_stopped_is_not_begun_anew(tmp_path: Path) -> None:
    """The key that was made then is the one that is taken up."""
    key = tmp_path / "key"
    with opened(Place("memory:", None), append_key=key) as journal:
        keys = ring(journal, key)
        before, after = keys.make(), keys.key.rotated().verifier_key
        keys._change(before, after, None)

        assert ring(journal, key).rotate() == after
        assert list(keys.standing()) == [after]


def test_who_is_gone_is_not_retired_twice(tmp_path: Path) -> None:
    """Somebody else has done so meanwhile; and another journal's key vouches not."""
    with opened(Place("memory:", None), append_key=tmp_path / "key") as journal:
        keys = ring(journal, tmp_path / "key")
        keys.add(ring(journal, tmp_path / "other").make())

        with pytest.raises(Unknown, match="unknown append key"):
            keys._change(KEY.verifier_key, None, None)
        with pytest.raises(KeyUnavailable, match="signs for"):
            keys.retire(
                ring(journal, tmp_path / "other").make(),
                signing_key=tmp_path / "other",
            )


def test_what_is_remembered_of_a_journal_must_be_readable(tmp_path: Path) -> None:
    """A damaged file is no reason to think that nothing was signed."""
    key = tmp_path / "journal.db.append-key"
    place = Place(str(tmp_path / "journal.db"), None)
    opened(place, append_key=True).close()
    Path(f"{key}.state").write_text("nonsense")

    with (
        account_at(place.url) as account,
        pytest.raises(EvidenceUnavailable, match="expected a journal's id and a"),
    ):
        account.verify()


def test_a_key_has_a_place_where_the_keys_have_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beside the journal, the key store or the key file; or where it is said to be."""
    server = "postgresql://db/programme"

    def place(url: str, keys: str | None = None) -> str | None:
        path = AppendKeyPlace(url, keys=keys).path("j-1")
        return None if path is None else str(path)

    assert place("/srv/a.db") == "/srv/a.db.append-key"
    assert place("memory:") is None
    assert place(server) is None
    assert place(server, "/srv/a.keys") == "/srv/a.append-key"
    assert place(server, "postgresql://db/keys") is None
    monkeypatch.setenv("KVALITET_KEY_FILE", "/srv/key")
    assert place(server, "postgresql://db/keys") == "/srv/key.j-1.append-key"
    monkeypatch.setenv("KVALITET_APPEND_KEY", "/srv/own")
    assert place("/srv/a.db") == "/srv/own"
