"""What happens in the cases that the Indsatsteam's applications open.

The case type is the plugin's. Who did what, and what a tilbud is good at, is made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import attrs

from kvalitet_cli.story.indsatsteam import Indsatsteam, case_of
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, Scene, Stage
from kvalitet_cli.story.told.indsatsteam_cases import TOLD
from kvalitet_core.actor import Actor
from kvalitet_core.deadlines import Extension
from kvalitet_core.domain import case
from kvalitet_core.ids import StreamId
from kvalitet_core.values import COPENHAGEN, ReasonCode

__all__ = ["IndsatsteamCases"]

_DECISION: Final = "ansoegning.afgoer"

_TEAM: Final = attrs.evolve(CASEWORKER, id="a-31", role="indsatsteam")
_TILBUD: Final = Actor(
    id="t-08",
    role="tilbud",
    organisation="Bofællesskabet Mosebo (made up)",
    authority="Leader of the tilbud (made up)",
)
_HEARD: Final = "The party was heard in writing (made up)"
_GUIDED: Final = "The letter says where to complain (made up)"

_CHOSEN: Final = ("Korte tavlemøder",)

_LATE: Final = "Ansøgningen kom efter fristen 27. november 2020."
_NOT_NAMED: Final = "Runden er ikke åben for selvejende tilbud."


class IndsatsteamCases:
    """Plays what happens in the cases, on a journal where the applications are."""

    title = Indsatsteam.title

    def __init__(self, stage: Stage, applied: Indsatsteam) -> None:
        self._stage = stage
        self._do = stage.do
        self._applied = applied

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-11-18 10:30", self._waits),
            ("2020-11-23 08:45", self._goes_on),
            ("2020-12-07 14:00", self._assessed),
            ("2020-12-08 09:45", self._not_by_the_same),
            ("2020-12-09 11:00", self._extended),
            ("2020-12-10 10:30", self._granted),
            ("2020-12-17 15:00", self._late_is_refused),
            ("2021-01-14 09:20", self._other_kind_is_refused),
            ("2021-01-19 10:00", self._begun),
            ("2021-03-09 13:30", self._analysed),
            ("2021-05-03 10:15", self._moved),
            ("2021-08-17 11:00", self._ended),
            ("2021-08-19 12:40", self._withdrawn),
            ("2021-09-23 08:00", self._passed),
            ("2021-09-24 10:30", self._decided_late),
        )

    @property
    def course(self) -> StreamId:
        """The case that runs from its application to its end."""
        return case_of(self._applied.on_time)

    @property
    def late(self) -> StreamId:
        """The case of the application that came too late."""
        return case_of(self._applied.late)

    @property
    def second(self) -> StreamId:
        """The case of the second round, which has only begun."""
        return case_of(self._applied.second)

    def _complete(self, items: Iterable[str], *, by: Actor = CASEWORKER) -> None:
        for item in items:
            self._do(case.Complete(case=self.course, item=item), by=by)

    def _tell(self, day: date, **facts: Any) -> None:
        for name, value in facts.items():
            told = case.RecordFact(
                case=self.course,
                fact=name.replace("__", "."),
                value=value,
                effective_from=day,
                source="The minutes of a meeting (made up)",
            )
            self._do(told, by=_TEAM)

    def _waits(self) -> Said:
        cause, before = ReasonCode("manglende_oplysninger"), self._due()
        self._do(case.Suspend(case=self.course, cause=cause, start=date(2020, 11, 18)))
        return say(TOLD["waits"], before=before)

    def _goes_on(self) -> Said:
        cause = ReasonCode("manglende_oplysninger")
        self._do(case.Resume(case=self.course, cause=cause, end=date(2020, 11, 23)))
        return say(TOLD["goes_on"], due=self._due())

    def _due(self) -> str:
        found = self._stage.get(case.Case, self.course)
        proof = found.work(_DECISION).proof if found is not None else None
        return "" if proof is None or proof.deadline is None else str(proof.deadline)

    def _assessed(self) -> Said:
        applied = self._applied
        for stream in map(case_of, (applied.on_time, applied.other_kind, applied.late)):
            found = self._stage.get(case.Case, stream)
            older = found is not None and found.version == "2020-11"
            second = "ansoegning.vurder" if older else "ansoegning.indstil"
            for item in ("ansoegning.oplys", second):
                self._do(case.Complete(case=stream, item=item))
        return say(TOLD["assessed"], caseworker=CASEWORKER.id)

    def _decision(self, stream: StreamId, outcome: str, *reasons: str) -> case.Decide:
        """The command that decides a case, and meets what is owed the party."""
        met = (("partshoering", _HEARD), ("klagevejledning", _GUIDED))
        duties = tuple(
            case.Discharged(duty=duty, way=case.Way.DONE, text=text)
            for duty, text in met
        )
        return case.Decide(
            case=stream,
            item=_DECISION,
            outcome=outcome,
            reasons=reasons,
            duties=duties if reasons else (),
        )

    def _decide(self, stream: StreamId, outcome: str, *reasons: str) -> int:
        """Decide a case; gives the decision's number."""
        decision = self._decision(stream, outcome, *reasons)
        self._do(decision, by=self._applied.head)
        found = self._stage.get(case.Case, stream)
        return len(found.decisions) if found is not None else 0

    def _not_by_the_same(self) -> Said:
        same = attrs.evolve(self._applied.head, id=CASEWORKER.id)
        decision = self._decision(self.course, "imoedekommet")
        reason = self._stage.refused(decision, by=same)
        return say(
            TOLD["not_by_the_same"],
            caseworker=CASEWORKER.id,
            role=same.role,
            reason=reason,
        )

    def _extended(self) -> Said:
        longer = Extension(count=2, unit="weeks", reason="kompleks_sag")
        stream = case_of(self._applied.other_kind)
        extend = case.Extend(case=stream, item=_DECISION, extension=longer)
        self._do(extend, by=self._applied.head)
        return say(TOLD["extended"])

    def _granted(self) -> Said:
        number = self._decide(self.course, "imoedekommet")
        self._notify(self.course, number, date(2020, 12, 10))
        return say(TOLD["granted"], head=self._applied.head.id)

    def _notify(self, stream: StreamId, number: int, day: date) -> None:
        self._do(case.Notify(case=stream, number=number, on=day))

    def _refuse(self, stream: StreamId, reason: str, day: date) -> str:
        """Refuse an application, tell the party, and close the case."""
        number = self._decide(stream, "afslag", reason)
        self._notify(stream, number, day)
        self._do(case.Close(case=stream, reason=ReasonCode("refused")))
        found = self._stage.get(case.Case, stream)
        codes = [each.outcome for each in found.decisions] if found is not None else []
        return ", ".join(codes)

    def _late_is_refused(self) -> Said:
        stream = self.late
        outcome = self._refuse(stream, _LATE, date(2020, 12, 17))
        return say(TOLD["late_is_refused"], outcome=outcome)

    def _other_kind_is_refused(self) -> Said:
        stream = case_of(self._applied.other_kind)
        outcome = self._refuse(stream, _NOT_NAMED, date(2021, 1, 14))
        return say(TOLD["other_kind_is_refused"], outcome=outcome)

    def _begun(self) -> Said:
        day = date(2021, 1, 19)
        self._tell(day, aftale__temaer=("Sundhed",), aftale__maaneder=6)
        self._complete(("opstartsfase.forvent", "opstartsfase.tilret"), by=_TEAM)
        return say(TOLD["begun"])

    def _analysed(self) -> Said:
        self._complete(("analysefase.tilbuddet",), by=_TILBUD)
        self._complete(("analysefase.teamet",), by=_TEAM)
        self._tell(
            date(2021, 3, 9),
            analyse__styrker=("Faste kontaktpersoner",),
            analyse__udviklingsomraader=("Overblik over borgerens forløb",),
            analyse__anbefalinger=("Fælles mål", "Korte tavlemøder"),
            valg__anbefalinger=_CHOSEN,
        )
        self._complete(("analysefase.benaevn",), by=_TEAM)
        self._complete(("analysefase.vaelg",), by=_TILBUD)
        return say(TOLD["analysed"])

    def _moved(self) -> Said:
        reason = ReasonCode("new_round")
        moved = case.Migrate(case=self.course, to="2021-08", reason=reason)
        self._do(moved)
        return say(TOLD["moved"])

    def _ended(self) -> Said:
        parts = ("udviklingsfase.organisation", "udviklingsfase.ledelse")
        self._complete(parts, by=_TEAM)
        self._complete(("udviklingsfase.omsaet",), by=_TILBUD)
        gained = ("indsigt", "systematisk_praksis")
        self._tell(date(2021, 8, 17), udbytte=gained, opfoelgning__omsat=_CHOSEN)
        self._complete(("opfoelgning.udbytte",), by=_TILBUD)
        self._complete(("opfoelgning.saml",), by=_TEAM)
        self._do(case.Close(case=self.course, reason=ReasonCode("completed")))
        return say(TOLD["ended"])

    def _withdrawn(self) -> Said:
        stream = case_of(self._applied.withdrawn)
        self._do(case.Close(case=stream, reason=ReasonCode("regretted")))
        return say(TOLD["withdrawn"])

    def _passed(self) -> Said:
        at = datetime(2021, 9, 23, 8, tzinfo=COPENHAGEN)
        self._do(case.Tick(case=self.second, at=at))
        return say(TOLD["passed"])

    def _decided_late(self) -> Said:
        stream = self.second
        for item in ("ansoegning.oplys", "ansoegning.indstil"):
            self._do(case.Complete(case=stream, item=item))
        self._notify(stream, self._decide(stream, "imoedekommet"), date(2021, 9, 24))
        return say(TOLD["decided_late"])
