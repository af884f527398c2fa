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
from kvalitet_core.casetypes.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Fact,
    Known,
    Not,
    at_least,
)
from kvalitet_core.casetypes.definition import Definition, StageDefinition
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Decision, Document, Item, Milestone, Task
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.ordering import paths_in
from kvalitet_core.casetypes.references import done_fact, outcome_fact, ref
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.casetypes.settling import Settlement, Standing, settle
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.casetypes.status import Status
from kvalitet_core.deadlines import Term
from kvalitet_core.values import Hjemmel

__all__ = [
    "FACTS",
    "case_type",
    "definitions",
    "known_facts",
    "reordered",
    "settled",
    "standings",
]

Draw = st.DrawFn

_ROLES: Final = (
    Role("sagsbehandler", da="Sagsbehandler", en="Case worker"),
    Role("fagchef", da="Fagchef", en="Head of department"),
    Role("jurist", da="Jurist", en="Lawyer"),
)
_GROUNDS: Final = ("SEL85", "SEL107", "SEL108")
_ASKED: Final = Fact(
    "svar.lovgrundlag",
    one_of=_GROUNDS,
    da="lovgrundlaget",
    en="the legal ground",
)
_MONTHS: Final = Fact("svar.maaneder", int, da="længden", en="the length")
_URGENT: Final = Fact("svar.hast", bool, da="hastesag", en="urgent")
_RECEIVED: Final = Fact("modtaget", date, da="modtaget", en="received")
_FORM: Final = Document("ansoegningsskema")
_AMOUNT: Final = Fact("svar.beloeb", int, da="beløbet", en="the amount")

FACTS: Final = (_ASKED, _MONTHS, _URGENT, _RECEIVED, _FORM, _AMOUNT)
"""The facts that conditions are drawn of."""

_LAW: Final = Hjemmel(source="Opslag 2020", paragraph="hvem kan søge")
_OUTCOMES: Final = ("imoedekommet", "delvist", "afslag", "tilbage")

_VALUES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    _ASKED.name: st.sampled_from(_GROUNDS),
    _MONTHS.name: st.integers(0, 20),
    _URGENT.name: st.booleans(),
    _RECEIVED.name: st.dates(date(2020, 1, 1), date(2021, 12, 31)),
    _FORM.name: st.just("0" * 64),
    _AMOUNT.name: st.integers(0, 10**9),
}

known_facts: Final[st.SearchStrategy[dict[str, Known]]] = st.fixed_dictionaries(
    {}, optional={name: value.map(Known) for name, value in _VALUES.items()}
)
"""Some of the facts, each with a value of its type."""

_of_facts: Final[st.SearchStrategy[Condition]] = st.sampled_from(
    [
        _ASKED.is_known(),
        _ASKED.equals("SEL85"),
        ~_ASKED.is_in(("SEL107", "SEL108")),
        _MONTHS >= 4,
        _MONTHS <= 12,
        _URGENT.equals(True),  # noqa: FBT003 - the value that the fact is held against
        date(2021, 1, 1) > _RECEIVED,
        _FORM.is_known(),
    ]
)


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
        "roles": _ROLES,
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
        _mixed(draw, stages),
        hooks=(forvaltningsloven.afgoerelse,) if afgoerelser else (),
        obliges=_obliges(draw, before),
        invariants=_invariants(draw),
        facts=_mixed(draw, FACTS),
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
        "until": draw(st.none() | st.none() | _of_facts),
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
    asked = _mixed(draw, before)[:count]
    parts = [_about(draw, item) for item in asked]
    if draw(st.booleans()):
        parts.append(draw(_of_facts))
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
    due = draw(st.none() | st.just(Term(4, "weeks", after=_RECEIVED)))
    discretionary = draw(st.booleans()) and draw(st.booleans())
    return {
        "role": draw(st.sampled_from(_ROLES)),
        "requires": draw(st.sampled_from([(), (), (_FORM,)])),
        "due": due,
        "remind": (7,) if due is not None and draw(st.booleans()) else (),
        "four_eyes": draw(st.lists(st.sampled_from(acts), unique=True, max_size=2))
        if acts
        else (),
        "discretionary": discretionary,
        "planned_by": (_ROLES[1],) if discretionary and draw(st.booleans()) else (),
        "optional": draw(st.booleans()) and draw(st.booleans()),
        "repeatable": draw(st.booleans()),
    }


def _decided(draw: Draw, before: Sequence[Item]) -> dict[str, Any]:
    outcomes = draw(
        st.lists(st.sampled_from(_OUTCOMES[:3]), unique=True, min_size=1, max_size=3)
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
        "amount": _AMOUNT if mandate else None,
        "quorum": draw(st.integers(1, 2)),
    }


_RULE: Final = Rule(
    code="kommune.lovgrundlag",
    version=1,
    condition=_ASKED.is_known(),
    hjemmel=_LAW,
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
    return (Invariant("laengde", (_MONTHS >= 4) & (_MONTHS <= 12), _LAW),)


@st.composite
def reordered(draw: Draw, definition: Definition) -> Definition:
    """The same definition with its parts declared in another order.

    Args:
        draw: How Hypothesis draws.

        definition: The definition.
    """
    stages = [_stage_reordered(draw, stage) for stage in definition.stages]
    return attrs.evolve(
        definition,
        stages=tuple(draw(st.permutations(stages))),
        invariants=tuple(
            attrs.evolve(each, condition=_turned(draw, each.condition))
            for each in _mixed(draw, definition.invariants)
        ),
        roles=_mixed(draw, definition.roles),
        facts=_mixed(draw, definition.facts),
        obliges=_mixed(draw, definition.obliges),
        hooks=_mixed(draw, definition.hooks),
    )


def _mixed(draw: Draw, several: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(draw(st.permutations(several)))


def _stage_reordered(draw: Draw, stage: StageDefinition) -> StageDefinition:
    items = tuple(_item_reordered(draw, item) for item in stage.items)
    return attrs.evolve(
        stage,
        items=_mixed(draw, items),
        when=_turned(draw, stage.when),
        until=_turned(draw, stage.until),
    )


def _item_reordered(draw: Draw, item: Item) -> Item:
    given: dict[str, Any] = {"when": _turned(draw, item.when)}
    several = ("requires", "four_eyes", "planned_by", "outcomes", "granting", "rules")
    for name in several:
        if hasattr(item, name):
            given[name] = _mixed(draw, getattr(item, name))
    if isinstance(item, Decision):
        given["returns"] = dict(_mixed(draw, [*item.returns.items()]))
    return attrs.evolve(item, **given)


def _turned(draw: Draw, condition: Any) -> Any:
    """The same condition, its parts in another order."""
    if isinstance(condition, Not):
        return Not(_turned(draw, condition.part))
    if not isinstance(condition, AllOf | AnyOf | AtLeast):
        return condition
    parts = _mixed(draw, [_turned(draw, part) for part in condition.parts])
    return attrs.evolve(condition, parts=parts)


@st.composite
def standings(draw: Draw, definition: Definition, *, max_steps: int = 10) -> Standing:
    """How a case can come to stand, when people do what is available in any order.

    What the last of them did is not settled yet.

    Args:
        draw: How Hypothesis draws.

        definition: What the case runs by.

        max_steps: How many things are done at most.
    """
    standing = Standing(facts=draw(known_facts))
    for _ in range(draw(st.integers(0, max_steps))):
        settlement = settle(definition, standing)
        standing = settled(standing, settlement)
        if not draw(st.integers(0, 5)):
            standing = attrs.evolve(standing, facts=draw(known_facts))
        else:
            standing = _acted(draw, definition, standing)
    return standing


def settled(standing: Standing, settlement: Settlement) -> Standing:
    """Give how a case stands once it is settled."""
    done = {
        name: settlement.facts[name]
        for part, status in settlement.statuses.items()
        if status.is_done
        for name in (done_fact(part), outcome_fact(part))
        if name in settlement.facts
    }
    return attrs.evolve(standing, statuses=settlement.statuses, done=done)


def _acted(draw: Draw, definition: Definition, standing: Standing) -> Standing:
    """Do something that can be done: plan an item, or do, skip or fail one."""
    unplanned = [
        item.path
        for item in definition.items.values()
        if isinstance(item, Task)
        if item.discretionary and item.path not in standing.planned
    ]
    able = [path for path in definition.items if standing.of(path).is_open]
    chosen = draw(st.sampled_from(sorted({*unplanned, *able}) or [""]))
    if not chosen:
        return standing
    if chosen in unplanned:
        return attrs.evolve(standing, planned=standing.planned | {chosen})
    to = [Status.DONE] * 4 + [Status.STARTED, Status.SKIPPED, Status.FAILED]
    status = draw(st.sampled_from(to))
    item, done = definition.items[chosen], dict(standing.done)
    if status is Status.DONE and isinstance(item, Decision):
        done[outcome_fact(chosen)] = Known(draw(st.sampled_from(item.outcomes)))
    statuses = {**standing.statuses, chosen: status}
    return attrs.evolve(standing, statuses=statuses, done=done)
