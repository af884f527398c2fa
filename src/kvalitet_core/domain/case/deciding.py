"""Deciding in a case: outcome, findings, reasons, duties, mandate and authority.

What the engine asks of every decision is told by its reasons for saying no; see also
`grounds` and `mandates`.
"""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import At, Context
from kvalitet_core.casetypes.four_eyes import persons_of
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.case.anew import invalidated
from kvalitet_core.domain.case.apart import kept_apart
from kvalitet_core.domain.case.availability import (
    held,
    known_item,
    lacking,
    not_available,
    other_role,
)
from kvalitet_core.domain.case.completing import on_behalf_of
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import (
    Decided,
    Discharged,
    Event,
    KeptApart,
    Mandated,
    Voted,
)
from kvalitet_core.domain.case.grounds import (
    against_findings,
    findings,
    undischarged,
    without_reasons,
)
from kvalitet_core.domain.case.handling import no_application, on_application
from kvalitet_core.domain.case.mandates import mandated
from kvalitet_core.domain.case.state import Case, DecisionTaken, Vote
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import danish_date

__all__ = ["Decide"]


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
                `case.not_a_task`, `case.not_a_decision`; or for everything that stands
                against it: `case.outcome_unknown`, `case.application_withdrawn`,
                `case.role`, `case.not_available`, `case.item_done`, `case.held`,
                `case.four_eyes`, `case.requires`, `case.reasons`, `case.duty`,
                `case.mandate`, `case.finding_unknown`, `case.finding_false`,
                `case.despite`, `case.effective_before_receipt`.
        """
        on = open_case(state, self.case, context)
        item = _decision(on, self.item)
        if self._is_on_record(on, item.path):
            return ()
        apart, linked = kept_apart(on, item.path, context.actor)
        mandate, no_mandate = mandated(on, item)
        found = findings(on, item)
        is_vote = self._is_a_vote(on, item)
        refuse_for(
            _no_outcome(on, item, self.outcome),
            no_application(on),
            other_role(on, item.path),
            *not_available(on, item.path),
            held(on, item.path) if item.quorum == 1 else None,
            *linked,
            *(() if self.outcome in item.returns else lacking(on, item.path)),
            *without_reasons(on, item, self.outcome, self.reasons, self.despite),
            *(() if is_vote else undischarged(on, item, self.outcome, self.duties)),
            no_mandate,
            *against_findings(on, item, self.outcome, self.despite, found),
            self._too_early(on),
        )
        if is_vote:
            return followed(on, self._vote(context, mandate, apart))
        decided = self._decided(on, item, found, mandate, apart)
        return (*followed(on, decided), *on_application(on, decided))

    def _is_on_record(self, on: Running, path: str) -> bool:
        """Whether it was decided so, and nothing has come between.

        Where the outcome sent the case back, it is on record until the decision can be
        taken again; where several decide, until somebody else has said otherwise.
        """
        if on.case.work(path).status.is_open:
            persons = persons_of(on.context.actor)
            return Vote(self.outcome, persons) in on.case.votes.get(path, ())
        earlier = [each for each in on.case.decisions if each.item == path]
        if not earlier or earlier[-1].revoked is not None:
            return False
        return self._says(earlier[-1])

    def _says(self, taken: DecisionTaken) -> bool:
        day = self.effective_from or taken.effective_from
        return (self.outcome, day) == (taken.outcome, taken.effective_from)

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
        persons = persons_of(on.context.actor)
        same = sum(
            vote.outcome == self.outcome and vote.persons != persons
            for vote in on.case.votes.get(item.path, ())
        )
        return same + 1 < item.quorum

    def _vote(
        self,
        context: Context,
        mandate: Mandated | None,
        apart: tuple[KeptApart, ...],
    ) -> Voted:
        return Voted(
            item=self.item,
            outcome=self.outcome,
            reasons=self.reasons,
            despite=self.despite,
            authority=context.actor.authority,
            mandate=mandate,
            by=ActorId(context.actor.id),
            on_behalf_of=on_behalf_of(context.actor),
            apart=apart,
        )

    def _decided(
        self,
        on: Running,
        item: Decision,
        found: tuple[Finding, ...],
        mandate: Mandated | None,
        apart: tuple[KeptApart, ...],
    ) -> Decided:
        actor, case = on.context.actor, on.case
        earlier = [each for each in case.decisions if each.item == item.path]
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
            decided_on=on.context.today,
            effective_from=self.effective_from or on.context.today,
            supersedes=earlier[-1].number if earlier else None,
            invalidated=_sent_back(on, item, self.outcome),
            by=ActorId(actor.id),
            on_behalf_of=on_behalf_of(actor),
            apart=apart,
        )


def _decision(on: Running, path: str) -> Decision:
    """Give the decision with this path.

    Raises:
        Refused: There is none.
    """
    item = on.definition.items.get(known_item(on, path))
    if isinstance(item, Decision):
        return item
    text = f"{on.stream}: {path}: is a task; complete it"
    raise Refused(Reason(code="case.not_a_decision", text=text))


def _sent_back(on: Running, item: Decision, outcome: str) -> tuple[str, ...]:
    """What is to be done anew when an outcome sends the case back."""
    target = item.returns.get(outcome)
    return () if target is None else invalidated(on, target, item.path)


def _no_outcome(on: Running, item: Decision, outcome: str) -> Reason | None:
    if outcome in item.outcomes:
        return None
    known = ", ".join(item.outcomes)
    text = f"{on.stream}: {item.path}: $.outcome: expected {known}, got {outcome!r}"
    return Reason(code="case.outcome_unknown", text=text)
