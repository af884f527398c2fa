"""A made-up course of work, in which every command and every event of a case occurs.

It is written out here, and stands on nothing that other tests change.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import attrs

from kvalitet_core import Actor
from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Document,
    Fact,
    Invariant,
    Milestone,
    Renamed,
    Role,
    Rule,
    Stage,
    Task,
    forvaltningsloven,
)
from kvalitet_core.deadlines import Extension, Term
from kvalitet_core.domain import case as cases
from kvalitet_core.domain import officer
from kvalitet_core.domain.case import Discharged, Stated, Way
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.values import (
    Deadline,
    Digest,
    Hjemmel,
    Instant,
    Money,
    ReasonCode,
)

__all__ = ["CASE_TYPES", "course"]

_SAGSBEHANDLER: Final = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")
_FAGCHEF: Final = Role("fagchef", da="Fagchef", en="Head of department")
_CALL: Final = Hjemmel(source="Opdigtet opslag", paragraph="Hvem kan søge")
_MONTHS: Final = Fact("maaneder", int, da="længden", en="the length")
_AMOUNT: Final = Fact("beloeb", int, da="beløbet", en="the amount")
_RECEIVED: Final = Fact("modtaget", Instant, da="modtaget", en="received")


class Ansoegning(Stage):
    """Ansøgning"""

    oplys = Task("Oplys sagen", role=_SAGSBEHANDLER, requires=[Document("skema")])
    indstil = Task(
        "Indstil",
        role=_SAGSBEHANDLER,
        when=oplys.done,
        due=Term(14, "days"),
        remind=(7,),
    )
    afgoer = Decision(
        "Afgør",
        role=_FAGCHEF,
        when=indstil.done,
        four_eyes=[indstil],
        due=Term(6, "weeks", after=_RECEIVED, suspendable=("partshoering",)),
        outcomes=("imoedekommet", "afslag", "mangler"),
        returns={"mangler": oplys},
        rules=(Rule("opdigtet.maaneder", 1, _MONTHS <= 12, _CALL, "Højst 12"),),
        afgoerelse=True,
        mandate="opdigtet.bevilling",
        amount=_AMOUNT,
    )


class Opstart(Stage):
    """Opstart"""

    when = Ansoegning.afgoer.outcome.is_in(["imoedekommet"])
    forvent = Task("Afstem forventninger", role=_SAGSBEHANDLER)
    plan = Milestone("Forløbsplan aftalt", when=forvent.done)
    samtale = Task("Ekstra samtale", role=_SAGSBEHANDLER, discretionary=True)
    moede = Task("Statusmøde", role=_SAGSBEHANDLER, when=forvent.done, repeatable=True)
    frit = Task("Frit", role=_SAGSBEHANDLER, optional=True)
    godkend = Decision(
        "Godkend",
        role=_FAGCHEF,
        when=plan.done,
        outcomes=("godkendt", "afvist"),
        favourable=("godkendt",),
        quorum=2,
    )


class Forloeb(CaseType):
    """Forløb"""

    code, version, valid_from = "opdigtet.forloeb", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (_SAGSBEHANDLER, _FAGCHEF)
    stages = (Ansoegning, Opstart)
    hooks = (forvaltningsloven.afgoerelse,)
    obliges = (Ansoegning.afgoer.obliges(Opstart.forvent, within=Term(30, "days")),)
    invariants = (Invariant("laengde", _MONTHS <= 12, _CALL),)


class Start(Stage):
    """Opstart"""

    when = Ansoegning.afgoer.outcome.is_in(["imoedekommet"])
    afstem = Task("Afstem forventninger", role=_SAGSBEHANDLER)
    plan = Milestone("Forløbsplan aftalt", when=afstem.done)


class NaesteForloeb(CaseType):
    """Forløb"""

    code, version, valid_from = "opdigtet.forloeb", "2", date(2021, 1, 1)
    languages = ("da",)
    roles = (_SAGSBEHANDLER, _FAGCHEF)
    facts = (_MONTHS,)
    stages = (Ansoegning, Start)
    hooks = (forvaltningsloven.afgoerelse,)
    obliges = (Ansoegning.afgoer.obliges(Start.afstem, within=Term(30, "days")),)
    migrate_from = {  # noqa: RUF012 - as an author writes it
        "1": Renamed(
            {
                "opstart": "start",
                "opstart.forvent": "start.afstem",
                "opstart.plan": "start.plan",
            },
            dropped={
                "opstart.samtale",
                "opstart.moede",
                "opstart.frit",
                "opstart.godkend",
            },
        )
    }


CASE_TYPES: Final = (Forloeb, NaesteForloeb)
"""Two versions of a made-up case type."""

_OWED: Final = "ansoegning.afgoer>opstart.forvent"
_DAY: Final = date(2020, 9, 10)
_FORM: Final = Attachment(
    sha256=Digest("a" * 64), media_type="text/plain", size=3, label=ReasonCode("skema")
)
_DUTIES: Final = (
    Discharged(duty="partshoering", way=Way.DONE, text="Hørt den 9. september"),
    Discharged(
        duty="klagevejledning", way=Way.NOT_OWED, text="Der er ingen klageadgang"
    ),
)


def course(
    do: Callable[..., StreamId],
    today: Callable[[], date],
    *,
    worker: Actor,
    head: Actor,
    other: Actor,
) -> StreamId:
    """Let two cases run, one with everything; give the other, which goes on.

    Args:
        do: Carries out a command, by somebody.

        today: The day that it is.

        worker: Who does the tasks.

        head: Who decides, and has no one's authority but their own.

        other: Who decides with the head.
    """
    return _Course(do, today, (worker, head, other)).run()


class _Course:
    """Who asks what, in order."""

    def __init__(
        self,
        do: Callable[..., StreamId],
        today: Callable[[], date],
        people: tuple[Actor, Actor, Actor],
    ) -> None:
        self._do, self._today = do, today
        self._worker, self._head, self._other = people
        self._case = StreamId("")

    def run(self) -> StreamId:
        """All of it; give the case that goes on."""
        for who in (self._head, self._other):
            given = officer.GiveMandate(
                officer=ActorId(who.delegated_by or who.id),
                mandate=officer.MandateCode("opdigtet.bevilling"),
                ceiling=Money(oere=500_000_00),
                effective_from=date(2020, 1, 1),
                source="Opdigtet delegation 3",
            )
            self._do(given)
        self._open("1")
        self._handed_around()
        self._told()
        self._decided_anew()
        self._started()
        self._ended()
        self._goes_on()
        return self._case

    def _ask(
        self, command: type[Any], *, by: Actor | None = None, **fields: Any
    ) -> None:
        told = dict(fields)
        if any(each.name == "reason" for each in attrs.fields(command)):
            told.setdefault("reason", ReasonCode("opdigtet"))
        self._do(command(case=self._case, **told), by=by or self._worker)

    def _open(self, key: str) -> None:
        opened = cases.Open(
            definition="opdigtet.forloeb",
            version="1",
            key=key,
            title=f"Opdigtet sag {key}",
            received=datetime(2020, 9, 1, 9, 0, tzinfo=UTC),
            facts=(Stated(fact="beloeb", value=50_000_00),),
        )
        self._case = self._do(opened)

    def _handed_around(self) -> None:
        oplys = "ansoegning.oplys"
        self._ask(cases.Claim, item=oplys)
        self._ask(cases.Start, item=oplys)
        self._ask(cases.Delegate, item=oplys, to=self._worker.id)
        self._ask(cases.Release, item=oplys)
        self._ask(cases.Fail, item=oplys)
        self._ask(cases.SetFollowUp, item=oplys, on=date(2021, 1, 1))
        self._ask(cases.Tick, at=datetime(2021, 1, 2, tzinfo=UTC))
        self._ask(cases.AddTask, title="Ring", role="sagsbehandler")
        self._ask(
            cases.AddTask,
            title="Skriv",
            role="sagsbehandler",
            due=Deadline("2020-12-01"),
        )
        self._ask(cases.Complete, item="adhoc.2", note="Skrevet")
        self._ask(cases.Skip, item="adhoc.1")

    def _told(self) -> None:
        told = {"fact": "maaneder", "effective_from": date(2020, 9, 1)}
        self._ask(cases.RecordFact, value=16, source="brev", **told)
        self._ask(cases.CorrectFact, value=6, **told)
        self._ask(
            cases.ReceiveDocument,
            document="skema",
            attachment=_FORM,
            effective_from=date(2020, 9, 1),
        )
        self._ask(cases.LinkTo, to="case/opdigtet.forloeb.0", relation="follow_up")
        self._ask(cases.Suspend, cause="partshoering", start=_DAY)
        self._ask(cases.Resume, cause="partshoering", end=date(2020, 9, 17))
        more = Extension(count=2, unit="weeks", reason="kompleks_sag")
        self._ask(cases.Extend, by=self._head, item="ansoegning.afgoer", extension=more)

    def _recommend(self) -> None:
        self._ask(cases.Complete, item="ansoegning.oplys")
        self._ask(cases.Complete, item="ansoegning.indstil")

    def _decide(self, outcome: str, *, by: Actor | None = None) -> None:
        self._ask(
            cases.Decide,
            by=by or self._head,
            item="ansoegning.afgoer",
            outcome=outcome,
            reasons=("Det er opdigtet.",),
            duties=() if outcome == "mangler" else _DUTIES,
        )

    def _decided_anew(self) -> None:
        self._ask(cases.Complete, item="ansoegning.oplys")
        self._ask(cases.ReopenItem, item="ansoegning.oplys")
        self._recommend()
        self._ask(cases.CorrectTask, item="ansoegning.indstil", done_by=ActorId("a-8"))
        self._decide("mangler")
        self._ask(cases.Complete, item="ansoegning.oplys")
        self._ask(cases.Tick, at=datetime(2020, 9, 16, tzinfo=UTC))
        self._ask(cases.Complete, item="ansoegning.indstil")
        self._decide("afslag")
        self._ask(
            cases.Revoke,
            by=self._head,
            number=2,
            reasons=("Fejl.",),
            effective_from=date(2021, 1, 1),
        )
        self._decide("imoedekommet", by=self._other)

    def _started(self) -> None:
        self._ask(cases.Tick, at=datetime(2021, 6, 1, tzinfo=UTC))
        self._ask(cases.Waive, by=self._head, obligation=_OWED)
        self._ask(cases.Plan, item="opstart.samtale")
        for item in ("opstart.samtale", "opstart.forvent", "opstart.moede"):
            self._ask(cases.Complete, item=item)
        self._ask(cases.Skip, item="opstart.frit")
        self._ask(cases.Repeat, item="opstart.moede")
        self._ask(cases.Complete, item="opstart.moede#2")
        self._ask(cases.LookAgain)
        for by in (self._head, self._other):
            self._ask(cases.Decide, by=by, item="opstart.godkend", outcome="godkendt")

    def _ended(self) -> None:
        self._ask(cases.Notify, number=3, on=self._today())
        self._ask(cases.Close, by=self._head)
        self._ask(cases.Reopen, by=self._head)

    def _goes_on(self) -> None:
        self._open("2")
        self._ask(
            cases.ReceiveDocument,
            document="skema",
            attachment=_FORM,
            effective_from=date(2020, 9, 1),
        )
        self._ask(
            cases.RecordFact,
            fact="maaneder",
            value=6,
            effective_from=date(2020, 9, 1),
            source="brev",
        )
        self._recommend()
        self._decide("imoedekommet")
        self._ask(cases.Migrate, by=self._head, to="2")
        self._ask(cases.Tick, at=datetime(2021, 6, 1, tzinfo=UTC))
