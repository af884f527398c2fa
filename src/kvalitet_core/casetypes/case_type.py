"""Case types: the way of writing down how a case runs, and what it is compiled to.

The first line of its docstring is what a case type is called.

    class Forloeb(CaseType):
        code, version, valid_from = "indsatsteam.forloeb", "2020-2", date(2020, 9, 1)
        stages = (Ansoegning, Opstart, Analyse, Udvikling)

It is compiled when its class is made, and refused with every finding at once.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

import attrs

from kvalitet_core.casetypes.apart import apart
from kvalitet_core.casetypes.checks import findings
from kvalitet_core.casetypes.checks.shapes import misfits
from kvalitet_core.casetypes.definition import Definition, Handles, StageDefinition
from kvalitet_core.casetypes.facts import Fact
from kvalitet_core.casetypes.hooks import Hook
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Decision, Named, Task, path_of
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.naming import worded
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.casetypes.stages import Stage, stage_code
from kvalitet_core.deadlines import DANISH, Calendar
from kvalitet_core.errors import Malformed

__all__ = ["CaseType"]

Titles = Mapping[str, Mapping[str, str]]


class CaseType:
    """How one kind of case runs; subclass it, and say so in its attributes.

    Attributes:
        code: Its permanent code, its plugin's name first: `indsatsteam.forloeb`.
        version: Its version, a text: `2020-2`.
        valid_from: The first day that cases are opened by it.
        valid_to: The first day that none are any more; None while some are.
        stages: Its stages, in the order in which people read them.
        roles: The roles in it besides those that its items name by themselves.
        four_eyes: The items of which nobody may do two, nor do one for whoever did
            another.
        facts: What can be recorded of a case besides what its conditions ask for.
        obliges: What is owed when something is done.
        invariants: What ought to hold throughout.
        hooks: The laws that attach to each *afgørelse* in it.
        handles: What such a case decides: `application`, or nothing.
        ends: When a case can be closed; None for when nothing in it can be done.
        migrate_from: Earlier version → what its items are called now.
        calendar: Which days are closed when its terms are counted.
        languages: The languages of its texts; the one in its classes first.
        texts: Language → key → text, as `read_texts` gives them; the key of an item is
            the case type's code and the item's path.
        definition: What it is compiled to.
    """

    code: ClassVar[str]
    version: ClassVar[str]
    valid_from: ClassVar[date]
    valid_to: ClassVar[date | None] = None
    stages: ClassVar[tuple[type[Stage], ...]]
    roles: ClassVar[tuple[Role, ...]] = ()
    four_eyes: ClassVar[tuple[Named, ...]] = ()
    facts: ClassVar[tuple[Fact, ...]] = ()
    obliges: ClassVar[tuple[Obligation, ...]] = ()
    invariants: ClassVar[tuple[Invariant, ...]] = ()
    hooks: ClassVar[tuple[Hook, ...]] = ()
    handles: ClassVar[Handles | None] = None
    ends: ClassVar[Condition | None] = None
    migrate_from: ClassVar[Mapping[str, Renamed]] = {}
    calendar: ClassVar[Calendar] = DANISH
    languages: ClassVar[tuple[str, ...]] = ("da", "en")
    texts: ClassVar[Titles] = {}
    en: ClassVar[str | None] = None
    definition: ClassVar[Definition]

    def __init_subclass__(cls) -> None:
        cls.definition = _compiled(cls)


def _compiled(written: type[CaseType]) -> Definition:
    """Give what a case type says as a value.

    Raises:
        Malformed: Something is wrong with it; every finding names its item and rule.
    """
    unfit = tuple(misfits(written))
    if unfit:
        raise Malformed(f"case type {written.__name__}", *unfit)
    stages = apart(tuple(_stages(written)), map(path_of, written.four_eyes))
    definition = Definition(
        code=written.code,
        version=written.version,
        title=_title(_first_line(written), written.__name__, written),
        valid_from=written.valid_from,
        valid_to=written.valid_to,
        stages=stages,
        roles=_roles(stages, written.roles),
        facts=written.facts,
        obliges=written.obliges,
        invariants=written.invariants,
        hooks=written.hooks,
        handles=written.handles,
        ends=written.ends,
        migrate_from=written.migrate_from,
        calendar=written.calendar,
        languages=written.languages,
    )
    definition = attrs.evolve(definition, titles=_titles(definition, written))
    problems = findings(definition)
    if problems:
        raise Malformed(f"case type {written.code} {written.version}", *problems)
    return worded(definition)


def _first_line(written: type[Any]) -> str:
    return (written.__doc__ or "").strip().partition("\n")[0]


def _title(told: str, name: str, written: type[CaseType]) -> str:
    """What a class is called: as it is told, or else in English by its own name."""
    if told or written.languages[:1] != ("en",):
        return told
    return stage_code(name).replace("_", " ").capitalize()


def _stages(written: type[CaseType]) -> Iterator[StageDefinition]:
    for stage in written.stages:
        yield StageDefinition(
            code=stage.code,
            title=_title(stage.title, stage.__name__, written),
            when=stage.when,
            until=stage.until,
            items=tuple(stage.items.values()),
            en=stage.en,
        )


def _roles(
    stages: tuple[StageDefinition, ...], told: tuple[Role, ...]
) -> tuple[Role, ...]:
    """The roles that are told, and those that items name by themselves."""
    tasks = (item for stage in stages for item in stage.items if isinstance(item, Task))
    named = (role for task in tasks for role in task.roles)
    return (*told, *(role for role in dict.fromkeys(named) if role not in told))


def _titles(definition: Definition, written: type[CaseType]) -> Titles:
    """What everything is called, in each language that is told."""
    own = {path: title for path, title, _ in _titled(definition, written)}
    found = dict.fromkeys(definition.languages[:1], own)
    for language in definition.languages[1:]:
        texts = written.texts.get(language, {})
        found[language] = {
            path: text
            for path, _, english in _titled(definition, written)
            if (
                text := texts.get(_key(definition, path))
                or (english if language == "en" else None)
            )
        }
    return found


def _key(definition: Definition, path: str) -> str:
    return f"{definition.code}.{path}" if path else definition.code


def _titled(
    definition: Definition, written: type[CaseType]
) -> Iterator[tuple[str, str, str | None]]:
    """Each path with its title, and its English one where the class has it."""
    yield "", definition.title, written.en
    for stage in definition.stages:
        yield stage.code, stage.title, stage.en
        for item in stage.items:
            yield item.path, item.title, item.en
            if isinstance(item, Decision):
                for code, title in item.called.items():
                    yield f"{item.path}.{code}", title, None
