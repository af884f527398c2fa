"""Whether everything that is named is there, and nothing waits for itself.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.checks.holding import constants
from kvalitet_core.casetypes.checks.knots import knots, way_round
from kvalitet_core.casetypes.checks.wording import meant, quoted
from kvalitet_core.casetypes.facts import Comparison
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.ordering import waits_of
from kvalitet_core.casetypes.references import Done, Outcome
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["cycles", "outcomes_in", "unknown_paths"]


def unknown_paths(definition: Definition) -> Iterator[Problem]:
    """Tell of each item, stage and outcome that is named and that nobody declares."""
    items = {*definition.items}
    known = items | {stage.code for stage in definition.stages}
    for place, path, may_be_stage in _named(definition):
        if path in (known if may_be_stage else items):
            continue
        if path in known:
            text = f"names {path!r}, which is a stage; name an item of it"
        else:
            hint = meant(path, known if may_be_stage else items)
            text = f"names {path!r}, which no stage declares{hint}"
        yield Problem(path=place, text=text)
    for place, condition in definition.conditions():
        for leaf in condition.leaves:
            yield from _unknown_outcomes(definition, place, leaf)


def _named(definition: Definition) -> Iterator[tuple[str, str, bool]]:
    """Each path that is named, with its place, and whether it may be a stage's."""
    for place, condition in definition.conditions():
        for leaf in condition.leaves:
            if isinstance(leaf, Done):
                yield place, leaf.path, True
            for fact in outcomes_in(leaf):
                yield place, fact.path, False
    for item in definition.items.values():
        if isinstance(item, Task):
            yield from (
                (f"{item.path}.four_eyes", path, True) for path in item.four_eyes
            )
        if isinstance(item, Decision):
            for outcome, path in item.returns.items():
                yield f"{item.path}.returns.{outcome}", path, False
    for owing in definition.obliges:
        yield f"obliges.{owing.code}", owing.after, False
        yield f"obliges.{owing.code}", owing.owed, False


def outcomes_in(leaf: Condition) -> Iterator[Outcome]:
    """Give the outcomes of decisions that a leaf asks about."""
    for side in (getattr(leaf, "fact", None), getattr(leaf, "other", None)):
        if isinstance(side, Outcome):
            yield side


def _unknown_outcomes(
    definition: Definition, place: str, leaf: Condition
) -> Iterator[Problem]:
    """Tell of an outcome that nothing comes to, and of what comes to none."""
    for fact in outcomes_in(leaf):
        item = definition.items.get(fact.path)
        if item is None:
            continue
        if not isinstance(item, Decision):
            text = (
                f"asks for the outcome of {fact.path!r}, which is a {item.sort}; "
                "ask whether it is done"
            )
            yield Problem(path=place, text=text)
        elif isinstance(leaf, Comparison) and leaf.fact == fact:
            for code in sorted((constants(leaf) or frozenset()) - {*item.outcomes}):
                text = (
                    f"asks for outcome {code!r} of {fact.path!r}, which can come to "
                    f"{quoted(item.outcomes)}{meant(code, item.outcomes)}"
                )
                yield Problem(path=place, text=text)


def cycles(definition: Definition) -> Iterator[Problem]:
    """Tell of parts that wait for one another, and so for ever: each knot once."""
    waits = waits_of({stage.code: stage for stage in definition.stages})
    for knot in knots(waits):
        first = min(knot)
        around = dict.fromkeys(step.path for step in way_round(waits, first, knot))
        told = " → ".join([*around, first.path])
        text = f"wait for one another: {told}; let one of them not wait"
        yield Problem(path=first.path, text=text)
