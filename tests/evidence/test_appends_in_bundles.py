"""Append signatures in a bundle, and back in a journal that was restored from one."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from tests.conftest import Place
from tests.evidence.sealing import note_some, unguarded
from tests.journal.processes import opened

from kvalitet_core.errors import Unproved
from kvalitet_core.evidence.verify import verified
from kvalitet_core.evidence.witness import Witness
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.opening_evidence import account_at, keyring_at

RECORD: Final = struct.Struct(">qq4s64s")
NAME: Final = "append-signatures"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a journal whose rows are signed, and its bundle."""
    folder = tmp_path_factory.mktemp("made")
    place = Place(str(folder / "journal.db"), None)
    with opened(place, append_key=True) as journal:
        note_some(journal, 5)
    with account_at(place.url) as account:
        account.seal()
        account.log_index()
        account.seal()
        account.bundle(folder / "bundle")
    return folder


@pytest.fixture
def bundle(made: Path, tmp_path: Path) -> Path:
    """A copy of the bundle, to be changed."""
    shutil.copytree(made / "bundle", tmp_path / "bundle")
    return tmp_path / "bundle"


def records(bundle: Path) -> list[tuple[int, int, bytes, bytes]]:
    """The signatures in a bundle."""
    return list(RECORD.iter_unpack((bundle / NAME).read_bytes()))


def put(bundle: Path, signatures: list[tuple[int, int, bytes, bytes]]) -> None:
    """Put others in their place, as whoever makes a bundle can."""
    replace(bundle, b"".join(RECORD.pack(*each) for each in signatures))


def replace(bundle: Path, content: bytes | None) -> None:
    """Put another file in its place, and list it anew."""
    path, sums = bundle / NAME, bundle / "SHA256SUMS"
    lines = [each for each in sums.read_text().splitlines() if NAME not in each]
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
        lines.append(f"{sha256(content).hexdigest()}  {NAME}")
    sums.write_text("".join(f"{line}\n" for line in lines))


def found(bundle: Path, *, appends: bool = True) -> list[str]:
    """What verifying the bundle finds, a line each."""
    report = verified(bundle, appends=appends)
    return [f"{place}: {text}" for place, text in report.found]


def test_every_signature_is_verified_where_it_is_asked_for(bundle: Path) -> None:
    """By the one file alone, with nothing but the standard library."""
    program = [sys.executable, "-I", "-S", str(bundle / "verify.py"), "--json"]

    asked = subprocess.run([*program, "--appends"], capture_output=True, check=True)
    unasked = subprocess.run(program, capture_output=True, check=True)

    text = "every event from position 2 on was signed as it was appended: 8 signatures"
    assert text in json.loads(asked.stdout)["checked"]
    assert "--appends does" in " ".join(json.loads(unasked.stdout)["notes"])
    each = "every event from position 2 on has a signature, in order: 8 signatures"
    assert each in json.loads(unasked.stdout)["checked"]


ATTACKS: Final[dict[str, tuple[Callable[[list], list], str]]] = {  # type: ignore[type-arg]
    "one left out": (
        lambda kept: [*kept[:3], *kept[4:]],
        "position 6 (command/",
    ),
    "copied from another commit": (
        lambda kept: [*kept[:3], (kept[3][0], *kept[4][1:]), *kept[4:]],
        "tampered",
    ),
    "by another key": (
        lambda kept: [*kept[:3], (*kept[3][:2], b"abcd", kept[3][3]), *kept[4:]],
        "is signed by 61626364, which is no append key there",
    ),
    "out of order": (
        lambda kept: [*kept[:3], kept[4], kept[3], *kept[5:]],
        "append signature of positions 6 to 7: is not of events one after another",
    ),
    "of nothing": (
        lambda kept: [*kept, (500, 2, *kept[3][2:])],
        "append signature of positions 500 to 501: is not of events",
    ),
    "cut short": (
        lambda kept: [*kept[:3], (kept[3][0], 1, *kept[3][2:]), *kept[4:]],
        "position 7 (lesson/1 version 2): no append key has signed",
    ),
    "the first left out": (
        lambda kept: kept[1:],
        "position 2 (journal/",
    ),
}


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_it_is_found_and_named(bundle: Path, name: str) -> None:
    """Whoever makes a bundle can change it and list it anew; it is found still."""
    change, told = ATTACKS[name]

    put(bundle, change(records(bundle)))

    lines = found(bundle)
    assert any(told in line for line in lines), lines


@pytest.mark.parametrize("name", sorted(set(ATTACKS) - {"copied from another commit"}))
def test_all_that_needs_no_arithmetic_is_found_unasked(bundle: Path, name: str) -> None:
    """That there is one of each event, in order, by a key that counted there."""
    change, told = ATTACKS[name]

    put(bundle, change(records(bundle)))

    lines = found(bundle, appends=False)
    assert any(told in line for line in lines), lines


@pytest.mark.parametrize("kept", [slice(0, 0), slice(0, -1)])
def test_signatures_that_end_before_the_bundle_are_found(
    bundle: Path, kept: slice
) -> None:
    """Emptied, or cut off: once begun with, everything is signed to the end."""
    put(bundle, records(bundle)[kept])

    report = verified(bundle)

    assert report.code == 1
    assert "no append key has signed" in report.found[-1][1]


def test_what_was_signed_by_nobody_is_not_put_back_or_cosigned(
    made: Path, bundle: Path, tmp_path: Path
) -> None:
    """Where something is to be done by a bundle, each signature is verified."""
    change, _ = ATTACKS["copied from another commit"]
    put(bundle, change(records(bundle)))
    policy = (bundle / "policy.txt").read_bytes()
    witness = Witness.init(tmp_path / "w", name="auditor.example/w", policy=policy)

    with pytest.raises(Unproved, match="nothing is cosigned"):
        witness.cosign(bundle, at=host_clock())
    with (
        account_at(str(made / "journal.db")) as account,
        pytest.raises(Unproved, match="nothing is restored"),
    ):
        account.restore(bundle)


def test_a_bundle_without_its_signatures_is_found_unasked(bundle: Path) -> None:
    """The journal says itself from where on its rows are signed."""
    replace(bundle, None)

    (line,) = found(bundle, appends=False)

    assert line == f"{NAME}: is missing: the journal is signed from position 2"


def test_keys_that_came_and_went_are_followed(tmp_path: Path) -> None:
    """Begun with later, exchanged, added, retired: each signed while it counted."""
    place = Place(str(tmp_path / "journal.db"), None)
    own, other = tmp_path / "journal.db.append-key", tmp_path / "other"
    with opened(place) as journal:
        note_some(journal, 2)
    with opened(place, append_key=True) as journal:
        note_some(journal, 2)
    with keyring_at(place.url) as ring, keyring_at(place.url, append_key=other) as two:
        ring.rotate()
        ring.add(two.make())
        two.retire(ring.make().split("+")[1])
    with opened(place, append_key=other) as journal:
        note_some(journal, 2)
    with account_at(place.url, append_key=other) as account:
        account.seal()
        account.bundle(tmp_path / "bundle")
        assert account.verify().found == []
    kept = records(tmp_path / "bundle")
    late = kept[-1][:2]

    assert own.exists()
    assert len({each[2] for each in kept}) == 3
    assert found(tmp_path / "bundle") == []
    put(tmp_path / "bundle", [*kept[:-1], (*late, *kept[0][2:])])
    (line,) = found(tmp_path / "bundle")
    assert "which is no append key there" in line


def test_only_what_is_under_the_checkpoint_is_in_the_bundle(
    made: Path, tmp_path: Path
) -> None:
    """What was signed later is of events that are not there."""
    shutil.copytree(made, tmp_path / "own")
    place = Place(str(tmp_path / "own" / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 3)
    with account_at(place.url) as account:
        account.bundle(tmp_path / "again")

    assert records(tmp_path / "again") == records(made / "bundle")
    assert found(tmp_path / "again") == []


def test_a_journal_that_was_never_signed_has_no_such_file(
    bundle: Path, tmp_path: Path
) -> None:
    """One that is put there is found."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 3)
    with account_at(place.url) as account:
        account.seal()
        account.bundle(tmp_path / "unsigned")

    assert not (tmp_path / "unsigned" / NAME).exists()
    report = verified(tmp_path / "unsigned", appends=True)
    assert (report.code, ("appends_never", ()) in report.notes) == (0, True)
    replace(tmp_path / "unsigned", (bundle / NAME).read_bytes())
    assert found(tmp_path / "unsigned") == [f"{NAME}: the journal names no append key"]


def test_a_file_that_is_misframed_is_named(bundle: Path) -> None:
    """It is not read on from where it breaks off."""
    replace(bundle, (bundle / NAME).read_bytes()[:-1])

    (line,) = found(bundle)

    assert line.startswith(f"{NAME}: expected 84 bytes for each")


def test_a_signature_beyond_the_checkpoint_is_not_said_to_hold(bundle: Path) -> None:
    """What it is of is not there to be looked at: that is no proof of anything."""
    kept = records(bundle)
    put(bundle, [*kept[:3], (kept[3][0], 10**6, *kept[3][2:])])

    report = verified(bundle, appends=True)

    assert report.code == 3
    assert "is of more events than the checkpoint" in report.unchecked[0]


def test_what_is_restored_from_a_bundle_is_signed_as_it_was(
    made: Path, tmp_path: Path
) -> None:
    """By the keys that signed it then; nothing is signed anew."""
    for file in made.glob("journal.db.*"):
        shutil.copy(file, tmp_path)
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place._replace(url=str(made / "journal.db"))) as journal:
        journal.backup(tmp_path / "journal.db")
        before = journal._rooms.store.append_signatures(after=0, limit=100)
    cut(tmp_path / "journal.db", after=7)

    with account_at(place.url) as account:
        restored = account.restore(made / "bundle")
        account.seal()
        report = account.verify()

    assert restored > 0
    assert report.found == []
    with opened(place) as journal:
        assert journal._rooms.store.append_signatures(after=0, limit=100) == before
        note_some(journal)
    with account_at(place.url) as account:
        assert account.verify().found == []


def cut(path: Path, *, after: int) -> None:
    """Bring a journal back to what an older backup of it would hold."""
    connection = sqlite3.connect(path)
    with unguarded(connection):
        for table, column in (
            ("stored_events", "position"),
            ("append_signatures", "first_position"),
        ):
            connection.execute(f"DELETE FROM {table} WHERE {column} > {after}")
    for table in ("tree_head", "tree_tiles", "tree_checkpoints"):
        connection.execute(f"DELETE FROM {table}")
    connection.commit()
    connection.close()
