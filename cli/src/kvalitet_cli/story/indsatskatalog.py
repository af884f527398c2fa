"""The catalogue for botilbud: how it is made.

That it was made with botilbud, research and experts, and for whom, is real. Its title,
its core elements, methods and tools are not to be found: all of that is made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, OFFICE, Scene, Stage
from kvalitet_cli.story.told.indsatskatalog import TOLD
from kvalitet_core.actor import Actor
from kvalitet_core.domain import case, publication
from kvalitet_core.domain.publication import Composition, Part
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

__all__ = ["Indsatskatalog"]

_CASE_TYPE = "indsatskatalog.tilblivelse"
_KEY = "indsatskatalog-botilbud"
_SOURCE = (
    "Delinitiativerne om en styrket kvalitet i socialpsykiatrien, 7. september 2020"
)
_BASIS = ("botilbud", "eksperter", "forskningsgennemgang")
_BEGUN = date(2020, 2, 3)
"""Cases are judged by what held on the day when they began."""

_OUT = date(2021, 10, 4)


class Indsatskatalog:
    """Core elements of good quality on botilbud after §§ 107 and 108."""

    title = "Indsatskatalog"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._head = attrs.evolve(CASEWORKER, id="a-22", role="fagchef")
        self._leads = attrs.evolve(CASEWORKER, id="a-25", role="projektleder")
        self._studies = Actor(
            id="f-03",
            role="forsker",
            organisation=OFFICE,
            authority="Opslag 2019 (made up)",
        )
        self.case = self.book = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-02-03 09:00", self._begun),
            ("2020-11-09 14:00", self._known),
            ("2021-08-30 10:00", self._drafted),
            ("2021-10-04 09:00", self._published),
        )

    def _fact(self, name: str, value: Any) -> None:
        self._stage.do(
            case.RecordFact(
                case=self.case,
                fact=name,
                value=value,
                effective_from=_BEGUN,
                source="Notat (made up)",
            ),
            by=self._leads,
        )

    def _complete(self, item: str, *, by: Actor | None = None) -> None:
        self._stage.do(case.Complete(case=self.case, item=item), by=by or self._leads)

    def _begun(self) -> Said:
        self.book = self._stage.do(
            publication.Begin(
                key=self._stage.key(_KEY),
                title="Indsatskatalog (working title, made up)",
                purpose="Kerneelementer, metoder og redskaber til botilbud",
                initiative="indsatskatalog",
                hearing=False,
                approves=frozenset({"fagchef"}),
                composition=(
                    Composition(kind="core_element", least=1, source=_SOURCE),
                ),
                source=_SOURCE,
                effective_from=date(2019, 1, 1),
            ),
            by=self._head,
        )
        self.case = self._stage.do(
            case.Open(
                definition=_CASE_TYPE,
                key=self._stage.key("botilbud"),
                title="Katalog til botilbud",
            ),
            by=self._leads,
        )
        return say(TOLD["begun"])

    def _known(self) -> Said:
        self._complete("viden.forskning", by=self._studies)
        self._complete("viden.eksperter")
        self._fact("praksis.botilbud", ("Botilbud A", "Botilbud B"))
        self._complete("viden.praksis")
        return say(TOLD["known"])

    def _drafted(self) -> Said:
        day = date(2021, 8, 30)
        self._fact("maalgruppe.lovgrundlag", ("SEL107", "SEL108"))
        self._fact("maalgruppe.driftsformer", ("kommunal", "privat", "regional"))
        self._fact("maalgruppe.yngste", 18)
        self._complete("kerneelementer.maalgruppe")
        parts = (
            Part(code="k1", kind="core_element", title="Kerneelement 1 (made up)"),
            Part(
                code="k1.method.1", kind="method", title="Metode (made up)", under="k1"
            ),
            Part(code="k1.tool.1", kind="tool", title="Redskab (made up)", under="k1"),
        )
        self._stage.do(
            publication.Draft(
                publication=self.book,
                version=1,
                title="Indsatskatalog (title not found)",
                parts=parts,
                effective_from=day,
            ),
            by=self._leads,
        )
        self._fact("publikation", str(self.book))
        self._fact("grundlag", _BASIS)
        self._complete("kerneelementer.skriv")
        return say(TOLD["drafted"])

    def _published(self) -> Said:
        self._stage.do(
            publication.Approve(publication=self.book, version=1, effective_from=_OUT),
            publication.Publish(publication=self.book, version=1, effective_from=_OUT),
            by=self._head,
        )
        self._fact("udgivet_aar", _OUT.year)
        self._stage.do(
            case.Decide(
                case=self.case, item="kerneelementer.godkend", outcome="godkendt"
            ),
            by=self._head,
        )
        self._complete("udgivelse.udgiv")
        self._stage.do(
            case.Close(case=self.case, reason=ReasonCode("completed")), by=self._leads
        )
        return say(TOLD["published"])
