"""What a plugin's views and reactions must be, once every stored name is known.

Each finding names the thing, the rule and the remedy. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final, get_args

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.plugins import Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.view import EVERY, Column, ColumnType, Table, View

__all__ = ["OWN_EVENTS", "unfollowable"]

OWN_EVENTS: Final = frozenset(
    {"journal.command/1", "journal.deployed/1", "journal.opened/1"}
)
"""The journal's own events, which a view can follow and no reaction answers."""

_WORDS: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FORM: Final = "a-z, then a-z, 0-9 or _, 40 at most"


def unfollowable(plugin: Plugin, aggregates: Mapping[str, Aggregate]) -> list[str]:
    """Everything that keeps a plugin's views and reactions from following a journal.

    Args:
        plugin: The plugin that brings them.

        aggregates: Those of all plugins, by their kinds.
    """
    events = {name for each in aggregates.values() for name in each.events}
    commands = {name for each in aggregates.values() for name in each.commands}
    found = [
        *_names(plugin, "view", [view.name for view in plugin.views]),
        *_names(plugin, "reaction", [each.name for each in plugin.reactions]),
    ]
    followable = events | OWN_EVENTS | {EVERY}
    for view in plugin.views:
        found += _unknown(f"view {view.name!r}", "event", view.events, followable)
        found += [*_state(view, aggregates), *_tables(view)]
    for reaction in plugin.reactions:
        found += _reaction(reaction, events, commands)
    return found


def _names(plugin: Plugin, what: str, names: list[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        owner, _, own = name.partition(".")
        if owner != plugin.name or not _WORDS.fullmatch(own):
            yield f"{what} {name!r}: expected {plugin.name}.<words>, {_FORM}"
        if times > 1:
            yield f"{what} {name!r}: is brought {times} times; give each its own name"


def _unknown(
    where: str, what: str, named: Iterable[str], known: set[str]
) -> Iterator[str]:
    if not named:
        yield f"{where}: names no {what}; name one or more"
    for name in sorted(set(named) - known):
        nearest = get_close_matches(name, sorted(known), n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        yield f"{where}: unknown {what} {name!r}: no plugin here brings it{hint}"


def _reaction(
    reaction: Reaction, events: set[str], commands: set[str]
) -> Iterator[str]:
    where = f"reaction {reaction.name!r}"
    yield from _unknown(where, "event", reaction.events, events)
    yield from _unknown(where, "command", reaction.issues, commands)


def _state(view: View, aggregates: Mapping[str, Aggregate]) -> Iterator[str]:
    """A state is that of the streams whose events are followed, and of no other."""
    if view.state is None:
        return
    own = {
        name
        for each in aggregates.values()
        if each.state is view.state
        for name in each.events
    }
    for name in sorted(view.events - own):
        yield (
            f"view {view.name!r}: event {name!r} does not change a "
            f"{view.state.__qualname__}; follow it in a view of its own"
        )


def _tables(view: View) -> Iterator[str]:
    where = f"view {view.name!r}"
    if not view.tables:
        yield f"{where}: has no table; give it one or more"
    for name, times in Counter(table.name for table in view.tables).items():
        if times > 1:
            yield f"{where}: table {name!r} is there {times} times; rename one"
    for table in view.tables:
        yield from _table(f"{where}, table {table.name!r}", table)


def _table(where: str, table: Table) -> Iterator[str]:
    columns = {column.name: column for column in table.columns}
    if not _WORDS.fullmatch(table.name):
        yield f"{where}: its name: expected {_FORM}"
    if len(columns) < len(table.columns):
        yield f"{where}: has two columns of one name; rename one"
    if not table.key:
        yield f"{where}: has no key; say which columns tell its rows apart"
    named = {*table.key, *(name for index in table.indexes for name in index)}
    for name in sorted(named - set(columns)):
        yield f"{where}: column {name!r} is in its key or an index, and is not there"
    for column in table.columns:
        told = f"{where}, column {column.name!r}"
        yield from _column(told, column, table)
        if column.person is not None:
            yield from _personal(told, column, table, columns)


def _column(where: str, column: Column, table: Table) -> Iterator[str]:
    if not _WORDS.fullmatch(column.name):
        yield f"{where}: its name: expected {_FORM}"
    if column.type not in get_args(ColumnType):
        known = ", ".join(get_args(ColumnType))
        yield f"{where}: its type: expected one of {known}, got {column.type!r}"
    if column.name in table.key and (column.nullable or column.person):
        yield f"{where}: is in the key, so every row has it in clear; take it out"


def _personal(
    where: str, column: Column, table: Table, columns: Mapping[str, Column]
) -> Iterator[str]:
    """What is about a person is sealed, and can be found by the person's id alone."""
    if column.type != "text" or not column.nullable:
        yield f"{where}: is personal, so it is sealed; make it a text and nullable"
    if any(column.name in index for index in table.indexes):
        yield f"{where}: is personal, so nobody looks for it; take it out of the index"
    person = columns.get(str(column.person))
    if person is None:
        yield f"{where}: is about {column.person!r}, which is no column of the table"
    elif person.type != "text" or person.person is not None:
        yield f"{where}: is about {column.person!r}; make that a text in clear, an id"
