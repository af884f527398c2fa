"""Instants as records keep them: UTC, six decimals, `Z`; one text for one instant.

Pure: no clock is read here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

from kvalitet_core.errors import Malformed

__all__ = ["instant", "written"]

_encode: Final = msgspec.json.Encoder().encode
_WRITTEN: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
)


def written(at: datetime) -> str:
    """Write an instant as records keep it: UTC, six decimals, `Z`.

    Raises:
        Malformed: It has no offset, so nobody knows when it is.
    """
    if at.tzinfo is None:
        raise Malformed(f"instant {at.isoformat()}", "expected an offset from UTC")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    text = _encode(utc).decode()[1:-1]
    return text if utc.microsecond else f"{text[:-1]}.000000Z"


def instant(text: str) -> datetime:
    """Read an instant as records keep it.

    Raises:
        Malformed: It is not in that form.
    """
    if not _WRITTEN.fullmatch(text):
        raise Malformed(f"instant {text!r}", "expected UTC with six decimals and Z")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"instant {text!r}", str(error)) from error
