"""What can happen to a survey. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.values import Deadline, Digest, FormName, Instant, ReasonCode

__all__ = [
    "Change",
    "Event",
    "Invitation",
    "InvitationWithdrawn",
    "Invited",
    "Planned",
    "Questionnaire",
    "QuestionnaireChanged",
    "ThresholdSet",
    "WaveChange",
    "WaveClosed",
    "WaveDeadlineChanged",
    "WaveOpened",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Questionnaire:
    """The questions that are asked, by their name, version and content.

    Attributes:
        name: The form with its version; the plugin that brings it first.
        digest: SHA-256 of the questions under that name.
    """

    name: FormName
    digest: Digest


@attrs.frozen(kw_only=True)
class Invitation:
    """One who is asked to answer in a wave.

    Attributes:
        respondent: Who is asked, as an id that says nothing.
        of: The tilbud or municipality that is answered for, if any.
        group: Which group of respondents it is, if there are several: `ledere`.
    """

    respondent: PersonId
    of: StreamId | None = None
    group: str | None = None


@attrs.frozen(kw_only=True)
class Planned:
    """A survey was planned, with what it asks.

    Attributes:
        key: What tells it from all other surveys.
        title: What people call it.
        purpose: What the answers are for.
        questionnaire: What is asked.
        source: The document that orders the survey.
        effective_from: The first day that the plan holds.
    """

    key: str
    title: str
    purpose: str
    questionnaire: Questionnaire
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class QuestionnaireChanged:
    """Waves that open later ask something else.

    Attributes:
        questionnaire: What they ask.
        reason: Why it was changed, as a code; nothing about a person.
        effective_from: The first day that a wave can open with it.
    """

    questionnaire: Questionnaire
    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class ThresholdSet:
    """It was laid down how many responses a number must count to be shown.

    Attributes:
        threshold: The least number that is shown; what is smaller is withheld.
        source: The document that says so.
        effective_from: The first day that it holds.
    """

    threshold: int
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class WaveOpened:
    """A wave of a survey was opened for answers.

    Attributes:
        wave: What tells it from the survey's other waves: `2021`.
        questionnaire: What is asked in it; that stays so.
        opens: The first day that one can answer.
        closes: The last time to answer.
    """

    wave: str
    questionnaire: Questionnaire
    opens: date
    closes: Deadline


@attrs.frozen(kw_only=True)
class WaveDeadlineChanged:
    """The last time to answer in a wave was changed.

    Attributes:
        wave: Which wave.
        closes: The last time to answer.
        reason: Why it was changed, as a code; nothing about a person.
    """

    wave: str
    closes: Deadline
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class WaveClosed:
    """A wave was closed, also where its last time to answer was not over.

    Attributes:
        wave: Which wave.
        closed: When; what is received then or later is not taken.
    """

    wave: str
    closed: Instant


@attrs.frozen(kw_only=True)
class Invited:
    """Some were asked to answer in a wave.

    Attributes:
        wave: Which wave.
        invitations: Who was asked; nobody who was asked before.
    """

    wave: str
    invitations: tuple[Invitation, ...]


@attrs.frozen(kw_only=True)
class InvitationWithdrawn:
    """One should not have been asked, and counts no longer.

    Attributes:
        wave: Which wave.
        respondent: Who was asked.
        reason: Why, as a code; nothing about a person.
    """

    wave: str
    respondent: PersonId
    reason: ReasonCode


WaveChange: TypeAlias = WaveDeadlineChanged | WaveClosed | Invited | InvitationWithdrawn
Change: TypeAlias = QuestionnaireChanged | ThresholdSet | WaveOpened | WaveChange
Event: TypeAlias = Planned | Change
