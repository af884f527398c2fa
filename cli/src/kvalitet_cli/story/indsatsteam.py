"""What the Indsatsteam's two rounds are, and who applied in them.

The rounds are the real ones, from the plugin's catalogue; when they were announced, who
applied and what was decided is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import attrs

from kvalitet_cli.story.people import BIRK
from kvalitet_cli.story.register import Register, resting_on
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, Scene, Stage
from kvalitet_cli.story.told.indsatsteam import TOLD
from kvalitet_core.domain import application, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, Deadline, MunicipalityCode, ReasonCode

__all__ = ["CATALOGUE", "WISHES", "Indsatsteam", "case_of"]

CATALOGUE: Final = "indsatsteam.rounds"
"""The catalogue that the rounds come from."""

_CASE_TYPE: Final = "indsatsteam.forloeb"

WISHES: Final = (
    "Vi vil gerne samarbejde bedre om beboernes sundhed.",
    "Vi ønsker en fælles retning for ledelsen.",
)
"""What applicants write in their own words; it stands in no file in clear."""


class Indsatsteam:
    """The rounds; the register has two of the tilbud that apply."""

    title = "Indsatsteam"

    def __init__(self, stage: Stage, register: Register) -> None:
        self._stage = stage
        self._do = stage.do
        self._register = register
        self._announcements = stage.catalogue(CATALOGUE)
        self.head = attrs.evolve(
            CASEWORKER, id="a-22", role=_decider(self._announcements)
        )
        self._rounds: list[StreamId] = []
        self._bakkegaarden = StreamId("")
        self.on_time = self.late = self.other_kind = StreamId("")
        self.second = self.withdrawn = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-09-14 09:30", self._announced),
            ("2020-11-16 13:10", self._applied),
            ("2020-11-18 10:25", self._asked),
            ("2020-11-23 08:40", self._supplemented),
            ("2020-11-24 11:15", self._corrected),
            ("2020-11-27 15:20", self._of_another_kind),
            ("2020-11-28 09:05", self._applied_late),
            ("2021-08-11 10:00", self._second_round),
            ("2021-08-19 12:30", self._withdrawn),
        )

    def _announced(self) -> Said:
        for announcement in self._announcements:
            self._rounds.append(self._do(announcement, by=self.head))
        self._open(0, date(2020, 9, 14))
        first, second = (each.deadline for each in self._announcements)
        return say(TOLD["announced"], first=first, second=second)

    def _open(self, number: int, day: date) -> None:
        opening = rounds.Open(round=self._rounds[number], effective_from=day)
        self._do(opening, by=self.head)

    def _applied(self) -> Said:
        answers = Answers({"temaer": ("Sundhed",)})
        self.on_time = self._submit(self._register.laerkehoej, answers, wish=WISHES[0])
        return say(TOLD["applied"])

    def _submit(
        self, applicant: StreamId, answers: Answers, *, wish: str, number: int = 0
    ) -> StreamId:
        return self._do(
            application.Submit(
                round=self._rounds[number],
                applicant=applicant,
                answers=answers,
                contact_id=self._register.birk,
                contact=Personal(BIRK),
                description=Personal(wish),
            )
        )

    def _asked(self) -> Said:
        self._do(
            application.RequestInformation(
                application=self.on_time,
                fields=frozenset({"maaneder"}),
                until=Deadline("2020-12-02"),
            )
        )
        return say(TOLD["asked"], caseworker=CASEWORKER.id)

    def _supplemented(self) -> Said:
        self._do(
            application.Supplement(
                application=self.on_time, answers=Answers({"maaneder": 16})
            )
        )
        return say(TOLD["supplemented"])

    def _corrected(self) -> Said:
        self._do(
            application.Correct(
                application=self.on_time,
                answers=Answers({"maaneder": 6}),
                reason=ReasonCode("misread"),
                effective_from=date(2020, 11, 23),
            )
        )
        return say(TOLD["corrected"])

    def _of_another_kind(self) -> Said:
        self._bakkegaarden = self._do(
            tilbud.Register(
                name="Bostedet Bakkegården",
                municipality=MunicipalityCode("0265"),
                driftsform=tilbud.Driftsform.SELVEJENDE,
                legal_grounds=resting_on(LegalGround.SEL107),
                effective_from=date(2020, 1, 1),
            )
        )
        answers = Answers({"temaer": ("Ledelse og organisation",), "maaneder": 8})
        self.other_kind = self._submit(self._bakkegaarden, answers, wish=WISHES[1])
        return say(TOLD["of_another_kind"])

    def _applied_late(self) -> Said:
        answers = Answers({"temaer": ("Civilsamfund", "Sundhed"), "maaneder": 12})
        self.late = self._submit(self._register.egekrogen, answers, wish=WISHES[1])
        return say(TOLD["applied_late"])

    def _second_round(self) -> Said:
        self._open(1, date(2021, 5, 3))
        answers = Answers({"temaer": ("Ledelse og organisation",), "maaneder": 8})
        self.second = self._submit(
            self._bakkegaarden, answers, wish=WISHES[1], number=1
        )
        return say(TOLD["second_round"])

    def _withdrawn(self) -> Said:
        answers = Answers({"temaer": ("Uddannelse og beskæftigelse",), "maaneder": 4})
        applicant = self._register.laerkehoej
        self.withdrawn = self._submit(applicant, answers, wish=WISHES[0], number=1)
        reason = ReasonCode("regretted")
        self._do(application.Withdraw(application=self.withdrawn, reason=reason))
        return say(TOLD["withdrawn"])


def case_of(application_: StreamId) -> StreamId:
    """The stream of an application's case."""
    return StreamId(f"case/{_CASE_TYPE}.{application_.partition('/')[2]}")


def _decider(announcements: Sequence[Any]) -> str:
    """The role that decides in the rounds."""
    return min(str(role) for each in announcements for role in each.decides)
