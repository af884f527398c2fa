"""Payloads in a bundle: what the entries are of, side by side as the entries are.

u32 length, state
u16 number of sealed sections that are there, then for each:
    u16 ordinal, u32 length, sealed bytes
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from kvalitet_core.journal import layout
from kvalitet_core.journal.sections import sealed_references
from kvalitet_core.journal.store import Reader, Row

__all__ = ["payload_of", "payloads"]


def payloads(reader: Reader, rows: Iterable[Row], *, persons: bool) -> bytes:
    """The payloads of some rows.

    Args:
        reader: Has their sealed sections.

        rows: The rows.

        persons: Whether sealed sections are given too.
    """
    return b"".join(payload_of(reader, row, persons=persons) for row in rows)


def payload_of(reader: Reader, row: Row, *, persons: bool) -> bytes:
    """The payload of one row."""
    _, stream, version, _, state = row
    sections = []
    if persons and b'},"p":[{' in state:
        for reference in sealed_references(layout.split(state).p):
            sealed = reader.section((stream, version, reference.ordinal))
            if sealed is not None:
                head = struct.pack(">HI", reference.ordinal, len(sealed))
                sections.append(head + sealed)
    head, count = struct.pack(">I", len(state)), struct.pack(">H", len(sections))
    return b"".join([head, state, count, *sections])
