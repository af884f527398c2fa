"""Laws about cases: that one can be opened, and that something can be done in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import strategies as st

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Document, Param, Task
from kvalitet_core.casetypes.settling import Standing, settle
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.domain.case import Claim
from kvalitet_core.domain.case.known import is_elsewhere
from kvalitet_core.errors import KvalitetError, Refused
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.cases_running import running
from kvalitet_core.testing.cases_setting import Setting
from kvalitet_core.testing.laws.case_facts import known_facts, values_of
from kvalitet_core.testing.laws.law import Laws
from kvalitet_core.testing.strategies import simplest_breach

__all__ = ["CaseLaws"]

_ENOUGH: Final = Breach("", "something can be done", "")
_TRIES: Final = 10
"""How many ways of opening a case are tried at most."""


class CaseLaws(Laws):
    """What comes of cases."""

    def test_a_case_can_be_opened(self) -> None:
        """In memory, with parameters that are made up; what can be done is taken on."""
        _ = self.examined.registry
        hold(
            breach
            for each in self.examined.plugin.case_types
            if (breach := _opened(each, self.examined.plugin))
        )

    def test_something_can_be_done_in_a_case(self) -> None:
        """With some facts, somebody has something to do; or a document is awaited."""
        hold(
            Breach(
                _named(each),
                "has nothing that anybody can do, whatever is known of a case",
                "let an item of its first stage wait for nothing, or for a fact that "
                "people tell",
            )
            for each in self.examined.plugin.definitions
            if not _doable(each, drawn=max(self.examined.drawn, 25))
        )


def _named(definition: Definition) -> str:
    return f"case type {definition.code!r} version {definition.version!r}"


def _doable(definition: Definition, *, drawn: int) -> bool:
    if any(isinstance(fact, Document) for fact in definition.known_facts.values()):
        return True

    def judge(facts: Mapping[str, Known]) -> Breach | None:
        return _ENOUGH if _open_tasks(definition, facts) else None

    return simplest_breach(known_facts(definition), judge, drawn=drawn) is not None


def _open_tasks(definition: Definition, facts: Mapping[str, Known]) -> list[str]:
    statuses = settle(definition, Standing(facts=facts)).statuses
    return [
        path
        for path, item in definition.items.items()
        if isinstance(item, Task) and path in statuses
        if statuses[path].is_open or item.discretionary
    ]


def _opened(of: type[CaseType], plugin: Plugin) -> Breach | None:
    """Open a case in a journal in memory, and let somebody take on what is open.

    One that comes so far with some of its parameters is enough: an invariant may refuse
    others.
    """
    definition = of.definition
    came: list[Breach | None] = []

    def judge(params: dict[str, Any]) -> Breach | None:
        if None not in came:
            came.append(_run(of, Setting(definition=definition, round=params), plugin))
        return came[-1]

    simplest_breach(_params(definition), judge, drawn=_TRIES)
    return None if None in came else came[0]


def _run(of: type[CaseType], setting: Setting, plugin: Plugin) -> Breach | None:
    definition = of.definition
    try:
        with running(of, setting, (plugin,)) as course:
            for path, work in course.state.works.items():
                item = definition.items.get(path)
                if isinstance(item, Task) and work.status.is_open:
                    claim = Claim(case=course.stream, item=path)
                    course.journal.do(claim, by=course.by(None, path))
                    return None
    except Refused as no:
        if definition.handles and not no.reasons[0].code.startswith("case."):
            return None
        return _failed(definition, no)
    except KvalitetError as error:
        return _failed(definition, error)
    return None


def _failed(definition: Definition, error: KvalitetError) -> Breach:
    return Breach(
        _named(definition),
        f"cannot be opened, or taken on, with parameters that are made up: {error}",
        "look at what its first items and its invariants ask for",
    )


def _params(definition: Definition) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of a case, but for those that its application tells."""
    return st.fixed_dictionaries(
        {
            name: values_of(fact, definition)
            for name, fact in definition.known_facts.items()
            if isinstance(fact, Param)
            if definition.handles is None or not is_elsewhere(name)
        }
    )
