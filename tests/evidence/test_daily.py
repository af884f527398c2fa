"""Once a day a checkpoint is signed by ML-DSA-44 too, next to Ed25519.

Whoever cannot verify it says so, and does not take it for a fault.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import mldsa
from tests.conftest import Place
from tests.evidence.bundles import found, resummed
from tests.evidence.sealing import note_some
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.encoding import base64_of
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.making.checkpoints import Checkpoint, signed
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.signer import Signer, public_keys
from kvalitet_core.journal.clock import GivenClock, host_clock
from kvalitet_core.opening_evidence import account_at

MORNING = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Where the signing key is."""
    return tmp_path / "signing-key"


@pytest.fixture
def bundle(tmp_path: Path, key: Path) -> Path:
    """A bundle whose checkpoint is the first of its day."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 3)
    with account_at(place.url, key=key) as account:
        account.seal()
        account.bundle(tmp_path / "bundle")
    return tmp_path / "bundle"


def kinds(note: bytes, key: Path) -> list[int]:
    """The types of the keys that signed, in order."""
    keys = [verify.Key(text, "") for text in public_keys(key)]
    known = {each.id: each.kind for each in keys}
    return [known[each.key_id] for each in read_note(note).signatures]


def test_the_first_checkpoint_of_a_day_has_both_signatures(
    tmp_path: Path, key: Path
) -> None:
    """The day is UTC's, whatever the clock on the wall says; others have one."""
    clock = GivenClock(MORNING)
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place, clock=clock) as journal:
        account = Account(journal._rooms.store, journal.id, key=key, clock=clock)
        told = []
        for hours in (0, 15, 16, 17, 48):
            clock.set(MORNING + timedelta(hours=hours))
            journal.do(
                course.Note(course=course.course(1), text=str(hours)), by=course.ANNA
            )
            told.append(kinds(account.seal().note or b"", key))

        report = account.verify()

    assert told == [[1, 6], [1], [1, 6], [1], [1, 6]]
    assert (report.found, report.unchecked) == ([], [])


def test_it_is_verified_by_whoever_can(
    bundle: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bit of it changed is found; whoever cannot look says which line it is."""
    note = (bundle / "checkpoint").read_bytes()
    assert kinds(note, key) == [1, 6]
    honest = verify.verified(bundle)
    *lines, last = note.decode().removesuffix("\n").split("\n")
    flipped = last[:-20] + ("A" if last[-20] != "A" else "B") + last[-19:]
    (bundle / "checkpoint").write_text("\n".join([*lines, flipped, ""]), "utf-8")

    changed = found(resummed(bundle))
    monkeypatch.setitem(sys.modules, mldsa.__name__, None)
    blind = verify.verified(bundle)

    assert (honest.code, ("daily", ("checkpoint", 8)) in honest.checked) == (0, True)
    assert (changed[0], "line 6: the signature by" in changed[1][0]) == (1, True)
    assert blind.code == 0
    assert ("unsure", ("ML-DSA-44", "checkpoint line 6")) in blind.notes
    assert ("daily_unsure", ("checkpoint", 8)) in blind.notes


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "signatures by ML-DSA-44 were not checked"),
        ("da", "underskrifter med ML-DSA-44 er ikke efterprøvet"),
    ],
)
def test_python_alone_says_that_it_did_not_check_it(
    bundle: Path, language: str, told: str
) -> None:
    """In plain words; what Ed25519 signed is verified all the same."""
    command = [sys.executable, "-I", "-S", bundle / "verify.py", "--lang", language]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert done.stdout.count(told) == 1


def test_a_policy_that_needs_it_cannot_be_met_by_who_cannot_verify_it(
    bundle: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 3: it could not look. With `cryptography`, 0."""
    own, daily = public_keys(key)
    policy = tmp_path / "policy.txt"
    policy.write_bytes(policy_file([own], witnesses={"daily": daily}))

    able = found(bundle, policy=policy)
    monkeypatch.setitem(sys.modules, mldsa.__name__, None)
    unable = found(bundle, policy=policy)

    assert able == (0, [])
    assert (unable[0], "cannot be verified" in unable[1][0]) == (3, True)


def test_a_type_of_signature_that_is_not_known_is_no_fault(
    bundle: Path, tmp_path: Path
) -> None:
    """Of a key that nobody knows, or of one that the policy names: not checked."""
    note = (bundle / "checkpoint").read_bytes()
    plain = b"\x4d" + b"k" * 40
    key_id = sha256(b"somebody.example\n" + plain).digest()[:4]
    line = f"— somebody.example {base64_of(key_id + b's' * 70)}\n"
    (bundle / "checkpoint").write_bytes(note + line.encode())
    stranger = verify.verified(resummed(bundle))
    known = f"witness w somebody.example+{key_id.hex()}+{base64_of(plain)}\n"
    policy = (bundle / "policy.txt").read_text("utf-8")
    named = tmp_path / "named.txt"
    named.write_text(known + policy, "utf-8")

    report = verify.verified(bundle, policy=named)

    assert (stranger.code, stranger.found) == (0, [])
    assert ("stranger", ("checkpoint", 7, "somebody.example")) in stranger.notes
    assert (report.code, report.found) == (0, [])
    assert ("unsure", ("type 77", "checkpoint line 7")) in report.notes


def test_without_ml_dsa_a_journal_is_verified_but_for_it(
    bundle: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said what is left out; and sealing goes on, without it."""
    monkeypatch.setitem(sys.modules, mldsa.__name__, None)
    url = str(bundle.parent / "journal.db")
    with account_at(url, key=key) as account:
        report = account.verify()
        origin = account.origin
    fresh = bundle.parent / "fresh-key"
    Signer.open(fresh, origin=origin, create=True)

    assert (report.found, report.unchecked) == ([], [])
    assert "kvalitet-core[ml-dsa]" in report.left_out[0]
    assert len(public_keys(fresh)) == 1
    assert not Path(f"{fresh}.daily").exists()


def test_a_daily_key_that_others_may_read_is_refused(key: Path, bundle: Path) -> None:
    """As the other key is."""
    Path(f"{key}.daily").chmod(0o644)
    place = Place(str(bundle.parent / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal)
        later = Account(
            journal._rooms.store,
            journal.id,
            key=key,
            clock=lambda: host_clock() + timedelta(days=1),
        )

        with pytest.raises(KeyUnavailable, match="chmod 600"):
            later.seal()


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal over three days, sealed often, and what a clock that went back does."""
    folder = tmp_path_factory.mktemp("days")
    clock = GivenClock(MORNING)
    with opened(Place(str(folder / "journal.db"), None), clock=clock) as journal:
        key = folder / "signing-key"
        account = Account(journal._rooms.store, journal.id, key=key, clock=clock)
        for hours in (0, 1, 25, 26, 27, 50, 51, 52):
            clock.set(MORNING + timedelta(hours=hours))
            note_some(journal)
            account.seal()
        account.log_index()
        account.seal()
        account.bundle(folder / "full")
        account.bundle(folder / "cases", cases=["lesson/1"])
    return folder


def daily_in(bundle: Path) -> list[str]:
    """The further checkpoints in it that are there for ML-DSA-44."""
    found = (bundle / "anchors").glob("*-daily.checkpoint")
    return sorted(path.name for path in found)


@pytest.mark.parametrize("kind", ["full", "cases"])
def test_a_bundle_has_the_newest_one_and_the_journal_has_grown_from_it(
    days: Path, kind: str
) -> None:
    """Whenever the checkpoint itself was signed; of some cases, too."""
    (name,) = daily_in(days / kind)
    note = (days / kind / "anchors" / name).read_bytes()

    report = verify.verified(days / kind)

    assert kinds((days / kind / "checkpoint").read_bytes(), days / "signing-key") == [1]
    assert kinds(note, days / "signing-key") == [1, 6]
    assert (report.code, report.found) == (0, [])
    size = int(note.split(b"\n")[1])
    assert ("daily", (f"anchors/{name}", size)) in report.checked
    assert ("grew", (f"anchors/{name}", size)) in report.checked
    assert size == 1 + 1 + 6 * 2


@pytest.mark.parametrize("kind", ["full", "cases"])
@pytest.mark.parametrize("language", ["en", "da"])
def test_python_alone_says_which_it_did_not_check_and_says_it_once(
    days: Path, kind: str, language: str
) -> None:
    """It names the checkpoint, and checks by Ed25519 that the journal grew from it."""
    (name,) = daily_in(days / kind)
    alone = [sys.executable, "-I", "-S", days / kind / "verify.py", "--lang", language]

    done = subprocess.run(alone, capture_output=True, text=True, check=False)

    lines = [line for line in done.stdout.splitlines() if "ML-DSA-44" in line]
    assert (done.returncode, len(lines)) == (0, 2)
    assert all(f"anchors/{name}" in line for line in lines)
    told = {"en": "grown from its 14 events", "da": "vokset fra dens 14 hændelser"}
    assert told[language] in done.stdout


@pytest.mark.parametrize("kind", ["full", "cases"])
def test_a_daily_one_of_another_past_is_found(
    days: Path, tmp_path: Path, kind: str
) -> None:
    """Whoever has the keys signs what never was, and the proof does not come to it."""
    bundle = shutil.copytree(days / kind, tmp_path / kind)
    (name,) = daily_in(bundle)
    keys = [
        SignerKey.read((days / each).read_text("utf-8"))
        for each in ("signing-key", "signing-key.daily")
    ]
    head = Checkpoint(origin=keys[0].name, size=14, root=b"another".ljust(32))
    (bundle / "anchors" / name).write_bytes(signed(head, *keys, at=MORNING))

    code, lines = found(resummed(bundle))

    assert code == 1
    assert any(line.startswith(f"anchors/{name}: ") for line in lines)
    assert any("tampered" in line for line in lines)


def test_where_none_is_signed_by_it_that_is_said(
    bundle: Path, key: Path, tmp_path: Path
) -> None:
    """The policy has a key for it; nobody is to think that it was used."""
    place = Place(str(bundle.parent / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal)
    with account_at(place.url, key=key) as account:
        account.seal()
        account.bundle(tmp_path / "later")
    (name,) = daily_in(tmp_path / "later")
    (tmp_path / "later/anchors" / name).unlink()
    (tmp_path / "later/anchors").rmdir()

    report = verify.verified(resummed(tmp_path / "later"))

    assert (report.code, ("no_daily", ()) in report.notes) == (0, True)


def test_one_that_came_when_the_clock_had_gone_back_is_brought(tmp_path: Path) -> None:
    """It is not the first of its day; all of that day are looked through."""
    place, key = Place(str(tmp_path / "journal.db"), None), tmp_path / "signing-key"
    with opened(place) as journal:
        account = Account(journal._rooms.store, journal.id, key=key, clock=host_clock)
        for _ in range(6):
            note_some(journal)
            account.seal()
        store = journal._rooms.store
        *_, newest = store.all_signed(after=-1, limit=100)
        first = store.signed(upto=4)
        assert first is not None
        plain, daily = (
            SignerKey.read(Path(f"{key}{each}").read_text("utf-8"))
            for each in ("", ".daily")
        )
        read = read_checkpoint(read_note(newest.note).text)
        head = Checkpoint(origin=read.origin, size=read.size, root=read.root)
        note = signed(head, plain, daily, at=host_clock())
        with store.sealing() as writer:
            writer._executed("DELETE FROM tree_checkpoints WHERE size IN (4, ?)",
                             (newest.size,))  # fmt: skip
            writer.put_signed(newest._replace(note=note))
        note_some(journal)
        account.seal()
        account.bundle(tmp_path / "bundle")

    assert daily_in(tmp_path / "bundle") == [f"001-{newest.size}-daily.checkpoint"]


def test_a_clock_that_is_set_back_signs_no_earlier_than_it_has(
    tmp_path: Path, key: Path
) -> None:
    """A little behind, the time goes on from the last one; and no day begins twice."""
    clock = GivenClock(MORNING)
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place, clock=clock) as journal:
        store = journal._rooms.store
        account = Account(store, journal.id, key=key, clock=clock)
        account.seal()
        told = []
        for number, behind in enumerate((1, 100, 299)):
            clock.set(MORNING - timedelta(seconds=behind))
            journal.do(
                course.Note(course=course.course(1), text=str(number)), by=course.ANNA
            )
            told.append(kinds(account.seal().note or b"", key))
        times = [each.signed_at for each in store.all_signed(after=0, limit=9)]
        clock.set(MORNING)
        report = account.verify()

    assert told == [[1], [1], [1]]
    assert times == sorted(times)
    assert (report.found, report.unchecked) == ([], [])


def test_a_time_far_ahead_in_the_database_is_not_gone_on_from(
    tmp_path: Path, key: Path
) -> None:
    """Whoever writes one there stops no daily signature, and is found."""
    clock = GivenClock(MORNING)
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place, clock=clock) as journal:
        store = journal._rooms.store
        account = Account(store, journal.id, key=key, clock=clock)
        account.seal()
        with store.sealing() as writer:
            (kept,) = store.all_signed(after=0, limit=9)
            writer._executed("DELETE FROM tree_checkpoints", ())
            writer.put_signed(kept._replace(signed_at="2999-01-01T00:00:00.000000Z"))
        clock.set(MORNING + timedelta(days=1))
        journal.do(course.Note(course=course.course(1), text="a"), by=course.ANNA)

        note = account.seal().note

        newest = store.signed()
        report = account.verify()

    assert newest is not None
    assert (kinds(note or b"", key), newest.signed_at[:10]) == ([1, 6], "2026-11-23")
    assert [each.text[:25] for each in report.found] == ["is kept as of 2999-01-01T"]
