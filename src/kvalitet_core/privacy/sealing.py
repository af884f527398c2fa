"""Sealing: what is about a person to bytes that only the person's key opens.

The bytes are 0x01, a nonce of 12, and AES-256-GCM over: u32 length, content, zeros up
to a multiple of 64. What they belong to is authenticated with them, so bytes moved
elsewhere do not open: for a person section the journal, stream, version, ordinal and
person; for an attachment the journal, the word, the person, its label and media type;
for a cell of a view the journal, the word, the view, table, column, person and row.
AES-GCM does not commit to its key; the key's id, which the record keeps, does.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple, Protocol

from kvalitet_core.errors import KeyUnavailable, Malformed
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy.keystore import DataKey, Destroyed, Keys, KeyStore

__all__ = ["AttachmentPlace", "BelongsTo", "Place", "Sealed", "Sealer"]

_VERSION = b"\x01"
_NONCE = 12
_LENGTH = 4
_BLOCK = 64


class BelongsTo(Protocol):
    """What sealed bytes belong to, within their journal."""

    @property
    def subject(self) -> str:
        """The person whose key seals them."""

    @property
    def where(self) -> str:
        """What they are, for people."""

    @property
    def parts(self) -> tuple[str | int, ...]:
        """All that is authenticated with them."""


class Place(NamedTuple):
    """What a section belongs to, within its journal."""

    stream: str
    version: int
    ordinal: int
    subject: str

    @property
    def where(self) -> str:
        """What it is, for people."""
        return f"{self.stream} version {self.version}, section {self.ordinal}"

    @property
    def parts(self) -> tuple[str | int, ...]:
        """All that is authenticated with it."""
        return tuple(self)


class AttachmentPlace(NamedTuple):
    """What an attachment's bytes belong to; the digest is theirs, once there is one."""

    subject: str
    label: str
    media_type: str
    sha256: str = ""

    @property
    def where(self) -> str:
        """What it is, for people."""
        return f"attachment {self.sha256}"

    @property
    def parts(self) -> tuple[str | int, ...]:
        """All that is authenticated with it."""
        return ("attachment", self.subject, self.label, self.media_type)


class Sealed(NamedTuple):
    """A sealed section: its bytes, their SHA-256, and the id of the key; hex."""

    sealed: bytes
    sha256: str
    key_id: str


class Sealer:
    """Seals and opens what is personal in one journal.

    A reader gives no key store to seal with, only one in which keys can be found.
    """

    def __init__(
        self, journal: str, keys: KeyStore | None, *, found_in: Keys | None = None
    ) -> None:
        self._journal = journal
        self._keys = keys
        self._found_in = found_in or keys

    def seal(self, plain: bytes, place: BelongsTo) -> Sealed | None:
        """Seal some content, or None when the person has been forgotten.

        Raises:
            KeyUnavailable: No key store was given, or it cannot be used.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._store().key_for(place.subject)
        if isinstance(key, Destroyed):
            return None
        nonce = secrets.token_bytes(_NONCE)
        cipher = AESGCM(key.key).encrypt(nonce, _padded(plain), self._bound_to(place))
        sealed = _VERSION + nonce + cipher
        return Sealed(sealed, sha256(sealed).hexdigest(), key.id)

    def open(
        self,
        place: BelongsTo,
        *,
        key_id: str,
        digest: str,
        sealed: bytes | None,
        forgotten: Callable[[str], bool],
    ) -> bytes | Forgotten:
        """Open what was sealed: its content, or `Forgotten`.

        Args:
            place: What it belongs to.

            key_id: The id of the key that sealed it, as recorded.

            digest: SHA-256 of the sealed bytes, as recorded.

            sealed: The bytes, or None when they are gone.

            forgotten: Whether the journal has a decision to forget a person.

        Raises:
            Malformed: The bytes are gone without a decision, or are not those recorded.
            KeyUnavailable: The key is lost, wrong, or was not given.
        """
        where = place.where
        if sealed is None:
            if forgotten(place.subject):
                return Forgotten.FORGOTTEN
            raise Malformed(
                where, "the sealed bytes are gone, and no decision says why"
            )
        if sha256(sealed).hexdigest() != digest:
            raise Malformed(where, "the sealed bytes are not those that were recorded")
        key = self._finder().find(place.subject)
        if isinstance(key, Destroyed) or key is None or key.id != key_id:
            return self._without_key(place, key, forgotten=forgotten(place.subject))
        if sealed[:1] != _VERSION:
            raise Malformed(where, f"is sealed in a way unknown here: {sealed[:1]!r}")
        return self._decrypted(sealed, key, place)

    def _decrypted(self, sealed: bytes, key: DataKey, place: BelongsTo) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, cipher = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            plain = AESGCM(key.key).decrypt(nonce, cipher, self._bound_to(place))
        except InvalidTag as error:
            text = "the sealed bytes belong elsewhere"
            raise Malformed(place.where, text) from error
        return _unpadded(plain)

    def is_destroyed(self, subject: str) -> bool:
        """Whether the person's key was destroyed by decision."""
        return isinstance(self._finder().find(subject), Destroyed)

    def _without_key(
        self, place: BelongsTo, found: DataKey | Destroyed | None, *, forgotten: bool
    ) -> Forgotten:
        """Say what it means that the key that sealed something is not there."""
        if forgotten:
            return Forgotten.FORGOTTEN
        store, whose = self._finder().place, f"the key of {place.subject}"
        if isinstance(found, Destroyed):
            problem = f"{whose} was destroyed by a decision that is not on record here"
            raise KeyUnavailable(store, f"{problem}; open the journal for writing once")
        problem = f"{whose} is {'lost' if found is None else 'another'}"
        raise KeyUnavailable(store, problem)

    def _store(self) -> KeyStore:
        if self._keys is None:
            problem = "no key store was given, so nothing personal can be sealed"
            raise KeyUnavailable("none", problem)
        return self._keys

    def _finder(self) -> Keys:
        if self._found_in is None:
            problem = "no key store was given, so personal data stays sealed"
            raise KeyUnavailable("none", problem)
        return self._found_in

    def _bound_to(self, place: BelongsTo) -> bytes:
        parts = [_VERSION.hex(), self._journal, *place.parts]
        return json.dumps(parts, separators=(",", ":")).encode()


def _padded(plain: bytes) -> bytes:
    """The length, the content, and zeros: its length tells little of what it is."""
    framed = len(plain).to_bytes(_LENGTH, "big") + plain
    return framed + bytes(-len(framed) % _BLOCK)


def _unpadded(framed: bytes) -> bytes:
    length = int.from_bytes(framed[:_LENGTH], "big")
    return framed[_LENGTH : _LENGTH + length]
