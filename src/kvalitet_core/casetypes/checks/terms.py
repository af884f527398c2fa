"""Whether terms are counted from something, and what is owed can be done.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.checks.wording import meant
from kvalitet_core.casetypes.facts import Fact
from kvalitet_core.casetypes.items import Milestone, Task
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition
    from kvalitet_core.casetypes.obligations import Obligation

__all__ = ["terms"]


def terms(definition: Definition) -> Iterator[Problem]:
    """Tell of terms that cannot be counted, and of obligations that cannot be met."""
    for place, term in definition.terms():
        after = term.after
        if isinstance(after, Fact):
            if after.type not in (Kind.DATE, Kind.INSTANT):
                text = (
                    f"is counted from fact {after.name!r}, which is {after.type.noun}; "
                    "count from a date or an instant"
                )
                yield Problem(path=place, text=text)
        elif after is not None and after.name not in definition.known_facts:
            hint = meant(after.name, definition.known_facts) or "; add it to facts="
            text = f"is counted from {after.name!r}, which is no fact of the case{hint}"
            yield Problem(path=place, text=text)
    for item in definition.items.values():
        if isinstance(item, Task) and item.remind and item.due is None:
            text = "reminds of no deadline; say which in due=, or do not remind"
            yield Problem(path=f"{item.path}.remind", text=text)
    for each in definition.obliges:
        yield from _owing(definition, each)


def _owing(definition: Definition, each: Obligation) -> Iterator[Problem]:
    place = f"obliges.{each.code}"
    if each.after == each.owed:
        text = f"{each.owed!r} owes itself; let something else be owed"
        yield Problem(path=place, text=text)
    if isinstance(definition.items.get(each.owed), Milestone):
        text = (
            f"owes {each.owed!r}, which is a milestone, and nobody does one; "
            "let a task before it be owed"
        )
        yield Problem(path=place, text=text)
