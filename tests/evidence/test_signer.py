"""The signer: it signs one past only, whatever becomes of the database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.evidence.logs import AT, log
from tests.evidence.sealing import read

from kvalitet_core.errors import EvidenceUnavailable, KeyUnavailable, Unproved
from kvalitet_core.evidence.checking.keys import ML_DSA_44, VerifierKey
from kvalitet_core.evidence.making.checkpoints import Checkpoint
from kvalitet_core.evidence.signer import Signer, origin_of, public_keys

ORIGIN = origin_of("j-1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the signer's key is."""
    return tmp_path / "signing-key"


def made(path: Path) -> Signer:
    """A signer, made where there is none."""
    return Signer.open(path, origin=ORIGIN, create=True)


def head(*batches: int) -> Checkpoint:
    """How far a log has come."""
    grown = log(*batches)
    return Checkpoint(origin=ORIGIN, size=grown.size, root=grown.root)


def sign(signer: Signer, *batches: int) -> bytes:
    """Have a log signed that grew by so many entries at a time."""
    prover = log(*batches).prover()
    return signer.sign(head(*batches), prove=prover.consistency, at=AT)


def test_it_signs_what_grows(path: Path) -> None:
    """From one size to the next, and the same one as often as wanted."""
    signer = made(path)

    notes = [sign(signer, size) for size in (1, 3, 3, 256, 700)]

    assert notes[1] == notes[2]
    assert [read(note, signer).size for note in notes] == [1, 3, 3, 256, 700]
    assert signer.last().root == log(700).root


def test_it_does_not_go_backwards(path: Path) -> None:
    """A log that was longer is not signed when it is shorter."""
    signer = made(path)
    sign(signer, 300)

    with pytest.raises(Unproved, match=r"has 299 entries, but 300 are signed"):
        sign(signer, 299)

    assert signer.last().size == 300


def test_it_does_not_go_sideways(path: Path) -> None:
    """Neither another root at the same size, nor growth from another past."""
    signer = made(path)
    sign(signer, 300)
    fork = Checkpoint(origin=ORIGIN, size=300, root=b"x" * 32)
    later = head(400)

    with pytest.raises(Unproved, match="is not the one whose first 300"):
        signer.sign(fork, prove=log(300).prover().consistency, at=AT)
    with pytest.raises(Unproved, match="is not the one whose first 300"):
        signer.sign(later, prove=lambda _: [b"x" * 32], at=AT)
    with pytest.raises(Unproved, match="is not the one whose first 300"):
        signer.sign(later, prove=lambda _: log(500).prover().consistency(300), at=AT)

    assert signer.last().root == log(300).root


def test_it_remembers_when_it_is_opened_again(path: Path) -> None:
    """What was signed last is in a file, not in the database."""
    sign(made(path), 10)

    again = Signer.open(path, origin=ORIGIN)

    assert again.last().size == 10
    with pytest.raises(Unproved):
        sign(again, 9)


def test_two_that_have_the_same_key_share_what_they_remember(path: Path) -> None:
    """A second process cannot be used to sign what the first would not."""
    one, other = made(path), made(path)
    sign(one, 10)

    with pytest.raises(Unproved):
        sign(other, 5)

    assert one.key == other.key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_may_read_is_refused(path: Path, mode: int) -> None:
    """What others can read, others can sign with."""
    made(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(mode)

    with pytest.raises(KeyUnavailable, match=f"mode {mode:04o}.*chmod 600"):
        Signer.open(path, origin=ORIGIN)


@pytest.mark.parametrize("content", [b"", b"no key", b"PRIVATE+KEY+a+b+c", b"\xff"])
def test_what_is_no_key_is_refused_and_not_shown(path: Path, content: bytes) -> None:
    """No message tells what stands in the file."""
    made(path)
    path.write_bytes(content)

    with pytest.raises(KeyUnavailable) as refused:
        Signer.open(path, origin=ORIGIN)

    assert "PRIVATE+KEY+a" not in str(refused.value)


def test_a_missing_key_is_not_made_unless_that_is_wanted(path: Path) -> None:
    """A mistyped path makes no second signer."""
    with pytest.raises(KeyUnavailable, match="cannot be read: No such file"):
        Signer.open(path, origin=ORIGIN)

    assert list(path.parent.iterdir()) == []


def test_a_lost_key_is_not_replaced(path: Path) -> None:
    """Where something was signed, another key would be another signer."""
    sign(made(path), 10)
    path.unlink()

    with pytest.raises(KeyUnavailable, match="is lost"):
        made(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is lost"),
        (b"", "damaged"),
        (b"\xff\xff", "damaged"),
        (f"{ORIGIN}\n7\n".encode(), "damaged"),
        (Checkpoint(origin="x", size=1, root=b"r" * 32).text.encode(), "is of x"),
    ],
)
def test_without_its_memory_it_does_not_sign(
    path: Path, content: bytes | None, told: str
) -> None:
    """A state that is gone, damaged or another's is not taken for an empty one."""
    made(path)
    state = Path(f"{path}.state")
    state.unlink()
    if content is not None:
        state.write_bytes(content)

    with pytest.raises(EvidenceUnavailable, match=told):
        made(path)


def test_the_key_of_another_journal_is_refused(path: Path) -> None:
    """Two journals have two keys."""
    made(path)

    with pytest.raises(EvidenceUnavailable, match=r"signs for .*j-1, not for .*j-2"):
        Signer.open(path, origin=origin_of("j-2"))


def test_nothing_is_signed_where_it_cannot_be_remembered(path: Path) -> None:
    """First the memory, on the disk; then the signature."""
    signer = made(path)
    state = Path(f"{path}.state")
    state.unlink()
    state.mkdir()

    with pytest.raises(EvidenceUnavailable, match="cannot be read"):
        sign(signer, 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_nothing_is_signed_in_a_folder_that_cannot_be_written(path: Path) -> None:
    """The same, for a folder without the right."""
    signer = made(path)
    path.parent.chmod(0o500)

    with pytest.raises(EvidenceUnavailable, match="cannot be written"):
        sign(signer, 1)


def test_a_change_of_key_that_was_stopped_goes_on_with_the_same_key(path: Path) -> None:
    """What the journal has been told is the next key becomes it."""
    signer = made(path)
    told: list[tuple[str, str]] = []
    sign(signer, 3)

    def stopped(before: str, after: str) -> None:
        told.append((before, after))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        signer.rotate(stopped)
    assert read(sign(signer, 4), signer).size == 4
    new = made(path).rotate(lambda before, after: told.append((before, after)))

    assert told[0] == told[1] == (told[0][0], new.verifier_key)
    before, daily, after = public_keys(path)
    assert (before, after) == (told[0][0], new.verifier_key)
    assert VerifierKey.read(daily).kind == ML_DSA_44
    sign(signer, 5)
    assert signer.key == new
    assert made(path).last().size == 5
