"""What happens to an application between its receipt and its decision."""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.application.checks import (
    ill_answered,
    live,
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
from kvalitet_core.domain.fields import Texts
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Answers, Deadline, Instant, ReasonCode

_NO_ANSWERS: Final = Answers({})

__all__ = ["Correct", "RequestInformation", "Supplement", "Withdraw"]


@attrs.frozen(kw_only=True)
class Supplement:
    """Add to an application that is handed in.

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
                `application.received_in_future`, `application.form_unknown`,
                `application.form` or `application.theme`.
        """
        stream = self.application
        known, _ = submitted(state, stream)
        answers = known.answers.with_(self.answers)
        if answers == known.answers and {*self.attachments} <= {*known.attachments}:
            return ()
        received = self.received or context.now
        refuse_for(
            not_decided(known, stream),
            not_in_future(stream, received, context.now),
            *ill_answered(stream, known.round, answers, context),
        )
        return (
            Supplemented(
                received=received,
                answers=self.answers,
                attachments=self.attachments,
            ),
        )


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
                `application.not_submitted`, `application.decided`, or
                `application.field_unknown` for each that the form does not ask.
        """
        stream = self.application
        known, _ = submitted(state, stream)
        if known.asked == Asked(fields=self.fields, until=self.until):
            return ()
        refuse_for(
            not_decided(known, stream),
            *unasked(stream, known.round, self.fields, context),
        )
        return (InformationRequested(fields=self.fields, until=self.until),)


@attrs.frozen(kw_only=True)
class Correct:
    """Put right answers that were registered wrongly, also after the decision.

    Attributes:
        application: The application's stream: `application/…`.
        answers: The answers as they should have stood; the others stand.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they should have stood so.
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
                `application.not_submitted`, `application.form_unknown`,
                `application.form` or `application.theme`.
        """
        stream = self.application
        known, _ = submitted(state, stream)
        if known.answers_from(self.answers, self.effective_from):
            return ()
        answers = known.answers.with_(self.answers)
        refuse_for(*ill_answered(stream, known.round, answers, context))
        return (
            Corrected(
                answers=self.answers,
                reason=self.reason,
                effective_from=self.effective_from,
            ),
        )
