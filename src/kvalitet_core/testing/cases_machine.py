"""A Hypothesis machine for any case type: whatever people do, its cases stay sound.

    TestForloeb = case_machine(Forloeb).TestCase

People, facts, decisions and time are drawn at random and given to the real engine.
After each step it must hold that

- nothing is raised but refusals, and what is refused changes nothing;
- the case, folded anew from its events, is the case;
- looking at it again changes nothing;
- nobody has done two things that are kept apart, nor has anybody's deputy, by a record
  that is kept here and not by the engine's;
- each deadline is what its proof comes to.

And at the end it is not stuck: something can be done, or it can be closed, or what it
waits for has a name: a fact, a document, a plan, a mandate, a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date, timedelta
from functools import reduce
from typing import Any, ClassVar, Final

import attrs
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.domain import case as cases
from kvalitet_core.domain import officer
from kvalitet_core.domain.case import Case, evolve
from kvalitet_core.errors import Refused
from kvalitet_core.ids import ActorId
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.cases_account import account
from kvalitet_core.testing.cases_acts import Acts
from kvalitet_core.testing.cases_course import Course, office
from kvalitet_core.testing.cases_drawing import (
    PEOPLE,
    acting,
    deciding,
    guiding,
    param_values,
    person_in,
    telling,
    told_of,
)
from kvalitet_core.testing.cases_progress import awaited, onwards, stuck
from kvalitet_core.testing.cases_running import running
from kvalitet_core.testing.cases_setting import Setting
from kvalitet_core.testing.cases_values import person
from kvalitet_core.values import Money, ReasonCode

__all__ = ["CaseMachine", "case_machine", "written_as_class"]

Drawn = st.SearchStrategy[type[CaseType]]
_A_QUARTER: Final = 90


def case_machine(
    of: type[CaseType] | st.SearchStrategy[Any],
    *,
    round: Mapping[str, Any] | None = None,  # noqa: A002 - the domain's word
    plugins: tuple[Plugin, ...] = (),
) -> type[CaseMachine]:
    """Give the machine of a case type, or of whatever definitions are drawn.

    Args:
        of: The case type; or what case types, or definitions, are drawn from.

        round: What varies from round to round, as for `case`; parameters that are not
            told are drawn.

        plugins: The plugin that brings it, and others, as for `case`.
    """
    drawn = of if isinstance(of, st.SearchStrategy) else st.just(of)
    name = "Drawn" if isinstance(of, st.SearchStrategy) else of.__name__
    told = {"drawn": drawn, "told": dict(round or {}), "plugins": plugins}
    return type(f"{name}Machine", (CaseMachine,), told)


def written_as_class(definition: Definition) -> type[CaseType]:
    """Give the case type that a definition could have been compiled from."""
    return type("Drawn", (_Compiled,), {"definition": definition})


def _as_class(drawn: Definition | type[CaseType]) -> type[CaseType]:
    return written_as_class(drawn) if isinstance(drawn, Definition) else drawn


class CaseMachine(RuleBasedStateMachine):
    """A case in which anything happens.

    Attributes:
        drawn: What its case type, or its definition, is drawn from.
        told: What is told of its round.
        plugins: What brings it.
    """

    drawn: ClassVar[st.SearchStrategy[Any]]
    told: ClassVar[Mapping[str, Any]] = {}
    plugins: ClassVar[tuple[Plugin, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        self._failed = False
        self.course: Course
        self.acts: Acts

    @initialize(data=st.data())
    def opens(self, data: st.DataObject) -> None:
        """A case is opened."""
        of = data.draw(self.drawn.map(_as_class))
        note(f"by {of.definition.as_json()}")
        setting = Setting(definition=of.definition, round=self.told)
        missing = param_values(of.definition, setting)
        more = {name: data.draw(values) for name, values in missing.items()}
        setting = attrs.evolve(setting, round={**self.told, **more})
        self.acts = Acts(of.definition)
        self.course = self._open.enter_context(running(of, setting, self.plugins))

    @rule(data=st.data(), times=st.integers(1, 4))
    def goes_on(self, data: st.DataObject, times: int) -> None:
        """Somebody does what can be done, as it should be done, a few times."""
        for _ in range(times):
            ways = list(onwards(self.course))
            if ways:
                path, given = data.draw(st.sampled_from(ways))
                self._tell_all(data, awaited(self.course, path))
                role = self.course.role_of(path)
                self._give(given, person(data.draw(st.sampled_from(PEOPLE)), role))

    @rule(data=st.data())
    def tells(self, data: st.DataObject) -> None:
        """Something becomes known that was not, or is put right."""
        unknown = sorted({*self.course.definition.known_facts} - {*self.course.facts})
        if data.draw(st.booleans()) and unknown:
            self._tell_all(data, [data.draw(st.sampled_from(unknown))])
        else:
            self._give(data.draw(st.one_of(*telling(self.course))), office)

    @rule(data=st.data())
    def guides(self, data: st.DataObject) -> None:
        """Somebody guides the case: it waits, goes on, is closed, is opened again."""
        given = data.draw(st.one_of(*guiding(self.course)))
        self._give(given, self._able(data, given))

    @rule(data=st.data())
    def acts_on(self, data: st.DataObject) -> None:
        """Somebody in the right role does whatever can be done with an item."""
        given = data.draw(st.one_of(*acting(self.course)))
        self._give(given, self._able(data, given))

    @rule(data=st.data())
    def tries(self, data: st.DataObject) -> None:
        """Anybody, in any role, tries whatever there is a command for."""
        course = self.course
        ways = (acting(course), guiding(course), deciding(course), telling(course))
        given = data.draw(st.one_of(*(each for way in ways for each in way)))
        self._give(given, data.draw(person_in(course.definition)))

    @rule(hours=st.integers(1, 24 * _A_QUARTER))
    def time_passes(self, hours: int) -> None:
        """Time passes, and the runner of timers looks."""
        course = self.course
        course.clock.set(course.now + timedelta(hours=hours))
        self._give(cases.Tick(case=course.stream, at=course.now), office)

    @rule(pair=st.permutations(PEOPLE))
    def names_deputy(self, pair: list[str]) -> None:
        """Somebody becomes another's deputy, from today."""
        of, deputy = map(ActorId, pair[:2])
        named = officer.NameDeputy(
            officer=of,
            deputy=deputy,
            effective_from=self.course.today,
            reason=ReasonCode("ferie"),
        )
        if self._give(named, office):
            self.acts.deputies.add((deputy, of))

    @precondition(lambda self: any(self.mandates))
    @rule(data=st.data())
    def gives_mandate(self, data: st.DataObject) -> None:
        """Somebody is given a mandate, with a ceiling or without."""
        ceiling = data.draw(st.none() | st.integers(0, 10**9))
        given = officer.GiveMandate(
            officer=ActorId(data.draw(st.sampled_from(PEOPLE))),
            mandate=officer.MandateCode(data.draw(st.sampled_from(self.mandates))),
            ceiling=Money(oere=ceiling) if ceiling is not None else None,
            effective_from=self.course.today,
            source="et opdigtet brev",
        )
        self._give(given, office)

    @property
    def mandates(self) -> list[str]:
        """The mandates that the definition knows of."""
        items = self.course.definition.items.values()
        return sorted({m for each in items if (m := getattr(each, "mandate", None))})

    @invariant()
    def is_what_its_events_say(self) -> None:
        """The case, folded anew from its events, is the case."""
        events = [recorded.event for recorded in self.course.history]
        folded: Case | None = reduce(evolve, events, None)
        assert folded == self.course.state, self._told("the case as it is folded")

    @invariant()
    def is_settled(self) -> None:
        """Looking at it again, at the same time, changes nothing."""
        if self.course.state.closed is None:
            again = cases.LookAgain(case=self.course.stream)
            receipt = self.course.journal.do(again, by=office, dry_run=True)
            events = [recorded.event for recorded in receipt.events]
            assert not events, self._told("that it is settled", *map(str, events))

    @invariant()
    def its_deadlines_are_what_their_proofs_come_to(self) -> None:
        """A proof recomputes to the same date."""
        case = self.course.state
        proofs = [*(work.proof for work in case.works.values()), *case.owed.values()]
        for proof in proofs:
            if proof is not None:
                found = proof.recompute().deadline
                expected = f"a deadline on {proof.deadline}, as its proof says"
                assert found == proof.deadline, self._told(expected, str(found))

    def teardown(self) -> None:
        """At the end it is not stuck."""
        try:
            if hasattr(self, "course") and not self._failed:
                what = stuck(self.course)
                assert not what, self._told("something that can be done", *what)
        finally:
            self._open.close()

    def _give(self, given: Command, by: Actor) -> bool:
        """Give a command; what is refused changes nothing."""
        course, before = self.course, self.course.state
        self._failed = True
        try:
            receipt = course.journal.do(given, by=by)
        except Refused:
            assert course.state == before, self._told("no change", str(given))
            self._failed = False
            return False
        for recorded in receipt.events:
            if recorded.stream == course.stream:
                broken = self.acts.after(recorded.event)
                assert not broken, self._told("four eyes", *broken)
        self._failed = False
        return True

    def _able(self, data: st.DataObject, given: Command) -> Actor:
        """Somebody in the role of the item, or of somebody who has a part in it."""
        path = getattr(given, "item", None)
        if path is None:
            return data.draw(person_in(self.course.definition))
        return person(data.draw(st.sampled_from(PEOPLE)), self.course.role_of(path))

    def _tell_all(self, data: st.DataObject, names: Iterable[str]) -> None:
        """Let facts become known, and documents be received."""
        for name in names:
            values = told_of(self.course, name)
            if values is not None:
                self._give(data.draw(values), office)

    def _told(self, expected: str, *found: str) -> str:
        self._failed = True
        return account(self.course, "en", expected=[expected], found=found)


class Only(Stage):
    """Sag."""

    task = Task("Opgave", role=Role("nogen", da="Nogen", en="Somebody"))


class _Compiled(CaseType):
    """Sag."""

    code, version, valid_from = "kommune.sag", "1", date(2020, 1, 1)
    stages, languages = (Only,), ("da",)

    def __init_subclass__(cls) -> None:
        """Leave as it is what is compiled already."""
