"""What is known of an application, and what the rules of its programme find in it."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.conditions import Known
from kvalitet_core.casetypes.rules import Finding, Rule, in_force
from kvalitet_core.domain.application.events import (
    Corrected,
    Submitted,
    Supplemented,
)
from kvalitet_core.domain.application.state import Application, Submission
from kvalitet_core.domain.round import Announced, DeadlineChanged, Round
from kvalitet_core.domain.rules import registered
from kvalitet_core.domain.tilbud import (
    DriftsformChanged,
    LegalGroundsChanged,
    Registered,
    Tilbud,
)
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.values import danish_date

__all__ = ["findings"]

Facts: TypeAlias = dict[str, Known]


def findings(
    stream: StreamId,
    application: Application,
    submission: Submission,
    context: Context,
) -> tuple[Finding, ...]:
    """Hold an application against the rules of its programme, as things are known now.

    A rule that counts as of receipt sees the round and the tilbud as they were on the
    day of receipt, as far as is known today; one that counts as of the decision sees
    them as they are today. Either sees what the application answers now.

    Raises:
        Refused: `application.no_rules` when no rule of the programme is in force.
    """
    received, today = danish_date(submission.received), context.today
    round_ = registered(context.get(Round, application.round), application.round)
    rules = in_force(
        context.definitions(Rule, of=round_.programme), received=received, decided=today
    )
    if not rules:
        text = (
            f"{stream}: expected rules of programme {round_.programme!r} in force for "
            f"what is received {received} and decided {today}, got none"
        )
        raise Refused(Reason(code="application.no_rules", text=text))
    own = _own(stream, application, submission, context)
    known = {
        as_of: own
        | _of_round(application.round, day, context)
        | _of_tilbud(application.applicant, day, context)
        for as_of, day in (("received", received), ("decided", today))
    }
    return tuple(rule.find(known[rule.as_of]) for rule in rules)


def _own(
    stream: StreamId,
    application: Application,
    submission: Submission,
    context: Context,
) -> Facts:
    """What the application itself says: when it was received, and its answers."""
    received = context.set_by(stream, Submitted)
    facts = {"modtaget": Known(submission.received, received)}
    for question, answer in application.answers.items():
        facts[f"svar.{question}"] = Known(
            answer, _answered_by(stream, question, context)
        )
    return facts


def _answered_by(stream: StreamId, question: str, context: Context) -> EventId | None:
    def answers(event: Submitted | Supplemented | Corrected) -> bool:
        return question in event.answers

    return context.set_by(stream, Submitted, Supplemented, Corrected, where=answers)


def _of_round(stream: StreamId, day: date, context: Context) -> Facts:
    """What the round was announced with, and the deadline that holds on the day."""
    found = registered(context.get(Round, stream), stream)
    said: dict[str, Any] = {
        "runde.temaer": found.themes,
        "runde.lovgrundlag": frozenset(map(str, found.eligible_grounds)),
        "runde.driftsformer": frozenset(map(str, found.eligible_driftsformer)),
        "runde.maaneder_mindst": found.months_min,
        "runde.maaneder_hoejst": found.months_max,
    }
    announced = context.set_by(stream, Announced)
    facts = {name: Known(value, announced) for name, value in said.items() if value}
    deadline = found.deadline.on(day)
    if deadline is not None:

        def covers(event: Announced | DeadlineChanged) -> bool:
            return event.effective_from <= day

        by = context.set_by(stream, Announced, DeadlineChanged, where=covers)
        facts["runde.ansoegningsfrist"] = Known(deadline, by)
    return facts


def _of_tilbud(stream: StreamId, day: date, context: Context) -> Facts:
    """What the tilbud rests on and who runs it on the day."""
    found = registered(context.get(Tilbud, stream), stream)

    def covers(event: Registered | LegalGroundsChanged | DriftsformChanged) -> bool:
        return event.effective_from <= day and (
            isinstance(event, Registered)
            or event.effective_to is None
            or day < event.effective_to
        )

    facts: Facts = {}
    grounds = found.legal_grounds.on(day)
    if grounds is not None:
        by = context.set_by(stream, Registered, LegalGroundsChanged, where=covers)
        facts["lovgrundlag"] = Known(str(grounds.primary), by)
        facts["lovgrundlag_alle"] = Known(frozenset(map(str, grounds.grounds)), by)
    driftsform = found.driftsform.on(day)
    if driftsform is not None:
        by = context.set_by(stream, Registered, DriftsformChanged, where=covers)
        facts["driftsform"] = Known(str(driftsform), by)
    return facts
