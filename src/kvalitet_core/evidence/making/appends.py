"""What an append key signs: the rows that one transaction appended, where they stand.

    "kvalitet/append/v1" 0x00
    u16 length, origin of the journal's log in UTF-8
    u64 position of the first row
    u64 number of rows
    32 bytes: the root of the tree over their leaf hashes (RFC 6962, section 2.1)

Pure.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from kvalitet_core.evidence.making.hashing import root_of
from kvalitet_core.evidence.making.keys import SignerKey

__all__ = ["append_signature"]

_DOMAIN: Final = b"kvalitet/append/v1\0"


def append_signature(
    key: SignerKey, *, origin: str, first: int, leaves: Sequence[bytes]
) -> bytes:
    """Sign rows that stand one after another.

    Args:
        key: Signs.

        origin: What the journal's log is called.

        first: The position of the first row.

        leaves: The leaf hash of each.
    """
    name = origin.encode()
    head = _DOMAIN + struct.pack(">H", len(name)) + name
    place = struct.pack(">QQ", first, len(leaves))
    return key.sign(head + place + root_of(leaves))
