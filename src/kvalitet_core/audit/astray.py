"""Ending a look that is for what is well, where something is not."""

from __future__ import annotations

from typing import NoReturn

from kvalitet_core.audit.wrong import Wrong

__all__ = ["Astray", "astray"]


class Astray(Exception):
    """Something is not as it is where all is well."""


def astray(_: int | None, stream: str, wrong: Wrong) -> NoReturn:
    """End a look that is for what is well: what is wrong is told by another."""
    raise Astray(stream, wrong)
