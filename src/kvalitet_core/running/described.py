"""What is kept of an error: its type and message, and nothing about a person."""

from __future__ import annotations

import traceback
from typing import Any, Final

import attrs

from kvalitet_core.errors import KvalitetError
from kvalitet_core.personal import SUBJECT
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.job import Unfit

__all__ = ["LONGEST", "described"]

LONGEST: Final = 2000


def described(error: BaseException, recorded: Recorded | None = None) -> str:
    """The type and message of an error, fit to be kept and printed.

    A message that code outside this library wrote about an event with somebody's data
    in it may repeat that data: then only the type is told, and the line it came from.
    A database's messages repeat the values that they are about.
    """
    kind = type(error).__name__
    if isinstance(error, Unfit):
        return f"does not fit its table: {error}"[:LONGEST]
    if original := getattr(error, "orig", None):
        return f"{kind}: {type(original).__name__}"
    silent = recorded is not None and _is_personal(recorded.event)
    if silent and not isinstance(error, KvalitetError):
        return f"{kind} in {_line(error)}"
    text = str(error).strip()
    return (f"{kind}: {text}" if text else f"{kind} in {_line(error)}")[:LONGEST]


def _is_personal(event: Any) -> bool:
    """Whether an event may hold somebody's data; one that nobody knows may."""
    if not attrs.has(type(event)):
        return True
    return any(SUBJECT in field.metadata for field in attrs.fields(type(event)))


def _line(error: BaseException) -> str:
    """The module, function and line that raised an error."""
    frames = list(traceback.walk_tb(error.__traceback__))
    if not frames:
        return "unknown code"
    frame, line = frames[-1]
    module = frame.f_globals.get("__name__", "unknown code")
    return f"{module}.{frame.f_code.co_name}, line {line}"
