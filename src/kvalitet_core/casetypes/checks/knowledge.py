"""Whether each fact is one thing, under a name of its own.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition
    from kvalitet_core.casetypes.facts import Fact

__all__ = ["clashing", "knowledge"]


def knowledge(definition: Definition) -> Iterator[Problem]:
    """Tell of names that stand for two facts, and of those that are kept for items."""
    for name, places in clashing(definition).items():
        where = ", ".join(places)
        text = (
            f"fact {name!r} is not the same in {where}: its type, its texts or its "
            "one_of differ; make it once, and use it everywhere"
        )
        yield Problem(path=f"facts.{name}", text=text)
    for name in {fact.name for _, fact in definition.named_facts()}:
        if name.endswith((".done", ".outcome")):
            text = f"fact {name!r} is named as an item's own; name it otherwise"
            yield Problem(path=f"facts.{name}", text=text)


def clashing(definition: Definition) -> Mapping[str, tuple[str, ...]]:
    """Give the names that stand for several facts, with the places where they do."""
    seen: dict[str, dict[Fact, set[str]]] = {}
    for place, fact in definition.named_facts():
        seen.setdefault(fact.name, {}).setdefault(fact, set()).add(place)
    return {
        name: tuple(sorted(set().union(*ways.values())))
        for name, ways in seen.items()
        if len(ways) > 1
    }
