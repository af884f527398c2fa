"""The store port, the part for who verifies: what is there, whoever put it there.

Reading asks for what should be there. Whoever owns the database can also put there what
nobody asks for, or another thing in a table's place: here it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeAlias

__all__ = ["HOLDS", "Inspection", "KeptPlace", "Oddity", "missing_table", "told_once"]

HOLDS: Final = {
    "stored_events": "the journal's events",
    "sealed_sections": "what is sealed about people",
    "tracking": "how far others have read the journal",
    "notification_tracking": "how far others have read the journal",
    "kvalitet_format": "which format the journal is kept in",
    "tree_head": "how far the journal is sealed",
    "tree_tiles": "the tree over the journal's rows",
    "tree_checkpoints": "what was signed of the journal",
    "tree_anchors": "what others hold or signed of the journal",
    "append_signatures": "who signed the rows as they were appended",
}
"""What each table holds, for who is told that it is missing."""

KeptPlace: TypeAlias = tuple[Any, Any, Any, Any, Any]
"""Where to go on from, then stream, version, ordinal and person of sealed bytes."""


class Oddity(NamedTuple):
    """A part of the database that is not as the journal makes it.

    Attributes:
        kind: What it is: `table`, `view`, `trigger`, `index`, `rule`, `policy`.
        name: What it is called.
        how: `missing`; `changed`; `added` to a table of the journal's; `instead` of
            a table that should be there; `beside` them, which does no harm.
        table: Which table of the journal's it is about.
    """

    kind: str
    name: str
    how: Literal["missing", "changed", "added", "instead", "beside"]
    table: str


class Inspection(Protocol):
    """What is there, whoever put it there."""

    def oddities(self) -> Sequence[Oddity]:
        """What is not as the journal makes it: tables, and what is fixed to them."""

    def section_count(self) -> int:
        """How many sealed sections are there."""

    def section_places(self, *, after: Any, limit: int) -> Sequence[KeptPlace]:
        """Where sealed bytes are, and whose they are said to be; `after` None first."""

    def kept_section(self, place: tuple[str, int, int]) -> tuple[str, bytes] | None:
        """Whose sealed bytes at a place are said to be, and the bytes."""

    def tile_levels(self) -> Sequence[tuple[int, int, int]]:
        """Each level that has tiles: the level, how many, the number of the last."""

    def head_count(self) -> int:
        """How many heads the tree is said to have."""

    def disagreements(self) -> Sequence[str]:
        """Where the database is at odds with itself, as it says in its own words."""


def missing_table(name: str) -> str:
    """What it means that a table is not there, in a sentence."""
    return f"the table {name} is missing: it held {HOLDS.get(name, 'something else')}"


def told_once(found: Iterable[Oddity]) -> list[Oddity]:
    """Oddities in order, without what is gone only because its table is."""
    every = sorted(found)
    gone = {each.name for each in every if each.how in ("missing", "instead")}
    return [
        each
        for each in every
        if each.how != "missing" or each.name == each.table or each.table not in gone
    ]
