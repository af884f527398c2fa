"""What a grant must be: the rules that several of its commands share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.frame.handbook import BUDGET, CHANGE, COVERAGE
from kvalitet_core.domain.frame.terms import GrantTerms
from kvalitet_core.domain.grant.budget import Budget
from kvalitet_core.domain.grant.ledger import Account, Basis, Posting, Purpose
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.rules import registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Money

__all__ = [
    "NOTHING",
    "Move",
    "beyond_commitment",
    "in_future",
    "lapsed",
    "later_than_today",
    "live",
    "not_positive",
    "own_basis",
    "posted",
    "resting",
    "settled",
    "terms_on",
    "unfit",
]

NOTHING: Final = Money(oere=0)

Move: TypeAlias = tuple[Account, Account, Money, Purpose]
"""Where an amount goes, where it comes from, how much it is, and why."""

_DAY: Final = timedelta(days=1)


def live(state: Grant | None, stream: StreamId) -> Grant:
    """Give the grant that a command is about, which is not closed.

    Raises:
        Refused: `grant.unknown` or `grant.closed`.
    """
    known = registered(state, stream)
    if known.closed is not None:
        text = f"{stream}: is closed from {known.closed}"
        raise Refused(Reason(code="grant.closed", text=text, source=known.source))
    return known


def lapsed(stream: StreamId, known: Grant) -> Reason | None:
    """Say no to going on with what has lapsed."""
    if known.lapsed is None:
        return None
    text = f"{stream}: has lapsed, for {known.lapsed}"
    return Reason(code="grant.lapsed", text=text, source=known.source)


def own_basis(context: Context, known: Grant | None) -> Basis:
    """The event that the decision being taken gives first, as what others rest on."""
    return resting(context, 1 if known is None else known.version + 1)


def resting(context: Context, version: int) -> Basis:
    """An event of the grant's own stream as what something rests on."""
    stream = context.stream
    event = context.event_id(stream, version)
    return Basis(event=event, stream=stream, version=version)


def posted(*moves: Move, decision: Basis, on: date) -> tuple[Posting, ...]:
    """The postings of a decision; nothing is posted of what is nothing."""
    return tuple(
        Posting(
            debit=debit,
            credit=credit,
            amount=amount,
            purpose=purpose,
            decision=decision,
            posted_on=on,
        )
        for debit, credit, amount, purpose in moves
        if amount.oere
    )


def terms_on(known: Grant, day: date) -> GrantTerms:
    """The terms of a grant on a day; before they began, the first ones."""
    return known.terms.on(day) or known.terms.spans[0].value


def not_positive(
    stream: StreamId, path: str, amount: Money, *, source: str | None = None
) -> Reason | None:
    """Say no to an amount that is nothing or less."""
    if amount > NOTHING:
        return None
    text = f"{stream}: {path}: expected more than 0,00 kr., got {amount}"
    return Reason(code="grant.amount", text=text, source=source)


def in_future(stream: StreamId, received: datetime, context: Context) -> Reason | None:
    """Say no to what is told to be received later than now."""
    if received <= context.now:
        return None
    text = (
        f"{stream}: $.received: expected no later than now, "
        f"{context.now.isoformat()}, got {received.isoformat()}"
    )
    return Reason(code="grant.received_in_future", text=text)


def later_than_today(
    stream: StreamId, path: str, day: date, context: Context
) -> Reason | None:
    """Say no to money that is told to move on a day to come."""
    if day <= context.today:
        return None
    text = f"{stream}: {path}: expected no later than today, {context.today}, got {day}"
    return Reason(code="grant.day_in_future", text=text)


def beyond_commitment(
    stream: StreamId, known: Grant, amount: Money, path: str
) -> Reason | None:
    """Say no to paying more than is promised and not paid yet."""
    if amount <= known.payable:
        return None
    text = (
        f"{stream}: {path}: expected no more than what is committed and not paid, "
        f"{known.payable}, got {amount}"
    )
    return Reason(code="grant.beyond_commitment", text=text, source=str(COVERAGE))


def settled(stream: StreamId, known: Grant, year: int) -> Reason | None:
    """Say no to changing a year whose accounts are approved."""
    if known.approved(year) is None:
        return None
    text = f"{stream}: the accounts of {year} are approved already"
    return Reason(code="grant.year_settled", text=text, source=str(CHANGE))


def unfit(
    stream: StreamId, known: Grant, budget: Budget, *, ends: date | None = None
) -> Iterator[Reason]:
    """Everything in a budget that cannot be approved.

    Args:
        stream: The grant's stream.

        known: The grant.

        budget: The budget.

        ends: The first day after the period, where it is asked to be moved.
    """
    years = range(known.starts.year, ((ends or known.ends) - _DAY).year + 1)
    for year in budget.years:
        if year not in years:
            text = (
                f"{stream}: $.budget: expected years of the grant's period, "
                f"{years[0]} to {years[-1]}, got {year}"
            )
            yield _no_budget("outside_period", text)
        costs, financed = budget.costs(year), budget.financed(year)
        if costs != financed:
            text = (
                f"{stream}: $.budget: {year}: expected financing that equals the "
                f"costs, {costs}, got {financed}"
            )
            yield _no_budget("budget_unbalanced", text)
    yield from _ill_told(stream, budget)
    if budget.granted() > known.committed:
        text = (
            f"{stream}: $.budget.financing: expected no more of the grant than is "
            f"committed, {known.committed}, got {budget.granted()}"
        )
        yield _no_budget("beyond_commitment", text)


def _ill_told(stream: StreamId, budget: Budget) -> Iterator[Reason]:
    seen: set[tuple[str, int]] = set()
    for place, line in enumerate(budget.lines):
        if (line.post, line.year) in seen:
            text = (
                f"{stream}: $.budget.lines[{place}]: expected each post once a year, "
                f"got {str(line.post)!r} again in {line.year}"
            )
            yield _no_budget("post_twice", text)
        seen.add((line.post, line.year))
        if line.units < 1 or line.unit_price < NOTHING:
            text = (
                f"{stream}: $.budget.lines[{place}]: expected one unit or more at a "
                f"price, got {line.units} at {line.unit_price}"
            )
            yield _no_budget("amount", text)
    for place, each in enumerate(budget.financing):
        if each.amount < NOTHING:
            text = (
                f"{stream}: $.budget.financing[{place}].amount: expected 0,00 kr. or "
                f"more, got {each.amount}"
            )
            yield _no_budget("amount", text)


def _no_budget(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(BUDGET))
