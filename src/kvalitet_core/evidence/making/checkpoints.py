"""Checkpoints: a log's size and root at some time, as a signed note.

    <origin>
    <size>
    <root, base64>

    — <name> <base64 of key id and signature>

By C2SP's tlog-checkpoint, signed-note and tlog-cosignature. Pure: the time is an
argument.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.making.hashing import HASH_SIZE
from kvalitet_core.evidence.making.keys import COSIGNATURE, ED25519, SignerKey

__all__ = ["Checkpoint", "signature_line", "signed", "with_signature"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST: Final = 255


def _is_origin(_: Any, __: attrs.Attribute[Any], origin: str) -> None:
    if not origin or any(each < " " for each in origin):
        problem = f"origin: expected one line that is not empty, got {origin!r}"
        raise Malformed("checkpoint", problem)


def _is_size(_: Any, __: attrs.Attribute[Any], size: int) -> None:
    if not 0 <= size < 2**63:
        raise Malformed("checkpoint", f"size: expected 0 to below 2⁶³, got {size}")


def _is_hash(_: Any, __: attrs.Attribute[Any], root: bytes) -> None:
    if len(root) != HASH_SIZE:
        problem = f"root: expected {HASH_SIZE} bytes, got {len(root)}"
        raise Malformed("checkpoint", problem)


@attrs.frozen(kw_only=True)
class Checkpoint:
    """What a log was at some time: so many entries, and this root.

    Attributes:
        origin: Which log: one line of text that never changes.
        size: How many entries it had.
        root: The root of its tree.
    """

    origin: str = attrs.field(validator=_is_origin)
    size: int = attrs.field(validator=_is_size)
    root: bytes = attrs.field(validator=_is_hash)

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def signed(checkpoint: Checkpoint, *keys: SignerKey, at: datetime) -> bytes:
    """Write a checkpoint as a note that these keys have signed, in this order.

    Raises:
        Malformed: There is no key, two are the same, or the time has no offset.
    """
    if not keys or len({(key.name, key.key_id) for key in keys}) < len(keys):
        raise Malformed("checkpoint", "expected one or more keys, each once")
    lines = (signature_line(checkpoint, key, at=at) for key in keys)
    return _note(checkpoint, lines)


def with_signature(note: bytes, line: str) -> bytes:
    """Add a signature line to a note, after those that it has."""
    return note + line.encode()


def signature_line(checkpoint: Checkpoint, key: SignerKey, *, at: datetime) -> str:
    """Sign a checkpoint, or cosign another's: one line of the note.

    Who cosigns has verified first that the log only grew since the last one.

    Args:
        checkpoint: What is signed.

        key: Who signs, and how.

        at: When; to the second. It is kept where the key's type has a time.

    Raises:
        Malformed: The time has no offset or is before 1970, or a name is too long.
    """
    seconds = _seconds(at)
    if key.kind == ED25519:
        value = key.sign(checkpoint.text.encode())
    elif key.kind == COSIGNATURE:
        message = f"cosignature/v1\ntime {seconds}\n{checkpoint.text}"
        value = struct.pack(">Q", seconds) + key.sign(message.encode())
    else:
        subtree = _subtree(checkpoint, key.name, seconds)
        value = struct.pack(">Q", seconds) + key.sign(subtree)
    return f"— {key.name} {_base64(key.key_id + value)}\n"


def _subtree(checkpoint: Checkpoint, name: str, seconds: int) -> bytes:
    """The message that ML-DSA-44 signs (tlog-cosignature, `cosigned_message`)."""
    return b"".join(
        [
            b"subtree/v1\n\0",
            _prefixed("name", name),
            struct.pack(">Q", seconds),
            _prefixed("origin", checkpoint.origin),
            struct.pack(">QQ", 0, checkpoint.size),
            checkpoint.root,
        ]
    )


def _prefixed(what: str, text: str) -> bytes:
    data = text.encode()
    if len(data) > _LONGEST:
        problem = f"{what}: expected {_LONGEST} bytes at most, got {len(data)}"
        raise Malformed("checkpoint to be signed by ML-DSA-44", problem)
    return bytes([len(data)]) + data


def _seconds(at: datetime) -> int:
    if at.tzinfo is None or at < _EPOCH:
        problem = f"time: expected one with its offset, from 1970 on, got {at}"
        raise Malformed("signature", problem)
    return (at - _EPOCH) // timedelta(seconds=1)


def _note(checkpoint: Checkpoint, lines: Iterable[str]) -> bytes:
    return "".join([checkpoint.text, "\n", *lines]).encode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
