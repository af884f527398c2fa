"""What a view is: its tables, the events it follows, and what each does to its rows.

Pure: no database, no clock. A view never looks anything up; where an event alone does
not say enough, it is given the stream's state after the event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs

from kvalitet_core.personal import Personal
from kvalitet_core.values import not_blank

__all__ = [
    "EVERY",
    "Change",
    "Column",
    "ColumnType",
    "Delete",
    "Increment",
    "Part",
    "Table",
    "Upsert",
    "View",
]

EVERY: Final = "*"
"""Stands among a view's events for every one that an installed plugin brings."""

ColumnType: TypeAlias = Literal["text", "integer", "boolean", "date", "instant"]
"""What a column holds; an instant has its offset, a number is whole."""


@attrs.frozen(kw_only=True)
class Column:
    """A column of a view's table.

    Attributes:
        name: Lower-case letters, digits and `_`, a letter first.
        type: What it holds.
        title: What people call it.
        nullable: Whether a row may lack it.
        person: For a personal column, the column with the person's id. Its content is
            kept sealed with that person's key, and is gone when the person is
            forgotten; such a column is always nullable.
    """

    name: str
    type: ColumnType
    title: str = attrs.field(validator=not_blank)
    nullable: bool = False
    person: str | None = None


@attrs.frozen(kw_only=True)
class Table:
    """A table of a view.

    Attributes:
        name: Unique within the view.
        columns: What its rows hold.
        key: The columns that tell one row from another.
        indexes: Columns that rows are often looked up by, each a tuple of names.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()


@attrs.frozen(eq=False)
class Part:
    """One field of what is personal: `Part(event.card, "email")`, seen by nobody.

    Attributes:
        whole: The personal value.
        field: The name of a field of what is in it.
    """

    whole: Personal[Any]
    field: str


@attrs.frozen(kw_only=True)
class Upsert:
    """Put a row in a table, or change it where its key is there.

    Attributes:
        table: The table's name.
        row: Column → value. The key is always there; of a row that is there, columns
            that are not named stay as they are. One that names too few columns for a
            new row changes a row that is there, and no other. A personal column is
            given the `Personal` as the event has it, or a `Part` of it, together with
            its person.
    """

    table: str
    row: Mapping[str, Any] = attrs.field(hash=False)


@attrs.frozen(kw_only=True)
class Delete:
    """Take rows out of a table; none there is no error.

    Attributes:
        table: The table's name.
        where: Column → the value that the rows have in it; never empty.
    """

    table: str
    where: Mapping[str, Any] = attrs.field(hash=False)


@attrs.frozen(kw_only=True)
class Increment:
    """Add to numbers of a row; where it is not there, the numbers it needs begin at 0.

    Attributes:
        table: The table's name.
        key: The columns of the key, each with its value.
        by: Column → what to add, which may be negative.
    """

    table: str
    key: Mapping[str, Any] = attrs.field(hash=False)
    by: Mapping[str, int] = attrs.field(hash=False)


Change: TypeAlias = Upsert | Delete | Increment


@attrs.frozen(kw_only=True)
class View:
    """Tables that follow the journal.

    Attributes:
        name: The plugin's name and one of its own: `core.applications`.
        title: What people call it.
        tables: Its tables; the first is the one that is asked when none is named.
        events: The stored names of the events that it follows, newest numbers. `EVERY`
            stands for all of installed plugins; the journal's own can be named too, as
            `journal.command/1`.
        project: `(recorded) -> changes`, or `(recorded, state) -> changes` where the
            view has a state: pure, and the same for the same event whenever it is
            asked.
        state: The class of the state that `project` is given, as it is after the
            event; None where the event is enough.
    """

    name: str
    title: str = attrs.field(validator=not_blank)
    tables: tuple[Table, ...]
    events: frozenset[str]
    project: Callable[..., tuple[Change, ...]]
    state: type[Any] | None = None
