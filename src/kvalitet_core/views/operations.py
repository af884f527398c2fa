"""Operations: a view's changes as they are carried out on tables.

Each says which rows of its table it touches, so that those that touch no common row can
be carried out together.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

__all__ = ["Act", "Operation", "Shape"]

Act: TypeAlias = Literal["put", "change", "delete", "forget"]
"""What is done to rows; `change` only to one that is there."""


class Shape(NamedTuple):
    """What operations have in common that one statement carries out.

    Attributes:
        act: What is done.
        table: The declared name of the table.
        columns: The columns that are said, in the order of their values.
        adds: The columns that are added to; their values come after the others.
        nulls: The columns that are to be empty, for a deletion; that are emptied, for
            what is forgotten.
    """

    act: Act
    table: str
    columns: tuple[str, ...]
    adds: tuple[str, ...] = ()
    nulls: tuple[str, ...] = ()


class Operation(NamedTuple):
    """One change, ready to be carried out.

    Attributes:
        shape: What it has in common with others.
        values: Its own, as they are kept, in the order of the shape's columns.
        scope: For a deletion by the key alone, which columns of it are said, by their
            places in the key; None for all else.
        at: What the key is, or those columns of it.
    """

    shape: Shape
    values: tuple[Any, ...]
    scope: tuple[int, ...] | None = None
    at: tuple[Any, ...] = ()
