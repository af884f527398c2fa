"""A made-up survey, and the responses that it gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import attrs
from tests.golden.telling import ALMA, BIRK, SIGNE, Teller

from kvalitet_core.domain import survey, survey_response
from kvalitet_core.domain.survey import Invitation
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, Deadline, FormName, ReasonCode

__all__ = ["QUESTIONNAIRES", "surveys"]

_DAY: Final = date(2021, 2, 1)
_RANDERS: Final = StreamId("municipality/0730")
_MISTAKE: Final = ReasonCode("mistake")


def _asking(number: int, **questions: Any) -> Form:
    return Form(
        name=FormName(f"opdigtet.spoergeskema/{number}"),
        title="Et opdigtet spørgeskema",
        source="Opdigtet skema",
        schema={
            "type": "object",
            "properties": {
                "brugbar": {"enum": ["nej", "delvist", "ja"]},
                "alder": {"type": "integer", "x-personal": True},
                "ord": {"type": "string"},
                **questions,
            },
            "required": ["brugbar"],
            "additionalProperties": False,
        },
    )


QUESTIONNAIRES: Final = (
    _asking(1),
    _asking(2, antal={"type": "integer", "minimum": 0, "maximum": 3}),
)
"""Two versions of what is asked: some of it is personal, and sealed."""

_FIRST, _SECOND = QUESTIONNAIRES


def surveys(teller: Teller) -> StreamId:
    """Let two waves be answered; give the survey."""
    plan = survey.Plan(
        key="opdigtet-brug",
        title="Er det brugbart?",
        purpose="At se, om noget opdigtet er brugbart",
        questionnaire=_FIRST.name,
        source="Opdigtet opdrag",
        effective_from=_DAY,
    )
    asked = teller.do(plan)
    teller.refused(attrs.evolve(plan, title="Er det godt?"))
    teller.do(
        survey.SetThreshold(
            survey=asked, threshold=3, source="Opdigtet instruks", effective_from=_DAY
        )
    )
    _first_wave(teller, asked)
    _second_wave(teller, asked)
    return asked


def _first_wave(teller: Teller, asked: StreamId) -> None:
    wave: dict[str, Any] = {"survey": asked, "wave": "2021-1"}
    for command in (
        survey.OpenWave(opens=teller.today(), closes=Deadline("2021-05-01"), **wave),
        survey.Invite(
            invitations=(
                Invitation(respondent=SIGNE, of=_RANDERS, group="ledere"),
                Invitation(respondent=BIRK),
            ),
            **wave,
        ),
        survey.ChangeWaveDeadline(
            closes=Deadline("2021-05-15"), reason=ReasonCode("few_answers"), **wave
        ),
    ):
        teller.do(command)
    answer = survey_response.Answer(
        respondent=SIGNE,
        questionnaire=_FIRST.name,
        answers=Answers({"brugbar": "ja"}),
        sealed=frozenset({"alder", "ord"}),
        words=_sealed({"alder": 54, "ord": "Det er til at bruge."}),
        **wave,
    )
    teller.refused(attrs.evolve(answer, respondent=ALMA))
    first = teller.do(answer)
    teller.do(
        attrs.evolve(answer, respondent=BIRK, sealed=frozenset(), words=_sealed({}))
    )
    teller.do(
        survey_response.ChangeAnswers(
            response=first,
            respondent=SIGNE,
            received=teller.now,
            answers=Answers({"brugbar": "delvist"}),
            sealed=frozenset({"ord"}),
            words=_sealed({"ord": "Ved nærmere eftertanke …"}),
        )
    )
    teller.do(survey.CloseWave(**wave))


def _second_wave(teller: Teller, asked: StreamId) -> None:
    """Something else is asked, of one too many; an answer is taken back."""
    wave: dict[str, Any] = {"survey": asked, "wave": "2021-2"}
    for command in (
        survey.ChangeQuestionnaire(
            survey=asked,
            questionnaire=_SECOND.name,
            reason=ReasonCode("one_more"),
            effective_from=teller.today(),
        ),
        survey.OpenWave(opens=teller.today(), closes=Deadline("2021-06-01"), **wave),
        survey.Invite(
            invitations=(Invitation(respondent=ALMA), Invitation(respondent=BIRK)),
            **wave,
        ),
        survey.WithdrawInvitation(respondent=BIRK, reason=_MISTAKE, **wave),
    ):
        teller.do(command)
    given = teller.do(
        survey_response.Answer(
            respondent=ALMA,
            questionnaire=_SECOND.name,
            received=teller.now,
            answers=Answers({"brugbar": "nej", "antal": 2}),
            words=_sealed({}),
            **wave,
        )
    )
    teller.do(survey.CloseWave(closed=teller.now, **wave))
    teller.do(survey_response.Withdraw(response=given, reason=_MISTAKE))
    again = survey_response.Withdraw(response=given, reason=ReasonCode("regret"))
    teller.refused(again)


def _sealed(words: Mapping[str, Any]) -> Personal[Answers]:
    return Personal(Answers(words))
