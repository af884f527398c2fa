"""Signed notes: read in one way only, and believed only by a known key that signed."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import logs
from tests.evidence.changes import changed

from kvalitet_core.errors import Malformed, Unproved
from kvalitet_core.evidence.checking.keys import VerifierKey
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.signatures import Verified, verified
from kvalitet_core.evidence.making.checkpoints import with_signature
from kvalitet_core.evidence.making.keys import SignerKey

EXAMPLES = {
    # C2SP, signed-note, "Example".
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k": (
        "This is an example message.\n"
        "\n"
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ER"
        "YNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    ),
    # The note that Go's golang.org/x/mod/sumdb/note is tested with.
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW": (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNX"
        "gKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    ),
    # A checkpoint that Go's checksum database has published.
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8": (
        "go.sum database tree\n"
        "35225469\n"
        "vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n"
        "\n"
        "— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONe"
        "bHLAyaKbbTM75QTtPydhKCExixSfwQ=\n"
    ),
}
KEY = VerifierKey.read(logs.LOG.verifier_key)
LINE = f"— {KEY.name} {base64.b64encode(KEY.key_id + bytes(64)).decode()}"
NOTE = logs.log(3).checkpoint(logs.LOG)
ORDER = 2**252 + 27742317777372353535851937790883648493


def line(key: VerifierKey, signature: bytes) -> str:
    """A signature line, whatever the signature is."""
    value = base64.b64encode(key.key_id + signature).decode()
    return f"— {key.name} {value}\n"


@pytest.mark.parametrize("key", EXAMPLES)
def test_the_notes_of_others_hold(key: str) -> None:
    """Those of the specification, of Go's own tests, and one that is in use."""
    known = VerifierKey.read(key)

    assert verified(read_note(EXAMPLES[key].encode()), [known]) == (
        Verified(key=known),
    )


def test_the_signature_of_a_known_text_is_known() -> None:
    """By the signer key that Go's note package is tested with."""
    (vkey, note) = list(EXAMPLES.items())[1]
    signer = SignerKey.read(
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    )
    text = note.partition("\n\n")[0] + "\n"

    assert signer.verifier_key == vkey
    assert line(VerifierKey.read(vkey), signer.sign(text.encode())) in note


@given(data=st.data(), key=st.sampled_from(list(EXAMPLES)))
def test_a_note_with_anything_changed_is_refused(data: st.DataObject, key: str) -> None:
    """In the text, in the empty line, in a name, in a signature."""
    bad = data.draw(changed(EXAMPLES[key].encode()))

    with pytest.raises(Malformed):
        verified(read_note(bad), [VerifierKey.read(key)])


@pytest.mark.parametrize(
    ("note", "problem"),
    [
        ("", "line 1: expected a newline at its end"),
        ("text\n", "line 2: expected an empty line, then signature lines"),
        ("text\n\n", "line 3: expected an empty line, then signature lines"),
        (f"text\n{LINE}\n", "expected an empty line, then signature lines"),
        (f"text\n\n{LINE}", "line 3: expected a newline at its end"),
        (f"text\r\n\n{LINE}\n", r"line 1: expected no control character, got '\r'"),
        (f"a\n\n{LINE}\r\n", r"line 3: expected no control character, got '\r'"),
        (f"text\r\n\r\n{LINE}\r\n", r"line 2: expected no control character, got '\r'"),
        (f"te\txt\n\n{LINE}\n", r"line 1: expected no control character, got '\t'"),
        (f"te\0xt\n\n{LINE}\n", r"line 1: expected no control character, got '\x00'"),
        (f"text\n\n- {LINE[2:]}\n", "line 3: expected '— <name> <base64>', got '- "),
        (f"text\n\n—{LINE[2:]}\n", "line 3: expected '— <name> <base64>'"),
        ("text\n\n—  AAAA\n", "line 3: expected '— <name> <base64>'"),
        ("text\n\n— a+b AAAAAAA=\n", "line 3: expected '— <name> <base64>'"),
        ("text\n\n— a\u00a0b AAAAAAA=\n", "line 3: expected '— <name> <base64>'"),
        (f"text\n\n{LINE} \n", "line 3: the signature by kvalitet.example/journal is"),
        (f"text\n\n{LINE[:-1]}\n", "line 3: the signature by kvalitet.example/journal"),
        ("text\n\n— a AAAAAAB=\n", "line 3: the signature by a is not in canonical"),
        ("text\n\n— a AAAAAAA\n", "line 3: the signature by a is not in canonical"),
        ("text\n\n— a AAAA-AA=\n", "line 3: the signature by a is not in canonical"),
        ("text\n\n— a AAAAAA==\n", "line 3: the signature by a is too short"),
        ("text\n\n— a AAAAé\n", "line 3: the signature by a is not in canonical"),
        (f"text\n\n{LINE}\ntext\n", "line 4: expected '— <name> <base64>', got 'text'"),
        ("text\n\n" + f"{LINE}\n" * 65, "expected 64 signatures at most, got 65"),
        ("t" * 1_000_000 + f"\n\n{LINE}\n", "expected 1000000 bytes at most, got"),
    ],
)
def test_what_is_no_note_is_refused(note: str, problem: str) -> None:
    """The line is named, and what was expected of it."""
    with pytest.raises(Malformed) as refused:
        read_note(note.encode())

    assert str(refused.value).startswith("note: ")
    assert problem in str(refused.value)


def test_a_note_may_be_as_large_as_the_limits() -> None:
    """64 signatures, and a million bytes."""
    many = f"text\n\n{LINE}\n" + f"{LINE}\n" * 63
    below = f"\n\n{LINE}\n"
    large = "t" * (1_000_000 - len(below.encode())) + below

    assert len(read_note(many.encode()).signatures) == 64
    assert len(read_note(large.encode()).signatures) == 1


def test_what_is_not_utf8_is_refused_by_its_line() -> None:
    """A note is text."""
    with pytest.raises(Malformed, match="note: line 2: expected UTF-8"):
        read_note(b"text\n\xff\n\n")


def test_all_lines_that_are_wrong_are_named_at_once() -> None:
    """Whoever mends it mends it once."""
    with pytest.raises(Malformed, match=r"line 3: .*; line 5: "):
        read_note(f"text\n\nodd\n{LINE}\n— a AAAA\n".encode())


def test_a_text_may_have_empty_lines() -> None:
    """The last one of the note parts the text from the signatures."""
    note = read_note(f"one\n\ntwo\n\n{LINE}\n".encode())

    assert note.text == "one\n\ntwo\n"
    assert [each.line for each in note.signatures] == [5]


def test_a_signature_by_an_unknown_key_is_passed_over() -> None:
    """A log may be cosigned by those whom this reader does not know."""
    unknown = VerifierKey.read(logs.WITNESS.verifier_key)
    note = with_signature(NOTE, line(unknown, bytes(72)))

    assert verified(read_note(note), [KEY]) == (Verified(key=KEY),)


def test_a_note_that_no_known_key_has_signed_is_refused() -> None:
    """The keys that would do are named, and those that are said to have signed."""
    other = VerifierKey.read(logs.WITNESS.verifier_key)

    with pytest.raises(Unproved) as refused:
        verified(read_note(NOTE), [other])

    expected = f"expected a signature by {other.called}, got {KEY.called}"
    assert expected in str(refused.value)


def test_without_a_key_nothing_is_believed() -> None:
    """Not even a signature that would hold."""
    with pytest.raises(Unproved, match="expected a signature by none, got"):
        verified(read_note(NOTE), [])


@pytest.mark.parametrize(
    "signature",
    [bytes(64), bytes(63), bytes(65), b""],
    ids=["zeroes", "too short", "too long", "none"],
)
def test_a_wrong_signature_under_a_known_key_id_is_refused(signature: bytes) -> None:
    """Even if another one by the same key holds: the note was tampered with."""
    bad = with_signature(NOTE, line(KEY, signature or b"\0"))

    with pytest.raises(Unproved, match=f"note: line 6: the signature by {KEY.name}"):
        verified(read_note(bad), [KEY])


def test_a_signature_has_one_form() -> None:
    """RFC 8032, 5.1.7: S is below the group's order, so none is made of another."""
    text, _, below = NOTE.decode().partition("\n\n")
    value = base64.b64decode(below.split()[-1])[4:]
    other = int.from_bytes(value[32:], "little") + ORDER
    bad = f"{text}\n\n{line(KEY, value[:32] + other.to_bytes(32, 'little'))}"

    with pytest.raises(Unproved, match="is not of this text, or was changed"):
        verified(read_note(bad.encode()), [KEY])


def test_the_same_key_twice_is_one_key() -> None:
    """A policy and a list of keys may both name it."""
    assert verified(read_note(NOTE), [KEY, KEY]) == (Verified(key=KEY),)


def test_two_keys_of_one_name_and_id_are_refused() -> None:
    """Nobody could say which of them signed."""
    twin = VerifierKey(
        name=KEY.name, key_id=KEY.key_id, kind=KEY.kind, public=bytes(32)
    )

    with pytest.raises(Malformed, match=r"verifier keys: expected one key .* got two"):
        verified(read_note(NOTE), [KEY, twin])
