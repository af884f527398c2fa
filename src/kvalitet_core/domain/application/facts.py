"""What is known of an application, and what the rules of its programme find in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.conditions import Known
from kvalitet_core.casetypes.rules import Finding, Input, Rule, in_force
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.application.checks import is_municipality
from kvalitet_core.domain.application.events import (
    Corrected,
    Submitted,
    Supplemented,
)
from kvalitet_core.domain.application.state import Application, Submission
from kvalitet_core.domain.application.statements import Statement
from kvalitet_core.domain.round import Announced, DeadlineChanged, Round
from kvalitet_core.domain.rules import registered
from kvalitet_core.domain.tilbud.facts import facts_of_tilbud
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.values import danish_date

__all__ = ["facts_on", "findings", "found_by_call"]

Facts: TypeAlias = dict[str, Known]

CALL: Final = "runde.kilde"
"""The call that the round comes from: every finding says by which one it was found."""


def findings(
    stream: StreamId,
    application: Application,
    submission: Submission,
    context: Context,
) -> tuple[Finding, ...]:
    """Hold an application against the rules of its programme, as things are known now.

    A rule that counts as of receipt sees the round and the applicant as they were on
    the day of receipt, as far as is known today; one that counts as of the decision
    sees them as they are today. Either sees what the application answers now. Every
    finding says by which call, also where its rule does not ask.

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
    known = {
        as_of: facts_on(stream, application, submission, day, context)
        for as_of, day in (("received", received), ("decided", today))
    }
    return tuple(found_by_call(rule, known[rule.as_of]) for rule in rules)


def facts_on(
    stream: StreamId,
    application: Application,
    submission: Submission,
    day: date,
    context: Context,
) -> Facts:
    """Give what an application answers now, and its round and applicant on a day.

    Of a municipality nothing is told but that it is one.
    """
    facts = {
        **_own(stream, application, submission, context),
        **_of_round(application.round, day, context),
    }
    if is_municipality(application.applicant):
        return facts
    return {**facts, **facts_of_tilbud(application.applicant, day, context)}


def found_by_call(rule: Rule, facts: Mapping[str, Known]) -> Finding:
    """Find what a rule comes to, with the call that the limits come from, if any."""
    finding = rule.find(facts)
    if CALL not in facts or any(each.fact == CALL for each in finding.inputs):
        return finding
    call = Input(fact=CALL, value=facts[CALL].value, set_by=facts[CALL].set_by)
    inputs = sorted((*finding.inputs, call), key=_fact_of)
    return finding.with_inputs(tuple(inputs))


def _fact_of(given: Input) -> str:
    return given.fact


def _own(
    stream: StreamId,
    application: Application,
    submission: Submission,
    context: Context,
) -> Facts:
    """What the application itself says: who applies, when it came, and its answers."""
    received = context.set_by(stream, Submitted)
    applies = "kommune" if is_municipality(application.applicant) else "tilbud"
    facts = {
        "ansoegertype": Known(applies, received),
        "modtaget": Known(submission.received, received),
    }
    for question, answer in application.answers.items():
        statement = application.answered_by(question)
        by = received
        if statement is not None:
            by = _given_by(stream, statement, context)
        facts[f"svar.{question}"] = Known(answer, by)
    return facts


def _given_by(
    stream: StreamId, statement: Statement, context: Context
) -> EventId | None:
    """What gave the answer that counts: not what came before it, told only later."""

    def gave(event: Supplemented | Corrected) -> bool:
        return statement.is_of(event)

    return context.set_by(stream, Supplemented, Corrected, where=gave)


def _of_round(stream: StreamId, day: date, context: Context) -> Facts:
    """What the round was announced with, and the deadline that holds on the day."""
    found = registered(context.get(Round, stream), stream)
    said: dict[str, tuple[str, Any]] = {
        CALL: ("source", found.source),
        "runde.temaer": ("themes", found.themes),
        "runde.lovgrundlag": (
            "eligible_grounds",
            frozenset(map(str, found.eligible_grounds)),
        ),
        "runde.driftsformer": (
            "eligible_driftsformer",
            frozenset(map(str, found.eligible_driftsformer)),
        ),
        "runde.maaneder_mindst": ("months_min", found.months_min),
        "runde.maaneder_hoejst": ("months_max", found.months_max),
    }
    announced = context.set_by(stream, Announced)
    is_corrected = context.set_by(stream, rounds.Corrected) is not None
    facts = {
        fact: Known(
            value, _said_by(stream, field, context) if is_corrected else announced
        )
        for fact, (field, value) in said.items()
        if value
    }
    deadline = found.deadline.on(day)
    if deadline is not None:
        by = _deadline_by(stream, day, context)
        facts["runde.ansoegningsfrist"] = Known(deadline, by)
    return facts


def _said_by(stream: StreamId, field: str, context: Context) -> EventId | None:
    """What announced this of the round, or put it right last."""

    def says(event: Announced | rounds.Corrected) -> bool:
        return isinstance(event, Announced) or event.says(field)

    return context.set_by(stream, Announced, rounds.Corrected, where=says)


def _deadline_by(stream: StreamId, day: date, context: Context) -> EventId | None:
    """What set the deadline of the day, or put right from when the first one holds."""

    def covers(event: Announced | DeadlineChanged) -> bool:
        return event.effective_from <= day

    def moved(event: rounds.Corrected) -> bool:
        return event.announced is not None and event.announced <= day

    return context.set_by(
        stream, Announced, DeadlineChanged, where=covers
    ) or context.set_by(stream, rounds.Corrected, where=moved)
