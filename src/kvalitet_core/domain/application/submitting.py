"""Drafting and handing in an application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.application.checks import (
    APPLICANTS,
    applicant_fits,
    applicant_there,
    application_stream,
    ill_answered,
    in_turn,
    live,
    not_in_future,
    round_known,
    round_open,
    unasked,
)
from kvalitet_core.domain.application.events import (
    Drafted,
    Event,
    Submitted,
)
from kvalitet_core.domain.application.state import Application, Submission
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import PersonId, StreamId, of_kind, of_kinds
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, Instant, danish_date

__all__ = ["Draft", "Submit", "SubmitDraft"]


@attrs.frozen(kw_only=True)
class Draft:
    """Begin an application, or write its draft anew.

    The caller makes the contact's id, because the command itself is kept, and what is
    personal in it is sealed with that person's key.

    Attributes:
        round: The round's stream: `round/…`.
        applicant: The stream of the one that applies: `tilbud/…`, or, where the round
            is open to municipalities, `municipality/…`.
        number: Which of the applicant's applications in the round it is: 1, unless an
            earlier one was withdrawn.
        answers: The answers so far; nothing about a person.
        contact_id: The person to ask about it.
        contact: How to reach that person.
        description: What is wished for and why, in free text.
        attachments: What goes with it.
    """

    round: StreamId = attrs.field(validator=of_kind("round"))
    applicant: StreamId = attrs.field(validator=of_kinds(APPLICANTS))
    number: int = attrs.field(default=1, validator=Whole(of="applications"))
    answers: Answers
    contact_id: PersonId
    contact: Personal[ContactCard] = personal(subject="contact_id")
    description: Personal[str] = personal(subject="contact_id")
    attachments: tuple[Attachment, ...] = ()

    def target(self, context: Context) -> StreamId:
        """The stream of the applicant's application in the round."""
        return application_stream(self.round, self.applicant, self.number)

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Write the draft, which need not be finished: it is checked when submitted.

        Only what the form asks for is taken in, so that nothing about a person is kept
        in clear under a question that nobody asked.

        This is never silent: what is personal cannot be compared with what is known,
        so the same draft written twice is recorded twice.

        Raises:
            Refused: `application.withdrawn`, `application.submitted`,
                `application.out_of_turn`, `application.round_unknown`,
                `application.applicant_unknown`, `application.applicant_not_in_force`,
                `application.applicant_kind` or `application.field_unknown`.
        """
        stream = self.target(context)
        if state is not None and live(state, stream).submission is not None:
            text = f"{stream}: expected a draft, got an application that is submitted"
            refuse_for(Reason(code="application.submitted", text=text))
        refuse_for(
            in_turn(self.round, self.applicant, self.number, context),
            round_known(self.round, context),
            applicant_there(self.applicant, context.today, context),
            applicant_fits(self.round, self.applicant, context),
            *unasked(
                stream, self.round, self.answers.keys(), context, path="$.answers"
            ),
        )
        return (
            Drafted(
                round=self.round,
                applicant=self.applicant,
                number=self.number,
                answers=self.answers,
                contact_id=self.contact_id,
                contact=self.contact,
                description=self.description,
                attachments=self.attachments,
            ),
        )


@attrs.frozen(kw_only=True)
class Submit:
    """Hand in an application, with or without a draft before it.

    Attributes:
        round: The round's stream: `round/…`.
        applicant: The stream of the one that applies: `tilbud/…`, or, where the round
            is open to municipalities, `municipality/…`.
        number: Which of the applicant's applications in the round it is: 1, unless an
            earlier one was withdrawn.
        received: When it was received; None for now. It may be in the past.
        answers: The answers of the form; nothing about a person.
        contact_id: The person to ask about it.
        contact: How to reach that person.
        description: What is wished for and why, in free text.
        attachments: What goes with it.
    """

    round: StreamId = attrs.field(validator=of_kind("round"))
    applicant: StreamId = attrs.field(validator=of_kinds(APPLICANTS))
    number: int = attrs.field(default=1, validator=Whole(of="applications"))
    received: Instant | None = None
    answers: Answers
    contact_id: PersonId
    contact: Personal[ContactCard] = personal(subject="contact_id")
    description: Personal[str] = personal(subject="contact_id")
    attachments: tuple[Attachment, ...] = ()

    def target(self, context: Context) -> StreamId:
        """The stream of the applicant's application in the round."""
        return application_stream(self.round, self.applicant, self.number)

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Receive it, in time or late, unless the same was received.

        What is personal cannot be compared: a second submission that differs only in
        the contact's card or the description is taken for the same.

        Raises:
            Refused: `application.withdrawn`; `application.submitted` with something
                else in it; or for everything in it that cannot be:
                `application.out_of_turn`, `application.received_in_future`,
                `application.round_unknown`, `application.round_not_open`,
                `application.applicant_unknown`, `application.applicant_not_in_force`,
                `application.applicant_kind`, `application.form_unknown`,
                `application.form`, `application.theme`.
        """
        stream = self.target(context)
        draft = live(state, stream) if state is not None else None
        if draft is not None and draft.submission is not None:
            refuse_for(*_otherwise(stream, draft, draft.submission, self))
            return ()
        event = Submitted(
            round=self.round,
            applicant=self.applicant,
            number=self.number,
            received=self.received or context.now,
            answers=self.answers,
            contact_id=self.contact_id,
            contact=self.contact,
            description=self.description,
            attachments=self.attachments,
        )
        refuse_for(
            in_turn(self.round, self.applicant, self.number, context),
            *_unfit(stream, event, context),
        )
        return (event,)


@attrs.frozen(kw_only=True)
class SubmitDraft:
    """Hand in an application as its draft stands.

    Attributes:
        application: The application's stream: `application/…`.
        received: When it was received; None for now. It may be in the past.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))
    received: Instant | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Receive the draft, in time or late, unless it is submitted.

        Raises:
            Refused: `application.unknown`, `application.withdrawn`,
                `application.submitted` at another time, or as for `Submit`.
        """
        stream = self.application
        draft = live(state, stream)
        if draft.submission is not None:
            before = draft.submission.received
            refuse_for(_received_otherwise(stream, before, self.received))
            return ()
        event = Submitted(
            round=draft.round,
            applicant=draft.applicant,
            number=draft.number,
            received=self.received or context.now,
            answers=draft.answers,
            contact_id=draft.contact_id,
            contact=draft.contact,
            description=draft.description,
            attachments=draft.attachments,
        )
        refuse_for(*_unfit(stream, event, context))
        return (event,)


def _otherwise(
    stream: StreamId, state: Application, before: Submission, again: Submit
) -> Iterator[Reason | None]:
    """Say no to each thing that was submitted otherwise."""
    yield _received_otherwise(stream, before.received, again.received)
    known = _told(state.round, state.applicant, before)
    said = _told(again.round, again.applicant, again)
    for path in sorted(known.keys() | said.keys()):
        one, other = known.get(path, "nothing"), said.get(path, "nothing")
        if one != other:
            yield _resubmitted(stream, path, one, other)


def _told(
    round_: StreamId, applicant: StreamId, handed_in: Submission | Submit
) -> dict[str, str]:
    """What is plain in a submission, by its path in the command."""
    told = {
        "$.round": round_,
        "$.applicant": applicant,
        "$.contact_id": handed_in.contact_id,
    }
    for question, answer in handed_in.answers.items():
        told[f"$.answers.{question}"] = repr(answer)
    for place, attached in enumerate(handed_in.attachments):
        told[f"$.attachments[{place}]"] = f"{attached.label} {attached.sha256}"
    return told


def _received_otherwise(
    stream: StreamId, before: datetime, now: datetime | None
) -> Reason | None:
    if now in (None, before):
        return None
    return _resubmitted(stream, "$.received", str(before), str(now))


def _resubmitted(stream: StreamId, path: str, before: str, now: str) -> Reason:
    text = (
        f"{stream}: {path}: is already submitted, with {before}, got {now}; "
        "supplement it, or correct what was registered wrongly"
    )
    return Reason(code="application.submitted", text=text)


def _unfit(stream: StreamId, event: Submitted, context: Context) -> Iterator[Reason]:
    """Everything that keeps an application from being received."""
    day = danish_date(event.received)
    for reason in (
        not_in_future(stream, event.received, context.now),
        round_open(event.round, day, context),
        applicant_there(event.applicant, day, context),
        applicant_fits(event.round, event.applicant, context),
        *ill_answered(stream, event.round, event.answers, context),
    ):
        if reason is not None:
            yield reason
