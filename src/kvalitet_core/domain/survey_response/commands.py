"""What may be asked of a response."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.domain.survey.checks import LABEL
from kvalitet_core.domain.survey_response.checks import (
    asked,
    response_stream,
    unanswerable,
    wrongly_answered,
)
from kvalitet_core.domain.survey_response.events import (
    Changed,
    Event,
    Given,
    Withdrawn,
)
from kvalitet_core.domain.survey_response.state import SurveyResponse
from kvalitet_core.errors import Reason
from kvalitet_core.ids import PersonId, StreamId, of_kind
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, FormName, Instant, ReasonCode

__all__ = ["Answer", "ChangeAnswers", "Withdraw"]


@attrs.frozen(kw_only=True)
class Answer:
    """Answer in a wave of a survey.

    What is personal is sealed before anyone can look at it here, so its content is
    checked by whoever parts the answers: `survey.parted` does both.

    Attributes:
        survey: The survey's stream: `survey/…`.
        wave: The wave that is answered.
        respondent: Who answers, as an id that says nothing.
        questionnaire: The form that was answered, with its version.
        received: When the answers were received; None for now. It may be in the past.
        answers: The answers that name no person, by the questions.
        sealed: The questions that are answered in what is sealed.
        words: The respondent's own words, and what else is personal.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    wave: str = attrs.field(validator=LABEL)
    respondent: PersonId
    questionnaire: FormName
    received: Instant | None = None
    answers: Answers
    sealed: frozenset[str] = frozenset()
    words: Personal[Answers] = personal(subject="respondent")

    def target(self, context: Context) -> StreamId:
        """The stream of the respondent's response in the wave."""
        return response_stream(self.survey, self.wave, self.respondent)

    def decide(
        self, state: SurveyResponse | None, context: Context
    ) -> tuple[Event, ...]:
        """Take the answers, unless the same were taken.

        What is personal cannot be compared: answers that differ only there are taken
        for the same.

        Raises:
            Refused: `survey.unknown`, `survey.wave_unknown`;
                `survey_response.withdrawn`; `survey_response.given` with other
                answers; or for everything that cannot be:
                `survey_response.received_in_future`,
                `survey_response.wave_not_open`, `survey_response.wave_closed`,
                `survey_response.not_invited`, `survey_response.questionnaire`,
                `survey_response.form_unknown`, `survey_response.form_changed`,
                `survey_response.form`.
        """
        stream = self.target(context)
        if state is not None:
            refuse_for(*_standing(stream, state), *_otherwise(stream, state, self))
            return ()
        survey, wave = asked(self.survey, self.wave, context)
        received = self.received or context.now
        refuse_for(
            *unanswerable(
                stream,
                survey,
                wave,
                respondent=self.respondent,
                received=received,
                now=context.now,
            ),
            *wrongly_answered(
                stream,
                survey,
                wave,
                context,
                questionnaire=self.questionnaire,
                answers=self.answers,
                sealed=self.sealed,
            ),
        )
        return (
            Given(
                survey=self.survey,
                wave=self.wave,
                respondent=self.respondent,
                questionnaire=wave.questionnaire,
                received=received,
                answers=self.answers,
                sealed=self.sealed,
                words=self.words,
            ),
        )


@attrs.frozen(kw_only=True)
class ChangeAnswers:
    """Answer otherwise in a wave that is still open; these answers take their place.

    Attributes:
        response: The response's stream: `survey_response/…`.
        respondent: Who answers, as an id that says nothing.
        received: When the answers were received; None for now. It may be in the past.
        answers: All the answers that name no person, by the questions.
        sealed: The questions that are answered in what is sealed.
        words: The respondent's own words, and what else is personal.
    """

    response: StreamId = attrs.field(validator=of_kind("survey_response"))
    respondent: PersonId
    received: Instant | None = None
    answers: Answers
    sealed: frozenset[str] = frozenset()
    words: Personal[Answers] = personal(subject="respondent")

    def target(self, context: Context) -> StreamId:
        """The stream of the response."""
        return self.response

    def decide(
        self, state: SurveyResponse | None, context: Context
    ) -> tuple[Event, ...]:
        """Take these answers, unless they were taken.

        What is personal cannot be compared: answers that differ only there are taken
        for the same, unless `received` says that they are newer.

        Raises:
            Refused: `survey_response.unknown`, `survey_response.withdrawn`; or for
                everything that cannot be: `survey_response.respondent`,
                `survey_response.received_before`, and what keeps one from answering.
        """
        known, stream = registered(state, self.response), self.response
        refuse_for(*_standing(stream, known))
        received = self.received or context.now
        same = (known.answers, known.sealed) == (self.answers, self.sealed)
        if same and self.received in (None, known.received):
            return ()
        survey, wave = asked(known.survey, known.wave, context)
        refuse_for(
            *_of_another(stream, known, self.respondent),
            *_before_the_last(stream, known, received),
            *unanswerable(
                stream,
                survey,
                wave,
                respondent=known.respondent,
                received=received,
                now=context.now,
            ),
            *wrongly_answered(
                stream,
                survey,
                wave,
                context,
                questionnaire=known.questionnaire.name,
                answers=self.answers,
                sealed=self.sealed,
            ),
        )
        return (
            Changed(
                respondent=self.respondent,
                received=received,
                answers=self.answers,
                sealed=self.sealed,
                words=self.words,
            ),
        )


@attrs.frozen(kw_only=True)
class Withdraw:
    """Take a response back, so that it counts no longer; also after the wave.

    Attributes:
        response: The response's stream: `survey_response/…`.
        reason: Why, as a code; nothing about a person.
    """

    response: StreamId = attrs.field(validator=of_kind("survey_response"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the response."""
        return self.response

    def decide(
        self, state: SurveyResponse | None, context: Context
    ) -> tuple[Event, ...]:
        """Take it back, unless it is taken back for that reason.

        Raises:
            Refused: `survey_response.unknown`, or `survey_response.withdrawn` for
                another reason.
        """
        known = registered(state, self.response)
        if known.withdrawn == self.reason:
            return ()
        refuse_for(*_standing(self.response, known))
        event = Withdrawn(survey=known.survey, wave=known.wave, reason=self.reason)
        return (event,)


def _standing(stream: StreamId, known: SurveyResponse) -> Iterator[Reason]:
    """Say no to what is taken back."""
    if known.withdrawn is not None:
        text = f"{stream}: is withdrawn, for reason {str(known.withdrawn)!r}"
        yield Reason(code="survey_response.withdrawn", text=text)


def _of_another(
    stream: StreamId, known: SurveyResponse, respondent: str
) -> Iterator[Reason]:
    if known.respondent != respondent:
        text = (
            f"{stream}: $.respondent: expected the one who answered, "
            f"{known.respondent!r}, got {respondent!r}"
        )
        yield Reason(code="survey_response.respondent", text=text)


def _before_the_last(
    stream: StreamId, known: SurveyResponse, received: datetime
) -> Iterator[Reason]:
    """Say no to what came before the answers that it would take the place of."""
    if received < known.received:
        text = (
            f"{stream}: $.received: expected no earlier than the answers that stand, "
            f"{known.received.isoformat()}, got {received.isoformat()}"
        )
        yield Reason(code="survey_response.received_before", text=text)


def _otherwise(
    stream: StreamId, known: SurveyResponse, again: Answer
) -> Iterator[Reason]:
    """Say no to each thing that was answered otherwise."""
    for path, before, now in (
        ("$.questionnaire", known.questionnaire.name, again.questionnaire),
        ("$.received", known.received, again.received or known.received),
        ("$.sealed", sorted(known.sealed), sorted(again.sealed)),
        *(
            (f"$.answers.{name}", known.answers.get(name), again.answers.get(name))
            for name in sorted(known.answers.keys() | again.answers.keys())
        ),
    ):
        if before != now:
            text = f"{stream}: {path}: is already answered, otherwise; change it"
            yield Reason(code="survey_response.given", text=text)
