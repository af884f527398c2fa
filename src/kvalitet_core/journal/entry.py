"""The entry: what the evidence tree holds of one stored event, never the payload.

An entry is a pure function of the row, and is the same before and after a person in it
is forgotten. All integers are big-endian, every variable part has its length before it:

    0x01
    u16 length, stream id in UTF-8
    u64 version
    u64 recorded_at, in microseconds since 1970-01-01T00:00:00Z
    u16 length, stored name in UTF-8
    u8  number of plain sections (2), then for each, `d` before `m`:
        u8 kind (0x64 or 0x6d), 32 bytes commitment
    u16 number of person sections, then for each, by ordinal:
        u16 ordinal, 32 bytes key id, 32 bytes SHA-256 of the sealed bytes

    commitment = SHA-256("kvalitet/commit/v1" 0x00 | kind | salt | section bytes)

This format never changes. Another one would begin with another type byte.
"""

from __future__ import annotations

import re
import struct
from binascii import a2b_base64
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final, TypeAlias

import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.sections import metadata, salts, sealed_references

__all__ = ["commitment", "entry", "entry_and_time", "leaf_hash"]

_DOMAIN: Final = b"kvalitet/commit/v1\0"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LENGTH: Final = struct.Struct(">H")
_NUMBERS: Final = struct.Struct(">QQH")
_BETWEEN: Final = b',"m":{"actor":'
_SALT: Final = rb'"([A-Za-z0-9+/]{21}[AQgw]==)"'
_USUAL: Final = re.compile(
    rb',"m":(\{"actor":"[^"]*","command":"[^"]*","correlation":"[^"]*","event":"[^"]*",'
    rb'"recorded_at":"([0-9-]{10}T[0-9:]{8}\.)([0-9]{6})Z"\}),"s":\{"d":'
    + _SALT + rb',"m":' + _SALT + rb"\}\}\Z"
)  # fmt: skip
"""What follows the data of a row that a command gave and nothing is sealed in."""

_UNESCAPED: Final = bytes(range(0x20, 0x5C)) + bytes(range(0x5D, 0x7F))
"""What stands in JSON's texts as it is, and is ASCII."""

_json: Final = msgspec.json.Decoder(msgspec.Raw)

_Parts: TypeAlias = tuple[bytes, bytes, bytes | None, bytes, bytes, int]
"""The sections d, m and p, the salts of d and m, and when it was recorded."""


def commitment(kind: bytes, salt: bytes, section: bytes) -> bytes:
    """Commit to a section's bytes without showing them."""
    return sha256(b"%b%b%b%b" % (_DOMAIN, kind, salt, section)).digest()


def entry(stream: str, version: int, name: str, state: bytes) -> bytes:
    """The entry of one row, from the row alone.

    Raises:
        Malformed: The row's state is not laid out as it must be.
    """
    return entry_and_time(stream, version, name, state)[0]


def entry_and_time(
    stream: str, version: int, name: str, state: bytes
) -> tuple[bytes, int]:
    """The entry of one row, and when it was recorded, in microseconds since 1970.

    Raises:
        Malformed: The row's state is not laid out as it must be.
    """
    try:
        d, m, p, salt_d, salt_m, micros = _usual(state) or _parts(state)
        stream_bytes, name_bytes = stream.encode(), name.encode()
        numbers = _NUMBERS.pack(version, max(micros, 0), len(name_bytes))
    except (AttributeError, TypeError, UnicodeEncodeError, struct.error) as error:
        text = "its stream, version, name or state is of another type, or too large"
        raise Malformed(str(stream), text) from error
    if micros < 0:
        raise Malformed(stream, "was recorded before 1970")
    references = sealed_references(p)
    parts = [
        b"\x01",
        _LENGTH.pack(len(stream_bytes)),
        stream_bytes,
        numbers,
        name_bytes,
        b"\x02d",
        commitment(b"d", salt_d, d),
        b"m",
        commitment(b"m", salt_m, m),
        _LENGTH.pack(len(references)),
    ]
    for reference in references:
        parts += [
            _LENGTH.pack(reference.ordinal),
            bytes.fromhex(reference.key),
            bytes.fromhex(reference.sha256),
        ]
    return b"".join(parts), micros


def _parts(state: bytes) -> _Parts:
    """Read a row, whatever is in it."""
    d, m, p, s = layout.split(state)
    salt, at = salts(s), instant(metadata(m).recorded_at)
    return d, m, p, salt.d, salt.m, _micros(at)


def _usual(state: bytes) -> _Parts | None:
    """Read a row that is laid out as most are; None where it is another, or odd.

    Gives what `_parts` gives, in half the time: what the pattern takes is canonical.
    """
    ending = _USUAL.match(state, max(0, state.rfind(_BETWEEN)))
    if ending is None or not state.startswith(b'{"d":{'):
        return None
    m, second, rest, salt_d, salt_m = ending.groups()
    d = state[5 : ending.start()]
    if m.translate(None, _UNESCAPED):
        return None
    try:
        _json.decode(d)
        micros = _since(f"{second.decode()}000000Z") + int(rest)
    except (msgspec.DecodeError, Malformed, RecursionError):
        return None
    if d[-1:] != b"}":
        return None
    return d, m, None, a2b_base64(salt_d), a2b_base64(salt_m), micros


@lru_cache(maxsize=16)
def _since(second: str) -> int:
    """The microseconds of a whole second since 1970.

    Raises:
        Malformed: It is not written as records keep it.
    """
    return _micros(instant(second))


def _micros(at: datetime) -> int:
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def leaf_hash(entry_bytes: bytes) -> bytes:
    """The hash of an entry as a leaf of the tree (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + entry_bytes).digest()
