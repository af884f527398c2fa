"""A definition as plain JSON: what its digest covers, and what two are compared by.

Everything is sorted by its path or code, so that the order of declaration is not in it.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kvalitet_core.canonical import canonical
from kvalitet_core.casetypes.items import Decision, Item, Param, Task
from kvalitet_core.casetypes.logic import Condition

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition, StageDefinition

__all__ = ["written"]


def written(definition: Definition) -> dict[str, Any]:
    """Give all of a definition that decides, and what people read of it."""
    return {
        "code": definition.code,
        "version": definition.version,
        "valid_from": definition.valid_from.isoformat(),
        "valid_to": definition.valid_to.isoformat() if definition.valid_to else None,
        "languages": list(definition.languages),
        "titles": {lang: dict(names) for lang, names in definition.titles.items()},
        "stages": {stage.code: _stage(stage) for stage in definition.stages},
        "roles": {role.code: role.as_json() for role in definition.roles},
        "facts": {
            name: fact.as_json() | ({"param": True} if isinstance(fact, Param) else {})
            for name, fact in definition.known_facts.items()
        },
        "obliges": {each.code: each.as_json() for each in definition.obliges},
        "invariants": {each.code: each.as_json() for each in definition.invariants},
        "hooks": {each.code: each.as_json() for each in definition.hooks},
        "handles": definition.handles,
        "calendar": {
            "name": definition.calendar.name,
            "version": definition.calendar.version,
            "digest": str(definition.calendar.digest),
        },
        "ends": _condition(definition.ends),
        "migrate_from": {
            version: renamed.as_json()
            for version, renamed in definition.migrate_from.items()
        },
    }


def _stage(stage: StageDefinition) -> dict[str, Any]:
    return {
        "when": _condition(stage.when),
        "until": _condition(stage.until),
        "items": {item.path: _item(item) for item in stage.items},
    }


def _item(item: Item) -> dict[str, Any]:
    said: dict[str, Any] = {"sort": item.sort, "when": _condition(item.when)}
    if isinstance(item, Task):
        said |= _task(item)
    if isinstance(item, Decision):
        said |= _decision(item)
    return said


def _task(task: Task) -> dict[str, Any]:
    return {
        "role": task.role,
        "requires": _sorted(task.requires),
        "due": task.due.as_json() if task.due is not None else None,
        "remind": sorted(task.remind),
        "four_eyes": sorted(task.four_eyes),
        "discretionary": task.discretionary,
        "planned_by": sorted(task.planned_by),
        "optional": task.optional,
        "repeatable": task.repeatable,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "outcomes": sorted(decision.outcomes),
        "favourable": sorted(decision.favourable),
        "granting": sorted(decision.granting),
        "rules": {
            f"{rule.code}/{rule.version}": rule.as_json() for rule in decision.rules
        },
        "afgoerelse": decision.afgoerelse,
        "returns": dict(decision.returns),
        "mandate": decision.mandate,
        "amount": decision.amount.name if decision.amount is not None else None,
        "quorum": decision.quorum,
    }


def _condition(condition: Condition | None) -> dict[str, Any] | None:
    return condition.as_json() if condition is not None else None


def _sorted(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    return sorted((each.as_json() for each in conditions), key=canonical)
