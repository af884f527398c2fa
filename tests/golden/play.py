"""A made-up history in which every command and every event of the core occurs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
from tests.golden.catalogue import SEATING_RULE, catalogue
from tests.golden.course import CASE_TYPES, course
from tests.golden.grants import grants
from tests.golden.indicators import indicators
from tests.golden.initiative import initiative
from tests.golden.municipal import municipal
from tests.golden.networks import ADMISSION_FORM, ADMISSION_RULE, networks
from tests.golden.publications import publications
from tests.golden.settlement import settlement
from tests.golden.surveys import QUESTIONNAIRES, surveys
from tests.golden.telling import (
    ALMA,
    BIRK,
    CASEWORKER,
    CHIEF,
    DEPUTY,
    HEAD,
    SIGNE,
    Teller,
)

from kvalitet_core import Journal, Plugin
from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import application, municipality, officer, region, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.tilbud import ContactCard, Driftsform
from kvalitet_core.forms import Form
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Personal
from kvalitet_core.privacy import person
from kvalitet_core.values import (
    CVR,
    Answers,
    Deadline,
    FormName,
    Hjemmel,
    Money,
    MunicipalityCode,
    PNumber,
    ReasonCode,
    RegionCode,
)

__all__ = ["BEGUN", "PROGRAMME", "play"]

BEGUN: Final = datetime(2020, 9, 1, 8, 0, tzinfo=UTC)
"""When the history begins."""

_CALL: Final = Hjemmel(source="Opdigtet opslag", paragraph="Hvem kan søge")
_FORM: Final = Form(
    name=FormName("opdigtet.ansoegning/1"),
    title="Ansøgning",
    source="Opdigtet opslag",
    schema={
        "type": "object",
        "properties": {
            "maaneder": {"type": "integer"},
            "temaer": {"type": "array", "items": {"type": "string"}},
            "ressourcer": {"type": "boolean"},
        },
        "additionalProperties": False,
    },
)
_RULES: Final = (
    Rule(
        "opdigtet.laengde",
        1,
        Fact("svar.maaneder", int, da="længden", en="the length") <= 12,
        _CALL,
        "Højst 12 måneder",
    ),
    Rule(
        "opdigtet.ressourcer",
        1,
        Fact("svar.ressourcer", bool, da="ressourcer", en="means").is_known(),
        _CALL,
        "Tilbuddet oplyser, om det har ressourcer",
    ),
    ADMISSION_RULE,
    SEATING_RULE,
)

PROGRAMME: Final = Plugin(
    name="opdigtet",
    version="1",
    forms=(_FORM, ADMISSION_FORM, *QUESTIONNAIRES),
    rules=_RULES,
    case_types=CASE_TYPES,
)
"""A made-up programme, whose round is applied for, and whose cases run."""

_DAY: Final = date(2020, 1, 1)


def play(journal: Journal, clock: GivenClock) -> None:
    """Let it happen, an hour or more between any two commands."""
    teller = Teller(journal, clock, BEGUN)
    history = _History(teller)
    history.places()
    where = history.tilbud()
    history.people(where)
    history.officers()
    history.applications(where, history.round())
    case = history.cases()
    given = grants(teller, *municipal(teller, _FORM.name))
    teller.until(datetime(2021, 4, 6, 8, 0, tzinfo=UTC))
    initiative(teller)
    cited = publications(teller, case)
    indicators(teller, surveys(teller))
    networks(teller, where, cited)
    catalogue(teller, where)
    settlement(teller, given)
    history.end(where)


class _History:
    """Who asks what, in order."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._do = teller.do
        self._refused = teller.refused

    def places(self) -> None:
        """Regions and municipalities come, change and go."""
        for code, name in (("1081", "Region Nord"), ("1082", "Region Midt")):
            self._do(
                region.Register(code=RegionCode(code), name=name, effective_from=_DAY)
            )
        for code, name in (("0730", "Randers"), ("0760", "Ringby"), ("0800", "Øby")):
            self._do(
                municipality.Register(
                    code=MunicipalityCode(code),
                    name=name,
                    region=RegionCode("1082"),
                    effective_from=_DAY,
                )
            )
        ringby, oeby = MunicipalityCode("0760"), MunicipalityCode("0800")
        north, later = RegionCode("1081"), date(2021, 1, 1)
        for command in (
            region.Rename(code=north, name="Region Nørre", effective_from=later),
            municipality.Rename(code=ringby, name="Ringkøb", effective_from=later),
            municipality.Move(
                code=ringby, region=north, effective_from=later, effective_to=None
            ),
            municipality.Merge(
                code=oeby, into=MunicipalityCode("0730"), effective_from=later
            ),
            municipality.Leave(code=ringby, effective_from=date(2022, 1, 1)),
            region.Close(code=north, effective_from=date(2023, 1, 1)),
        ):
            self._do(command)

    def tilbud(self) -> StreamId:
        """A tilbud is registered and changes; one refusal, one with nothing to do."""
        register = tilbud.Register(
            name="Bofællesskabet Lærkehøj",
            municipality=MunicipalityCode("0730"),
            driftsform=Driftsform.KOMMUNAL,
            legal_grounds=_on(LegalGround.SEL85, LegalGround.SEL107),
            cvr=CVR("24256790"),
            p_number=PNumber("1234567890"),
            portal_id="T-1",
            effective_from=_DAY,
        )
        where = self._do(register)
        self._refused(attrs.evolve(register, municipality=MunicipalityCode("0999")))
        rename = tilbud.Rename(
            tilbud=where,
            name="Bofællesskabet Mosebo",
            effective_from=date(2020, 3, 1),
            effective_to=date(2020, 6, 1),
        )
        for command in (
            rename,
            rename,
            tilbud.ChangeDriftsform(
                tilbud=where,
                driftsform=Driftsform.SELVEJENDE,
                effective_from=date(2020, 4, 1),
            ),
            tilbud.ChangeLegalGrounds(
                tilbud=where,
                legal_grounds=_on(LegalGround.ABL105_SEL85),
                effective_from=date(2020, 5, 1),
            ),
            tilbud.Move(
                tilbud=where,
                municipality=MunicipalityCode("0760"),
                place="Æblevej 3",
                effective_from=date(2020, 5, 1),
            ),
        ):
            self._do(command)
        return where

    def people(self, where: StreamId) -> None:
        """Contacts and a leader; one is held by law, and released again."""
        for who, card in (
            (SIGNE, ContactCard(name="Signe Ærø", email="signe@example.org")),
            (BIRK, ContactCard(name="Birk Bæk", phone="12 34 56 78")),
        ):
            self._do(
                tilbud.NameContact(
                    tilbud=where,
                    contact=who,
                    card=Personal(card),
                    effective_from=date(2020, 2, 1),
                )
            )
        for command in (
            tilbud.RemoveContact(
                tilbud=where, contact=BIRK, effective_from=date(2020, 8, 1)
            ),
            tilbud.ChangeLeader(
                tilbud=where,
                leader=ALMA,
                card=Personal(ContactCard(name="Alma Øst")),
                effective_from=date(2020, 2, 1),
            ),
            person.Hold(person=SIGNE, legal_basis="Arkivloven", reason="tilsyn"),
            person.Release(person=SIGNE, reason="tilsynet er afsluttet"),
        ):
            self._do(command)

    def officers(self) -> None:
        """Deputies and mandates come, are put right, and end; one id is an address."""
        who: dict[str, Any] = {
            "officer": ActorId("hoved:a-3@eksempel.dk"),
            "deputy": ActorId("a-8"),
        }
        what: dict[str, Any] = {
            "officer": ActorId("a-3"),
            "mandate": officer.MandateCode("opdigtet.bevilling"),
        }
        misread, over = ReasonCode("misread"), ReasonCode("over")
        first, right, last = (date(2020, month, 1) for month in (1, 2, 6))
        self._refused(
            officer.NameDeputy(
                officer=who["deputy"],
                deputy=who["deputy"],
                effective_from=first,
                reason=over,
            )
        )
        for command in (
            officer.NameDeputy(**who, effective_from=first, reason=ReasonCode("leave")),
            officer.CorrectDeputy(
                **who, was_from=first, effective_from=right, reason=misread
            ),
            officer.EndDeputy(**who, effective_from=last, reason=over),
            officer.GiveMandate(
                **what,
                ceiling=Money(oere=50_000_00),
                effective_from=first,
                source="Opdigtet delegation",
            ),
            officer.CorrectMandate(
                **what,
                was_from=first,
                ceiling=Money(oere=500_000_00),
                effective_from=right,
                source="Opdigtet delegation, side 2",
                reason=misread,
            ),
            officer.EndMandate(**what, effective_from=last, reason=over),
            officer.GiveMandate(
                **what,
                ceiling=None,
                effective_from=last,
                source="Opdigtet delegation af 1. juni",
            ),
        ):
            self._do(command)

    def round(self) -> StreamId:
        """A round is announced, its deadline is put off, it opens; it is corrected."""
        announce = rounds.Announce(
            programme=PROGRAMME.name,
            label="2020-11",
            title="Prøverunden",
            deadline=Deadline("2020-11-20"),
            opens=date(2020, 9, 1),
            themes=frozenset({"Sundhed", "Civilsamfund"}),
            eligible_grounds=frozenset({LegalGround.SEL107, LegalGround.SEL108}),
            eligible_driftsformer=frozenset({Driftsform.KOMMUNAL}),
            months_min=4,
            months_max=12,
            form=_FORM.name,
            decides=frozenset({"fagchef"}),
            source="Opdigtet opslag",
            effective_from=date(2020, 9, 1),
        )
        where = self._do(announce)
        self._do(
            rounds.ChangeDeadline(
                round=where,
                deadline=Deadline("2020-11-27T12:00:00+01:00"),
                reason=ReasonCode("too_short"),
                effective_from=date(2020, 9, 2),
            )
        )
        self._do(rounds.Open(round=where, effective_from=date(2020, 9, 1)))
        return self._do(
            rounds.Correct(
                round=where,
                reason=ReasonCode("misread"),
                title="Prøverunden 2020",
                themes=frozenset({"Sundhed", "Ledelse"}),
                unsaid=frozenset({rounds.Unsaid.MONTHS_MIN}),
            )
        )

    def applications(self, applicant: StreamId, called: StreamId) -> None:
        """One is drafted and withdrawn; another is decided, and decided anew."""
        plan = self._teller.attach(b"plan", "plan")
        letter = self._teller.attach(b"brev", "brev", subject=SIGNE)
        given: dict[str, Any] = {
            "round": called,
            "applicant": applicant,
            "answers": Answers({"temaer": ("Sundhed",), "maaneder": 16}),
            "contact_id": BIRK,
            "contact": Personal(ContactCard(name="Birk Bæk", phone="12 34 56 78")),
            "description": Personal("Vi vil gerne …"),
            "attachments": (plan, letter),
        }
        first = self._do(application.Draft(**given))
        self._do(application.SubmitDraft(application=first))
        self._do(application.Withdraw(application=first, reason=ReasonCode("too_soon")))
        submit = application.Submit(
            number=2, received=datetime(2020, 9, 2, 9, 0, tzinfo=UTC), **given
        )
        self._decided(self._do(submit))
        self._do(rounds.Close(round=called, effective_from=date(2020, 12, 1)))

    def _decided(self, where: StreamId) -> None:
        decision: dict[str, Any] = {
            "application": where,
            "despite": frozenset({"opdigtet.laengde"}),
            "effective_from": date(2020, 9, 10),
        }
        partly = application.Decide(
            outcome=application.Outcome.DELVIST,
            reasons=("Forløbet er for langt.", "Temaet passer."),
            **decision,
        )
        self._do(application.Assess(application=where))
        self._refused(partly)
        for command in (
            application.RequestInformation(
                application=where,
                fields=frozenset({"ressourcer"}),
                until=Deadline("2020-10-01"),
            ),
            application.Supplement(
                application=where, answers=Answers({"ressourcer": True})
            ),
            application.Assess(application=where),
        ):
            self._do(command)
        self._do(partly, by=HEAD)
        self._do(
            application.Correct(
                application=where,
                answers=Answers({"maaneder": 6}),
                reason=ReasonCode("misread"),
                effective_from=date(2020, 9, 2),
            )
        )
        self._do(application.Assess(application=where))
        self._do(
            application.Redecide(
                outcome=application.Outcome.IMOEDEKOMMET,
                reasons=("Længden var læst forkert.",),
                **(decision | {"despite": frozenset()}),
            ),
            by=HEAD,
        )

    def cases(self) -> StreamId:
        """Cases run, with everything that can happen to one; one goes on."""
        return course(
            self._do, self._teller.today, worker=CASEWORKER, head=CHIEF, other=DEPUTY
        )

    def end(self, where: StreamId) -> None:
        """The tilbud closes, and one person is forgotten."""
        self._do(
            tilbud.Close(
                tilbud=where,
                effective_from=date(2022, 4, 1),
                reason=ReasonCode("merged"),
            )
        )
        self._teller.forget(SIGNE)


def _on(*grounds: LegalGround) -> LegalGrounds:
    return LegalGrounds(grounds=frozenset(grounds), primary=grounds[-1])
