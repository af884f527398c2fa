"""Asked for and not found: whether the question was right.

An empty answer reads as all-clear. So a name that nobody knows is an error; names of
plugins that are not installed are known from the journal itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kvalitet_cli.streams import no_such_stream
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.registry import nearest

__all__ = ["refuse_unknown_name", "refuse_untouched", "streams_of"]


def streams_of(commit: Commit) -> set[str]:
    """The streams that a commit is on: its own, its targets and its events'."""
    events = (event.stream for event in commit.events)
    return {commit.recorded.stream, *commit.record.targets, *events}


def refuse_unknown_name(
    journal: Journal, kind: Literal["command", "event"], name: str
) -> None:
    """Let pass the names that are registered, and those that stand in the journal.

    Raises:
        Unknown: It is neither; the nearest are told.
    """
    known = set(_registered(journal, kind))
    if name in known:
        return
    known.update(_standing(journal, kind))
    if name in known:
        return
    alike = {each for each in known if ("/" in each) == ("/" in name)}
    hint = f"it is not registered, and no commit of {journal.place} has it"
    raise Unknown(kind, name, nearest=nearest(name, alike), hint=hint)


def refuse_untouched(journal: Journal, stream: str) -> None:
    """Let pass the streams that some commit is on.

    Raises:
        Unknown: No commit is on it.
    """
    if any(stream in streams_of(commit) for commit in journal.commits()):
        return
    if next(journal.history(stream), None) is None:
        raise no_such_stream(journal, StreamId(stream))
    what, hint = "stream of commits", "try `kvalitet history`"
    raise Unknown(what, stream, hint=hint)


def _registered(journal: Journal, kind: str) -> Iterator[str]:
    registry = journal.registry
    for name in registry.classes:
        if (name in registry.commands) == (kind == "command"):
            yield from (name, name.partition("/")[0])


def _standing(journal: Journal, kind: str) -> Iterator[str]:
    for commit in journal.commits():
        events = (event.name for event in commit.events)
        for name in (commit.record.name,) if kind == "command" else events:
            yield from (name, name.partition("/")[0])
