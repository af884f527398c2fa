"""One spelling for a definition, so that its digest names what it says.

Pure.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from kvalitet_core.values import Digest

__all__ = ["canonical", "digest_of"]


def canonical(value: Any) -> bytes:
    """Write plain JSON in its one spelling: sorted keys, no white space, UTF-8."""
    return msgspec.json.encode(value, order="sorted")


def digest_of(value: Any) -> Digest:
    """Give the SHA-256 of plain JSON in its one spelling."""
    return Digest(sha256(canonical(value)).hexdigest())
