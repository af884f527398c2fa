"""Whether decisions hang together: outcomes, returns, mandates, and the law's hooks.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.checks.wording import meant
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["decisions"]


def decisions(definition: Definition) -> Iterator[Problem]:
    """Tell of what does not fit together in a decision."""
    for item in definition.items.values():
        if isinstance(item, Decision):
            yield from _outcomes(item)
            yield from _mandate(item)
    yield from _hooks(definition)


def _outcomes(decision: Decision) -> Iterator[Problem]:
    known = decision.outcomes
    if not known:
        text = "can come to nothing; give it outcomes"
        yield Problem(path=f"{decision.path}.outcomes", text=text)
    for word in ("favourable", "granting", "returns"):
        for code in getattr(decision, word):
            if code not in known:
                hint = meant(code, known) or "; add it to outcomes="
                text = f"names {code!r}, which is not among its outcomes{hint}"
                yield Problem(path=f"{decision.path}.{word}", text=text)


def _mandate(decision: Decision) -> Iterator[Problem]:
    if decision.amount is None:
        if decision.mandate is not None:
            text = (
                f"needs mandate {decision.mandate!r}, and no amount is held against "
                "its ceiling; say which fact in amount="
            )
            yield Problem(path=f"{decision.path}.mandate", text=text)
        return
    place, name = f"{decision.path}.amount", decision.amount.name
    if decision.mandate is None:
        text = f"fact {name!r} is held against no mandate; say which in mandate="
        yield Problem(path=place, text=text)
    if decision.amount.type is not Kind.NUMBER:
        text = (
            f"fact {name!r} is {decision.amount.type.noun}, and an amount is a whole "
            "number of øre; make it of type int"
        )
        yield Problem(path=place, text=text)


def _hooks(definition: Definition) -> Iterator[Problem]:
    marked = [
        item.path
        for item in definition.items.values()
        if isinstance(item, Decision) and item.afgoerelse
    ]
    if definition.hooks and not marked:
        text = "attach to no decision; mark those that are one by afgoerelse=True"
        yield Problem(path="hooks", text=text)
    if not definition.hooks:
        for path in marked:
            text = (
                "is an afgørelse, and no law's hook attaches to it; "
                "add forvaltningsloven.afgoerelse to hooks="
            )
            yield Problem(path=f"{path}.afgoerelse", text=text)
