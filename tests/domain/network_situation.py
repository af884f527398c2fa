"""A made-up network for tests: three leaders, and two versions of who may be one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

from kvalitet_core import Plugin
from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import network, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.network import Admission, Network, Occasion
from kvalitet_core.domain.tilbud import ContactCard, Driftsform
from kvalitet_core.forms import Form
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import (
    Answers,
    Digest,
    FormName,
    Hjemmel,
    MunicipalityCode,
    ReasonCode,
)

ANSATTE = Fact("svar.ansatte", int, da="antallet af ansatte", en="the staff")
MINDST = Fact("optagelse.ansatte", int, da="det mindste antal", en="the least staff")
LOV = Fact("lovgrundlag_alle", frozenset, da="lovgrundlaget", en="the law")
LOVE = Fact("optagelse.lovgrundlag", tuple, da="optagelsens love", en="the laws")
KILDE = Fact("optagelse.kilde", str, da="kilden", en="the source")
SIDE = Hjemmel(source="Opdigtet side", paragraph="hvem kan være med")
RULES = (
    Rule("proeve.ansatte", 1, ANSATTE >= MINDST, SIDE, "Mindst 10 ansatte."),
    Rule("proeve.kilde", 1, KILDE.is_known(), SIDE, "Kilden er kendt."),
    Rule("proeve.lov", 1, LOV.intersects(LOVE), SIDE, "Botilbud."),
)
FORM = Form(
    name=FormName("proeve.optagelse/1"),
    title="Optagelse",
    source="Opdigtet side",
    schema={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"ansatte": {"type": "integer", "minimum": 0}},
        "additionalProperties": False,
    },
)
PLUGIN = Plugin(name="proeve", version="1", rules=RULES, forms=(FORM,))

STRICT = Admission(
    form=FORM.name,
    rules=frozenset({"proeve.ansatte", "proeve.lov"}),
    limits=Answers({"ansatte": 10, "lovgrundlag": ("SEL107", "SEL108")}),
    source=SIDE,
    quotes=("Mindst 10 ansatte på botilbud.",),
)
OPEN_TO_ALL = Admission(
    form=FORM.name, source=Hjemmel(source="Opdigtet side 2", paragraph="alle")
)

NETWORK = StreamId("network/proeve-oest")
SINCE = date(2020, 1, 1)
ESTABLISH = network.Establish(
    key="proeve-oest",
    name="Prøvenetværket i øst",
    area="Øst",
    purpose="At mødes",
    admission=STRICT,
    source="Opdigtet side",
    effective_from=SINCE,
)
ESTABLISHED = network.Established(
    name="Prøvenetværket i øst",
    area="Øst",
    purpose="At mødes",
    admission=STRICT,
    source="Opdigtet side",
    effective_from=SINCE,
)

TILBUD = StreamId("tilbud/t-1")
REGISTERED = tilbud.Registered(
    name="Lindehuset",
    municipality=MunicipalityCode("0730"),
    driftsform=Driftsform.KOMMUNAL,
    legal_grounds=LegalGrounds(
        grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
    ),
    effective_from=date(2019, 1, 1),
)

ANNA, BIRK = PersonId("p-anna"), PersonId("p-birk")
ANNA_THERE, BIRK_THERE = StreamId("person/p-anna"), StreamId("person/p-birk")
CARD: Personal[ContactCard] = Personal(ContactCard(name="Anna", email="a@example.dk"))

ADMIT = network.AdmitPerson(
    network=NETWORK,
    person=ANNA,
    card=CARD,
    represents=TILBUD,
    answers=Answers({"ansatte": 12}),
    effective_from=date(2020, 2, 1),
)
ADMITTED = network.PersonAdmitted(
    person=ANNA,
    card=CARD,
    represents=TILBUD,
    answers=Answers({"ansatte": 12}),
    effective_from=date(2020, 2, 1),
)
LEAVE = network.Leave(
    network=NETWORK,
    member=ANNA_THERE,
    effective_from=date(2020, 9, 1),
    reason=ReasonCode("new_post"),
)
LEFT = network.MemberLeft(
    member=ANNA_THERE, effective_from=LEAVE.effective_from, reason=LEAVE.reason
)

SPRING = Occasion(day=date(2020, 5, 4), place="Roskilde")
PLAN = network.PlanMeeting(
    network=NETWORK, meeting="2020-1", occasion=SPRING, agenda=("Velkomst",)
)
PLANNED = network.MeetingPlanned(
    meeting="2020-1", occasion=SPRING, agenda=("Velkomst",)
)
HOLD = network.HoldMeeting(
    network=NETWORK, meeting="2020-1", attended=frozenset({ANNA_THERE})
)
HELD = network.MeetingHeld(meeting="2020-1", attended=frozenset({ANNA_THERE}))
MINUTES = Attachment(
    sha256=Digest("ab" * 32),
    media_type="application/pdf",
    size=7,
    label=ReasonCode("referat"),
)
FILE = network.FileMinutes(network=NETWORK, meeting="2020-1", minutes=MINUTES)
FILED = network.MinutesFiled(meeting="2020-1", minutes=MINUTES)

NOW = datetime(2020, 12, 10, 10, 0, tzinfo=UTC)

_INSTALLED = given(plugins=[PLUGIN])


def trying(command: Any, *told: Any, now: datetime = NOW) -> Outcome:
    """Decide a command where the tilbud and the plugin are there."""
    around = ((TILBUD, (REGISTERED,)), *told)
    return attrs.evolve(_INSTALLED, told=around).when(command, now=now)


def texts(outcome: Outcome) -> list[str]:
    """What a refusal says."""
    return [reason.text for reason in outcome.proposal.reasons]


def folded(*events: network.Event) -> Network:
    """The network after these events."""
    state = None
    for event in events:
        state = network.evolve(state, event)
    assert state is not None
    return state
