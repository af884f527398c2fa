"""Keys as text: each in one spelling, and the id comes of the name and the key."""

from __future__ import annotations

import base64
import sys
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import mldsa
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import logs
from tests.evidence.changes import changed

from kvalitet_core.errors import KeyUnavailable, Malformed
from kvalitet_core.evidence.checking.keys import VerifierKey
from kvalitet_core.evidence.making.keys import COSIGNATURE, ML_DSA_44, SignerKey

SIGNERS = {"log": logs.LOG, "daily": logs.DAILY, "witness": logs.WITNESS}
signers = pytest.mark.parametrize("signer", SIGNERS.values(), ids=SIGNERS)


def vkey(name: str, plain: bytes, key_id: str | None = None) -> str:
    """A verifier key's text, whatever it is made of."""
    derived = sha256(name.encode() + b"\n" + plain).hexdigest()[:8]
    encoded = base64.b64encode(plain).decode()
    return f"{name}+{derived if key_id is None else key_id}+{encoded}"


@signers
def test_a_key_is_read_as_what_it_was_written(signer: SignerKey) -> None:
    """The secret one, and the one for everybody."""
    public = VerifierKey.read(signer.verifier_key)

    assert SignerKey.read(signer.secret_text + "\n") == signer
    assert (public.name, public.key_id) == (signer.name, signer.key_id)
    assert public.kind == signer.kind


@signers
def test_what_a_key_signs_is_verified_by_its_other_half(signer: SignerKey) -> None:
    """And nothing else is."""
    public = VerifierKey.read(signer.verifier_key)

    signature = signer.sign(b"message")

    assert public.verifies(b"message", signature)
    assert not public.verifies(b"messagf", signature)
    assert not public.verifies(b"message", signature[:-1] + bytes([signature[-1] ^ 1]))


@signers
def test_a_secret_shows_in_no_message(signer: SignerKey) -> None:
    """Not where the key is printed, and not where its text is wrong."""
    encoded = signer.secret_text.rpartition("+")[2]

    with pytest.raises(Malformed) as refused:
        SignerKey.read(f"PRIVATE+KEY+{signer.name}+00000000+{encoded}")

    for told in (repr(signer), str(refused.value)):
        assert encoded[4:20] not in told
        assert repr(signer.seed)[2:-1] not in told


def test_one_seed_gives_keys_of_different_ids() -> None:
    """The type of a key is part of its id, and so is its name."""
    seed = bytes(32)
    keys = [
        SignerKey(name="a", seed=seed),
        SignerKey(name="b", seed=seed),
        SignerKey(name="a", kind=COSIGNATURE, seed=seed),
        SignerKey(name="a", kind=ML_DSA_44, seed=seed),
    ]

    assert len({key.key_id for key in keys}) == 4


@given(data=st.data())
def test_a_verifier_key_with_anything_changed_is_refused(data: st.DataObject) -> None:
    """Its id is of all of it."""
    bad = data.draw(changed(logs.LOG.verifier_key.encode()))

    with pytest.raises(ValueError):  # noqa: PT011 - also what is not UTF-8 at all
        VerifierKey.read(bad.decode())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "verifier key: expected <name>"),
        ("name", "verifier key: expected <name>"),
        ("name+00000000", "verifier key: expected <name>"),
        (vkey("", b"\1" + bytes(32)), "verifier key: expected <name>"),
        (vkey("a b", b"\1" + bytes(32)), "verifier key: expected <name>"),
        (vkey("a", b"\1" + bytes(32)) + "\n", "verifier key: expected <name>"),
        (vkey("a", b"\1" + bytes(32)).upper(), "verifier key: expected <name>"),
        (vkey("a", b"\1" + bytes(32), ""), "verifier key: expected <name>"),
        (
            vkey("a", b"\1" + bytes(32), "00000000"),
            "key id: expected a5269a0a, got 000",
        ),
        (vkey("a", b"\1" + bytes(31)), "public key: expected 32 bytes, got 31"),
        (vkey("a", b"\4" + bytes(33)), "public key: expected 32 bytes, got 33"),
        (vkey("a", b"\6" + bytes(32)), "public key: expected 1312 bytes, got 32"),
        (vkey("a", b"\2" + bytes(32)), "type: expected 0x01, 0x04, 0x06, got 0x02"),
        (vkey("a", b""), "verifier key: expected <name>"),
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str, problem: str) -> None:
    """What is wrong with it is said."""
    with pytest.raises(Malformed) as refused:
        VerifierKey.read(text)

    assert problem in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        logs.LOG.verifier_key,
        "PRIVATE+KEY+name+00000000+",
        "PRIVATE+KEY+name+00000000+====",
        "PRIVATE+KEY+name+00000000+é",
        "PRIVATE+KEY+name+00000000+AQ==",
        "PRIVATE+KEY++00000000+" + base64.b64encode(b"\1" + bytes(32)).decode(),
        "PRIVATE+KEY+a b+00000000+" + base64.b64encode(b"\1" + bytes(32)).decode(),
        "PRIVATE+KEY+name+00000000+" + base64.b64encode(b"\2" + bytes(32)).decode(),
        "PRIVATE+KEY+name+00000000+" + base64.b64encode(b"\1" + bytes(32)).decode(),
    ],
)
def test_what_is_no_signer_key_is_refused(text: str) -> None:
    """Before anything is signed."""
    with pytest.raises(Malformed, match="signer key"):
        SignerKey.read(text)


def test_where_cryptography_has_no_ml_dsa_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It could not be looked at: that is not the same as wrong."""
    public = VerifierKey.read(logs.DAILY.verifier_key)
    monkeypatch.setitem(sys.modules, mldsa.__name__, None)

    with pytest.raises(KeyUnavailable, match="has no ML-DSA-44; upgrade it"):
        public.verifies(b"message", bytes(2420))
    with pytest.raises(KeyUnavailable, match="has no ML-DSA-44; upgrade it"):
        SignerKey(name="a", kind=ML_DSA_44, seed=bytes(32)).sign(b"message")
