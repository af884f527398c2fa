"""Prøveprogrammet: a made-up programme with one form and one round, for tests.

`trying` decides a command on an application in that round, by a made-up tilbud.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

from kvalitet_core import Actor, Plugin
from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import application, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.tilbud import ContactCard, Driftsform
from kvalitet_core.forms import Form
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import (
    Answers,
    Deadline,
    FormName,
    Hjemmel,
    Instant,
    MunicipalityCode,
)

FORM = Form(
    name=FormName("proeve.ansoegning/1"),
    title="Ansøgning til Prøveprogrammet",
    source="Opdigtet opslag",
    schema={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "temaer": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": 1,
                "uniqueItems": True,
            },
            "maaneder": {"type": "integer", "minimum": 1},
            "ressourcer": {"type": "boolean"},
        },
        "required": ["temaer"],
        "additionalProperties": False,
    },
)

MODTAGET = Fact("modtaget", Instant, da="modtaget", en="received")
FRIST = Fact("runde.ansoegningsfrist", Deadline, da="fristen", en="the deadline")
LOVGRUNDLAG = Fact("lovgrundlag_alle", frozenset, da="lovgrundlaget", en="the law")
GRUNDE = Fact("runde.lovgrundlag", frozenset, da="rundens love", en="the laws")
DRIFTSFORM = Fact("driftsform", str, da="driftsformen", en="who runs it")
FORMER = Fact("runde.driftsformer", frozenset, da="rundens ejere", en="the owners")
MAANEDER = Fact("svar.maaneder", int, da="længden", en="the length")
MINDST = Fact("runde.maaneder_mindst", int, da="den korteste", en="the shortest")
HOEJST = Fact("runde.maaneder_hoejst", int, da="den længste", en="the longest")
RESSOURCER = Fact("svar.ressourcer", bool, da="ressourcer", en="means")
OPSLAG = Hjemmel(source="Opdigtet opslag", paragraph="hvem kan søge")

RULES = (
    Rule("proeve.rettidig", 1, MODTAGET <= FRIST, OPSLAG, "Fristen er …"),
    Rule("proeve.lovgrundlag", 1, LOVGRUNDLAG.intersects(GRUNDE), OPSLAG, "Botilbud …"),
    Rule(
        "proeve.driftsform",
        1,
        DRIFTSFORM.is_in(FORMER),
        OPSLAG,
        "Kommunale og private …",
        as_of="decided",
    ),
    Rule(
        "proeve.laengde",
        1,
        (MAANEDER >= MINDST) & (MAANEDER <= HOEJST),
        OPSLAG,
        "4 til 12 måneder",
        valid_to=date(2021, 1, 1),
    ),
    Rule(
        "proeve.laengde",
        2,
        MAANEDER <= HOEJST,
        OPSLAG,
        "højst 12 måneder",
        valid_from=date(2021, 1, 1),
    ),
    Rule(
        "proeve.ressourcer",
        1,
        RESSOURCER.equals(True),  # noqa: FBT003 - yes is what is asked for
        OPSLAG,
        "Tilbuddet har ressourcer …",
        as_of="decided",
        valid_from=date(2021, 1, 1),
    ),
)

PLUGIN = Plugin(name="proeve", version="1", forms=(FORM,), rules=RULES)

ROUND = StreamId("round/proeve-2020-11")
THEMES = frozenset({"Sundhed", "Civilsamfund"})

ANNOUNCE = rounds.Announce(
    programme="proeve",
    label="2020-11",
    title="Prøverunden",
    deadline=Deadline("2020-11-27"),
    opens=date(2020, 10, 1),
    themes=THEMES,
    eligible_grounds=frozenset({LegalGround.SEL107, LegalGround.SEL108}),
    eligible_driftsformer=frozenset({Driftsform.KOMMUNAL, Driftsform.PRIVAT}),
    months_min=4,
    months_max=12,
    form=FORM.name,
    decides=frozenset({"fagchef"}),
    source="Opdigtet opslag",
    effective_from=date(2020, 9, 1),
)
ANNOUNCED = rounds.Announced(
    programme="proeve",
    label="2020-11",
    title="Prøverunden",
    deadline=Deadline("2020-11-27"),
    opens=date(2020, 10, 1),
    themes=THEMES,
    eligible_grounds=frozenset({LegalGround.SEL107, LegalGround.SEL108}),
    eligible_driftsformer=frozenset({Driftsform.KOMMUNAL, Driftsform.PRIVAT}),
    months_min=4,
    months_max=12,
    form=FORM.name,
    decides=frozenset({"fagchef"}),
    source="Opdigtet opslag",
    effective_from=date(2020, 9, 1),
)
OPENED = rounds.Opened(effective_from=date(2020, 10, 1))

TILBUD = StreamId("tilbud/t-1")
REGISTERED = tilbud.Registered(
    name="Lindehuset",
    municipality=MunicipalityCode("0730"),
    driftsform=Driftsform.KOMMUNAL,
    legal_grounds=LegalGrounds(
        grounds=frozenset({LegalGround.SEL85, LegalGround.SEL107}),
        primary=LegalGround.SEL107,
    ),
    effective_from=date(2019, 1, 1),
)

APPLICATION = StreamId("application/proeve-2020-11.t-1.1")
SECOND = StreamId("application/proeve-2020-11.t-1.2")
ANSWERS = Answers({"temaer": ("Sundhed",), "maaneder": 6})
RECEIVED = datetime(2020, 11, 20, 9, 0, tzinfo=UTC)
NOW = datetime(2020, 12, 10, 10, 0, tzinfo=UTC)
ANNA = PersonId("p-anna")
CARD: Personal[ContactCard] = Personal(ContactCard(name="Anna", phone="12345678"))
WISH: Personal[str] = Personal("Anna vil gerne …")

DRAFT = application.Draft(
    round=ROUND,
    applicant=TILBUD,
    answers=ANSWERS,
    contact_id=ANNA,
    contact=CARD,
    description=WISH,
)
DRAFTED = application.Drafted(
    round=ROUND,
    applicant=TILBUD,
    answers=ANSWERS,
    contact_id=ANNA,
    contact=CARD,
    description=WISH,
)
SUBMIT = application.Submit(
    round=ROUND,
    applicant=TILBUD,
    received=RECEIVED,
    answers=ANSWERS,
    contact_id=ANNA,
    contact=CARD,
    description=WISH,
)
SUBMITTED = application.Submitted(
    round=ROUND,
    applicant=TILBUD,
    received=RECEIVED,
    answers=ANSWERS,
    contact_id=ANNA,
    contact=CARD,
    description=WISH,
)

CASEWORKER = Actor(
    id="a-1", role="sagsbehandler", organisation="test", authority="Opdigtet opslag"
)
HEAD = Actor(id="a-2", role="fagchef", organisation="test", authority="Opdigtet opslag")


def trying(
    command: Any,
    *told: Any,
    called: tuple[rounds.Event, ...] = (ANNOUNCED, OPENED),
    applicant: tuple[tilbud.Event, ...] = (REGISTERED,),
    plugin: Plugin = PLUGIN,
    now: datetime = NOW,
    by: Actor = HEAD,
) -> Outcome:
    """Decide a command where this was called, and this is known of the applicant."""
    around = [(ROUND, called), (TILBUD, applicant)]
    told = (*(item for item in around if item[1]), *told)
    if plugin is PLUGIN:
        return attrs.evolve(_INSTALLED, told=told).when(command, now=now, by=by)
    return given(*told, plugins=[plugin]).when(command, now=now, by=by)


_INSTALLED = given(plugins=[PLUGIN])
"""What `trying` begins with: to take in the core and the plugin takes some time."""


def texts(outcome: Outcome) -> list[str]:
    """What a refusal says."""
    return [reason.text for reason in outcome.proposal.reasons]
