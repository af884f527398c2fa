"""A drawing's content: items, the stages that frame them, and the arrows between.

Nothing here knows what a case is. Whoever draws something says which items there are
and how far each has come; how it looks is the business of the languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias, get_args

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["Edge", "EdgeKind", "Graph", "Group", "Kind", "Language", "Mark", "Node"]

Kind: TypeAlias = Literal["task", "decision", "milestone", "start", "end"]
Mark: TypeAlias = Literal[
    "none", "waiting", "available", "active", "done", "skipped", "failed", "late"
]
EdgeKind: TypeAlias = Literal["flow", "return", "obligation", "four_eyes"]
Language: TypeAlias = Literal["da", "en"]


@attrs.frozen(kw_only=True)
class Node:
    """One item: a task, a decision, a milestone, or where it all begins or ends.

    Attributes:
        id: Its path; no other item or stage of the drawing has it.
        title: What people call it.
        kind: What it is, which gives it its shape.
        lines: Small text under the title: who does it, and when it is due.
        mark: How far it has come, where a case is laid over the drawing.
        count: How many cases are there, where a portfolio is.
        tooltip: What is shown when it is pointed at, and read aloud with the title.
    """

    id: str
    title: str
    kind: Kind = "task"
    lines: tuple[str, ...] = ()
    mark: Mark = "none"
    count: int | None = None
    tooltip: str = ""


@attrs.frozen(kw_only=True)
class Edge:
    """One arrow between two items, or from or to a whole stage.

    Attributes:
        source: The id of the item or stage that it leaves.
        target: The id of the item or stage that it reaches.
        label: What must be so for it to be taken; empty where nothing need be said.
        kind: `flow` goes on, `return` sends back, `obligation` leaves something owed,
            and `four_eyes` says that two people must do the two.
    """

    source: str
    target: str
    label: str = ""
    kind: EdgeKind = "flow"


@attrs.frozen(kw_only=True)
class Group:
    """One stage, drawn as a frame round its items.

    Attributes:
        id: Its code.
        title: What people call it.
        nodes: The ids of its items.
        mark: How far it has come.
        count: How many cases are in it.
    """

    id: str
    title: str
    nodes: tuple[str, ...] = ()
    mark: Mark = "none"
    count: int | None = None


@attrs.frozen(kw_only=True)
class Graph:
    """What is drawn: equal graphs give equal drawings, byte for byte.

    Attributes:
        title: What the drawing is of.
        groups: Its stages.
        nodes: Its items, each in one stage at most.
        edges: Its arrows.
        language: The language of the words that the drawing adds itself.
    """

    title: str
    groups: tuple[Group, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    language: Language = "da"

    @property
    def parts(self) -> tuple[Group | Node, ...]:
        """The stages, and then the items."""
        return (*self.groups, *self.nodes)

    def __attrs_post_init__(self) -> None:
        """Refuse a graph that cannot be drawn.

        Raises:
            Malformed: An id is empty or stands twice, an arrow or a stage names what
                is not there, or an item is in two stages. All of it is named.
        """
        problems = [*self._of_ids(), *self._of_groups(), *self._of_edges()]
        problems += self._of_words()
        if problems:
            raise Malformed(f"drawing {self.title!r}", *problems)

    def _of_ids(self) -> Iterator[str]:
        ids = [each.id for each in self.parts]
        if "" in ids:
            yield "expected an id for every stage and item, got ''"
        yield from (
            f"expected one stage or item {name!r}, got {times}"
            for name, times in Counter(ids).items()
            if times > 1
        )

    def _of_groups(self) -> Iterator[str]:
        known = {node.id for node in self.nodes}
        stages: dict[str, list[str]] = {}
        for group in self.groups:
            for name in group.nodes:
                stages.setdefault(name, []).append(group.id)
                if name not in known:
                    yield f"stage {group.id!r}: there is no item {name!r}"
        yield from (
            f"item {name!r}: expected one stage at most, got {', '.join(held)}"
            for name, held in stages.items()
            if len(held) > 1
        )

    def _of_edges(self) -> Iterator[str]:
        known = {each.id for each in self.parts}
        for edge in self.edges:
            for end in dict.fromkeys((edge.source, edge.target)):
                if end not in known:
                    arrow = f"{edge.source!r} → {edge.target!r}"
                    yield f"arrow {arrow}: there is no item {end!r}"

    def _of_words(self) -> Iterator[str]:
        yield from _unknown("language", [self.language], Language)
        yield from _unknown("kind", [node.kind for node in self.nodes], Kind)
        yield from _unknown("kind", [edge.kind for edge in self.edges], EdgeKind)
        yield from _unknown("mark", [each.mark for each in self.parts], Mark)


def _unknown(what: str, found: Iterable[str], known: Any) -> Iterator[str]:
    """Each word that is none of those known, once."""
    words = get_args(known)
    yield from (
        f"expected {what} to be one of {', '.join(words)}, got {word!r}"
        for word in dict.fromkeys(found)
        if word not in words
    )
