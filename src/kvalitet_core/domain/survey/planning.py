"""Planning a survey: what it asks, and from how many responses a number is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.domain.survey.checks import LABEL, asked_now
from kvalitet_core.domain.survey.events import (
    Event,
    Planned,
    QuestionnaireChanged,
    ThresholdSet,
)
from kvalitet_core.domain.survey.state import Survey, Threshold
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import FormName, ReasonCode, not_blank

__all__ = ["ChangeQuestionnaire", "Plan", "SetThreshold"]


@attrs.frozen(kw_only=True)
class Plan:
    """Plan a survey, with what it asks.

    Attributes:
        key: What tells it from all other surveys: `partnerskab-principper`.
        title: What people call it.
        purpose: What the answers are for.
        questionnaire: The form that is answered, with its version.
        source: The document that orders the survey.
        effective_from: The first day that the plan holds.
    """

    key: str = attrs.field(validator=LABEL)
    title: str = attrs.field(validator=not_blank)
    purpose: str = attrs.field(validator=not_blank)
    questionnaire: FormName
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the survey with this key."""
        return stream_id("survey", self.key)

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Plan it, unless it is planned.

        Raises:
            Refused: `survey.planned`, for each thing that was planned otherwise; or
                `survey.form_unknown`.
        """
        stream = self.target(context)
        if state is not None:
            refuse_for(*_planned_otherwise(stream, state.planned, self))
            return ()
        asked = asked_now(stream, self.questionnaire, context, source=self.source)
        return (
            Planned(
                key=self.key,
                title=self.title,
                purpose=self.purpose,
                questionnaire=asked,
                source=self.source,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class ChangeQuestionnaire:
    """Let waves that open from a day on ask something else.

    What a wave asks that is opened already stays as it is.

    Attributes:
        survey: The survey's stream: `survey/…`.
        questionnaire: The form that is answered, with its version.
        reason: Why it is changed, as a code; nothing about a person.
        effective_from: The first day that a wave can open with it.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    questionnaire: FormName
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the survey."""
        return self.survey

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Change it, unless that is what is asked from that day on.

        Raises:
            Refused: `survey.unknown`, `survey.form_unknown` or `survey.not_begun`.
        """
        known = registered(state, self.survey)
        asked = asked_now(self.survey, self.questionnaire, context, source=known.source)
        if known.questionnaire.holds(asked, self.effective_from):
            return ()
        refuse_for(_begun(self.survey, known, self.effective_from))
        return (
            QuestionnaireChanged(
                questionnaire=asked,
                reason=self.reason,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class SetThreshold:
    """Lay down how many responses a number must count to be shown.

    Attributes:
        survey: The survey's stream: `survey/…`.
        threshold: The least number that is shown; what is smaller is withheld.
        source: The document that says so.
        effective_from: The first day that it holds; it may be in the past.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    threshold: int = attrs.field(validator=Whole(of="responses"))
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the survey."""
        return self.survey

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Lay it down, unless it holds from that day on.

        Raises:
            Refused: `survey.unknown` or `survey.not_begun`.
        """
        known = registered(state, self.survey)
        said = Threshold(least=self.threshold, source=self.source)
        if known.threshold.holds(said, self.effective_from):
            return ()
        refuse_for(_begun(self.survey, known, self.effective_from))
        return (
            ThresholdSet(
                threshold=self.threshold,
                source=self.source,
                effective_from=self.effective_from,
            ),
        )


def _begun(stream: StreamId, known: Survey, day: date) -> Reason | None:
    if known.effective_from <= day:
        return None
    text = (
        f"{stream}: expected a day no earlier than the plan, "
        f"{known.effective_from}, got {day}"
    )
    return Reason(code="survey.not_begun", text=text, source=known.source)


def _planned_otherwise(
    stream: StreamId, known: Planned, said: Plan
) -> Iterator[Reason]:
    for field in attrs.fields(Plan):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if field.name == "questionnaire":
            before = known.questionnaire.name
        if before != now:
            text = (
                f"{stream}: is already planned with {field.name} {str(before)!r}, "
                f"got {str(now)!r}"
            )
            yield Reason(code="survey.planned", text=text, source=known.source)
