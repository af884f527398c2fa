"""Append signatures in a bundle: the file `append-signatures`, one after another.

u64 position of the first row, u64 number of rows, 4 bytes key id, 64 bytes signature
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kvalitet_core.evidence.bundle_files import Files
from kvalitet_core.journal.append_signatures import AppendSignature
from kvalitet_core.journal.store import Store

__all__ = ["NAME", "kept_in", "put_append_signatures"]

NAME: Final = "append-signatures"

_RECORD: Final = struct.Struct(">qq4s64s")
_PAGE: Final = 1000


def put_append_signatures(store: Store, size: int, out: Files) -> None:
    """Put what was signed among the first rows of a journal, if any of it was.

    Args:
        store: The journal.

        size: How many rows.

        out: The bundle.
    """
    page = store.append_signatures(after=0, limit=_PAGE)
    if not page:
        return
    with out.growing(NAME) as more:
        while page and page[0].first <= size:
            more(b"".join(_RECORD.pack(*each) for each in page if each.first <= size))
            page = store.append_signatures(after=page[-1].first, limit=_PAGE)


def kept_in(bundle: Path) -> Iterator[AppendSignature]:
    """The append signatures of a bundle, in order; none where it has none."""
    path = bundle / NAME
    if path.exists():
        for each in _RECORD.iter_unpack(path.read_bytes()):
            yield AppendSignature(*each)
