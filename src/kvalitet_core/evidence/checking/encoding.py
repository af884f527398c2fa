"""How numbers and bytes are spelled in the formats of logs: in one way only.

Pure.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

__all__ = ["HASH_SIZE", "base64_of", "control_character", "decimal", "from_base64"]

HASH_SIZE: Final = 32

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_MOST = 2**63 - 1


def decimal(text: str) -> int | None:
    """Read a whole number in ASCII digits, no zero before it; None where it is none."""
    if not _DECIMAL.fullmatch(text):
        return None
    number = int(text)
    return number if number <= _MOST else None


def from_base64(text: str) -> bytes | None:
    """Read base64 in its one spelling (RFC 4648, section 4); None where it is not."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64_of(data) == text else None


def base64_of(data: bytes) -> str:
    """Spell bytes in base64."""
    return base64.b64encode(data).decode("ascii")


def control_character(line: str) -> str | None:
    """Find the first ASCII control character of a line, if it has one."""
    return next((each for each in line if each < " "), None)
