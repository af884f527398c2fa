"""A proof file: all that shows one entry to be in a log (C2SP, tlog-proof).

    c2sp.org/tlog-proof@v1
    extra <base64>
    index <index>
    <hash, base64>
    …

    <checkpoint>

Pure.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

__all__ = ["proof_file"]


def proof_file(
    index: int, *, path: Iterable[bytes], checkpoint: bytes, entry: bytes | None = None
) -> bytes:
    """Write a proof file.

    Args:
        index: The entry's index in the log.

        path: The inclusion proof, from the leaf's sibling upwards.

        checkpoint: The signed note, as it is.

        entry: The entry itself, to be carried along; whoever checks the file refuses
            it if it is another.
    """
    extra = [] if entry is None else [f"extra {_base64(entry)}"]
    lines = [
        "c2sp.org/tlog-proof@v1",
        *extra,
        f"index {index}",
        *(_base64(each) for each in path),
        "",
        "",
    ]
    return "\n".join(lines).encode() + checkpoint


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
