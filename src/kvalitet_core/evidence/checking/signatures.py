"""Signatures of a note, verified (C2SP, signed-note, "Signatures").

A signature by an unknown key says nothing, and is passed over. One that names a known
key must hold: if it does not, the whole note is refused. A note that no known key has
signed is refused.

Pure.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

import attrs

from kvalitet_core.errors import KeyUnavailable, Malformed, Unproved
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.keys import ED25519, ML_DSA_44, VerifierKey
from kvalitet_core.evidence.checking.notes import Note, NoteSignature
from kvalitet_core.evidence.checking.said import Said

__all__ = ["Verified", "verified"]

_LENGTHS: Final = {ED25519: 64, ML_DSA_44: 8 + 2420}
_TIMESTAMPED: Final = 8 + 64
_TIMESTAMP: Final = 8
_LATEST: Final = 2**63 - 1
_LONGEST: Final = 255


@attrs.frozen(kw_only=True)
class Verified:
    """A signature that holds.

    Attributes:
        key: Whose it is.
        seconds: When it was made, in seconds since 1970, where the key's type has it;
            the signer's word for it.
    """

    key: VerifierKey
    seconds: int | None = None


def verified(
    note: Note,
    keys: Iterable[VerifierKey],
    *,
    subject: str = "note",
    untold: list[VerifierKey] | None = None,
) -> tuple[Verified, ...]:
    """Verify every signature of a note that a known key is named by.

    Args:
        note: The note.

        keys: The keys that are known.

        subject: What the note is called.

        untold: Takes the keys of signatures that cannot be told of here, as long as
            another one holds.

    Raises:
        Unproved: One does not hold, or there is none; all that do not are named.
        Malformed: Two keys go by one name and id, or a checkpoint's key has signed
            what is no checkpoint.
        KeyUnavailable: The installed `cryptography` cannot tell of one.
    """
    known = _by_name(keys)
    holding: list[Verified] = []
    unsure: list[tuple[VerifierKey, KeyUnavailable]] = []
    problems = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        try:
            result = _verified(note.text, signature, key)
        except KeyUnavailable as error:
            unsure.append((key, error))
            continue
        if isinstance(result, str):
            problems.append(Said.of("on_line", line=signature.line, problem=result))
        else:
            holding.append(result)
    if problems:
        raise Unproved(subject, *problems)
    if unsure and (untold is None or not holding):
        raise unsure[0][1]
    if untold is not None:
        untold += [key for key, _ in unsure]
    if not holding:
        raise Unproved(
            subject,
            Said.of(
                "no_signature",
                expected=_any(key.called for key in known.values()),
                got=_any(each.called for each in note.signatures),
            ),
        )
    return tuple(holding)


def _by_name(keys: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise Malformed("verifier keys", Said.of("two_keys", key=key.called))
    return known


def _any(called: Iterable[str]) -> str:
    return " or ".join(dict.fromkeys(called)) or "none"


def _verified(text: str, signature: NoteSignature, key: VerifierKey) -> Verified | str:
    """Verify one signature, or say why it does not hold."""
    length = _LENGTHS.get(key.kind, _TIMESTAMPED)
    if len(signature.value) != length:
        facts = {"key": key.called, "got": len(signature.value)}
        return Said.of("signature_size", length=length, **facts)
    if key.kind == ED25519:
        seconds, message, value = None, text.encode(), signature.value
    else:
        (seconds,) = struct.unpack_from(">Q", signature.value)
        value = signature.value[_TIMESTAMP:]
        if seconds > _LATEST:
            return Said.of("signature_time", key=key.called)
        message = _cosigned(text, key, seconds)
    if not key.verifies(message, value):
        return Said.of("signature", key=key.called)
    return Verified(key=key, seconds=seconds)


def _cosigned(text: str, key: VerifierKey, seconds: int) -> bytes:
    """The message of a cosignature (tlog-cosignature, "signed message", both kinds)."""
    checkpoint = read_checkpoint(text)
    if key.kind != ML_DSA_44:
        return f"cosignature/v1\ntime {seconds}\n{text}".encode()
    return b"".join(
        [
            b"subtree/v1\n\x00",
            _opaque(key.name),
            struct.pack(">Q", seconds),
            _opaque(checkpoint.origin),
            struct.pack(">QQ", 0, checkpoint.size),
            checkpoint.root,
        ]
    )


def _opaque(text: str) -> bytes:
    """An `opaque <1..2^8-1>` (RFC 8446, section 3.4)."""
    data = text.encode()
    if len(data) > _LONGEST:
        problem = (
            f"expected a name or origin of {_LONGEST} bytes at most: {text[:60]!r}"
        )
        raise Malformed("signature by ML-DSA-44", problem)
    return bytes([len(data)]) + data
