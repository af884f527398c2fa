"""What a view's tables are called in the database."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

__all__ = ["named"]

_LONGEST: Final = 63
"""How long a name may be in PostgreSQL."""

_DIGEST: Final = 8
_PLAIN: Final = re.compile(r"[a-z][a-z0-9]*\.[a-z0-9]+(_[a-z0-9]+)*")
_PLAIN_PART: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


def named(view: str, generation: int, table: str, *parts: str) -> str:
    """The name of a table, or with further parts of an index on it.

    It reads `core_streams__g1__streams`. Where that could be another table's name too,
    or is too long, it ends in a digest.
    """
    told = "__".join((view, f"g{generation}", table, *parts))
    readable = re.sub(r"[^a-z0-9_]", "_", told)
    plain = _PLAIN.fullmatch(view) and all(
        _PLAIN_PART.fullmatch(part) for part in (table, *parts)
    )
    if plain and len(readable) <= _LONGEST:
        return readable
    digest = sha256("\0".join((view, str(generation), table, *parts)).encode())
    kept = readable[: _LONGEST - _DIGEST - 2]
    return f"{kept}__{digest.hexdigest()[:_DIGEST]}"
