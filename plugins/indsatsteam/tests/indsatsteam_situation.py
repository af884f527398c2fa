"""What the tests of the rules begin with: a made-up tilbud that applies in a round."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain import application, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import given
from kvalitet_core.testing.given_when_then import Situation
from kvalitet_core.values import Answers, MunicipalityCode
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.rounds import AUTUMN_2020

TILBUD = StreamId("tilbud/laerkehoej")
LATER = datetime.fromisoformat("2021-09-01T10:00:00+02:00")
NOON = datetime.fromisoformat("2020-11-20T12:00:00+01:00")
ANSWERS = Answers({"temaer": ("Sundhed",), "maaneder": 6})

REGISTERED = tilbud.Registered(
    name="Bofællesskabet Lærkehøj",
    municipality=MunicipalityCode("0730"),
    driftsform=tilbud.Driftsform.KOMMUNAL,
    legal_grounds=LegalGrounds(
        grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
    ),
    effective_from=date(2019, 9, 1),
)


def stream_of(announce: rounds.Announce) -> StreamId:
    """The round's stream."""
    return given(plugins=[PLUGIN]).target(announce)


def announced(announce: rounds.Announce) -> tuple[StreamId, list[Any]]:
    """The round, announced and open."""
    events = given(plugins=[PLUGIN]).when(announce).events
    opened = rounds.Opened(effective_from=date(2019, 10, 1))
    return stream_of(announce), [*events, opened]


def submitted(
    announce: rounds.Announce = AUTUMN_2020, **changes: Any
) -> application.Submitted:
    """An application that is in order, but for what is changed."""
    event = application.Submitted(
        round=stream_of(announce),
        applicant=TILBUD,
        received=NOON,
        answers=ANSWERS,
        contact_id=PersonId("person-1"),
        contact=Personal(
            tilbud.ContactCard(name="Signe Solsikke", email="signe@example.dk")
        ),
        description=Personal("Vi ønsker bedre sammenhæng."),
    )
    return attrs.evolve(event, **changes)


def applied(
    *events: Any,
    announce: rounds.Announce = AUTUMN_2020,
    applicant: tilbud.Registered = REGISTERED,
) -> Situation:
    """A round, a tilbud, and what has happened to the tilbud's application."""
    return given(
        *events,
        announced(announce),
        (TILBUD, [applicant]),
        plugins=[PLUGIN],
    )


def assess(announce: rounds.Announce = AUTUMN_2020) -> application.Assess:
    """Assess the tilbud's application."""
    key = stream_of(announce).partition("/")[2]
    tilbud_key = TILBUD.partition("/")[2]
    return application.Assess(application=StreamId(f"application/{key}.{tilbud_key}.1"))


def finding(rule: str, situation: Situation, command: application.Assess) -> Finding:
    """What a rule finds; assessed again, there is nothing new to say."""
    outcome = situation.when(command, now=LATER)
    (assessed,) = outcome.events
    events = [told for told in situation.told if not isinstance(told, tuple)]
    others = [told for told in situation.told if isinstance(told, tuple)]
    again = given(*events, assessed, *others, plugins=[PLUGIN])
    again.when(command, now=LATER).then_nothing()
    (found,) = [each for each in assessed.findings if each.rule == rule]
    return found


def truth(rule: str, *events: Any, **situation: Any) -> Truth:
    """Whether a rule is met."""
    announce = situation.get("announce", AUTUMN_2020)
    return finding(rule, applied(*events, **situation), assess(announce)).truth
