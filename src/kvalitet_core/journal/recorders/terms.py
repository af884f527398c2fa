"""Errors of a store in the terms of `eventsourcing`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from eventsourcing import persistence

from kvalitet_core.errors import JournalUnavailable

__all__ = ["in_their_terms"]

_BY_NAME: Final = {
    kind.__name__: kind
    for kind in (
        persistence.DataError,
        persistence.IntegrityError,
        persistence.InterfaceError,
        persistence.InternalError,
        persistence.NotSupportedError,
        persistence.ProgrammingError,
    )
}
"""Its errors have the names that PEP 249 gives, as those of a database driver do."""


@contextmanager
def in_their_terms() -> Iterator[None]:
    """Raise the error that the driver's own stands for, with our message."""
    try:
        yield
    except JournalUnavailable as error:
        driver = type(error.__cause__).__name__
        kind = _BY_NAME.get(driver, persistence.OperationalError)
        raise kind(str(error)) from error
