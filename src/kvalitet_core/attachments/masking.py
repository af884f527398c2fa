"""Addresses fit to be printed and kept: without the passwords in them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["without_passwords"]

_PASSWORD: Final = re.compile(r"(://[^:/\s]*):\S*@")


def without_passwords(text: str) -> str:
    """A text with each password of an address in it left out.

    A password may have an `@` of its own, so it is taken to go on to the last one.
    """
    return _PASSWORD.sub(r"\1:…@", text)
