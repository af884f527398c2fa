"""Assessing and deciding an application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.application.checks import (
    not_before_receipt,
    not_decided,
    submitted,
)
from kvalitet_core.domain.application.events import Assessed, Decided, Event, Outcome
from kvalitet_core.domain.application.facts import findings
from kvalitet_core.domain.application.state import Application, Decision, Submission
from kvalitet_core.domain.round import Round
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind

__all__ = ["Assess", "Decide", "Redecide"]

GRANTED: Final = frozenset({Outcome.IMOEDEKOMMET, Outcome.DELVIST})
"""The outcomes that give the applicant something."""

_REASONS: Final = "forvaltningsloven §§ 22 and 24"


@attrs.frozen(kw_only=True)
class Assess:
    """Hold an application against the rules of its programme.

    Attributes:
        application: The application's stream: `application/…`.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Assess it, unless the rules find what they found last, on the same events.

        Raises:
            Refused: `application.unknown`, `application.withdrawn`,
                `application.not_submitted` or `application.no_rules`.
        """
        known, submission = submitted(state, self.application)
        found = findings(self.application, known, submission, context)
        return () if found == known.findings else (Assessed(findings=found),)


@attrs.frozen(kw_only=True)
class Decide:
    """Decide an application for the first time.

    Attributes:
        application: The application's stream: `application/…`.
        outcome: What it comes to.
        reasons: Why, each a text to the applicant; at least one, unless it is granted
            in full and against no rule. They name no person.
        despite: The rules that it is granted against, each found not to be met.
        effective_from: The first day that the decision holds, no earlier than the day
            of receipt.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))
    outcome: Outcome
    reasons: tuple[str, ...]
    despite: frozenset[str] = frozenset()
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Decide it, unless it was decided so at first.

        Raises:
            Refused: `application.unknown`, `application.withdrawn`,
                `application.not_submitted`; or for everything that stands against it:
                `application.decided`, `application.role`,
                `application.effective_before_receipt`, `application.reasons`,
                `application.no_rules`, `application.not_assessed`,
                `application.assessment_old`, `application.finding_unknown`,
                `application.finding_false`, `application.despite`.
        """
        stream = self.application
        known, submission = submitted(state, stream)
        if known.decisions and _says(known.decisions[0], self):
            return ()
        refuse_for(
            not_decided(known, stream),
            *_against(self, known, submission, context),
        )
        return (
            Decided(
                number=1,
                outcome=self.outcome,
                reasons=self.reasons,
                despite=self.despite,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class Redecide:
    """Decide anew what is decided; the earlier decision stays on record.

    Attributes:
        application: The application's stream: `application/…`.
        outcome: What it comes to.
        reasons: Why, each a text to the applicant; at least one, unless it is granted
            in full and against no rule. They name no person.
        despite: The rules that it is granted against, each found not to be met.
        effective_from: The first day that the decision holds, no earlier than the day
            of receipt.
    """

    application: StreamId = attrs.field(validator=of_kind("application"))
    outcome: Outcome
    reasons: tuple[str, ...]
    despite: frozenset[str] = frozenset()
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the application."""
        return self.application

    def decide(self, state: Application | None, context: Context) -> tuple[Event, ...]:
        """Decide it anew, unless its newest decision says so.

        Raises:
            Refused: `application.not_decided`, or as for `Decide`.
        """
        stream = self.application
        known, submission = submitted(state, stream)
        if not known.decisions:
            text = f"{stream}: expected a decision to take the place of, got none"
            refuse_for(Reason(code="application.not_decided", text=text))
        newest = known.decisions[-1]
        if _says(newest, self):
            return ()
        refuse_for(*_against(self, known, submission, context))
        return (
            Decided(
                number=newest.number + 1,
                outcome=self.outcome,
                reasons=self.reasons,
                despite=self.despite,
                supersedes=newest.number,
                effective_from=self.effective_from,
            ),
        )


def _says(known: Decision, command: Decide | Redecide) -> bool:
    fields = ("outcome", "reasons", "despite", "effective_from")
    return all(getattr(known, name) == getattr(command, name) for name in fields)


def _against(
    command: Decide | Redecide,
    known: Application,
    submission: Submission,
    context: Context,
) -> Iterator[Reason | None]:
    """Everything that stands against deciding so."""
    stream = command.application
    round_ = registered(context.get(Round, known.round), known.round)
    yield _other_role(stream, round_, context.actor.role)
    yield not_before_receipt(stream, command.effective_from, submission)
    yield from _without_reasons(command)
    if not known.findings:
        text = f"{stream}: expected an assessment before the decision, got none"
        yield Reason(code="application.not_assessed", text=text)
        return
    old = _old(stream, known, findings(stream, known, submission, context))
    yield old
    if old is None:
        yield from _against_findings(command, known.findings)


def _other_role(stream: StreamId, round_: Round, role: str) -> Reason | None:
    if role in round_.decides:
        return None
    roles = ", ".join(map(repr, sorted(round_.decides)))
    text = f"{stream}: expected a decision by one who acts as {roles}, got {role!r}"
    return Reason(code="application.role", text=text, source=round_.source)


def _without_reasons(command: Decide | Redecide) -> Iterator[Reason]:
    """Say no to a decision that does not say why, unless it need not.

    The law exempts what is fully favourable. It is the house that asks why a rule is
    set aside, and that a reason which is given has something to read.
    """
    reasons, in_full = command.reasons, command.outcome is Outcome.IMOEDEKOMMET
    paths = [f"$.reasons[{n}]" for n, text in enumerate(reasons) if not text.strip()]
    if not reasons and not (in_full and not command.despite):
        paths = ["$.reasons"]
    for path in paths:
        text = (
            f"{command.application}: {path}: expected some text that says why, got none"
        )
        source = None if in_full else _REASONS
        yield Reason(code="application.reasons", text=text, source=source)


def _old(
    stream: StreamId, known: Application, now: tuple[Finding, ...]
) -> Reason | None:
    """Say no to findings that a new assessment would not give."""
    if now == known.findings:
        return None
    differing = {found.rule for found in {*now} ^ {*known.findings}}
    text = (
        f"{stream}: expected an assessment of what is known now, got one from before "
        f"{', '.join(sorted(differing))} changed; assess it again"
    )
    return Reason(code="application.assessment_old", text=text)


def _against_findings(
    command: Decide | Redecide, found: tuple[Finding, ...]
) -> Iterator[Reason]:
    """Say no to deciding in the dark, and to granting silently against a rule.

    One rule that is not met is enough to refuse, whatever else is unknown.
    """
    stream, grants = command.application, command.outcome in GRANTED
    unmet = {each.rule for each in found if each.truth is Truth.FALSE}
    for each in found:
        where, source = f"{stream}: rule {each.rule!r}", str(each.hjemmel)
        if each.truth is Truth.UNKNOWN and (grants or not unmet):
            text = f"{where} is unknown: {', '.join(each.missing)} is missing"
            yield Reason(code="application.finding_unknown", text=text, source=source)
        elif each.rule in unmet - command.despite and grants:
            text = f"{where} is not met: name it in despite to grant against it"
            yield Reason(code="application.finding_false", text=text, source=source)
    yield from _other_despite(command, unmet)


def _other_despite(command: Decide | Redecide, unmet: set[str]) -> Iterator[Reason]:
    """Say no to setting aside what is met, and to refusing against a rule."""
    expected = f"rules that are not met, which are {', '.join(sorted(unmet)) or 'none'}"
    if command.outcome not in GRANTED:
        unmet, expected = set(), "no rule, since nothing is granted"
    for rule in sorted(command.despite - unmet):
        text = f"{command.application}: $.despite: expected {expected}, got {rule!r}"
        yield Reason(code="application.despite", text=text)
