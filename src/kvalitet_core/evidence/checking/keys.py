"""Verifier keys: whose signature is believed (C2SP, signed-note, "Verifier keys").

    <name>+<key id, 8 hexadecimal digits>+<base64 of type and public key>

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final

import attrs
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kvalitet_core.errors import KeyUnavailable, Malformed
from kvalitet_core.evidence.checking.encoding import base64_of, from_base64
from kvalitet_core.evidence.checking.said import Said

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "KINDS",
    "ML_DSA_44",
    "VerifierKey",
    "is_key_name",
    "journal_of",
    "log_number",
    "of_one_journal",
]

ED25519: Final = 0x01
"""An Ed25519 signature of a note's text (signed-note, "Signature types")."""

COSIGNATURE: Final = 0x04
"""A timestamped Ed25519 cosignature of a checkpoint (tlog-cosignature)."""

ML_DSA_44: Final = 0x06
"""A timestamped ML-DSA-44 cosignature of a checkpoint (tlog-cosignature)."""

KINDS: Final = {ED25519: 32, COSIGNATURE: 32, ML_DSA_44: 1312}
"""Each known type of signature → how many bytes its public key has."""

_JOURNAL = re.compile(r"(kvalitet-core/journal/[^/]+)(?:/([2-9]|[1-9][0-9]{1,5}))?")
_ID = re.compile(r"[0-9a-f]{8}")


def of_one_journal(name: str, other: str) -> bool:
    """Tell whether two logs are of one journal (our own rule).

    A journal's first log is called `kvalitet-core/journal/<id>`; where it declared a
    loss, a second one goes on with the same key as `kvalitet-core/journal/<id>/2`.
    """
    found = [_JOURNAL.fullmatch(each) for each in (name, other)]
    return all(found) and len({each[1] for each in found if each}) == 1


def journal_of(name: str) -> str:
    """The id of the journal that a log is of, or its name where it is of none."""
    found = _JOURNAL.fullmatch(name)
    return found[1].rpartition("/")[2] if found else name


def log_number(name: str) -> int:
    """Which log of its journal a log is: 1, or more where losses were declared."""
    found = _JOURNAL.fullmatch(name)
    return int(found[2] or 1) if found else 1


def is_key_name(name: str) -> bool:
    """Tell whether a key may be called so: not empty, no Unicode space, no plus."""
    return bool(name) and not any(each.isspace() or each == "+" for each in name)


@attrs.frozen(kw_only=True)
class VerifierKey:
    """A public key, and who signs with the private one.

    Attributes:
        name: Who: a log's origin, or a witness's name.
        key_id: Four bytes that, with the name, say which key a signature is by.
        kind: How it signs, and what: one of `KINDS`.
        public: The public key itself.
    """

    name: str
    key_id: bytes
    kind: int
    public: bytes = attrs.field(repr=False)

    @property
    def called(self) -> str:
        """Its name and id, fit to print."""
        return f"{self.name}+{self.key_id.hex()}"

    @property
    def text(self) -> str:
        """The key as text."""
        encoded = base64_of(bytes([self.kind]) + self.public)
        return f"{self.called}+{encoded}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature is by this key, of exactly this message.

        Raises:
            KeyUnavailable: The installed `cryptography` cannot tell.
        """
        verify = _ml_dsa if self.kind == ML_DSA_44 else _ed25519
        try:
            verify(self)(signature, message)
        except InvalidSignature:
            return False
        return True

    def named(self, name: str) -> VerifierKey:
        """The same key under another name."""
        plain = bytes([self.kind]) + self.public
        key_id = sha256(name.encode() + b"\n" + plain).digest()[:4]
        return VerifierKey(name=name, key_id=key_id, kind=self.kind, public=self.public)

    @classmethod
    def read(cls, text: str) -> VerifierKey:
        """Take a verifier key from its text.

        Raises:
            Malformed: It is none, or its id does not come of its name and key.
        """
        name, key_id, encoded = [*text.split("+", 2), "", ""][:3]
        plain = from_base64(encoded)
        if not is_key_name(name) or not _ID.fullmatch(key_id) or not plain:
            problem = f"expected <name>+<8 hexadecimal digits>+<base64>, got {text!r}"
            raise Malformed("verifier key", problem)
        kind, public = plain[0], plain[1:]
        subject = f"verifier key {name}+{key_id}"
        if kind not in KINDS:
            known = ", ".join(f"0x{each:02x}" for each in KINDS)
            raise Malformed(subject, f"type: expected {known}, got 0x{kind:02x}")
        if len(public) != KINDS[kind]:
            problem = f"public key: expected {KINDS[kind]} bytes, got {len(public)}"
            raise Malformed(subject, problem)
        derived = sha256(name.encode() + b"\n" + plain).digest()[:4]
        if derived.hex() != key_id:
            raise Malformed(subject, f"key id: expected {derived.hex()}, got {key_id}")
        return cls(name=name, key_id=derived, kind=kind, public=public)


def _ed25519(key: VerifierKey) -> Callable[[bytes, bytes], None]:
    return Ed25519PublicKey.from_public_bytes(key.public).verify


def _ml_dsa(key: VerifierKey) -> Callable[[bytes, bytes], None]:
    try:
        from cryptography.hazmat.primitives.asymmetric.mldsa import (  # noqa: PLC0415
            MLDSA44PublicKey,
        )

        return MLDSA44PublicKey.from_public_bytes(key.public).verify
    except (ImportError, UnsupportedAlgorithm) as error:
        raise KeyUnavailable(key.called, Said.of("no_ml_dsa")) from error
