"""The markers of good bostøtte: how they are made, and what a tilbud does with them.

The ten markers, and that SUS told of them on 4 June 2021, are real. Recommendations,
case municipalities, the working group and a tilbud's own answers are made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_cli.story.made_up import parts_of
from kvalitet_cli.story.people import made_up
from kvalitet_cli.story.register import resting_on
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, OFFICE, Scene, Stage
from kvalitet_cli.story.told.pejlemaerker import TOLD
from kvalitet_core.actor import Actor
from kvalitet_core.domain import case, publication, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import MunicipalityCode, ReasonCode

__all__ = ["Pejlemaerker"]

_CASE_TYPE = "pejlemaerker.tilblivelse"
_BEGUN = date(2020, 1, 6)
"""Cases are judged by what held on the day when they began."""

_OUT = date(2021, 6, 1)
_SCALE = ("endnu ikke", "på vej", "ja")


def _actor(id_: str, role: str) -> Actor:
    return Actor(
        id=id_, role=role, organisation=OFFICE, authority="Opslag 2019 (made up)"
    )


class Pejlemaerker:
    """Ten markers, which nobody must use."""

    title = "Faglige pejlemærker"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._head = attrs.evolve(CASEWORKER, id="a-22", role="fagchef")
        self._leads = _actor("a-24", "projektleder")
        self._maps = _actor("v-05", "kortlaegger")
        self._writes = _actor("g-11", "arbejdsgruppe")
        self._tilbud = _actor("t-12", "tilbud")
        self._begin, *self._sources = stage.catalogue("pejlemaerker.publication")
        self.case = self.book = self.assessment = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-01-06 09:00", self._begun),
            ("2020-09-10 13:00", self._mapped),
            ("2020-10-05 10:00", self._group),
            ("2021-03-15 14:00", self._drafted),
            ("2021-05-17 11:00", self._too_early),
            ("2021-05-27 09:30", self._approved),
            ("2021-06-04 09:00", self._published),
            ("2021-09-14 13:00", self._used),
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

    def _complete(self, item: str, *, by: Actor) -> None:
        self._stage.do(case.Complete(case=self.case, item=item), by=by)

    def _begun(self) -> Said:
        self.book = self._stage.do(self._begin, by=self._head)
        self.case = self._stage.do(
            case.Open(
                definition=_CASE_TYPE,
                key=self._stage.key("bostoette"),
                title="De faglige pejlemærker",
            ),
            by=self._leads,
        )
        return say(TOLD["begun"])

    def _mapped(self) -> Said:
        self._stage.do(*self._sources, by=self._maps)
        for item in ("kortlaegning.litteratur", "kortlaegning.praksis"):
            self._complete(item, by=self._maps)
        self._fact("cases.kommuner", tuple(f"Kommune {n}" for n in "ABCDEFGH"))
        self._fact("cases.antal_kommuner", 8)
        self._complete("cases.udpeg", by=self._leads)
        self._complete("cases.beskriv", by=self._maps)
        return say(TOLD["mapped"])

    def _group(self) -> Said:
        for number, capacity in enumerate(
            ("expert", "municipality", "resource_person")
        ):
            self._stage.do(
                publication.NameMember(
                    publication=self.book,
                    member=self._stage.new_person(),
                    capacity=ReasonCode(capacity),
                    card=Personal(made_up(10 + number)),
                    effective_from=date(2020, 10, 5),
                ),
                by=self._leads,
            )
        self._fact(
            "arbejdsgruppe.sammensaetning",
            ("eksperter", "kommuner", "ressourcepersoner"),
        )
        self._complete("arbejdsgruppe.nedsaet", by=self._leads)
        return say(TOLD["group"])

    def _drafted(self) -> Said:
        parts = parts_of(self._begin.composition, {"marker": "m"})
        self._stage.do(
            publication.Draft(
                publication=self.book,
                version=1,
                title=self._begin.title,
                parts=parts,
                effective_from=date(2021, 3, 15),
            ),
            by=self._writes,
        )
        self._fact("publikation", str(self.book))
        self._complete("udarbejdelse.skriv", by=self._writes)
        markers = sum(part.kind == "marker" for part in parts)
        return say(TOLD["drafted"], markers=markers)

    def _too_early(self) -> Said:
        self._register()
        reason = self._stage.refused(self._start(date(2021, 5, 17)), by=self._tilbud)
        return say(TOLD["too_early"], reason=reason)

    def _register(self) -> None:
        self.home = self._stage.do(
            tilbud.Register(
                name="Bostøtten Fyrtårnet",
                municipality=MunicipalityCode("0265"),
                driftsform=tilbud.Driftsform.KOMMUNAL,
                legal_grounds=resting_on(LegalGround.SEL85),
                effective_from=date(2019, 1, 1),
            )
        )

    def _start(self, day: date) -> Any:
        return self._stage.asked(
            "pejlemaerker-selvvurdering.begin",
            tilbud=self.home,
            label="2021",
            publication=Citation(publication=self.book, version=1),
            scale=_SCALE,
            effective_from=day,
        )

    def _approved(self) -> Said:
        self._stage.do(
            publication.Approve(
                publication=self.book, version=1, effective_from=date(2021, 5, 27)
            ),
            by=self._head,
        )
        self._stage.do(
            case.Decide(
                case=self.case, item="udarbejdelse.godkend", outcome="godkendt"
            ),
            by=self._head,
        )
        return say(TOLD["approved"])

    def _published(self) -> Said:
        self._stage.do(
            publication.Publish(publication=self.book, version=1, effective_from=_OUT),
            by=self._leads,
        )
        self._complete("udgivelse.udgiv", by=self._leads)
        self._fact("film", 5)
        self._complete("udgivelse.film", by=self._leads)
        self._stage.do(
            case.Close(case=self.case, reason=ReasonCode("completed")), by=self._leads
        )
        return say(TOLD["published"])

    def _used(self) -> Said:
        day = date(2021, 9, 14)
        self.assessment = self._stage.do(self._start(day), by=self._tilbud)
        for marker, answer in (("m9", "på vej"), ("m1", "ja"), ("m4", "endnu ikke")):
            self._stage.do(
                self._stage.asked(
                    "pejlemaerker-selvvurdering.assess",
                    selvvurdering=self.assessment,
                    marker=marker,
                    answer=answer,
                    effective_from=day,
                ),
                by=self._tilbud,
            )
        return say(TOLD["used"])
