"""What is supposed of a journal, held against the journal before anything follows.

What contradicts it is told at once: a command that it does not have, that is left out
and given otherwise at the same time, or that is given before what made it be asked for,
or at a time when there was no journal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from kvalitet_core.audit.assuming import Otherwise, asked_otherwise, together
from kvalitet_core.audit.tracing import act_of_event
from kvalitet_core.errors import Malformed, Problem, Unknown
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Reader

__all__ = ["Premise", "Premises", "premises"]


@attrs.frozen(kw_only=True)
class Premise:
    """A command that is supposed to have been given otherwise.

    Attributes:
        commit: What was recorded.
        command: What is supposed to have been asked.
        at: When it is supposed to have been given; None for when it was.
    """

    commit: Commit
    command: Any
    at: datetime | None = None


@attrs.frozen(kw_only=True)
class Premises:
    """All that is supposed.

    Attributes:
        dropped: The ids of the commands that were not given.
        given: Those that were given otherwise, by their ids.
        after: The last position before which nothing can be otherwise.
    """

    dropped: frozenset[str]
    given: Mapping[str, Premise]
    after: int

    @property
    def commands(self) -> frozenset[str]:
        """The ids of all commands of which something is supposed."""
        return self.dropped | self.given.keys()

    def moved(self) -> list[Premise]:
        """Those that were given at another time, the earliest first."""
        found = [(each.at, each) for each in self.given.values() if each.at is not None]
        found.sort(key=lambda pair: (pair[0], pair[1].commit.recorded.position))
        return [each for _, each in found]


def premises(
    journal: Journal, *, dropped: Collection[str], otherwise: Iterable[Otherwise]
) -> Premises:
    """Hold what is supposed against a journal.

    Raises:
        Unknown: There is no such command, or it has no such field.
        Malformed: It contradicts the journal, or itself.
    """
    wanted = together(otherwise)
    commits = {each: _commit(journal, each) for each in (*dropped, *wanted)}
    problems = [
        Problem(
            path=each,
            text="cannot both be left out and be given otherwise: suppose one of them",
        )
        for each in wanted
        if each in dropped
    ]
    for name, each in wanted.items():
        problems += _out_of_time(journal, commits[name], each.at)
    if problems:
        raise Malformed("what is supposed", *problems)
    given = {
        name: Premise(
            commit=commits[name],
            command=asked_otherwise(commits[name], each.fields, journal.folder),
            at=None if each.at == instant(commits[name].record.now) else each.at,
        )
        for name, each in wanted.items()
    }
    return Premises(
        dropped=frozenset(dropped), given=given, after=_after(journal, commits, given)
    )


def _commit(journal: Journal, command_id: str) -> Commit:
    commit = journal.commit(command_id)
    if commit is None:
        hint = f"journal {journal.place} has none with that id"
        raise Unknown("command", command_id, hint=hint)
    return commit


def _out_of_time(
    journal: Journal, commit: Commit, at: datetime | None
) -> Iterator[Problem]:
    """Say no to a time at which a command cannot have been given."""
    if at is None:
        return
    name = commit.record.name
    reader = journal.folder.reader
    first, newest = reader.log(after=0, limit=1), reader.newest()
    begun, last = (recorded_at(row[4]) for row in (*first, newest) if row is not None)
    if at < begun:
        text = f"expected a time after the journal began, {begun.isoformat()}"
        yield Problem(path=name, text=f"{text}, got {at.isoformat()}")
    elif at > last:
        text = f"expected a time that the journal has come to, {last.isoformat()} at "
        yield Problem(path=name, text=f"{text}most, got {at.isoformat()}")
    elif commit.record.cause is not None:
        cause = act_of_event(journal, commit.record.cause)
        if at < cause.recorded_at:
            asked = (
                f"{commit.record.reaction} asked for it because of what was recorded"
            )
            text = f"{asked} at {cause.recorded_at.isoformat()}, got {at.isoformat()}"
            yield Problem(path=name, text=text)


def _after(
    journal: Journal, commits: Mapping[str, Commit], given: Mapping[str, Premise]
) -> int:
    """The last position before the first command of which something is supposed."""
    positions = [each.recorded.position - 1 for each in commits.values()]
    reader = journal.folder.reader
    times = (each.at for each in given.values() if each.at is not None)
    positions.extend(_before(reader, at) for at in times)
    return min(positions, default=journal.head())


def _before(reader: Reader, at: datetime) -> int:
    """The last position that was recorded before an instant; times rise with it."""
    newest = reader.newest()
    low, high = 0, newest[0] if newest is not None else 0
    while low < high:
        middle = (low + high + 1) // 2
        (row,) = reader.log(after=middle - 1, limit=1)
        if recorded_at(row[4]) < at:
            low = middle
        else:
            high = middle - 1
    return low
