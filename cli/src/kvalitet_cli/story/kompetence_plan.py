"""Competence development: what a tilbud plans to learn, and what becomes of it.

The five phases and the points of attention of the material of 20 October 2020 are real.
The plan of this tilbud is made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import attrs

from kvalitet_cli.story.register import Register
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, Scene, Stage
from kvalitet_cli.story.told.kompetence_plan import TOLD
from kvalitet_core.actor import Actor
from kvalitet_core.domain import case
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

__all__ = ["KompetencePlan"]

_PLAN: Final = "kompetence.plan"
_LEARNT: Final = "laering.gennemfoert"


class KompetencePlan:
    """From goals to practice, in five phases."""

    title = "Kompetenceudvikling"

    def __init__(self, stage: Stage, register: Register) -> None:
        self._stage = stage
        self._register = register
        self._leader = attrs.evolve(CASEWORKER, id="t-08", role="leder")
        self._staff = attrs.evolve(CASEWORKER, id="t-09", role="medarbejder")
        self.plan = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2021-01-12 10:00", self._own_plan),
            ("2021-05-20 09:30", self._learnt),
        )

    def _points(self, phase: str) -> None:
        """Let a phase have attended to all that the material says to attend to."""
        (fact,) = {
            definition.known_facts["strategi.opmaerksomhed"]
            for plugin in self._stage.registry.plugins
            for definition in plugin.definitions
            if definition.code == _PLAN
        }
        self._know(f"{phase}.opmaerksomhed", tuple(fact.one_of or ()))
        self._complete(f"{phase}.overvej")

    def _know(self, fact: str, value: Any) -> None:
        self._stage.do(
            case.RecordFact(
                case=self.plan,
                fact=fact,
                value=value,
                effective_from=date(2021, 1, 12),
                source="Planen (made up)",
            )
        )

    def _complete(self, item: str, *, by: Actor | None = None) -> None:
        self._stage.do(case.Complete(case=self.plan, item=item), by=by or self._leader)

    def _own_plan(self) -> Said:
        key = self._register.laerkehoej.partition("/")[2]
        self.plan = self._stage.do(
            case.Open(definition=_PLAN, key=key, title="Kompetenceplan for Mosebo")
        )
        self._know("strategi.maal", ("Recovery i hverdagen",))
        self._complete("strategi.maal")
        self._points("strategi")
        self._know("behov.temaer", ("peers", "rehabilitering og recovery"))
        self._complete("behov.afdaek")
        self._complete("behov.fortael", by=self._staff)
        self._points("behov")
        self._know("plan.aktiviteter", ("Recovery i hverdagen (made up)",))
        self._complete("plan.laeg")
        self._points("plan")
        return say(TOLD["own_plan"])

    def _learnt(self) -> Said:
        found = self._stage.get(case.Case, self.plan)
        told = found.facts.get(_LEARNT) if found is not None else None
        if told is None:
            self._know(_LEARNT, value=True)
        self._complete("laering.gennemfoer", by=self._staff)
        self._points("laering")
        self._know("forankring.praksis", ("Korte tavlemøder",))
        self._complete("forankring.omsaet", by=self._staff)
        self._complete("forankring.forankr")
        self._points("forankring")
        self._stage.do(case.Close(case=self.plan, reason=ReasonCode("completed")))
        return say(TOLD["learnt" if told is not None else "learnt_when_told"])
