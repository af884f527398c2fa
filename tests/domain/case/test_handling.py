"""A case that handles an application: its facts are known, and the same commit decides.

`cases.md` 1.6: "the case opens when it is received, and its decision also emits
`application.Decided` in the same commit".
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.programme import (
    ANNOUNCED,
    APPLICATION,
    CASEWORKER,
    FRIST,
    HEAD,
    MAANEDER,
    MODTAGET,
    NOW,
    OPENED,
    PLUGIN,
    RECEIVED,
    REGISTERED,
    ROUND,
    SUBMITTED,
    TILBUD,
)

from kvalitet_core.aggregate import At
from kvalitet_core.casetypes import CaseType, Decision, Param, Role, Rule, Stage, Task
from kvalitet_core.domain import application
from kvalitet_core.domain import case as cases
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.application import Outcome
from kvalitet_core.domain.case import Stated
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Outcome as Came
from kvalitet_core.testing import given
from kvalitet_core.values import Answers, Deadline, Hjemmel, ReasonCode

LAW = Hjemmel(source="Opdigtet opslag", paragraph="frist")
SAGSBEHANDLER = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")
FAGCHEF = Role("fagchef", da="Fagchef", en="Head")


class Vurdering(Stage):
    """Vurdering"""

    oplys = Task("Oplys", role=SAGSBEHANDLER, requires=[MAANEDER.is_known()])
    afgoer = Decision(
        "Afgør",
        role=FAGCHEF,
        when=oplys.done,
        outcomes=("imoedekommet", "delvist", "afslag", "mangler"),
        granting=("imoedekommet", "delvist"),
        returns={"mangler": oplys},
        rules=(
            Rule("proeve.rettidig", 1, MODTAGET <= FRIST, LAW, "Fristen er …"),
            Rule("proeve.laengde", 1, MAANEDER <= 12, LAW, "Højst 12 måneder"),
        ),
    )
    efter = Decision(
        "Afgør bagefter",
        role=FAGCHEF,
        when=afgoer.outcome.is_in(["imoedekommet"]),
        outcomes=("imoedekommet", "afslag"),
    )


class Behandling(CaseType):
    """Behandling"""

    code, version, valid_from = "proeve.behandling", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (SAGSBEHANDLER, FAGCHEF)
    facts = (Param("runde.maaneder_hoejst", int, da="højst", en="at most"),)
    stages = (Vurdering,)
    handles = "application"


BEHANDLER = attrs.evolve(PLUGIN, case_types=(Behandling,))
OPEN = cases.Open(
    definition="proeve.behandling", title="Behandling", handles=APPLICATION
)
CASE = StreamId("case/proeve.behandling.proeve-2020-11.t-1.1")
OPLYS = cases.Complete(case=CASE, item="vurdering.oplys")


def deciding(outcome: str, **fields: Any) -> cases.Decide:
    """A decision of the case."""
    told = {"item": "vurdering.afgoer", "reasons": ("Sådan er det.",)} | fields
    return cases.Decide(case=CASE, outcome=outcome, **told)


class Told:
    """What has happened in all streams; what is asked goes on from there."""

    def __init__(self, *of_application: Any) -> None:
        self.streams: dict[StreamId, list[Any]] = {
            ROUND: [ANNOUNCED, OPENED],
            TILBUD: [REGISTERED],
            APPLICATION: [SUBMITTED, *of_application],
        }

    def tried(self, command: Any, by: Any = HEAD, now: datetime = NOW) -> Came:
        """What a command would come to."""
        told = [(stream, tuple(events)) for stream, events in self.streams.items()]
        return given(*told, plugins=[BEHANDLER]).when(command, now=now, by=by)

    def ask(self, command: Any, by: Any = HEAD) -> tuple[Any, ...]:
        """What it comes to, which has happened then."""
        came = self.tried(command, by=by)
        assert came.proposal.outcome == "accepted", came.proposal.reasons
        for event in came.events:
            if isinstance(event, At):
                self.streams[event.stream].append(event.event)
            else:
                self.streams.setdefault(came.stream, []).append(event)
        return came.events

    def ready(self) -> Told:
        """A case that can be decided."""
        self.ask(OPEN)
        self.ask(OPLYS, by=CASEWORKER)
        return self


def test_it_opens_under_the_applications_key_as_received_then() -> None:
    """One case of a type about one application; the round's limits are its own."""
    told = Told()

    opened, _ = told.ask(OPEN)

    assert told.tried(OPEN).stream == CASE
    assert (opened.handles, opened.received) == (APPLICATION, RECEIVED)
    told.tried(OPEN).then_nothing()


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"key": "x"}, ("case.key",)),
        ({"handles": None}, ("case.handles", "case.param_missing")),
        (
            {"handles": StreamId("application/x.y.1")},
            ("case.application_unknown",),
        ),
        (
            {"received": datetime(2020, 11, 1, tzinfo=UTC)},
            ("case.received_otherwise",),
        ),
        (
            {"facts": (Stated(fact="svar.maaneder", value=6),)},
            ("case.fact_elsewhere",),
        ),
    ],
)
def test_what_does_not_fit_the_application_is_refused(
    fields: dict[str, Any], codes: tuple[str, ...]
) -> None:
    """Another key would be a second case about it; what it says is not told anew."""
    Told().tried(attrs.evolve(OPEN, **fields)).then_refused(*codes)


def test_a_withdrawn_application_opens_no_case() -> None:
    """There is nothing to decide."""
    gone = application.Withdrawn(reason=ReasonCode("fortrudt"))

    Told(gone).tried(OPEN).then_refused("case.application_withdrawn")


def test_its_facts_are_known_and_what_it_answers_is_not_told_anew() -> None:
    """The requirement is met by the application's answer, and by nothing else."""
    told = Told()
    told.ask(OPEN)
    record = cases.RecordFact(
        case=CASE,
        fact="svar.maaneder",
        value=6,
        effective_from=date(2020, 12, 1),
        source="brev",
    )

    told.tried(record, by=CASEWORKER).then_refused("case.fact_elsewhere")
    assert told.ask(OPLYS, by=CASEWORKER)


def test_deciding_decides_the_application_in_the_same_commit() -> None:
    """With the same findings, reasons and day; what it read stands in the findings."""
    told = Told().ready()

    decided, _, assessed, on_application = told.ask(deciding("imoedekommet"))

    assert assessed == At(APPLICATION, application.Assessed(findings=decided.findings))
    assert on_application == At(
        APPLICATION,
        application.Decided(
            number=1,
            outcome=Outcome.IMOEDEKOMMET,
            reasons=("Sådan er det.",),
            effective_from=decided.effective_from,
        ),
    )
    sources = {i.fact: i.set_by for f in decided.findings for i in f.inputs}
    assert sources["svar.maaneder"] == f"{APPLICATION}@1"
    assert sources["runde.ansoegningsfrist"] == f"{ROUND}@1"


def test_deciding_anew_supersedes_there_too() -> None:
    """Both records have the chain."""
    told = Told().ready()
    told.ask(deciding("imoedekommet"))
    told.ask(
        cases.Revoke(
            case=CASE, number=1, reasons=("Fejl.",), effective_from=date(2020, 12, 10)
        )
    )

    *_, again = told.ask(deciding("afslag"))

    assert (again.event.number, again.event.supersedes) == (2, 1)
    assert again.event.outcome is Outcome.AFSLAG


def test_sending_back_leaves_the_application_as_it_is() -> None:
    """Nothing is decided."""
    told = Told().ready()

    events = told.ask(deciding("mangler"))

    assert not any(isinstance(event, At) for event in events)


def test_only_one_decision_of_a_case_decides_the_application() -> None:
    """The first, of those with outcomes that an application can have."""
    told = Told().ready()
    told.ask(deciding("imoedekommet"))

    events = told.ask(deciding("afslag", item="vurdering.efter"))

    assert not any(isinstance(event, At) for event in events)


def test_what_was_withdrawn_is_not_decided_and_its_case_can_be_closed() -> None:
    """Whatever is left to do in it."""
    told = Told().ready()
    left = told.tried(cases.Close(case=CASE, reason=ReasonCode("fortrudt")))
    told.streams[APPLICATION].append(
        application.Withdrawn(reason=ReasonCode("fortrudt"))
    )

    left.then_refused("case.unfinished", "case.unfinished")
    told.tried(deciding("imoedekommet")).then_refused("case.application_withdrawn")
    told.ask(cases.Close(case=CASE, reason=ReasonCode("fortrudt")))


def test_looking_again_takes_up_what_changed_there() -> None:
    """What the case depends on lies elsewhere; silent when nothing follows."""
    told = Told()
    told.ask(OPEN)
    told.streams[APPLICATION].append(
        application.Supplemented(
            answers=Answers({"maaneder": 9}), received=NOW, attachments=()
        )
    )

    told.tried(cases.LookAgain(case=CASE)).then_nothing()


def test_a_rule_as_of_receipt_sees_the_round_as_it_was_then() -> None:
    """A deadline that was put off later does not make it timely."""
    late = attrs.evolve(SUBMITTED, received=datetime(2020, 11, 28, tzinfo=UTC))
    told = Told()
    told.streams[APPLICATION] = [late]
    told.streams[ROUND].append(
        rounds.DeadlineChanged(
            deadline=Deadline("2020-12-15"),
            reason=ReasonCode("for_kort"),
            effective_from=date(2020, 12, 1),
        )
    )
    told.ready()

    told.tried(deciding("imoedekommet")).then_refused("case.finding_false")


class Samtale(Stage):
    """Samtale"""

    aftal = Decision("Aftal", role=FAGCHEF, outcomes=("aftalt", "ikke_aftalt"))


class Samtaler(CaseType):
    """Samtaler"""

    code, version, valid_from = "proeve.samtaler", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (FAGCHEF,)
    stages = (Samtale,)
    handles = "application"


def test_a_decision_with_other_outcomes_leaves_the_application_as_it_is() -> None:
    """It decides something else about it."""
    stream = StreamId("case/proeve.samtaler.proeve-2020-11.t-1.1")
    plugin = attrs.evolve(PLUGIN, case_types=(Samtaler,))
    told = [
        (ROUND, (ANNOUNCED, OPENED)),
        (TILBUD, (REGISTERED,)),
        (APPLICATION, (SUBMITTED,)),
    ]
    opened = given(*told, plugins=[plugin]).when(
        attrs.evolve(OPEN, definition="proeve.samtaler"), now=NOW, by=HEAD
    )
    decide = cases.Decide(
        case=stream, item="samtale.aftal", outcome="aftalt", reasons=("Ja.",)
    )

    came = given(*told, (stream, opened.events), plugins=[plugin]).when(
        decide, now=NOW, by=HEAD
    )

    assert came.proposal.outcome == "accepted"
    assert not any(isinstance(event, At) for event in came.events)
