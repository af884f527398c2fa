"""The leader networks: who may be in them, when they meet, and what they gave.

The networks, the admission and the seven principles are real, from the plugin's
catalogues. No source tells who was in them, on which days they met, or when the
admission changed: that is made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_cli.story.people import made_up
from kvalitet_cli.story.register import Register, resting_on
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, Scene, Stage
from kvalitet_cli.story.told.ledelse import TOLD
from kvalitet_core.domain import network, publication, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import ISBN, Answers, Hjemmel, MunicipalityCode, ReasonCode

__all__ = ["REFLECTION", "Ledelse"]

REFLECTION = "Jeg vil være mere til stede i hverdagen."
"""What a leader writes for herself; it stands in no file in clear."""

_OUT = date(2021, 1, 20)


class Ledelse:
    """Two networks, seven principles, and a leader who thinks about one of them."""

    title = "Faglig ledelse"

    def __init__(self, stage: Stage, register: Register) -> None:
        self._stage = stage
        self._register = register
        self._head = attrs.evolve(CASEWORKER, id="a-22", role="fagchef")
        self._networks = stage.catalogue("ledelse.networks")
        self._guidelines = stage.catalogue("ledelse.guidelines")
        self.east, self.west = StreamId(""), StreamId("")
        self.book = StreamId("")
        self._leaders = [stage.new_person() for _ in range(5)]
        self._roennely = self._hyldehuset = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2019-12-31 10:00", self._established),
            ("2020-01-20 11:00", self._admitted),
            ("2020-01-21 09:15", self._too_few_staff),
            ("2020-03-18 15:00", self._first_meeting),
            ("2020-03-19 09:00", self._not_a_member),
            ("2020-09-23 15:00", self._input),
            ("2021-01-18 13:00", self._cited_too_early),
            ("2021-01-20 09:00", self._published),
            ("2021-04-12 10:00", self._opened_to_all),
            ("2021-05-05 15:30", self._meeting_on_the_principles),
            ("2021-05-06 20:10", self._reflected),
            ("2022-11-30 15:00", self._last_meeting),
        )

    def _established(self) -> Said:
        self.east, self.west = (
            self._stage.do(each, by=self._head) for each in self._networks
        )
        *begun, _ = self._guidelines
        self.book = self._stage.do(begun[0], by=self._head)
        self._stage.do(*begun[1:], by=self._head)
        return say(TOLD["established"])

    def _tilbud(self, name: str, code: str, ground: LegalGround) -> StreamId:
        return self._stage.do(
            tilbud.Register(
                name=name,
                municipality=MunicipalityCode(code),
                driftsform=tilbud.Driftsform.KOMMUNAL,
                legal_grounds=resting_on(ground),
                effective_from=date(2019, 6, 1),
            )
        )

    def _admit(
        self, number: int, where: StreamId, staff: int, day: date, of: StreamId
    ) -> Any:
        return network.AdmitPerson(
            network=of,
            person=self._leaders[number],
            card=Personal(made_up(number + 1)),
            represents=where,
            answers=Answers({"ansatte": staff, "fagligt_ansvar": True}),
            effective_from=day,
        )

    def _admitted(self) -> Said:
        self._roennely = self._tilbud("Botilbuddet Rønnely", "0265", LegalGround.SEL108)
        self._hyldehuset = self._tilbud(
            "Bostøtten Hyldehuset", "0657", LegalGround.SEL85
        )
        day = date(2020, 1, 20)
        self._stage.do(
            self._admit(0, self._roennely, 22, day, self.east),
            self._admit(1, self._register.laerkehoej, 31, day, self.west),
            self._admit(2, self._register.egekrogen, 18, day, self.west),
        )
        return say(TOLD["admitted"])

    def _too_few_staff(self) -> Said:
        day = date(2020, 1, 21)
        command = self._admit(3, self._hyldehuset, 9, day, self.west)
        self._stage.refused(command)
        return say(TOLD["too_few_staff"])

    def _plan(self, key: str, day: date, *agenda: str) -> None:
        for each in (self.east, self.west):
            self._stage.do(
                network.PlanMeeting(
                    network=each,
                    meeting=key,
                    occasion=network.Occasion(day=day),
                    agenda=agenda,
                )
            )

    def _hold(
        self, of: StreamId, key: str, *people: PersonId, cites: Any = ()
    ) -> network.HoldMeeting:
        return network.HoldMeeting(
            network=of,
            meeting=key,
            attended=frozenset(StreamId(f"person/{each}") for each in people),
            cites=frozenset(cites),
        )

    def _first_meeting(self) -> Said:
        self._plan("2020-1", date(2020, 3, 18), "Hvad god faglig ledelse er")
        self._stage.do(
            self._hold(self.east, "2020-1", self._leaders[0]),
            self._hold(self.west, "2020-1", *self._leaders[1:3]),
        )
        return say(TOLD["first_meeting"])

    def _not_a_member(self) -> Said:
        reason = self._stage.refused(
            network.CorrectAttendance(
                network=self.west,
                meeting="2020-1",
                attended=frozenset(
                    StreamId(f"person/{each}") for each in self._leaders[1:4]
                ),
                reason=ReasonCode("list_found"),
            )
        )
        return say(TOLD["not_a_member"], reason=reason)

    def _input(self) -> Said:
        self._plan("2020-2", date(2020, 9, 23), "Input til de syv principper")
        draft = self._guidelines[-1]
        self._stage.do(
            attrs.evolve(draft, effective_from=date(2020, 9, 1)), by=self._head
        )
        for of, people in (
            (self.east, self._leaders[:1]),
            (self.west, self._leaders[1:3]),
        ):
            self._stage.do(
                self._hold(of, "2020-2", *people),
                network.Contribute(
                    network=of,
                    to=Citation(publication=self.book, version=1),
                    about="Hvad recovery-orienteret faglig ledelse er",
                    meeting="2020-2",
                ),
            )
        return say(TOLD["input"])

    def _cited_too_early(self) -> Said:
        self._plan("2021-1", date(2021, 5, 5), "De syv principper")
        self._stage.do(
            network.PlanMeeting(
                network=self.west,
                meeting="2021-x",
                occasion=network.Occasion(day=date(2021, 1, 18)),
            )
        )
        early = self._hold(
            self.west,
            "2021-x",
            self._leaders[1],
            cites=[Citation(publication=self.book, version=1)],
        )
        reason = self._stage.refused(early)
        self._stage.do(
            network.CancelMeeting(
                network=self.west, meeting="2021-x", reason=ReasonCode("too_early")
            )
        )
        return say(TOLD["cited_too_early"], reason=reason)

    def _published(self) -> Said:
        found = self._guidelines[-1]
        self._stage.do(
            publication.Approve(publication=self.book, version=1, effective_from=_OUT),
            publication.Publish(
                publication=self.book,
                version=1,
                isbn=ISBN("978-87-94059-28-2"),
                effective_from=_OUT,
            ),
            by=self._head,
        )
        names = [part.title for part in found.parts if part.kind == "principle"]
        return say(TOLD["published"], number=len(names), first=names[0], last=names[-1])

    def _opened_to_all(self) -> Said:
        admission = self._networks[0].admission
        grounds = (*admission.limits["lovgrundlag"], str(LegalGround.SEL85))
        later = attrs.evolve(
            admission,
            rules=admission.rules - {"ledelse.ansatte"},
            limits=Answers({"lovgrundlag": tuple(sorted(grounds))}),
            unsaid=frozenset(),
            source=Hjemmel(
                source="Ledernetværk i socialpsykiatrien, socialstyrelsen.dk",
                paragraph="hvem kan deltage",
            ),
            quotes=(),
        )
        day = date(2021, 4, 12)
        for each in (self.east, self.west):
            self._stage.do(
                network.ChangeAdmission(
                    network=each, admission=later, effective_from=day
                ),
                by=self._head,
            )
        self._stage.do(self._admit(3, self._hyldehuset, 9, day, self.west))
        return say(TOLD["opened_to_all"])

    def _meeting_on_the_principles(self) -> Said:
        cited = [Citation(publication=self.book, version=1, part="p3")]
        self._stage.do(
            self._hold(self.east, "2021-1", self._leaders[0], cites=cited),
            self._hold(self.west, "2021-1", *self._leaders[1:4], cites=cited),
        )
        return say(TOLD["meeting_on_the_principles"])

    def _reflected(self) -> Said:
        self._stage.do(
            self._stage.asked(
                "ledelse-refleksion.reflect",
                leader=self._leaders[1],
                principle="p3",
                reflection=Personal(REFLECTION),
                effective_from=date(2021, 5, 6),
            )
        )
        return say(TOLD["reflected"])

    def _last_meeting(self) -> Said:
        for number, day in enumerate(
            (
                date(2021, 11, 3),
                date(2022, 5, 11),
                date(2022, 11, 30),
            )
        ):
            key = ("2021-2", "2022-1", "2022-2")[number]
            self._plan(key, day, "Deling om kerneelementer")
            self._stage.do(
                self._hold(self.east, key, self._leaders[0]),
                self._hold(self.west, key, *self._leaders[1:4]),
            )
        return say(TOLD["last_meeting"])
