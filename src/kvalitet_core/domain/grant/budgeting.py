"""The budget that counts, and what is asked to be changed in it.

A change that is above the limit of the grant's terms is approved before it is made,
with a revised budget; so is a transfer of unused money between years.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.frame.handbook import CHANGE, EXTENSION
from kvalitet_core.domain.grant.budget import Budget
from kvalitet_core.domain.grant.checks import in_future, lapsed, live, settled, unfit
from kvalitet_core.domain.grant.events import (
    BudgetApproved,
    ChangeKind,
    ChangeRefused,
    ChangeRequested,
    Event,
)
from kvalitet_core.domain.grant.state import Grant, Request
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Instant, ReasonCode, danish_date, not_blank

__all__ = ["ApproveBudget", "ApproveChange", "RefuseChange", "RequestChange"]


@attrs.frozen(kw_only=True)
class ApproveBudget:
    """Approve the first budget of a grant.

    Attributes:
        grant: The grant's stream: `grant/…`.
        budget: The budget.
        source: The written approval.
        effective_from: The first day that it holds.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    budget: Budget
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Approve it, unless it is approved.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.lapsed`,
                `grant.not_begun`, `grant.budget_approved` where there is another, and
                whatever is wrong with it: `grant.outside_period`,
                `grant.budget_unbalanced`, `grant.post_twice`, `grant.amount`,
                `grant.beyond_commitment`.
        """
        known = live(state, self.grant)
        if known.budget == self.budget:
            return ()
        refuse_for(
            lapsed(self.grant, known),
            within(known.period, self.effective_from, stream=self.grant),
            self._approved(known),
            *unfit(self.grant, known, self.budget),
        )
        approved = BudgetApproved(
            budget=self.budget, source=self.source, effective_from=self.effective_from
        )
        return (approved,)

    def _approved(self, known: Grant) -> Reason | None:
        if known.budget is None:
            return None
        text = f"{self.grant}: has an approved budget; ask for it to be changed"
        return Reason(code="grant.budget_approved", text=text, source=str(CHANGE))


@attrs.frozen(kw_only=True)
class RequestChange:
    """Receive the recipient's request for a change, with a revised budget.

    Attributes:
        grant: The grant's stream: `grant/…`.
        kind: What is to be changed.
        budget: The revised budget.
        ends: The first day after the period that is asked for, in an extension.
        reasons: Why, as codes; nothing about a person.
        received: When it was received.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    kind: ChangeKind
    budget: Budget
    ends: date | None = None
    reasons: tuple[ReasonCode, ...]
    received: Instant

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Receive it, unless it is received.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.lapsed`,
                `grant.received_in_future`, `grant.no_budget`, `grant.reasons`,
                `grant.extension`, `grant.extension_late`, `grant.year_settled`, and
                whatever is wrong with the budget.
        """
        known = live(state, self.grant)
        fields = [name for name in _ASKED if name != "number"]
        said = {name: getattr(self, name) for name in fields}
        for number, request in known.requests.items():
            if request.asked == ChangeRequested(number=number, **said):
                return ()
        refuse_for(
            lapsed(self.grant, known),
            in_future(self.grant, self.received, context),
            *self._against(known),
            *_settled_years(self.grant, known, self.budget),
            *unfit(self.grant, known, self.budget, ends=self.ends),
        )
        return (ChangeRequested(number=len(known.requests) + 1, **said),)

    def _against(self, known: Grant) -> Iterator[Reason]:
        if known.budget is None:
            text = f"{self.grant}: no budget of it is approved, so none can be changed"
            yield _rule("no_budget", text)
        if not self.reasons:
            text = f"{self.grant}: $.reasons: expected a reasoned request, got none"
            yield _rule("reasons", text)
        if (self.kind is ChangeKind.EXTENSION) != (self.ends is not None):
            text = (
                f"{self.grant}: $.ends: expected a new end in an extension and in "
                f"nothing else, got {self.ends} in {str(self.kind)!r}"
            )
            yield _rule("extension", text)
        if self.ends is not None and self.ends <= known.ends:
            text = (
                f"{self.grant}: $.ends: expected later than {known.ends}, "
                f"got {self.ends}"
            )
            yield _rule("extension", text)
        day = danish_date(self.received)
        if self.kind is ChangeKind.EXTENSION and day >= known.ends:
            text = (
                f"{self.grant}: expected a request for an extension before the period "
                f"ends, {known.ends}, it was received {day}"
            )
            source = str(EXTENSION)
            yield Reason(code="grant.extension_late", text=text, source=source)


_ASKED = [each.name for each in attrs.fields(ChangeRequested)]


@attrs.frozen(kw_only=True)
class ApproveChange:
    """Approve a change in writing; its budget counts from then on.

    Attributes:
        grant: The grant's stream: `grant/…`.
        request: The number of the request.
        source: The written approval.
        effective_from: The first day that it holds.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    request: int
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Approve it, unless it is approved.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.request_unknown`; or
                `grant.request_decided`, `grant.lapsed`, `grant.not_begun`,
                `grant.year_settled`, and whatever is wrong with the budget by now.
        """
        known = live(state, self.grant)
        request = _request(self.grant, known, self.request)
        if request.approved:
            return ()
        asked = request.asked
        refuse_for(
            _decided(self.grant, request),
            lapsed(self.grant, known),
            within(known.period, self.effective_from, stream=self.grant),
            *_settled_years(self.grant, known, asked.budget),
            *unfit(self.grant, known, asked.budget, ends=asked.ends),
        )
        return (
            BudgetApproved(
                budget=asked.budget,
                request=self.request,
                ends=asked.ends,
                source=self.source,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class RefuseChange:
    """Refuse a change that was asked for.

    Attributes:
        grant: The grant's stream: `grant/…`.
        request: The number of the request.
        reasons: Why, as codes; nothing about a person.
        effective_from: The first day that the refusal holds.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    request: int
    reasons: tuple[ReasonCode, ...]
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Refuse it, unless it is refused.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.request_unknown`; or
                `grant.request_decided`, `grant.not_begun`, `grant.reasons`.
        """
        known = live(state, self.grant)
        request = _request(self.grant, known, self.request)
        if request.approved is False:
            return ()
        text = f"{self.grant}: $.reasons: expected why it is refused, got none"
        refuse_for(
            _decided(self.grant, request),
            within(known.period, self.effective_from, stream=self.grant),
            None if self.reasons else _rule("reasons", text),
        )
        return (
            ChangeRefused(
                request=self.request,
                reasons=self.reasons,
                effective_from=self.effective_from,
            ),
        )


def _request(stream: StreamId, known: Grant, number: int) -> Request:
    """Give a request by its number.

    Raises:
        Refused: There is none.
    """
    found = known.requests.get(number)
    if found is not None:
        return found
    text = (
        f"{stream}: $.request: expected one of its {len(known.requests)} requests, "
        f"got {number}"
    )
    raise Refused(_rule("request_unknown", text))


def _decided(stream: StreamId, request: Request) -> Reason | None:
    if request.approved is None:
        return None
    came_to = "approved" if request.approved else "refused"
    text = f"{stream}: request {request.asked.number}: is already {came_to}"
    return _rule("request_decided", text)


def _settled_years(
    stream: StreamId, known: Grant, budget: Budget
) -> Iterator[Reason | None]:
    """Say no to another budget for a year whose accounts are approved."""
    if known.budget is None:
        return
    for year in sorted({*known.budget.years, *budget.years}):
        if budget.of(year) != known.budget.of(year):
            yield settled(stream, known, year)


def _rule(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(CHANGE))
