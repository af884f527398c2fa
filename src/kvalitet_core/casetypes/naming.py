"""Names in conditions: what an item that a condition asks about is called.

Pure.
"""

from __future__ import annotations

from typing import Any

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.facts import Comparison, IsKnown
from kvalitet_core.casetypes.items import Decision, Item, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.references import Done, Outcome, Sort
from kvalitet_core.casetypes.rules import Rule

__all__ = ["worded"]


def worded(definition: Definition) -> Definition:
    """Give the same, with everything called by its name in every condition."""

    def named(leaf: Condition) -> Condition:
        if isinstance(leaf, Done):
            return _done(definition, leaf)
        if isinstance(leaf, Comparison | IsKnown) and isinstance(leaf.fact, Outcome):
            return attrs.evolve(leaf, fact=_outcome(definition, leaf.fact))
        return leaf

    def rule(each: Rule) -> Rule:
        return attrs.evolve(each, condition=each.condition.with_leaves(named))

    def changed(condition: Condition | None) -> Condition | None:
        return condition.with_leaves(named) if condition is not None else None

    def item(each: Item) -> Item:
        given: dict[str, Any] = {"when": changed(each.when)}
        if isinstance(each, Task):
            given["requires"] = tuple(one.with_leaves(named) for one in each.requires)
        if isinstance(each, Decision):
            given["rules"] = tuple(map(rule, each.rules))
        return attrs.evolve(each, **given)

    return attrs.evolve(
        definition,
        ends=changed(definition.ends),
        invariants=tuple(
            attrs.evolve(each, condition=each.condition.with_leaves(named))
            for each in definition.invariants
        ),
        stages=tuple(
            attrs.evolve(
                stage,
                when=changed(stage.when),
                until=changed(stage.until),
                items=tuple(map(item, stage.items)),
            )
            for stage in definition.stages
        ),
    )


def _names(definition: Definition, path: str) -> dict[str, str]:
    return {lang: definition.name_of(path, lang) for lang in ("da", "en")}


def _done(definition: Definition, leaf: Done) -> Done:
    found = definition.items.get(leaf.path)
    sort: Sort = "stage" if found is None else found.sort
    return Done(leaf.path, sort=sort, **_names(definition, leaf.path))


def _outcome(definition: Definition, fact: Outcome) -> Outcome:
    names = _names(definition, fact.path)
    decision = definition.items.get(fact.path)
    codes = decision.outcomes if isinstance(decision, Decision) else fact.one_of
    called = {
        lang: {code: definition.outcome_name(fact.path, code, lang) for code in codes}
        for lang in names
    }
    return Outcome.of(fact.path, outcomes=codes, called=called, **names)
