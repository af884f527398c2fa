"""Keys that sign: an authority's own, and a witness's (C2SP, signed-note).

    PRIVATE+KEY+<name>+<key id, 8 hexadecimal digits>+<base64 of type and seed>

The text of a signer key is secret; that of its verifier key is for everybody. An
Ed25519 signature is a function of its key and message; one of ML-DSA-44 is not, as it
is made with randomness that `cryptography` takes by itself.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, Protocol

import attrs
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kvalitet_core.errors import KeyUnavailable, Malformed

__all__ = ["COSIGNATURE", "ED25519", "ML_DSA_44", "SignerKey", "has_ml_dsa"]

ED25519: Final = 0x01
"""The type of a key that signs notes: a log's own."""

COSIGNATURE: Final = 0x04
"""The type of a key that cosigns checkpoints by Ed25519, with the time: a witness's."""

ML_DSA_44: Final = 0x06
"""The type of a key that signs checkpoints, with the time, by ML-DSA-44."""

_SEED: Final = 32
_TEXT: Final = "PRIVATE+KEY+<name>+<key id>+<base64>"


class _Private(Protocol):
    def sign(self, data: bytes, /) -> bytes:
        """Sign a message."""

    def public_key(self) -> Any:
        """Give the key that verifies."""


def has_ml_dsa() -> bool:
    """Tell whether the installed `cryptography` can sign by ML-DSA-44."""
    try:
        _ml_dsa(bytes(_SEED))
    except KeyUnavailable:
        return False
    return True


def _ml_dsa(seed: bytes) -> _Private:
    try:
        from cryptography.hazmat.primitives.asymmetric.mldsa import (  # noqa: PLC0415
            MLDSA44PrivateKey,
        )

        return MLDSA44PrivateKey.from_seed_bytes(seed)
    except (ImportError, UnsupportedAlgorithm) as error:
        problem = "the installed cryptography has no ML-DSA-44; upgrade it"
        raise KeyUnavailable("ML-DSA-44", problem) from error


_MAKERS: Final[dict[int, Callable[[bytes], _Private]]] = {
    ED25519: Ed25519PrivateKey.from_private_bytes,
    COSIGNATURE: Ed25519PrivateKey.from_private_bytes,
    ML_DSA_44: _ml_dsa,
}


def _is_name(_: Any, __: attrs.Attribute[Any], name: str) -> None:
    odd = any(each.isspace() or each == "+" or each < " " for each in name)
    if not name or odd:
        raise Malformed(
            "signer key", f"expected a name without space or +, got {name!r}"
        )


def _is_kind(_: Any, __: attrs.Attribute[Any], kind: int) -> None:
    if kind not in _MAKERS:
        known = ", ".join(f"0x{each:02x}" for each in _MAKERS)
        raise Malformed("signer key", f"expected a type of {known}, got 0x{kind:02x}")


def _is_seed(_: Any, __: attrs.Attribute[Any], seed: bytes) -> None:
    if len(seed) != _SEED:
        raise Malformed(
            "signer key", f"expected a seed of {_SEED} bytes, got {len(seed)}"
        )


@attrs.frozen(kw_only=True)
class SignerKey:
    """A key that signs, and who signs with it.

    Attributes:
        name: Who signs: a log's origin, or a witness's name; no space, no `+`.
        kind: What it signs and how: `ED25519`, `COSIGNATURE` or `ML_DSA_44`.
        seed: The secret: 32 random bytes.
    """

    name: str = attrs.field(validator=_is_name)
    kind: int = attrs.field(default=ED25519, validator=_is_kind)
    seed: bytes = attrs.field(repr=False, validator=_is_seed)

    @cached_property
    def _private(self) -> _Private:
        return _MAKERS[self.kind](self.seed)

    @cached_property
    def _public(self) -> bytes:
        public: bytes = self._private.public_key().public_bytes_raw()
        return bytes([self.kind]) + public

    @cached_property
    def key_id(self) -> bytes:
        """Four bytes that tell it from other keys of the same name."""
        return sha256(self.name.encode() + b"\n" + self._public).digest()[:4]

    @property
    def verifier_key(self) -> str:
        """The key that verifies, as text for everybody."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(self._public)}"

    @property
    def secret_text(self) -> str:
        """This key as text: as secret as the key."""
        secret = _base64(bytes([self.kind]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.key_id.hex()}+{secret}"

    def sign(self, message: bytes) -> bytes:
        """Sign a message as it stands.

        Raises:
            KeyUnavailable: The installed `cryptography` cannot.
        """
        return self._private.sign(message)

    @classmethod
    def read(cls, text: str) -> SignerKey:
        """Take a signer key from its text; no message shows the text.

        Raises:
            Malformed: It is no signer key, or its id is that of another.
            KeyUnavailable: The installed `cryptography` cannot use it.
        """
        head, key, name, key_id, secret = [*text.strip().split("+", 4), *[""] * 4][:5]
        try:
            plain = base64.b64decode(secret, validate=True)
        except (binascii.Error, ValueError):
            plain = b""
        if (head, key) != ("PRIVATE", "KEY") or not plain:
            raise Malformed("signer key", f"expected {_TEXT}")
        signer = cls(name=name, kind=plain[0], seed=plain[1:])
        if key_id != signer.key_id.hex():
            problem = f"key id: expected {signer.key_id.hex()}, got {key_id!r}"
            raise Malformed(f"signer key of {name}", problem)
        return signer


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
