"""A response as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

import attrs

from kvalitet_core.domain.rules import existing
from kvalitet_core.domain.survey import Questionnaire
from kvalitet_core.domain.survey_response.events import (
    Change,
    Changed,
    Event,
    Given,
    Withdrawn,
)
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, ReasonCode

__all__ = ["SurveyResponse", "evolve"]


@attrs.frozen(kw_only=True)
class SurveyResponse:
    """A response as it is known.

    Attributes:
        survey: The survey that is answered.
        wave: The wave of it.
        respondent: Who answered, as an id that says nothing.
        questionnaire: What was asked.
        received: When the newest answers were received.
        answers: The answers that name no person.
        sealed: The questions that are answered in what is sealed.
        words: The respondent's own words, and what else is personal.
        withdrawn: Why it was taken back; None while it counts.
    """

    survey: StreamId
    wave: str
    respondent: PersonId
    questionnaire: Questionnaire
    received: datetime
    answers: Answers
    sealed: frozenset[str]
    words: Personal[Answers]
    withdrawn: ReasonCode | None = None


def evolve(state: SurveyResponse | None, event: Event) -> SurveyResponse:
    """Give the response as it is after the event."""
    if isinstance(event, Given):
        return SurveyResponse(
            survey=event.survey,
            wave=event.wave,
            respondent=event.respondent,
            questionnaire=event.questionnaire,
            received=event.received,
            answers=event.answers,
            sealed=event.sealed,
            words=event.words,
        )
    return _changed(existing(state, event), event)


def _changed(known: SurveyResponse, event: Change) -> SurveyResponse:
    match event:
        case Changed():
            return attrs.evolve(
                known,
                received=event.received,
                answers=event.answers,
                sealed=event.sealed,
                words=event.words,
            )
        case Withdrawn(reason=reason):
            return attrs.evolve(known, withdrawn=reason)
        case _:
            assert_never(event)
