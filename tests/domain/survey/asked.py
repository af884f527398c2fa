"""A made-up survey with a made-up questionnaire, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

from kvalitet_core import Actor, Plugin
from kvalitet_core.domain import survey, survey_response
from kvalitet_core.domain.survey import Invitation, Questionnaire
from kvalitet_core.forms import Form
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import Answers, Deadline, Digest, FormName, ReasonCode

ACTOR = Actor(id="a-1", role="test", organisation="test", authority="test")
NOW = datetime(2021, 6, 1, 10, 0, tzinfo=UTC)
SOURCE = "Opdigtet opdrag"

FORM = Form(
    name=FormName("proeve.trivsel/1"),
    title="Opdigtet spørgeskema",
    source="Opdigtet skema, side 2",
    schema={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "brugbar": {"enum": ["nej", "delvist", "ja"]},
            "antal": {"type": "integer", "minimum": 0, "maximum": 3},
            "alder": {"type": "integer", "x-personal": True},
            "metoder": {
                "type": "array",
                "items": {"$ref": "#/$defs/metode"},
                "uniqueItems": True,
            },
            "ord": {"type": "string", "maxLength": 20},
        },
        "$defs": {"metode": {"oneOf": [{"const": "samtale"}, {"const": "besøg"}]}},
        "required": ["brugbar"],
        "dependentRequired": {"antal": ["ord"]},
        "additionalProperties": False,
    },
)
LATER = attrs.evolve(FORM, name=FormName("proeve.trivsel/2"))
PLUGIN = Plugin(name="proeve", version="1", forms=(FORM, LATER))

SURVEY = StreamId("survey/trivsel")
ASKED = Questionnaire(name=FORM.name, digest=Digest(FORM.digest))
ASKED_LATER = Questionnaire(name=LATER.name, digest=Digest(LATER.digest))
ANNA, BO, EVA = (PersonId(f"person-0000000{n}") for n in (1, 2, 3))
RESPONSE = StreamId(f"survey_response/trivsel.2021.{ANNA}")

PLAN = survey.Plan(
    key="trivsel",
    title="Trivsel i tilbud",
    purpose="At se, om principperne er brugbare",
    questionnaire=FORM.name,
    source=SOURCE,
    effective_from=date(2021, 1, 1),
)
PLANNED = survey.Planned(
    key="trivsel",
    title="Trivsel i tilbud",
    purpose="At se, om principperne er brugbare",
    questionnaire=ASKED,
    source=SOURCE,
    effective_from=date(2021, 1, 1),
)
OPEN = survey.OpenWave(
    survey=SURVEY, wave="2021", opens=date(2021, 5, 1), closes=Deadline("2021-06-15")
)
OPENED = survey.WaveOpened(
    wave="2021",
    questionnaire=ASKED,
    opens=date(2021, 5, 1),
    closes=Deadline("2021-06-15"),
)
INVITE = survey.Invite(
    survey=SURVEY,
    wave="2021",
    invitations=(
        Invitation(respondent=ANNA, group="ledere"),
        Invitation(respondent=BO, of=StreamId("municipality/0730")),
    ),
)
INVITED = survey.Invited(wave="2021", invitations=INVITE.invitations)
BEGUN = (PLANNED, OPENED, INVITED)

ANSWER = survey_response.Answer(
    survey=SURVEY,
    wave="2021",
    respondent=ANNA,
    questionnaire=FORM.name,
    answers=Answers({"brugbar": "ja", "metoder": ("besøg",)}),
    sealed=frozenset({"ord"}),
    words=Personal(Answers({"ord": "Anna siger god dag"})),
)
GIVEN = survey_response.Given(
    survey=SURVEY,
    wave="2021",
    respondent=ANNA,
    questionnaire=ASKED,
    received=NOW,
    answers=ANSWER.answers,
    sealed=ANSWER.sealed,
    words=ANSWER.words,
)
REGRETTED = ReasonCode("regretted")


_READY = given(plugins=[PLUGIN])
"""A situation where nothing has happened, so that it is made ready once."""


def trying(command: Any, *told: Any, now: datetime = NOW) -> Outcome:
    """Try a command where the questionnaire is installed."""
    return attrs.evolve(_READY, told=told).when(command, now=now)


def answering(command: Any, *told: Any, now: datetime = NOW) -> Outcome:
    """Try a command on a response to the survey that is begun."""
    return trying(command, (SURVEY, BEGUN), *told, now=now)


def texts(outcome: Outcome) -> list[str]:
    """What a refusal says."""
    return [reason.text for reason in outcome.proposal.reasons]
