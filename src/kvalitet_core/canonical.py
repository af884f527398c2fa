"""One spelling for plain JSON, so that a digest names what is said.

Pure.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import msgspec

from kvalitet_core.values import Digest, Hjemmel

__all__ = ["canonical", "digest_of", "plain_date", "plain_hjemmel"]


def canonical(value: Any) -> bytes:
    """Write plain JSON in its one spelling: sorted keys, no white space, UTF-8."""
    return msgspec.json.encode(value, order="sorted")


def digest_of(value: Any) -> Digest:
    """Give the SHA-256 of plain JSON in its one spelling."""
    return Digest(sha256(canonical(value)).hexdigest())


def plain_date(day: date | None) -> str | None:
    """Give a date as JSON has it, or nothing."""
    return None if day is None else day.isoformat()


def plain_hjemmel(law: Hjemmel | None) -> dict[str, str | None] | None:
    """Give a legal basis as plain JSON, or nothing."""
    if law is None:
        return None
    return {
        "source": law.source,
        "paragraph": law.paragraph,
        "valid_from": plain_date(law.valid_from),
        "valid_to": plain_date(law.valid_to),
    }
