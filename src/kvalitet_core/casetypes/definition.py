"""A definition: a case type as a value, with the digest that a case is bound to.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Literal, NamedTuple

import attrs

from kvalitet_core.canonical import digest_of
from kvalitet_core.casetypes.facts import Comparison, Fact, IsKnown
from kvalitet_core.casetypes.hooks import Duty, Hook
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Decision, Item, Milestone, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.ordering import Step, dependents, in_order
from kvalitet_core.casetypes.references import Outcome, done_fact, outcome_fact
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.casetypes.spelling import written
from kvalitet_core.deadlines import DANISH, Calendar, Term
from kvalitet_core.errors import Unknown
from kvalitet_core.values import Digest

__all__ = ["Definition", "Handles", "Look", "StageDefinition", "facts_in"]

Handles = Literal["application"]
"""What a case can be about: an application, which it decides."""


@attrs.frozen(kw_only=True)
class StageDefinition:
    """A stage, as it is compiled.

    Attributes:
        code: Its permanent code: `ansoegning`.
        title: What it is called, in the case type's first language.
        when: What must hold for it to be active; None from the opening on.
        until: What ends it early.
        items: What is in it, in the author's order.
        en: What it is called in English, where its class says so.
    """

    code: str
    title: str
    when: Condition | None
    until: Condition | None
    items: tuple[Item, ...]
    en: str | None = None

    @cached_property
    def required(self) -> frozenset[str]:
        """The paths of the items without which it is not completed."""
        return frozenset(
            item.path
            for item in self.items
            if not (isinstance(item, Task) and item.optional)
        )

    @cached_property
    def done(self) -> str:
        """The fact that says whether it is completed."""
        return done_fact(self.code)


class Look(NamedTuple):
    """What is asked of an item each time that a case settles.

    Attributes:
        path: The item's path.
        stage: The code of its stage.
        when: What must hold for it to be available, or reached.
        done: The fact that says whether it is done.
        outcome: The fact that says what it came to, of a decision.
        role: Who does it, where somebody does.
        reached: Whether it is done by itself as soon as it can be.
        planned: Whether it can be done only where it is planned.
    """

    path: str
    stage: str
    when: Condition | None
    done: str
    outcome: str | None
    role: str | None
    reached: bool
    planned: bool

    @classmethod
    def at(cls, item: Item, stage: str) -> Look:
        """Look at an item of a stage."""
        return cls(
            path=item.path,
            stage=stage,
            when=item.when,
            done=done_fact(item.path),
            outcome=outcome_fact(item.path) if isinstance(item, Decision) else None,
            role=item.role if isinstance(item, Task) else None,
            reached=isinstance(item, Milestone),
            planned=isinstance(item, Task) and item.discretionary,
        )


@attrs.frozen(kw_only=True, eq=False)
class Definition:
    """A case type, compiled: what runs, what is checked, drawn and compared.

    Attributes:
        code: Its permanent code, its plugin's name first: `indsatsteam.forloeb`.
        version: Its version, a text: `2020-2`.
        title: What it is called, in its first language.
        valid_from: The first day that cases are opened by it.
        valid_to: The first day that none are any more; None while some are.
        stages: Its stages, in the author's order.
        roles: The roles in it.
        facts: The facts that can be recorded of a case besides those in conditions.
        obliges: What is owed when something is done.
        invariants: What ought to hold throughout.
        hooks: The laws that attach to each *afgørelse* in it.
        handles: What such a case decides, if anything.
        ends: When a case can be closed; None for when nothing in it can be done.
        migrate_from: Earlier version → what its items are called now.
        calendar: Which days are closed when its terms are counted.
        languages: The languages that its texts are in; those in the class, first.
        titles: Language → path, and stage, and own code → what it is called.
    """

    code: str
    version: str
    title: str
    valid_from: date
    valid_to: date | None = None
    stages: tuple[StageDefinition, ...]
    roles: tuple[Role, ...] = ()
    facts: tuple[Fact, ...] = ()
    obliges: tuple[Obligation, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    hooks: tuple[Hook, ...] = ()
    handles: Handles | None = None
    ends: Condition | None = None
    migrate_from: Mapping[str, Renamed] = attrs.field(factory=dict)
    calendar: Calendar = DANISH
    languages: tuple[str, ...] = ("da", "en")
    titles: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)

    @property
    def owner(self) -> str:
        """The name of the plugin that brings it."""
        return self.code.partition(".")[0]

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by its path, in the author's order."""
        return {item.path: item for stage in self.stages for item in stage.items}

    @cached_property
    def stage_of(self) -> Mapping[str, StageDefinition]:
        """The stage of every item, by the item's path; and each stage by its code."""
        return {
            path: stage
            for stage in self.stages
            for path in (stage.code, *(item.path for item in stage.items))
        }

    @cached_property
    def looks(self) -> Mapping[str, Look]:
        """What is asked of every item when a case settles, by its path."""
        return {
            item.path: Look.at(item, stage.code)
            for stage in self.stages
            for item in stage.items
        }

    @cached_property
    def awaited(self) -> tuple[str, ...]:
        """The facts that a stage or an item waits for, those about items too."""
        names: set[str] = set()
        for stage in self.stages:
            for each in (stage.when, stage.until, *(item.when for item in stage.items)):
                names.update(() if each is None else each.needs)
        return tuple(sorted(names))

    @cached_property
    def dated(self) -> tuple[tuple[str, Term], ...]:
        """The tasks that have a term, by their paths, and in the order of those."""
        return tuple(
            (path, item.due)
            for path, item in sorted(self.items.items(), key=_path)
            if isinstance(item, Task) and item.due is not None
        )

    @cached_property
    def obliges_in_order(self) -> tuple[Obligation, ...]:
        """What is owed when something is done, in the order of the codes."""
        return tuple(sorted(self.obliges, key=_code))

    @cached_property
    def invariants_in_order(self) -> tuple[Invariant, ...]:
        """What ought to hold throughout, in the order of the codes."""
        return tuple(sorted(self.invariants, key=_code))

    @cached_property
    def order(self) -> tuple[Step, ...]:
        """Every part after what it waits for."""
        return in_order(self.stages)

    @cached_property
    def dependents(self) -> Mapping[str, frozenset[str]]:
        """For each item, those that wait for it, however many are between."""
        return dependents(self.stages)

    @cached_property
    def kept_apart(self) -> Mapping[str, frozenset[str]]:
        """For each item, those that others must do, whichever of the two says so."""
        apart: dict[str, set[str]] = {path: set() for path in self.items}
        for path, item in self.items.items():
            for other in item.four_eyes if isinstance(item, Task) else ():
                apart[path].add(other)
                apart[other].add(path)
        return {path: frozenset(others) for path, others in apart.items()}

    @cached_property
    def known_facts(self) -> Mapping[str, Fact]:
        """The facts of the case itself, by name: in conditions, or told to be of it."""
        found: dict[str, Fact] = {}
        for _, fact in self.named_facts():
            found.setdefault(fact.name, fact)
        return found

    @cached_property
    def digest(self) -> Digest:
        """The SHA-256 of all that decides, in its one spelling."""
        return digest_of(self.as_json())

    def item(self, path: str) -> Item:
        """Give the item with this path.

        Raises:
            Unknown: There is none; the nearest are named.
        """
        found = self.items.get(path)
        if found is None:
            nearest = get_close_matches(path, self.items, n=3, cutoff=0.5)
            raise Unknown(f"item of {self.code}", path, nearest=nearest)
        return found

    def name_of(self, path: str, language: str) -> str:
        """Give what an item, a stage or the case type is called in a language."""
        first = self.titles[self.languages[0]]
        return self.titles.get(language, first).get(path) or first.get(path, path)

    def outcome_name(self, path: str, code: str, language: str) -> str:
        """Give what an outcome of a decision is called in a language, or its code."""
        key = f"{path}.{code}"
        name = self.name_of(key, language)
        return code if name == key else name

    def duties_of(self, decision: Decision) -> tuple[Duty, ...]:
        """Give what is owed around a decision, if it is an *afgørelse*."""
        if not decision.afgoerelse:
            return ()
        return tuple(duty for hook in self.hooks for duty in hook.duties)

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Give every condition in it, each with the place where it stands."""
        for stage in self.stages:
            yield from _placed(stage.code, when=stage.when, until=stage.until)
            for item in stage.items:
                yield from _placed(item.path, when=item.when)
                if isinstance(item, Task):
                    yield from ((f"{item.path}.requires", one) for one in item.requires)
                if isinstance(item, Decision):
                    for rule in item.rules:
                        yield f"{item.path}.rules.{rule.code}", rule.condition
        for each in self.invariants:
            yield f"invariants.{each.code}", each.condition
        if self.ends is not None:
            yield "ends", self.ends

    def named_facts(self) -> Iterator[tuple[str, Fact]]:
        """Give each fact of the case each time that it is named, with the place."""
        yield from (("facts", fact) for fact in self.facts)
        for place, condition in self.conditions():
            for fact in facts_in(condition):
                if not isinstance(fact, Outcome):
                    yield place, fact
        for item in self.items.values():
            if isinstance(item, Decision) and item.amount is not None:
                yield f"{item.path}.amount", item.amount
        for place, term in self.terms():
            if isinstance(term.after, Fact):
                yield place, term.after

    def terms(self) -> Iterator[tuple[str, Term]]:
        """Give every term in it, each with the place where it stands."""
        for item in self.items.values():
            if isinstance(item, Task) and item.due is not None:
                yield f"{item.path}.due", item.due
        for each in self.obliges:
            yield f"obliges.{each.code}.within", each.within

    def as_json(self) -> dict[str, Any]:
        """Give all that decides as plain JSON, in whatever order it was declared."""
        return written(self)


def _code(each: Obligation | Invariant) -> str:
    return each.code


def _path(item: tuple[str, Item]) -> str:
    return item[0]


def _placed(
    part: str, **conditions: Condition | None
) -> Iterator[tuple[str, Condition]]:
    for word, condition in conditions.items():
        if condition is not None:
            yield f"{part}.{word}", condition


def facts_in(condition: Condition) -> Iterator[Fact]:
    """Give the facts that a condition is made of, those about items among them."""
    for leaf in condition.leaves:
        if isinstance(leaf, IsKnown):
            yield leaf.fact
        elif isinstance(leaf, Comparison):
            yield leaf.fact
            if isinstance(leaf.other, Fact):
                yield leaf.other
