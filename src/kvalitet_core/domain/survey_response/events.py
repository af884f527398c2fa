"""What can happen to a response. These are what is stored."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from kvalitet_core.domain.survey import Questionnaire
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, Instant, ReasonCode

__all__ = ["Change", "Changed", "Event", "Given", "Withdrawn"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Given:
    """A respondent answered in a wave of a survey.

    Attributes:
        survey: The survey that was answered.
        wave: The wave of it.
        respondent: Who answered, as an id that says nothing.
        questionnaire: What was asked.
        received: When the answers were received.
        answers: The answers that name no person, by the questions.
        sealed: The questions that are answered in what is sealed.
        words: The respondent's own words, and what else is personal.
    """

    survey: StreamId
    wave: str
    respondent: PersonId
    questionnaire: Questionnaire
    received: Instant
    answers: Answers
    sealed: frozenset[str]
    words: Personal[Answers] = personal(subject="respondent")


@attrs.frozen(kw_only=True)
class Changed:
    """A respondent answered otherwise, while the wave was open.

    Attributes:
        respondent: Who answered, as an id that says nothing.
        received: When the answers were received.
        answers: All the answers that name no person, by the questions.
        sealed: The questions that are answered in what is sealed.
        words: The respondent's own words, and what else is personal.
    """

    respondent: PersonId
    received: Instant
    answers: Answers
    sealed: frozenset[str]
    words: Personal[Answers] = personal(subject="respondent")


@attrs.frozen(kw_only=True)
class Withdrawn:
    """A response was taken back, and counts no longer.

    Attributes:
        survey: The survey that was answered.
        wave: The wave of it.
        reason: Why, as a code; nothing about a person.
    """

    survey: StreamId
    wave: str
    reason: ReasonCode


Change: TypeAlias = Changed | Withdrawn
Event: TypeAlias = Given | Change
