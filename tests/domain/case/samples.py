"""A made-up case type with all that a case can have, and who works in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import new_class
from typing import Any, TypeVar

import attrs

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Document,
    Fact,
    Invariant,
    Milestone,
    Param,
    Role,
    Rule,
    Stage,
    Task,
    forvaltningsloven,
)
from kvalitet_core.deadlines import Term
from kvalitet_core.domain import case as cases
from kvalitet_core.domain import officer
from kvalitet_core.domain.case import Case, Discharged, Stated, Way
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import (
    Deadline,
    Digest,
    Hjemmel,
    Instant,
    Money,
    ReasonCode,
)

S = TypeVar("S")

SAGSBEHANDLER = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")
FAGCHEF = Role("fagchef", da="Fagchef", en="Head of department")
JURIST = Role("jurist", da="Jurist", en="Lawyer")
KONSULENT = Role("konsulent", da="Konsulent", en="Consultant")
ROLES = (SAGSBEHANDLER, FAGCHEF, JURIST, KONSULENT)

OPSLAG = Hjemmel(source="Opdigtet opslag", paragraph="hvem kan søge")
GRUND = Fact("grund", one_of=("SEL85", "SEL107"), da="grunden", en="the ground")
MODTAGET = Fact("modtaget", Instant, da="modtaget", en="received")
FRIST = Param("ansoegningsfrist", Deadline, da="fristen", en="the deadline")
BELOEB = Fact("beloeb", int, da="beløbet", en="the amount")
MAANEDER = Fact("maaneder", int, da="længden", en="the length")
STOPPET = Fact("stoppet", bool, da="stoppet", en="stopped")
SKEMA = Document("ansoegningsskema")


class Ansoegning(Stage):
    """Ansøgning"""

    oplys = Task("Oplys sagen", role=SAGSBEHANDLER, requires=[SKEMA])
    indstil = Task(
        "Indstil",
        role=SAGSBEHANDLER,
        when=oplys.done,
        due=Term(14, "days"),
        remind=(3, 7),
    )
    gennemse = Task(
        "Gennemse", role=JURIST, when=indstil.done, four_eyes=[indstil], optional=True
    )
    afgoer = Decision(
        "Afgør ansøgning",
        role=FAGCHEF,
        when=indstil.done,
        four_eyes=[indstil, gennemse],
        due=Term(
            6, "weeks", after=MODTAGET, suspendable=("partshoering", "manglende_svar")
        ),
        outcomes=("imoedekommet", "delvist", "afslag", "mangler"),
        granting=("imoedekommet", "delvist"),
        returns={"mangler": oplys},
        rules=(
            Rule("sag.grund", 1, GRUND.is_in(["SEL85"]), OPSLAG, "Grunden skal være …"),
            Rule("sag.rettidig", 1, MODTAGET <= FRIST, OPSLAG, "Fristen er …"),
        ),
        afgoerelse=True,
        mandate="sag.bevilling",
        amount=BELOEB,
    )


class Opstart(Stage):
    """Opstart"""

    when = Ansoegning.afgoer.outcome.is_in(["imoedekommet", "delvist"])
    forvent = Task("Afstem forventninger", role=KONSULENT)
    plan = Milestone("Forløbsplan aftalt", when=forvent.done)
    samtale = Task(
        "Ekstra samtale", role=KONSULENT, discretionary=True, planned_by=(FAGCHEF,)
    )
    moede = Task(
        "Statusmøde",
        role=KONSULENT,
        when=forvent.done,
        due=Term(10, "working_days"),
        repeatable=True,
    )


class Udvikling(Stage):
    """Udvikling"""

    when = Opstart.plan.done
    until = STOPPET.equals(True)  # noqa: FBT003 - yes is what ends it
    udvikl = Task("Udvikl", role=KONSULENT)
    godkend = Decision(
        "Godkend udbyttet",
        role=FAGCHEF,
        when=udvikl.done,
        requires=[Opstart.moede.done],
        outcomes=("godkendt", "afvist"),
        favourable=("godkendt",),
        quorum=2,
    )


class Forloeb(CaseType):
    """Forløb"""

    code, version, valid_from = "sag.forloeb", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = ROLES
    facts = (MAANEDER,)
    stages = (Ansoegning, Opstart, Udvikling)
    hooks = (forvaltningsloven.afgoerelse,)
    obliges = (
        Ansoegning.afgoer.obliges(
            Opstart.forvent, within=Term(30, "days", suspendable=("ferie",))
        ),
    )
    invariants = (
        Invariant("laengde", MAANEDER <= 12, OPSLAG),
        Invariant("loft", BELOEB <= 100_000_00, OPSLAG, breach="refuses"),
    )


PLUGIN = Plugin(name="sag", version="1", case_types=(Forloeb,))
OWED = "ansoegning.afgoer>opstart.forvent"
CASE = StreamId("case/sag.forloeb.1")
BEGUN = datetime(2020, 11, 2, 9, 0, tzinfo=UTC)


def actor(person: str, role: str, *, delegated_by: str | None = None) -> Actor:
    """Somebody in a role, on somebody's authority."""
    return Actor(
        id=person,
        role=role,
        organisation="Eksempel Kommune",
        authority="Opdigtet opslag",
        delegated_by=delegated_by,
    )


AN = actor("an", "sagsbehandler")
EA = actor("ea", "sagsbehandler")
BO = actor("bo", "fagchef")
DA = actor("da", "fagchef")
JO = actor("jo", "jurist")
KO = actor("ko", "konsulent")

FORM = Attachment(
    sha256=Digest("a" * 64),
    media_type="application/pdf",
    size=3,
    label=ReasonCode("skema"),
)
DUTIES = (
    Discharged(duty="partshoering", way=Way.DONE, text="Hørt den 2. november"),
    Discharged(duty="klagevejledning", way=Way.DONE, text="Kan påklages"),
)


class Play:
    """A case in a journal of its own, ten minutes between any two commands."""

    def __init__(self, journal: Journal, clock: GivenClock, stream: StreamId) -> None:
        self.journal = journal
        self.clock = clock
        self.stream = stream
        self.now = BEGUN

    def at(self, now: datetime | str) -> Play:
        """Go on at another time."""
        given = datetime.fromisoformat(now) if isinstance(now, str) else now
        self.now = given.replace(tzinfo=given.tzinfo or UTC)
        return self

    def command(self, cls: type[Any], **fields: Any) -> Any:
        """A command on the case."""
        names = {each.name for each in attrs.fields(cls)}
        if "case" in names:
            fields.setdefault("case", self.stream)
        if "reason" in names:
            fields.setdefault("reason", ReasonCode("fordi"))
        return cls(**fields)

    def do(self, cls: type[Any], by: Actor = AN, **fields: Any) -> tuple[Any, ...]:
        """Carry a command out, and give the events that follow."""
        self.now += timedelta(minutes=10)
        self.clock.set(self.now)
        receipt = self.journal.do(self.command(cls, **fields), by=by)
        return tuple(each.event for each in receipt.events)

    def no(self, cls: type[Any], by: Actor = AN, **fields: Any) -> tuple[Reason, ...]:
        """The reasons for which a command is refused."""
        try:
            events = self.do(cls, by=by, **fields)
        except Refused as refused:
            return refused.reasons
        message = f"{cls.__name__} was not refused, and gave {events}"
        raise AssertionError(message)

    def codes(self, cls: type[Any], by: Actor = AN, **fields: Any) -> tuple[str, ...]:
        """The codes of those reasons."""
        return tuple(reason.code for reason in self.no(cls, by=by, **fields))

    @property
    def case(self) -> Case:
        """How it stands."""
        found = self.journal.get(Case, self.stream)
        assert found is not None
        return found

    def status(self, part: str) -> str:
        """How far a part has come."""
        return self.case.work(part).status.value

    def events(self) -> list[Any]:
        """Everything that happened to it."""
        return [each.event for each in self.journal.history(self.stream)]

    def due(self, item: str) -> str | None:
        """When an item must be done."""
        proof = self.case.work(item).proof
        return None if proof is None else proof.deadline

    # Where a case has got to; each begins where the one before ends.

    def opened(self, **fields: Any) -> Play:
        """Open it."""
        given: dict[str, Any] = {
            "definition": "sag.forloeb",
            "key": "1",
            "title": "Sag 1",
            "facts": (
                Stated(fact="ansoegningsfrist", value="2020-11-27"),
                Stated(fact="beloeb", value=50_000_00),
                Stated(fact="grund", value="SEL85"),
            ),
        }
        self.do(cases.Open, **(given | fields))
        return self

    def informed(self) -> Play:
        """Inform it, with its form."""
        self.received()
        self.do(cases.Complete, item="ansoegning.oplys")
        return self

    def received(self) -> Play:
        """Receive its form."""
        self.do(
            cases.ReceiveDocument,
            document="ansoegningsskema",
            attachment=FORM,
            effective_from=date(2020, 11, 2),
        )
        return self

    def recommended(self) -> Play:
        """Recommend it; the head has a mandate to decide it."""
        self.opened().informed()
        self.do(cases.Complete, item="ansoegning.indstil")
        return self.mandated(BO).mandated(DA)

    def mandated(self, whom: Actor, ceiling: int | None = 80_000_00) -> Play:
        """Give somebody the mandate."""
        self.do(
            officer.GiveMandate,
            officer=ActorId(whom.id),
            mandate=officer.MandateCode("sag.bevilling"),
            ceiling=None if ceiling is None else Money(oere=ceiling),
            effective_from=date(2020, 1, 1),
            source="Opdigtet delegation",
        )
        return self

    def deputy(self, of: str, deputy: str) -> Play:
        """Let somebody stand in for somebody."""
        self.do(
            officer.NameDeputy,
            officer=ActorId(of),
            deputy=ActorId(deputy),
            effective_from=date(2020, 1, 1),
        )
        return self

    def decided(self, outcome: str = "imoedekommet", by: Actor = BO) -> Play:
        """Decide it."""
        self.decide(outcome, by=by)
        return self

    def decide(
        self, outcome: str = "imoedekommet", by: Actor = BO, **fields: Any
    ) -> tuple[Any, ...]:
        """Decide it, and give the events."""
        return self.do(cases.Decide, by=by, **self.decision(outcome, **fields))

    def decision(self, outcome: str = "imoedekommet", **fields: Any) -> dict[str, Any]:
        """A decision that nothing stands against."""
        back = outcome == "mangler"
        given: dict[str, Any] = {
            "item": "ansoegning.afgoer",
            "outcome": outcome,
            "reasons": ("Sådan er det.",),
            "duties": () if back else DUTIES,
        }
        return given | fields

    def started(self) -> Play:
        """Let the course begin."""
        self.recommended().decided()
        self.do(cases.Complete, by=KO, item="opstart.forvent")
        return self

    def developed(self) -> Play:
        """Let it be developed, so that it can be approved."""
        self.started()
        self.do(cases.Complete, by=KO, item="opstart.moede")
        self.do(cases.Complete, by=KO, item="udvikling.udvikl")
        return self


@contextmanager
def playing(
    *plugins: Plugin, stream: StreamId = CASE, now: datetime = BEGUN
) -> Iterator[Play]:
    """A journal in memory, and a case in it that is not opened yet."""
    clock = GivenClock(now)
    with Journal.open("memory:", plugins=plugins or (PLUGIN,), clock=clock) as journal:
        play = Play(journal, clock, stream)
        yield play.at(now)


def version(name: str, of: type[CaseType] = Forloeb, **said: Any) -> type[CaseType]:
    """Another version of a case type, in which something is said otherwise."""
    body = {"__doc__": of.__doc__, "version": name, **said}
    return new_class("Forloeb", (of,), exec_body=lambda space: space.update(body))


def plugin_of(*types: type[CaseType]) -> Plugin:
    """A plugin that brings case types."""
    return Plugin(name="sag", version="1", case_types=types)
