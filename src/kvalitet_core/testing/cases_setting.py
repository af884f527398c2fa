"""What there is before a case is opened: the day of receipt, parameters, an applicant.

Where a case type handles an application, a made-up tilbud applies in a made-up round,
or a made-up municipality, where the case type knows of who applies and names it first;
whatever a test does not say of them has a default that lets the application be
received.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import attrs

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision, Param
from kvalitet_core.discovery import installed
from kvalitet_core.domain.case import Open, Stated
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.cases_values import (
    MORNING,
    When,
    instant_of,
    kept,
)
from kvalitet_core.values import danish_date, instant_at

__all__ = [
    "ROUND",
    "Setting",
    "Setup",
    "answers",
    "applicant",
    "days_before",
    "deciders",
    "opening",
    "plugins_for",
    "received",
]

_NONE: Final[Mapping[str, Any]] = {}

ROUND: Final[Mapping[str, str]] = {
    "ansoegningsfrist": "deadline",
    "temaer": "themes",
    "lovgrundlag": "eligible_grounds",
    "driftsformer": "eligible_driftsformer",
    "maaneder_mindst": "months_min",
    "maaneder_hoejst": "months_max",
}
"""What can be said of the round of an application: the fact's last word → the field."""


@attrs.frozen(kw_only=True)
class Setting:
    """What there is before a case is opened.

    Attributes:
        definition: What it is to run by.
        title: What it is called.
        received: When what it is about is received; None for the day when its type
            comes into force, or two weeks before the deadline of its round.
        round: What varies from round to round: parameters, and the round's own.
        answers: What the application answers.
        applicant: What is known of the one that applies.
    """

    definition: Definition
    title: str = "Eksempelsag"
    received: When | None = None
    round: Mapping[str, Any] = _NONE
    answers: Mapping[str, Any] = _NONE
    applicant: Mapping[str, Any] = _NONE

    @property
    def instant(self) -> datetime:
        """When it is received."""
        if self.received is not None:
            return instant_of(self.received)
        deadline = self.of_round.get("ansoegningsfrist")
        if deadline is None:
            return instant_at(self.definition.valid_from, MORNING)
        last = date.fromisoformat(str(deadline)[: len("2020-11-27")])
        return instant_at(last - timedelta(days=14), MORNING)

    @property
    def day(self) -> date:
        """The day when it is received."""
        return danish_date(self.instant)

    @property
    def params(self) -> Mapping[str, Any]:
        """What the case is opened with, by the whole names of parameters.

        Raises:
            Malformed: Something is told that neither the type nor a round has.
        """
        return {
            name: value
            for said, value in self.round.items()
            if (name := self._param(said)) is not None
        }

    @property
    def of_round(self) -> Mapping[str, Any]:
        """What the round of the application is announced with, by its last words."""
        return {
            said.removeprefix("runde."): value
            for said, value in self.round.items()
            if said.removeprefix("runde.") in ROUND
        }

    @property
    def by_municipality(self) -> bool:
        """Whether it is a municipality that applies, and no tilbud."""
        asked = self.definition.known_facts.get("ansoegertype")
        usual = asked.one_of[0] if asked is not None and asked.one_of else "tilbud"
        return bool(self.applicant.get("ansoegertype", usual) == "kommune")

    def _param(self, said: str) -> str | None:
        params = [
            name
            for name, fact in self.definition.known_facts.items()
            if isinstance(fact, Param)
        ]
        for name in params:
            if said in (name, name.rpartition(".")[2]):
                return name
        if self.definition.handles and said.removeprefix("runde.") in ROUND:
            return None
        able = sorted({*params, *(ROUND if self.definition.handles else ())})
        expected = " or ".join(able) or "nothing, as it has no parameters"
        raise Malformed(
            f"round of {self.definition.code}", f"expected {expected}, got {said!r}"
        )


@attrs.frozen
class Setup:
    """Something that is told of the time before a case is opened.

    Attributes:
        change: Gives the setting with it.
    """

    change: Callable[[Setting], Setting] = attrs.field(repr=False)


def received(when: When) -> Setup:
    """Say when what the case is about was received; it is opened then.

    Args:
        when: A day, at ten in the morning, or an instant with its offset.
    """
    instant = instant_of(when)
    return Setup(lambda setting: attrs.evolve(setting, received=instant))


def answers(**given: Any) -> Setup:
    """Say what the application answers: `answers(temaer=["Sundhed"], maaneder=6)`."""
    return Setup(
        lambda setting: attrs.evolve(setting, answers={**setting.answers, **given})
    )


def applicant(**told: Any) -> Setup:
    """Say what is known of the one that applies.

    Args:
        told: `ansoegertype` (`kommune` or `tilbud`), or, of a tilbud, `name`,
            `driftsform`, `lovgrundlag` (the primary one), or `lovgrundlag_alle`, as the
            facts of an application are called.
    """
    known = {"ansoegertype", "name", "driftsform", "lovgrundlag", "lovgrundlag_alle"}
    if strange := sorted({*told} - known):
        expected = " or ".join(sorted(known))
        raise Malformed("applicant", f"expected {expected}, got {', '.join(strange)}")
    return Setup(
        lambda setting: attrs.evolve(setting, applicant={**setting.applicant, **told})
    )


def opening(setting: Setting, handles: StreamId | None) -> Open:
    """Give the command that opens the case."""
    definition, stated = setting.definition, setting.params
    facts = tuple(
        Stated(fact=name, value=kept(definition, name, value))
        for name, value in stated.items()
    )
    return Open(
        definition=definition.code,
        version=definition.version,
        key=None if handles else "eksempel",
        title=setting.title,
        handles=handles,
        received=setting.instant,
        facts=facts,
    )


def plugins_for(
    of: type[CaseType], given: tuple[Plugin, ...], setting: Setting
) -> tuple[Plugin, ...]:
    """Give the plugins that a case type runs with: its own one first.

    That is the one given, or the one installed, or else one that is made up of nothing
    but the case type.
    """
    owner = of.definition.owner
    own = next((each for each in given if each.name == owner), None)
    if own is None and not given:
        own = next((each for each in _installed() if of in each.case_types), None)
    if own is None:
        own = Plugin(name=owner, version="0", case_types=(of,))
    elif of not in own.case_types:
        own = attrs.evolve(own, case_types=(*own.case_types, of))
    if setting.definition.handles:
        own = _applied_for(own, setting.definition)
    return (own, *(each for each in given if each.name != owner))


@lru_cache
def _installed() -> tuple[Plugin, ...]:
    return tuple(each.plugin for each in installed() if each.plugin is not None)


def _applied_for(plugin: Plugin, definition: Definition) -> Plugin:
    """A plugin that has a form to apply on, and a rule."""
    from kvalitet_core.testing.cases_applying import a_form, a_rule  # noqa: PLC0415 - only where an application is handled

    return attrs.evolve(
        plugin,
        forms=plugin.forms or (a_form(definition),),
        rules=plugin.rules or (a_rule(plugin.name),),
    )


def deciders(definition: Definition) -> frozenset[str]:
    """The roles that take decisions in a case."""
    return frozenset(
        item.role for item in definition.items.values() if isinstance(item, Decision)
    )


def days_before(setting: Setting, days: int) -> date:
    """A day before the day of receipt."""
    return setting.day - timedelta(days=days)
