"""An application as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.dated import Dated
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.application.events import (
    Assessed,
    Change,
    Corrected,
    Decided,
    Drafted,
    Event,
    InformationRequested,
    Outcome,
    Submitted,
    Supplemented,
    Withdrawn,
)
from kvalitet_core.domain.application.statements import (
    Statement,
    laid_over,
    placed,
)
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, Deadline, ReasonCode, danish_date

__all__ = ["Application", "Asked", "Decision", "Submission", "evolve"]


@attrs.frozen(kw_only=True)
class Submission:
    """What was handed in, as it came; nothing that happens later changes it.

    Attributes:
        received: When it was received.
        answers: The answers of the form.
        contact_id: The person to ask about it.
        attachments: What went with it.
    """

    received: datetime
    answers: Answers
    contact_id: PersonId
    attachments: tuple[Attachment, ...] = ()


@attrs.frozen(kw_only=True)
class Asked:
    """What the applicant is asked for, and has not answered.

    Attributes:
        fields: The questions of the form.
        until: The last time to answer.
    """

    fields: frozenset[str]
    until: Deadline


@attrs.frozen(kw_only=True)
class Decision:
    """A decision on an application.

    Attributes:
        number: Which of the application's decisions it is, from 1.
        outcome: What it came to.
        reasons: Why, each a text to the applicant.
        despite: The rules that it was granted against.
        effective_from: The first day that the decision holds.
        supersedes: The number of the decision that this one takes the place of.
    """

    number: int
    outcome: Outcome
    reasons: tuple[str, ...]
    despite: frozenset[str]
    effective_from: date
    supersedes: int | None = None


@attrs.frozen(kw_only=True, slots=False)
class Application:
    """An application as it is known.

    Attributes:
        round: The round that it is for.
        applicant: The one that applies: a tilbud, or a municipality.
        number: Which of the applicant's applications in the round it is, from 1.
        contact_id: The person to ask about it.
        contact: How to reach that person.
        description: What is wished for and why, in free text.
        answers: What it answers now. This is what rules look at: what is added
            completes the application, and counts as of its receipt.
        answers_by_day: What it answered on which day; nothing for a draft.
        attachments: All that came with it, each once, in order.
        submission: What was handed in; None while it is a draft.
        statements: What was answered since, the one that counts most last: in the order
            of receipt, and what is put right after all that was known by then.
        asked: What the applicant is asked for, if anything is open.
        findings: What the rules came to when it was last assessed.
        outcome: Which decision holds when.
        decisions: All decisions, in order; each names the one that it supersedes.
        withdrawn: Why it was withdrawn, once it is.
    """

    round: StreamId
    applicant: StreamId
    number: int = 1
    contact_id: PersonId
    contact: Personal[ContactCard] = personal(subject="contact_id")
    description: Personal[str] = personal(subject="contact_id")
    answers: Answers
    answers_by_day: Dated[Answers] = attrs.field(factory=Dated)
    attachments: tuple[Attachment, ...] = ()
    submission: Submission | None = None
    statements: tuple[Statement, ...] = ()
    asked: Asked | None = None
    findings: tuple[Finding, ...] = ()
    outcome: Dated[Decision] = attrs.field(factory=Dated)
    decisions: tuple[Decision, ...] = ()
    withdrawn: ReasonCode | None = None

    def answers_from(self, answers: Answers, day: date) -> bool:
        """Tell whether these are among its answers on every day from this one on."""
        return self.answers.with_(answers) == self.answers and all(
            span.value.with_(answers) == span.value
            for span in self.answers_by_day.spans
            if span.period.end is None or day < span.period.end
        )

    def answered_by(self, question: str) -> Statement | None:
        """What gave the answer that counts; None where it was handed in with it."""
        for statement in reversed(self.statements):
            if question in statement.answers:
                return statement
        return None

    def stating(self, statement: Statement) -> Application:
        """Give the application with one more statement, in its place among them.

        What was received earlier is laid under what was received later, and under what
        was put right since, in whatever order they are registered.
        """
        handed_in = self.submission
        if handed_in is None:
            return altered(self, answers=self.answers.with_(statement.answers))
        statements = placed(self.statements, statement)
        answers = handed_in.answers
        by_day = Dated.of(answers, danish_date(handed_in.received))
        for each in statements:
            answers = answers.with_(each.answers)
            by_day = laid_over(by_day, each)
        return altered(
            self, statements=statements, answers=answers, answers_by_day=by_day
        )

    def says_as(self, other: Application) -> bool:
        """Tell whether it answers as the other does, now and on every day."""
        return _by_day(self) == _by_day(other) and self.answers == other.answers


def evolve(state: Application | None, event: Event) -> Application:
    """Give the application as it is after the event."""
    if isinstance(event, Drafted):
        return _written(state, event)
    if isinstance(event, Submitted):
        return _handed_in(_written(state, event), event)
    return _changed(existing(state, event), event)


def _changed(known: Application, event: Change) -> Application:
    match event:
        case Supplemented():
            return _supplemented(known, event)
        case Corrected():
            return known.stating(Statement.of(event))
        case InformationRequested(fields=fields, until=until):
            return altered(known, asked=Asked(fields=fields, until=until))
        case Assessed(findings=findings):
            return altered(known, findings=findings)
        case Decided():
            return _decided(known, event)
        case Withdrawn(reason=reason):
            return altered(known, withdrawn=reason)
        case _:
            assert_never(event)


def _written(state: Application | None, event: Drafted | Submitted) -> Application:
    """The application with what it is written with; what it came to is kept."""
    if state is None:
        return Application(
            round=event.round,
            applicant=event.applicant,
            number=event.number,
            contact_id=event.contact_id,
            contact=event.contact,
            description=event.description,
            answers=event.answers,
            attachments=_each_once(event.attachments),
        )
    return altered(
        state,
        contact_id=event.contact_id,
        contact=event.contact,
        description=event.description,
        answers=event.answers,
        attachments=_each_once(event.attachments),
    )


def _handed_in(known: Application, event: Submitted) -> Application:
    submission = Submission(
        received=event.received,
        answers=event.answers,
        contact_id=event.contact_id,
        attachments=event.attachments,
    )
    by_day = Dated.of(event.answers, danish_date(event.received))
    return altered(known, submission=submission, statements=(), answers_by_day=by_day)


def _supplemented(known: Application, event: Supplemented) -> Application:
    changed = known.stating(Statement.of(event))
    asked = known.asked
    if asked is not None:
        left = asked.fields - set(event.answers)
        asked = attrs.evolve(asked, fields=left) if left else None
    attachments = _each_once((*known.attachments, *event.attachments))
    return attrs.evolve(changed, asked=asked, attachments=attachments)


def _by_day(known: Application) -> list[tuple[date, Answers]]:
    """From which days it answers otherwise than before."""
    told: list[tuple[date, Answers]] = []
    for span in known.answers_by_day.spans:
        if not told or told[-1][1] != span.value:
            told.append((span.period.start, span.value))
    return told


def _decided(known: Application, event: Decided) -> Application:
    decision = Decision(
        number=event.number,
        outcome=event.outcome,
        reasons=event.reasons,
        despite=event.despite,
        effective_from=event.effective_from,
        supersedes=event.supersedes,
    )
    return altered(
        known,
        outcome=known.outcome.asserted(decision, event.effective_from),
        decisions=(*known.decisions, decision),
    )


def _each_once(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    return tuple(dict.fromkeys(attachments))
