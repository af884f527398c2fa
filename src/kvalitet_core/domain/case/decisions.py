"""Deciding in a case: outcome, findings, reasons, duties, mandate and authority.

What the engine asks of every decision is told by its reasons for saying no. Reasons are
owed unless a decision is fully in favour, forvaltningsloven § 22.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from kvalitet_core.aggregate import At, Context, at
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.rules import Finding, in_force
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.domain.application import Application, Assessed, Outcome
from kvalitet_core.domain.application import Decided as ApplicationDecided
from kvalitet_core.domain.case.availability import (
    known_item,
    not_available,
    not_kept_apart,
    other_role,
)
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import (
    Decided,
    Discharged,
    Event,
    Mandated,
    Notified,
    Revoked,
    Voted,
)
from kvalitet_core.domain.case.known import case_facts
from kvalitet_core.domain.case.state import Case, DecisionTaken
from kvalitet_core.domain.case.tasks import lacking
from kvalitet_core.domain.officer import Officer, officer_stream
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import Money, danish_date

__all__ = ["Decide", "Notify", "Revoke"]

_REASONS = "forvaltningsloven §§ 22 and 24"


@attrs.frozen(kw_only=True)
class Decide:
    """Take a decision of a case.

    Attributes:
        case: The case's stream: `case/…`.
        item: The decision's path.
        outcome: What it comes to, one of its codes.
        reasons: Why, each a text to the party; they name no person.
        despite: The rules that it is granted against, each found not to be met.
        duties: How each duty before it was met.
        effective_from: The first day that it holds; None for today.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    outcome: str
    reasons: tuple[str, ...] = ()
    despite: frozenset[str] = frozenset()
    duties: tuple[Discharged, ...] = ()
    effective_from: date | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event | At, ...]:
        """Decide it, or say what one of several finds, unless that is on record.

        Where the case handles an application, the same commit decides that.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_decision`; or for everything that stands against it:
                `case.outcome_unknown`, `case.role`, `case.not_available`,
                `case.item_done`, `case.four_eyes`, `case.requires`, `case.reasons`,
                `case.duty`, `case.mandate`, `case.finding_unknown`,
                `case.finding_false`, `case.despite`,
                `case.effective_before_receipt`.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        item = on.definition.items.get(path)
        if not isinstance(item, Decision):
            text = f"{self.case}: {path}: is a task; complete it"
            raise Refused(Reason(code="case.not_a_decision", text=text))
        if self._is_on_record(on, path):
            return ()
        found = tuple(_findings(on, item))
        mandate, no_mandate = _mandated(on, item)
        refuse_for(
            _no_outcome(on, item, self.outcome),
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            *not_kept_apart(on, path, context.actor),
            *lacking(on, path),
            *_without_reasons(self, item),
            *_undischarged(self, on, item),
            no_mandate,
            *_against_findings(self, item, found),
            self._too_early(on),
        )
        if self._is_a_vote(on, item):
            return followed(on, self._vote(context))
        decided = self._decided(on, item, found, mandate)
        return (*followed(on, decided), *_on_application(on, decided))

    def _is_on_record(self, on: Running, path: str) -> bool:
        if on.case.work(path).status is not Status.DONE:
            return False
        outcome, number = on.case.outcomes[path]
        last = on.case.decisions[number - 1]
        day = self.effective_from or last.effective_from
        return (outcome, last.effective_from) == (self.outcome, day)

    def _too_early(self, on: Running) -> Reason | None:
        first, day = danish_date(on.case.received), self.effective_from
        if day is None or first <= day:
            return None
        text = (
            f"{self.case}: $.effective_from: expected no earlier than its receipt "
            f"{first}, got {day}"
        )
        return Reason(code="case.effective_before_receipt", text=text)

    def _is_a_vote(self, on: Running, item: Decision) -> bool:
        """Whether others must find the same before it is decided."""
        if self.outcome not in item.granting:
            return False
        votes = on.case.votes.get(item.path, ())
        same = sum(vote.outcome == self.outcome for vote in votes)
        return same + 1 < item.quorum

    def _vote(self, context: Context) -> Voted:
        delegated = context.actor.delegated_by
        return Voted(
            item=self.item,
            outcome=self.outcome,
            reasons=self.reasons,
            by=ActorId(context.actor.id),
            on_behalf_of=ActorId(delegated) if delegated is not None else None,
        )

    def _decided(
        self,
        on: Running,
        item: Decision,
        found: tuple[Finding, ...],
        mandate: Mandated | None,
    ) -> Decided:
        actor, case = on.context.actor, on.case
        earlier = [each for each in case.decisions if each.item == item.path]
        delegated = actor.delegated_by
        return Decided(
            item=item.path,
            number=len(case.decisions) + 1,
            outcome=self.outcome,
            findings=on.sources.named(found),
            despite=self.despite,
            reasons=self.reasons,
            authority=actor.authority,
            mandate=mandate,
            duties=self.duties,
            effective_from=self.effective_from or on.context.today,
            supersedes=earlier[-1].number if earlier else None,
            invalidated=_sent_back(on, item, self.outcome),
            by=ActorId(actor.id),
            on_behalf_of=ActorId(delegated) if delegated is not None else None,
        )


def _sent_back(on: Running, item: Decision, outcome: str) -> tuple[str, ...]:
    """What is to be done anew when an outcome sends the case back."""
    target = item.returns.get(outcome)
    if target is None:
        return ()
    again = {target, item.path, *on.definition.dependents[target]}
    return tuple(sorted(again & {*on.case.works, item.path}))


def _no_outcome(on: Running, item: Decision, outcome: str) -> Reason | None:
    if outcome in item.outcomes:
        return None
    known = ", ".join(item.outcomes)
    text = f"{on.stream}: {item.path}: $.outcome: expected {known}, got {outcome!r}"
    return Reason(code="case.outcome_unknown", text=text)


def _findings(on: Running, item: Decision) -> Iterator[Finding]:
    """Find what the decision's rules come to, each as of the day that it says."""
    received, today = danish_date(on.case.received), on.context.today
    known: Mapping[str, Facts] = {
        as_of: {
            **on.settlement.facts,
            **case_facts(on.case, on.definition, day, on.context),
        }
        for as_of, day in (("received", received), ("decided", today))
    }
    for rule in in_force(item.rules, received=received, decided=today):
        yield rule.find(known[rule.as_of])


def _without_reasons(command: Decide, item: Decision) -> Iterator[Reason]:
    """Say no to a decision that does not say why, unless it need not."""
    reasons = command.reasons
    in_favour = command.outcome in item.favourable
    paths = [f"$.reasons[{n}]" for n, text in enumerate(reasons) if not text.strip()]
    if not reasons and (not in_favour or command.despite):
        paths = ["$.reasons"]
    for path in paths:
        text = (
            f"{command.case}: {item.path}: {path}: expected some text that says why, "
            "got none"
        )
        source = None if in_favour else _REASONS
        yield Reason(code="case.reasons", text=text, source=source)


def _undischarged(command: Decide, on: Running, item: Decision) -> Iterator[Reason]:
    """Say no where a duty before it is not met, or one is met that is not owed."""
    in_favour = command.outcome in item.favourable
    owed = {
        duty.code: duty
        for duty in on.definition.duties_of(item)
        if duty.when == "before"
    }
    met = {each.duty: each for each in command.duties}
    for code, duty in owed.items():
        if not (duty.unless_favourable and in_favour) and code not in met:
            text = (
                f"{on.stream}: {item.path}: $.duties: expected how {code!r} was met, "
                "or why it is not owed, got neither"
            )
            yield Reason(code="case.duty", text=text, source=str(duty.hjemmel))
    for code, each in met.items():
        if code not in owed or not each.text.strip():
            expected = ", ".join(owed) or "none"
            said = "no text" if code in owed else repr(code)
            text = (
                f"{on.stream}: {item.path}: $.duties: expected {expected}, got {said}"
            )
            yield Reason(code="case.duty", text=text)


def _mandated(on: Running, item: Decision) -> tuple[Mandated | None, Reason | None]:
    """Give the mandate that the actor decides by, or say what is missing of it."""
    if item.mandate is None:
        return None, None
    actor = on.context.actor
    holder = ActorId(actor.delegated_by or actor.id)
    officer = on.context.get(Officer, officer_stream(holder))
    held = officer.mandate_on(item.mandate, on.context.today) if officer else None
    where = f"{on.stream}: {item.path}: mandate {item.mandate!r}"
    if held is None:
        text = f"{where}: {holder!r} does not have it on {on.context.today}"
        return None, Reason(code="case.mandate", text=text)
    amount = None
    if item.amount is not None:
        known = on.settlement.facts.get(item.amount.name)
        if known is None:
            text = f"{where}: {item.amount.name!r} is not known"
            return None, Reason(code="case.mandate", text=text)
        amount = Money(oere=known.value)
        if not held.covers(amount):
            text = f"{where}: expected at most {held.ceiling}, got {amount}"
            return None, Reason(code="case.mandate", text=text, source=held.source)
    snapshot = Mandated(
        mandate=item.mandate,
        holder=holder,
        ceiling=held.ceiling,
        amount=amount,
        source=held.source,
    )
    return snapshot, None


def _against_findings(
    command: Decide, item: Decision, found: tuple[Finding, ...]
) -> Iterator[Reason]:
    """Say no to deciding in the dark, and to granting silently against a rule.

    One rule that is not met is enough to refuse, whatever else is unknown.
    """
    grants = command.outcome in item.granting
    unmet = {each.rule for each in found if each.truth is Truth.FALSE}
    for each in found:
        where, source = f"{command.case}: rule {each.rule!r}", str(each.hjemmel)
        if each.truth is Truth.UNKNOWN and (grants or not unmet):
            text = f"{where} is unknown: {', '.join(each.missing)} is missing"
            yield Reason(code="case.finding_unknown", text=text, source=source)
        elif each.rule in unmet - command.despite and grants:
            text = f"{where} is not met: name it in despite to grant against it"
            yield Reason(code="case.finding_false", text=text, source=source)
    wrong = command.despite - (unmet if grants else set())
    for rule in sorted(wrong):
        expected = ", ".join(sorted(unmet)) if grants and unmet else "none"
        text = f"{command.case}: $.despite: expected {expected}, got {rule!r}"
        yield Reason(code="case.despite", text=text)


def _on_application(on: Running, decided: Decided) -> tuple[At, ...]:
    """Let the application that a case handles be decided by the same commit."""
    handles = on.case.handles
    outcomes = {each.value for each in Outcome}
    if handles is None or decided.outcome not in outcomes or decided.invalidated:
        return ()
    application = on.context.get(Application, handles)
    if application is None:
        return ()
    events: list[At] = []
    if decided.findings != application.findings:
        events.append(at(handles, Assessed(findings=decided.findings)))
    newest = application.decisions[-1].number if application.decisions else None
    events.append(
        at(
            handles,
            ApplicationDecided(
                number=(newest or 0) + 1,
                outcome=Outcome(decided.outcome),
                reasons=decided.reasons,
                despite=decided.despite,
                supersedes=newest,
                effective_from=decided.effective_from,
            ),
        )
    )
    return tuple(events)


@attrs.frozen(kw_only=True)
class Notify:
    """Register that the party was told of a decision.

    Attributes:
        case: The case's stream: `case/…`.
        number: The decision's number.
        on: The day when the party was told.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    number: int
    on: date

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it is.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.decision_unknown`, or
                `case.notified` on another day, or before the decision.
        """
        on = open_case(state, self.case, context)
        taken = _taken(on, self.number)
        if taken.notified == self.on:
            return ()
        if taken.notified is not None:
            text = f"{self.case}: $.on: was told on {taken.notified}, got {self.on}"
            refuse_for(Reason(code="case.notified", text=text))
        return followed(on, Notified(number=self.number, on=self.on))


@attrs.frozen(kw_only=True)
class Revoke:
    """Revoke a decision; it and what depends on it are to be done anew.

    Attributes:
        case: The case's stream: `case/…`.
        number: The decision's number.
        reasons: Why, each a text to the party; they name no person.
        effective_from: The first day that it no longer holds.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    number: int
    reasons: tuple[str, ...]
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Revoke it, unless it is revoked.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.decision_unknown`; or for
                everything that stands against it: `case.role`, `case.superseded`,
                `case.reasons`.
        """
        on = open_case(state, self.case, context)
        taken = _taken(on, self.number)
        if taken.revoked is not None:
            return ()
        refuse_for(
            other_role(on, taken.item, context.actor.role),
            _superseded(on, taken),
            *_unsaid(self),
        )
        again = {taken.item, *on.definition.dependents[taken.item]}
        event = Revoked(
            number=self.number,
            reasons=self.reasons,
            by=ActorId(context.actor.id),
            effective_from=self.effective_from,
            invalidated=tuple(sorted(again.intersection(on.case.works))),
        )
        return followed(on, event)


def _taken(on: Running, number: int) -> DecisionTaken:
    for taken in on.case.decisions:
        if taken.number == number:
            return taken
    count = len(on.case.decisions)
    text = f"{on.stream}: $.number: expected a decision from 1 to {count}, got {number}"
    raise Refused(Reason(code="case.decision_unknown", text=text))


def _superseded(on: Running, taken: DecisionTaken) -> Reason | None:
    if on.case.outcomes.get(taken.item, ("", 0))[1] == taken.number:
        return None
    text = f"{on.stream}: decision {taken.number} of {taken.item} counts no more"
    return Reason(code="case.superseded", text=text)


def _unsaid(command: Revoke) -> Iterator[Reason]:
    if not command.reasons or not all(text.strip() for text in command.reasons):
        text = f"{command.case}: $.reasons: expected texts that say why"
        yield Reason(code="case.reasons", text=text, source=_REASONS)
