"""A response: what one respondent answered in one wave of a survey.

What names no person stands in clear, so that it can be counted; what is free text, or
marked personal in the questionnaire, is sealed with the respondent's own key, and is
gone when the respondent is forgotten, while the numbers stand.

A module a part: `events`, `state` with its fold, `commands`, and the rules that they
share in `checks`.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.survey_response.checks import response_stream
from kvalitet_core.domain.survey_response.events import (
    Change,
    Changed,
    Event,
    Given,
    Withdrawn,
)
from kvalitet_core.domain.survey_response.state import SurveyResponse, evolve

if TYPE_CHECKING:
    from kvalitet_core.domain.survey_response.commands import (
        Answer,
        ChangeAnswers,
        Withdraw,
    )

__all__ = [
    "AGGREGATE",
    "Answer",
    "Change",
    "ChangeAnswers",
    "Changed",
    "Event",
    "Given",
    "SurveyResponse",
    "Withdraw",
    "Withdrawn",
    "evolve",
    "response_stream",
]

_COMMANDS = Deferred(
    __name__,
    {
        "survey_response.answer/1": "commands.Answer",
        "survey_response.change_answers/1": "commands.ChangeAnswers",
        "survey_response.withdraw/1": "commands.Withdraw",
    },
)

AGGREGATE = Aggregate(
    kind="survey_response",
    state=SurveyResponse,
    evolve=evolve,
    events={
        "survey_response.given/1": Given,
        "survey_response.changed/1": Changed,
        "survey_response.withdrawn/1": Withdrawn,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
