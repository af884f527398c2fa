"""Tracing: what led to an event, what it led to, and what rests on it.

A command's record says which event made a reaction ask, so causes and effects are a
tree of commands and events, and its root is what somebody asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import attrs

from kvalitet_core.audit.acts import Act, Entry, acts
from kvalitet_core.audit.finding import Place, exactly
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import EventId
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.store import Reader
from kvalitet_core.journal.whereabouts import row_of_event

__all__ = ["Node", "Traced", "act_of", "act_of_event", "trace"]

_FEW: Final = 16


@attrs.frozen(kw_only=True)
class Node:
    """A command or an event in a tree of causes and effects.

    Attributes:
        depth: How far below the root it is: an event one below its command, and what
            it made a reaction ask one below that.
        entry: The command's record, or the event.
        act: The command, where it is one; None for an event.
        traced: Whether it is what was asked about.
    """

    depth: int
    entry: Entry
    act: Act | None
    traced: bool


@attrs.frozen(kw_only=True)
class Traced:
    """Where something came from, and what came of it.

    Attributes:
        nodes: The tree, each node before what it led to, in the order of the journal.
        beside: Commands of the same correlation that no event in the tree caused.
        rests: Where later events name the event, as the fact that a rule looked at.
    """

    nodes: tuple[Node, ...]
    beside: tuple[Act, ...]
    rests: tuple[Place, ...]


def trace(journal: Journal, act: Act, event: EventId | None = None) -> Traced:
    """Tell what led to a command or to one of its events, and what followed.

    Args:
        journal: The journal.

        act: The command.

        event: One of its events; None asks about the command itself.
    """
    root = _root(journal, act)
    effects, beside, rests = _followed(journal, root, act, event)
    asked = event or act.entry.event_id
    nodes = _laid_out(root, effects, asked)
    return Traced(nodes=tuple(nodes), beside=tuple(beside), rests=tuple(rests))


def act_of(journal: Journal, command_id: str) -> Act | None:
    """The command that is on record under an id, with its events."""
    rows = journal.folder.reader.stream(f"command/{command_id}", limit=1)
    if not rows:
        return None
    position = rows[0][0]
    return next(acts(journal, after=position - 1, upto=position))


def act_of_event(journal: Journal, event_id: str) -> Act:
    """The command that an event came of.

    Raises:
        Unknown: No command has led to an event with this id.
    """
    found = _looked_for(journal, event_id)
    if found is None:
        hint = f"no command in journal {journal.place} led to it"
        raise Unknown("event", event_id, hint=hint)
    return found


def _looked_for(journal: Journal, event_id: str) -> Act | None:
    """The command that has an event, as its rows stand; None where none has it."""
    row = row_of_event(journal.folder.reader, event_id)
    if row is None:
        return None
    begun = _command_at(journal.folder.reader, row[0])
    for act in acts(journal, after=begun - 1, upto=begun):
        if any(entry.position == row[0] for entry in act.entries):
            return act
    return None


def _command_at(reader: Reader, position: int) -> int:
    """The position of the command's record that stands last up to a position."""
    count = _FEW
    while True:
        after = max(0, position - count)
        rows = reader.log(after=after, upto=position, limit=count)
        begun = next((row[0] for row in reversed(rows) if row[3] == COMMAND), None)
        if begun is not None or not after:
            return begun or 0
        count *= _FEW


def _root(journal: Journal, act: Act) -> Act:
    """The command at which it began: nothing in this journal caused it."""
    while cause := _cause(act):
        before = _looked_for(journal, cause)
        if before is None or before.position >= act.position:
            return act
        act = before
    return act


def _followed(
    journal: Journal, root: Act, asked: Act, event: EventId | None
) -> tuple[dict[str, list[Act]], list[Act], list[Place]]:
    """What each event caused, what only correlates, and what rests on the event."""
    correlation = root.entry.metadata.correlation
    chain = f'"correlation":"{correlation}"'.encode()
    caused: dict[str, list[Act]] = defaultdict(list)
    known = {each.event_id for each in root.events}
    beside: list[Act] = []
    rests: list[Place] = []
    for act in acts(journal, after=root.position):
        cause = _cause(act)
        if cause in known:
            caused[cause].append(act)
            known.update(each.event_id for each in act.events)
        elif chain in act.entry.state:
            beside.append(act)
        if event is not None and act.position > asked.position:
            rests += _resting(act, event)
    return caused, beside, rests


def _cause(act: Act) -> str:
    if b'"cause":null' in act.entry.state:
        return ""
    return str(act.entry.fields["cause"] or "")


def _resting(act: Act, event: EventId) -> Iterator[Place]:
    """Where the events of a command name another as what they rest on."""
    own = act.entry.stream
    return (place for place in exactly(act, event) if place.stream != own)


def _laid_out(root: Act, effects: dict[str, list[Act]], asked: str) -> Iterator[Node]:
    """The tree from its root, without a limit to its depth."""
    waiting: list[tuple[int, Entry, Act | None]] = [(0, root.entry, root)]
    while waiting:
        depth, entry, act = waiting.pop()
        found = entry.event_id
        yield Node(depth=depth, entry=entry, act=act, traced=found == asked)
        below: list[tuple[int, Entry, Act | None]]
        if act is None:
            below = [(depth + 1, each.entry, each) for each in effects.get(found, ())]
        else:
            below = [(depth + 1, event, None) for event in act.events]
        waiting += reversed(below)
