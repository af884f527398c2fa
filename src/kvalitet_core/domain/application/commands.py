"""What happens to an application between its receipt and its decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.application.checks import (
    ill_answered,
    live,
    not_before_receipt,
    not_decided,
    not_in_future,
    submitted,
    unasked,
)
from kvalitet_core.domain.application.events import (
    Corrected,
    Event,
    InformationRequested,
    Supplemented,
    Withdrawn,
)
from kvalitet_core.domain.application.state import Application, Asked
from kvalitet_core.domain.application.statements import Statement
from kvalitet_core.domain.fields import Texts
from kvalitet_core.domain.rules import reachable, refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Answers, Deadline, Instant, ReasonCode

_NO_ANSWERS: Final = Answers({})

__all__ = ["Correct", "RequestInformation", "Supplement", "Withdraw"]


@attrs.frozen(kw_only=True)
class Supplement:
    """Add to an application that is handed in.

    What was received last counts, also where it is not registered last.

    Attributes:
        application: The application's stream: `application/…`.
        received: When it was received; None for now. It may be in the past.
        answers: The answers that are given anew, if any; the others stand.
        attachments: What comes with it.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))
    received: Instant | None = None
    answers: Answers = _NO_ANSWERS
    attachments: tuple[Attachment, ...] = ()

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Add it, unless all of it is there.

        Raises:
            Refused: `application.unknown`, `application.withdrawn`,
                `application.not_submitted`, `application.decided`,
                `application.received_in_future`,
                `application.received_before_submission`, `application.form_unknown`,
                `application.form` or `application.theme`.
        """
        stream = self.application
        known, submission = submitted(state, stream)
        event = Supplemented(
            received=self.received or context.now,
            answers=self.answers,
            attachments=self.attachments,
        )
        if _supplemented(known, event):
            return ()
        answers = known.answers.with_(self.answers)
        refuse_for(
            not_decided(known, stream),
            not_in_future(stream, event.received, context.now),
            _after_receipt(stream, event.received, submission.received),
            *ill_answered(stream, known.round, answers, context),
        )
        return (event,)


@attrs.frozen(kw_only=True)
class Withdraw:
    """Withdraw an application, or give up its draft.

    Attributes:
        application: The application's stream: `application/…`.
        reason: Why, as a code; nothing about a person.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Withdraw it, unless it is withdrawn for that reason.

        Raises:
            Refused: `application.unknown`, `application.withdrawn` for another reason,
                or `application.decided`.
        """
        known = registered(state, self.application)
        if known.withdrawn == self.reason:
            return ()
        refuse_for(not_decided(live(known, self.application), self.application))
        return (Withdrawn(reason=self.reason),)


@attrs.frozen(kw_only=True)
class RequestInformation:
    """Ask the applicant for what is missing.

    Attributes:
        application: The application's stream: `application/…`.
        fields: The questions of the form that are to be answered; at least one.
        until: The last time to answer: a date, or an instant.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))
    fields: frozenset[str] = attrs.field(validator=Texts(least=1))
    until: Deadline

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Ask for it, unless just that is asked for.

        Raises:
            Refused: `application.unknown`, `application.withdrawn`,
                `application.not_submitted`, `application.decided`,
                `application.deadline_unreachable`, or `application.field_unknown` for
                each that the form does not ask.
        """
        stream = self.application
        known, _ = submitted(state, stream)
        if known.asked == Asked(fields=self.fields, until=self.until):
            return ()
        refuse_for(
            not_decided(known, stream),
            reachable(self.until, stream=stream),
            *unasked(stream, known.round, self.fields, context, path="$.fields"),
        )
        return (InformationRequested(fields=self.fields, until=self.until),)


@attrs.frozen(kw_only=True)
class Correct:
    """Put right answers that were registered wrongly, also after the decision.

    Attributes:
        application: The application's stream: `application/…`.
        answers: The answers as they should have stood; the others stand.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they should have stood so: from the day of
            receipt until today.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))
    answers: Answers
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Put them right, unless they stand so from that day on.

        Raises:
            Refused: `application.unknown`, `application.withdrawn`,
                `application.not_submitted`, `application.effective_in_future`,
                `application.effective_before_receipt`, `application.form_unknown`,
                `application.form` or `application.theme`.
        """
        stream = self.application
        known, submission = submitted(state, stream)
        if known.answers_from(self.answers, self.effective_from):
            return ()
        answers = known.answers.with_(self.answers)
        refuse_for(
            _not_to_come(stream, self.effective_from, context.today),
            not_before_receipt(stream, self.effective_from, submission),
            *ill_answered(stream, known.round, answers, context),
        )
        return (
            Corrected(
                answers=self.answers,
                reason=self.reason,
                effective_from=self.effective_from,
            ),
        )


def _supplemented(known: Application, event: Supplemented) -> bool:
    """Tell whether all that is added is there: it came then, or it changes nothing."""
    if not {*event.attachments} <= {*known.attachments}:
        return False
    statement = Statement.of(event)
    if statement in known.statements:
        return True
    stands = known.answers.with_(event.answers) == known.answers
    return stands and known.stating(statement).says_as(known)


def _after_receipt(
    stream: StreamId, received: datetime, submitted: datetime
) -> Reason | None:
    if submitted <= received:
        return None
    text = (
        f"{stream}: $.received: expected no earlier than the application itself, "
        f"{submitted.isoformat()}, got {received.isoformat()}"
    )
    return Reason(code="application.received_before_submission", text=text)


def _not_to_come(stream: StreamId, day: date, today: date) -> Reason | None:
    if day <= today:
        return None
    text = f"{stream}: $.effective_from: expected no later than {today}, got {day}"
    return Reason(code="application.effective_in_future", text=text)
