"""Checkpoints: three lines, signed by the log and by whoever watches it."""

from __future__ import annotations

import base64
import struct
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import mldsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import logs
from tests.evidence.changes import changed

from kvalitet_core.errors import Malformed, Unknown, Unproved
from kvalitet_core.evidence.checking.checkpoints import Checkpoint as Read
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.keys import VerifierKey
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.signatures import verified
from kvalitet_core.evidence.checking.tree import EMPTY_ROOT
from kvalitet_core.evidence.making.checkpoints import (
    Checkpoint,
    signature_line,
    signed,
    with_signature,
)
from kvalitet_core.evidence.making.keys import ML_DSA_44, SignerKey

ROOT = base64.b64encode(bytes(range(32))).decode()
HEAD = Checkpoint(origin=logs.ORIGIN, size=7, root=bytes(range(32)))
ALL = logs.log(5).checkpoint(logs.LOG, logs.DAILY, logs.WITNESS)
EVERYBODY = logs.policy(logs.DAILY, logs.WITNESS)


def test_the_checkpoint_of_the_specification_is_read() -> None:
    """C2SP, tlog-cosignature: a checkpoint with the log's line and a witness's."""
    note = read_note(
        "example.com/behind-the-sofa\n"
        "20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        "\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe"
        "4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXE"
        "hZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n".encode()
    )

    assert read_checkpoint(note.text).size == 20_852_163
    log, witness = note.signatures
    assert (log.called, len(log.value)) == ("example.com/behind-the-sofa+033de0ae", 64)
    assert witness.called == "witness.example.com/w1+8d66cf3f"
    assert struct.unpack_from(">Q", witness.value) == (1_679_315_147,)


def test_a_checkpoint_is_read_as_what_was_signed() -> None:
    """By three keys of three kinds; those that have a time have it."""
    judged = EVERYBODY.judge(ALL)

    log = logs.log(5)
    assert judged.checkpoint == Read(origin=logs.ORIGIN, size=5, root=log.root)
    at = int(logs.AT.timestamp())
    assert [each.seconds for each in judged.signatures] == [None, at, at]
    assert judged.unknown == ()


def test_an_empty_log_has_a_checkpoint() -> None:
    """Its root is the hash of nothing."""
    judged = logs.policy().judge(logs.log().checkpoint(logs.LOG))

    assert judged.checkpoint == Read(origin=logs.ORIGIN, size=0, root=EMPTY_ROOT)


@given(data=st.data())
def test_a_checkpoint_with_anything_changed_is_refused(data: st.DataObject) -> None:
    """Where the policy needs every signature, each byte of it counts."""
    bad = data.draw(changed(ALL))

    with pytest.raises((Malformed, Unknown)):
        EVERYBODY.judge(bad)


@given(data=st.data())
def test_a_short_checkpoint_with_anything_changed_is_refused(
    data: st.DataObject,
) -> None:
    """The same of a log's and a witness's alone, where each byte is met more often."""
    good = logs.log(5).checkpoint(logs.LOG, logs.WITNESS)
    bad = data.draw(changed(good))

    with pytest.raises((Malformed, Unknown)):
        logs.policy(logs.WITNESS).judge(bad)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["o", "7"], "expected 3 lines (origin, size, root), got 2"),
        (["o", "7", "7", ROOT], "expected 3 lines (origin, size, root), got 4"),
        (["o", "7", ROOT, "8"], "expected 3 lines (origin, size, root), got 4"),
        (["o", "7", ROOT, ""], "expected 3 lines (origin, size, root), got 4"),
        (["", "7", ROOT], "line 1: expected an origin, got an empty line"),
        (["o", "07", ROOT], "line 2: expected a size in digits, got '07'"),
        (["o", "+7", ROOT], "line 2: expected a size in digits, got '+7'"),
        (["o", "-7", ROOT], "line 2: expected a size in digits, got '-7'"),
        (["o", " 7", ROOT], "line 2: expected a size in digits, got ' 7'"),
        (["o", "", ROOT], "line 2: expected a size in digits, got ''"),
        (["o", "\u0667", ROOT], "line 2: expected a size in digits"),
        (["o", str(2**63), ROOT], "line 2: expected a size in digits"),
        (["o", "7" * 5_000, ROOT], "line 2: expected a size in digits"),
        (["o", "7", ROOT[:-1]], "line 3: expected a root in base64"),
        (["o", "7", ROOT + " "], "line 3: expected a root in base64"),
        (["o", "7", ROOT[:-2] + "9="], "line 3: expected a root in base64"),
        (["o", "7", "AAAA"], "line 3: expected a root in base64, got 'AAAA'"),
        (["o", "0", ROOT], "line 3: expected the root of the empty tree at size 0"),
    ],
)
def test_what_is_no_checkpoint_is_refused(lines: list[str], problem: str) -> None:
    """Each line is in its one spelling, and there are no others."""
    with pytest.raises(Malformed) as refused:
        read_checkpoint(logs.lines(lines).decode())

    assert problem in str(refused.value)


def test_a_size_is_below_two_to_the_power_of_63() -> None:
    """The greatest that is, is read; the next is refused above."""
    assert read_checkpoint(f"o\n{2**63 - 1}\n{ROOT}\n").size == 2**63 - 1
    assert Checkpoint(origin="o", size=2**63 - 1, root=bytes(32)).size == 2**63 - 1


def test_a_text_without_its_last_newline_is_no_checkpoint() -> None:
    """What is signed ends in one."""
    with pytest.raises(Malformed, match="expected 3 lines"):
        read_checkpoint(f"o\n7\n{ROOT}")


def test_all_lines_of_a_checkpoint_that_are_wrong_are_named_at_once() -> None:
    """In their order."""
    with pytest.raises(Malformed, match=r"line 1: .*; line 2: .*; line 3: "):
        read_checkpoint("\nx\ny\n")


def test_a_witness_cosigns_what_the_log_has_signed() -> None:
    """Its line is added; what was there stays as it was."""
    note = signed(HEAD, logs.LOG, at=logs.AT)

    cosigned = with_signature(note, signature_line(HEAD, logs.WITNESS, at=logs.AT))

    assert cosigned == signed(HEAD, logs.LOG, logs.WITNESS, at=logs.AT)


@pytest.mark.parametrize("key", [logs.DAILY, logs.WITNESS], ids=["daily", "witness"])
def test_the_time_of_a_signature_is_signed(key: SignerKey) -> None:
    """Another time is refused, and one that no clock reaches."""
    text, _, below = signed(HEAD, key, at=logs.AT).decode().partition("\n\n")
    value = base64.b64decode(below.split()[-1])
    known = [VerifierKey.read(key.verifier_key)]

    for seconds, problem in [
        (0, "is not of this text"),
        (2**63 - 1, "is not of this text"),
        (2**63, "is beyond 2⁶³ - 1"),
    ]:
        other = value[:4] + struct.pack(">Q", seconds) + value[12:]
        line = f"— {key.name} {base64.b64encode(other).decode()}"
        with pytest.raises(Unproved, match=problem):
            verified(read_note(f"{text}\n\n{line}\n".encode()), known)


class TestWhatIsSignedByWhom:
    """C2SP, tlog-cosignature: "The signed message MUST be …", for each kind of key.

    Written out here once more, and verified by `cryptography` alone.
    """

    HASHED = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    SECONDS = 1_795_348_800

    def value(self, key: SignerKey) -> bytes:
        """What a key's signature line has after the key id."""
        line = signature_line(HEAD, key, at=logs.AT)
        return base64.b64decode(line.split()[-1])[4:]

    def public(self, key: SignerKey) -> bytes:
        """The public key in its verifier key."""
        return base64.b64decode(key.verifier_key.split("+", 2)[2])[1:]

    def test_a_log_signs_the_three_lines(self) -> None:
        """signed-note: "Ed25519 signatures are generated … over the note text"."""
        message = f"kvalitet.example/journal\n7\n{self.HASHED}\n"

        key = Ed25519PublicKey.from_public_bytes(self.public(logs.LOG))
        key.verify(self.value(logs.LOG), message.encode())

    def test_a_witness_signs_two_lines_more(self) -> None:
        """By tlog-cosignature: a header line, a time line, then the whole note text."""
        message = (
            "cosignature/v1\n"
            "time 1795348800\n"
            f"kvalitet.example/journal\n7\n{self.HASHED}\n"
        )

        value = self.value(logs.WITNESS)
        key = Ed25519PublicKey.from_public_bytes(self.public(logs.WITNESS))
        assert value[:8] == self.SECONDS.to_bytes(8, "big")
        key.verify(value[8:], message.encode())

    def test_ml_dsa_signs_a_structure(self) -> None:
        """By tlog-cosignature: a `cosigned_message`, from 0 to the size of the tree."""
        message = (
            b"subtree/v1\n\x00"
            b"\x18kvalitet.example/journal"
            + bytes.fromhex("000000006b02d940")
            + b"\x18kvalitet.example/journal"
            + bytes.fromhex("0000000000000000")
            + bytes.fromhex("0000000000000007")
            + bytes(range(32))
        )

        value = self.value(logs.DAILY)
        key = mldsa.MLDSA44PublicKey.from_public_bytes(self.public(logs.DAILY))
        assert value[:8] == self.SECONDS.to_bytes(8, "big")
        key.verify(value[8:], message)


def test_a_signature_of_one_kind_is_none_of_another() -> None:
    """The same private key signs notes and cosigns: the messages differ."""
    note_key = SignerKey(name="w", seed=logs.WITNESS.seed)
    cosigner = SignerKey(name="w", kind=logs.WITNESS.kind, seed=logs.WITNESS.seed)
    line = signature_line(HEAD, note_key, at=logs.AT)
    value = base64.b64decode(line.split()[-1])[4:]
    relabelled = base64.b64encode(cosigner.key_id + bytes(8) + value).decode()
    note = f"{HEAD.text}\n— w {relabelled}\n".encode()

    with pytest.raises(Unproved, match="is not of this text"):
        verified(read_note(note), [VerifierKey.read(cosigner.verifier_key)])


def test_a_cosignature_is_of_a_checkpoint_only() -> None:
    """A witness says something of a log, and of nothing else."""
    line = signature_line(HEAD, logs.WITNESS, at=logs.AT)
    key = VerifierKey.read(logs.WITNESS.verifier_key)

    with pytest.raises(Malformed, match="checkpoint: expected 3 lines"):
        verified(read_note(f"a text\n\n{line}".encode()), [key])


@pytest.mark.parametrize(
    ("origin", "size", "root", "problem"),
    [
        ("", 1, bytes(32), "origin: expected one line"),
        ("a\nb", 1, bytes(32), "origin: expected one line"),
        ("a\tb", 1, bytes(32), "origin: expected one line"),
        ("o", -1, bytes(32), "size: expected 0 to below 2⁶³, got -1"),
        ("o", 2**63, bytes(32), "size: expected 0 to below 2⁶³, got 92"),
        ("o", 1, bytes(31), "root: expected 32 bytes, got 31"),
    ],
)
def test_no_checkpoint_is_made_that_could_not_be_read(
    origin: str, size: int, root: bytes, problem: str
) -> None:
    """It is refused where it is made."""
    with pytest.raises(Malformed, match=problem):
        Checkpoint(origin=origin, size=size, root=root)


@pytest.mark.parametrize(
    "at",
    [datetime(2026, 1, 1), datetime(1969, 12, 31, tzinfo=UTC)],  # noqa: DTZ001
    ids=["without offset", "before 1970"],
)
def test_a_signature_has_a_time_that_can_be_told(at: datetime) -> None:
    """Its seconds are counted from 1970, in UTC."""
    with pytest.raises(Malformed, match="time: expected one with its offset"):
        signed(HEAD, logs.LOG, at=at)


def test_a_checkpoint_is_signed_by_each_key_once() -> None:
    """And by one at least."""
    for keys in ([], [logs.LOG, logs.LOG]):
        with pytest.raises(Malformed, match="expected one or more keys, each once"):
            signed(HEAD, *keys, at=logs.AT)


@pytest.mark.parametrize(
    ("key", "length"), [(logs.LOG, 64), (logs.WITNESS, 72), (logs.DAILY, 2428)]
)
@pytest.mark.parametrize("more", [-1, 1])
def test_a_signature_has_the_length_of_its_kind(
    key: SignerKey, length: int, more: int
) -> None:
    """One that is longer or shorter is told so, whatever it begins with."""
    text, _, below = signed(HEAD, key, at=logs.AT).decode().partition("\n\n")
    value = (base64.b64decode(below.split()[-1]) + b"\0")[: 4 + length + more]
    note = f"{text}\n\n— {key.name} {base64.b64encode(value).decode()}\n"
    known = [VerifierKey.read(key.verifier_key)]

    with pytest.raises(Unproved, match=f"expected {length} bytes, got {length + more}"):
        verified(read_note(note.encode()), known)


def test_ml_dsa_signs_names_of_255_bytes() -> None:
    """As many as one byte can count."""
    long = "o" * 255
    key = SignerKey(name=long, kind=ML_DSA_44, seed=bytes(32))
    head = Checkpoint(origin=long, size=7, root=bytes(32))
    note = read_note(signed(head, key, at=logs.AT))

    assert verified(note, [VerifierKey.read(key.verifier_key)])


def test_ml_dsa_signs_names_of_255_bytes_at_most() -> None:
    """Its message has one byte for their length; so a longer one is refused."""
    long = "o" * 256
    head = Checkpoint(origin=long, size=7, root=bytes(32))
    key = SignerKey(name=long, kind=ML_DSA_44, seed=bytes(32))
    value = base64.b64encode(key.key_id + bytes(8 + 2420)).decode()
    note = f"{head.text}\n— {long} {value}\n".encode()

    with pytest.raises(Malformed, match="name: expected 255 bytes at most, got 256"):
        signed(head, key, at=logs.AT)
    with pytest.raises(Malformed, match="of 255 bytes at most"):
        verified(read_note(note), [VerifierKey.read(key.verifier_key)])
