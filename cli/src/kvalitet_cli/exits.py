"""From errors to exit codes and to the lines that are said: the one place for both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kvalitet_core.errors import (
    CommandIdReused,
    Conflict,
    Damaged,
    KvalitetError,
    Malformed,
    PluginError,
    Reason,
    Refused,
    Unknown,
    Unproved,
)

__all__ = ["COULD_NOT_LOOK", "FOUND", "INPUT", "OLD_ANCHOR", "exit_code", "lines"]

FOUND: Final = 1
INPUT: Final = 2
COULD_NOT_LOOK: Final = 3
OLD_ANCHOR: Final = 4

_CODES: Final[dict[type[KvalitetError], int]] = {
    Refused: FOUND,
    Conflict: FOUND,
    CommandIdReused: FOUND,
    Unproved: FOUND,
    Damaged: COULD_NOT_LOOK,
    Malformed: INPUT,
    Unknown: INPUT,
}


def exit_code(error: Exception) -> int:
    """The code to leave with; what is not in the table could not be looked at."""
    for cls, code in _CODES.items():
        if isinstance(error, cls):
            return code
    return COULD_NOT_LOOK


def lines(error: Exception) -> list[str]:
    """What to say: a line for each problem or reason, each complete in itself."""
    match error:
        case Malformed():
            return [
                f"{error.subject}: {_at(problem.path)}{problem.text}"
                for problem in error.problems
            ]
        case Refused():
            told = [line for item in error.reasons for line in _refusal(item)]
            if error.command_id:
                told.append(f"the refusal is on record as command {error.command_id}")
            return told
        case PluginError():
            return [
                f"plugin {each.plugin!r}: {finding}"
                for each in (error, *error.others)
                for finding in each.findings
            ]
        case KvalitetError():
            return [str(error)]
        case OSError(filename=str(name)):
            return [f"{name}: {error.strerror}"]
        case _:
            kind, text = type(error).__name__, " ".join(str(error).split())
            return [f"internal error: {kind}: {text} (KVALITET_DEBUG=1 shows where)"]


def _refusal(reason: Reason, *, depth: int = 0) -> Iterator[str]:
    """A reason with its rule and its source, and below it what it comes from."""
    word = f"{'  ' * depth}because" if depth else "refused"
    source = f" [{reason.source}]" if reason.source else ""
    yield f"{word}: {reason.text} ({reason.code}){source}"
    for each in reason.because:
        yield from _refusal(each, depth=depth + 1)


def _at(path: str) -> str:
    return "" if path == "$" else f"{path}: "
