"""Hypothesis strategies for definitions: any case type that is right, in any order.

    @given(definitions())
    def test_it_ends(definition: Definition) -> None: ...

They are written as an author writes them, as classes, and compiled; so whatever is
drawn has passed every check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import new_class
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from kvalitet_core.casetypes import forvaltningsloven
from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.conditions import Condition, at_least
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Decision, Item, Milestone, Task
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.ordering import paths_in
from kvalitet_core.casetypes.references import ref
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.deadlines import Term
from kvalitet_core.testing.definitions_facts import (
    AMOUNT,
    ASKED,
    FACTS,
    FORM,
    LAW,
    MONTHS,
    OUTCOMES,
    RECEIVED,
    ROLES,
    Draw,
    mixed,
    of_facts,
)

__all__ = ["case_type", "definitions"]


def case_type(
    stages: Sequence[type[Stage]],
    **said: Any,
) -> type[CaseType]:
    """Make a case type of stages, as its author would write it in a class.

    Args:
        stages: Its stages.

        said: What else its class says; else it is `kommune.forloeb`, version 1.

    Raises:
        Malformed: Something is wrong with it.
    """
    body = {
        "__doc__": "Forløb",
        "en": "Course",
        "code": "kommune.forloeb",
        "version": "1",
        "valid_from": date(2020, 1, 1),
        "roles": ROLES,
        "stages": tuple(stages),
        **said,
    }
    return new_class("Forloeb", (CaseType,), exec_body=lambda space: space.update(body))


@st.composite
def definitions(draw: Draw, *, max_stages: int = 4, max_items: int = 4) -> Definition:
    """Definitions of any size and shape, which have passed every check.

    Args:
        draw: How Hypothesis draws.

        max_stages: How many stages one has at most.

        max_items: How many items a stage has at most.
    """
    stages: list[type[Stage]] = []
    before: list[Item] = []
    for number in range(draw(st.integers(1, max_stages))):
        stage = _stage(draw, number, before, max_items)
        stages.append(stage)
        before += stage.items.values()
    afgoerelser = any(isinstance(one, Decision) and one.afgoerelse for one in before)
    made = case_type(
        mixed(draw, stages),
        hooks=(forvaltningsloven.afgoerelse,) if afgoerelser else (),
        obliges=_obliges(draw, before),
        invariants=_invariants(draw),
        facts=mixed(draw, FACTS),
    )
    return made.definition


def _stage(
    draw: Draw, number: int, before: Sequence[Item], max_items: int
) -> type[Stage]:
    when = _condition(draw, before)
    free = [item for item in before if item.path not in paths_in(when)]
    items: list[Item] = []
    for each in range(draw(st.integers(1, max_items))):
        path = f"fase{number}.skridt{each}"
        item = _item(draw, [*before, *items], [*free, *items], path)
        items.append(attrs.evolve(item, path=path))
    body: dict[str, Any] = {
        "__doc__": f"Fase {number}",
        "en": f"Phase {number}",
        "when": when,
        "until": draw(st.none() | st.none() | of_facts),
    }
    for item in draw(st.permutations(items)):
        body[item.path.partition(".")[2]] = attrs.evolve(item, path="")
    return new_class(
        f"Fase{number}", (Stage,), exec_body=lambda space: _write(space, body)
    )


def _write(space: dict[str, Any], body: Mapping[str, Any]) -> None:
    """Write a class body name by name, so that each item is named as it is assigned."""
    for name, value in body.items():
        space[name] = value  # noqa: PERF403 - `update` would name nothing


def _condition(draw: Draw, before: Sequence[Item]) -> Condition | None:
    """A condition in which nothing is asked twice, so that it can hold."""
    count = draw(st.integers(0, 3))
    asked = mixed(draw, before)[:count]
    parts = [_about(draw, item) for item in asked]
    if draw(st.booleans()):
        parts.append(draw(of_facts))
    if not parts:
        return None
    if len(parts) > 1 and draw(st.booleans()):
        return at_least(draw(st.integers(1, len(parts))), *parts)
    found = parts[0]
    for part in parts[1:]:
        found = found & part if draw(st.booleans()) else found | part
    return found


def _about(draw: Draw, item: Item) -> Condition:
    if not isinstance(item, Decision) or draw(st.booleans()):
        done = ref(item.path).done
        return done if draw(st.integers(0, 4)) else ~done
    codes = draw(st.sets(st.sampled_from(item.outcomes), min_size=1))
    return item.outcome.is_in(sorted(codes))


def _item(draw: Draw, before: Sequence[Item], free: Sequence[Item], path: str) -> Item:
    """An item that may name those before it, and wait for those that are free.

    Its stage asks about the others, and the two could contradict one another.
    """
    sort = draw(st.sampled_from(["task", "task", "decision", "decision", "milestone"]))
    said: dict[str, Any] = {
        "title": f"Skridt {path}",
        "en": f"Step {path}",
        "when": _condition(draw, free),
    }
    if sort == "milestone":
        return Milestone(**said)
    said |= _worked(draw, before)
    return Task(**said) if sort == "task" else Decision(**said | _decided(draw, before))


def _worked(draw: Draw, before: Sequence[Item]) -> dict[str, Any]:
    acts = [item.path for item in before if isinstance(item, Task)]
    due = draw(st.none() | st.just(Term(4, "weeks", after=RECEIVED)))
    discretionary = draw(st.booleans()) and draw(st.booleans())
    return {
        "role": draw(st.sampled_from(ROLES)),
        "requires": draw(st.sampled_from([(), (), (FORM,)])),
        "due": due,
        "remind": (7,) if due is not None and draw(st.booleans()) else (),
        "four_eyes": draw(st.lists(st.sampled_from(acts), unique=True, max_size=2))
        if acts
        else (),
        "discretionary": discretionary,
        "planned_by": (ROLES[1],) if discretionary and draw(st.booleans()) else (),
        "optional": draw(st.booleans()) and draw(st.booleans()),
        "repeatable": draw(st.booleans()),
    }


def _decided(draw: Draw, before: Sequence[Item]) -> dict[str, Any]:
    outcomes = draw(
        st.lists(st.sampled_from(OUTCOMES[:3]), unique=True, min_size=1, max_size=3)
    )
    returns: dict[str, str] = {}
    if draw(st.booleans()) and before:
        outcomes = [*outcomes, "tilbage"]
        returns["tilbage"] = draw(st.sampled_from([item.path for item in before]))
    mandate = draw(st.booleans())
    return {
        "outcomes": tuple(outcomes),
        "granting": tuple(outcomes[:1]),
        "favourable": (),
        "returns": returns,
        "rules": draw(st.sampled_from([(), (_RULE,)])),
        "afgoerelse": draw(st.booleans()),
        "mandate": "bevilling" if mandate else None,
        "amount": AMOUNT if mandate else None,
        "quorum": draw(st.integers(1, 2)),
    }


_RULE: Final = Rule(
    code="kommune.lovgrundlag",
    version=1,
    condition=ASKED.is_known(),
    hjemmel=LAW,
    quote="Ansøgeren skal have et lovgrundlag.",
)


def _obliges(draw: Draw, items: Sequence[Item]) -> tuple[Obligation, ...]:
    acts = [item for item in items if isinstance(item, Task)]
    pairs = [(one, other) for one in acts for other in acts if one is not other]
    if not pairs or draw(st.booleans()):
        return ()
    after, owed = draw(st.sampled_from(pairs))
    return (Obligation(after=after.path, owed=owed.path, within=Term(30, "days")),)


def _invariants(draw: Draw) -> tuple[Invariant, ...]:
    if draw(st.booleans()):
        return ()
    return (Invariant("laengde", (MONTHS >= 4) & (MONTHS <= 12), LAW),)
