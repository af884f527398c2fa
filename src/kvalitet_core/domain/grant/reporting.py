"""What the recipient hands in: what is due when, reports, and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.frame.handbook import ACCOUNTS, CHANGE, REPORT
from kvalitet_core.domain.grant.budget import GRANT, AccountLine, Financing, total
from kvalitet_core.domain.grant.checks import NOTHING, in_future, live, settled
from kvalitet_core.domain.grant.events import (
    AccountsReceived,
    AuditDone,
    DutiesSet,
    Event,
    ReportReceived,
)
from kvalitet_core.domain.grant.plan import Duty, DutyKind
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.rules import reachable, refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Instant, ReasonCode, danish_date, not_blank

__all__ = ["ReceiveAccounts", "ReceiveReport", "SetDuties"]


@attrs.frozen(kw_only=True)
class SetDuties:
    """Set what the recipient is to hand in and by when, as the tilskudsbrev says.

    Attributes:
        grant: The grant's stream: `grant/…`.
        duties: Every duty.
        source: The tilskudsbrev, or what changed it.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    duties: tuple[Duty, ...]
    source: str = attrs.field(validator=not_blank)

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Set them, unless they stand so.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.duty_twice`,
                `grant.deadline_unreachable`, `grant.duty_year`.
        """
        known = live(state, self.grant)
        if tuple(known.duties.values()) == self.duties:
            return ()
        refuse_for(*self._against())
        return (DutiesSet(duties=self.duties, source=self.source),)

    def _against(self) -> Iterator[Reason | None]:
        codes = [each.code for each in self.duties]
        for code in sorted({each for each in codes if codes.count(each) > 1}):
            text = (
                f"{self.grant}: $.duties: expected each once, got {str(code)!r} twice"
            )
            yield Reason(code="grant.duty_twice", text=text, source=self.source)
        for duty in self.duties:
            yield reachable(duty.due, stream=self.grant)
            if duty.kind is DutyKind.ACCOUNTS and duty.year is None:
                text = f"{self.grant}: {duty.code}: expected the year of the accounts"
                yield Reason(code="grant.duty_year", text=text, source=self.source)


@attrs.frozen(kw_only=True)
class ReceiveReport:
    """Receive what the recipient hands in, other than accounts.

    Attributes:
        grant: The grant's stream: `grant/…`.
        kind: What it is.
        duty: The duty that it meets, by its code, where there is one.
        received: When it was received.
        document: The document, where it is kept.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    kind: DutyKind
    duty: ReasonCode | None = None
    received: Instant
    document: Attachment | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Receive it, unless it is received.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.received_in_future`,
                `grant.duty_unknown`, `grant.kind` for accounts.
        """
        known = live(state, self.grant)
        fields = attrs.fields(ReportReceived)
        said = ReportReceived(
            **{each.name: getattr(self, each.name) for each in fields}
        )
        if said in known.reports:
            return ()
        refuse_for(
            in_future(self.grant, self.received, context),
            self._accounts(),
            no_such_duty(self.grant, known, self.duty, self.kind, None),
        )
        return (said,)

    def _accounts(self) -> Reason | None:
        if self.kind is not DutyKind.ACCOUNTS:
            return None
        text = f"{self.grant}: $.kind: expected another than accounts; receive those"
        return Reason(code="grant.kind", text=text, source=str(REPORT))


@attrs.frozen(kw_only=True)
class ReceiveAccounts:
    """Receive accounts of a year; they may have approved budget posts only.

    Attributes:
        grant: The grant's stream: `grant/…`.
        year: The project year.
        duty: The duty that they meet, by its code, where there is one.
        received: When they were received.
        lines: What was spent on each post.
        income: What the year was paid with; the grant, `tilskud`, as one of its own.
        signed_on: The day that the recipient signed them, if they are signed.
        audit: How they were audited, if they were.
        document: The accounts themselves, where they are kept.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    year: int
    duty: ReasonCode | None = None
    received: Instant
    lines: tuple[AccountLine, ...]
    income: tuple[Financing, ...]
    signed_on: date | None = None
    audit: AuditDone | None = None
    document: Attachment | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Receive them, unless they are received.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or for everything that is wrong
                with them: `grant.received_in_future`, `grant.duty_unknown`,
                `grant.year_settled`, `grant.no_budget`, `grant.outside_period`,
                `grant.post_not_approved`, `grant.post_twice`, `grant.amount`,
                `grant.grant_income`, `grant.accounts_unbalanced`,
                `grant.signed_after_receipt`.
        """
        known = live(state, self.grant)
        said = {name: getattr(self, name) for name in _TOLD}
        for number, accounts in known.accounts.items():
            if accounts.received == AccountsReceived(number=number, **said):
                return ()
        refuse_for(
            in_future(self.grant, self.received, context),
            no_such_duty(self.grant, known, self.duty, DutyKind.ACCOUNTS, self.year),
            settled(self.grant, known, self.year),
            *unapproved(self.grant, known, self.year, self.lines),
            *self._ill_told(),
            *self._unbalanced(),
        )
        return (AccountsReceived(number=len(known.accounts) + 1, **said),)

    def _ill_told(self) -> Iterator[Reason]:
        posts = [line.post for line in self.lines]
        for post in sorted({each for each in posts if posts.count(each) > 1}):
            text = f"{self.grant}: $.lines: expected each once, got {str(post)!r} twice"
            yield _rule("post_twice", text)
        told = [("lines", line.amount) for line in self.lines]
        told += [("income", each.amount) for each in self.income]
        for path, amount in told:
            if amount < NOTHING:
                text = (
                    f"{self.grant}: $.{path}: expected 0,00 kr. or more, got {amount}"
                )
                yield _rule("amount", text)
        day = danish_date(self.received)
        if self.signed_on is not None and day < self.signed_on:
            text = (
                f"{self.grant}: $.signed_on: expected no later than their receipt "
                f"{day}, got {self.signed_on}"
            )
            yield _rule("signed_after_receipt", text)

    def _unbalanced(self) -> Iterator[Reason]:
        own = [each for each in self.income if each.source == GRANT]
        years = {each.year for each in self.income} | {self.year}
        if len(own) != 1 or len(years) > 1:
            text = (
                f"{self.grant}: $.income: expected income of {self.year} with the "
                f"grant, {str(GRANT)!r}, as one of its own, got {len(own)} of it and "
                f"the years {', '.join(map(str, sorted(years)))}"
            )
            yield _rule("grant_income", text)
        spent = total(line.amount for line in self.lines)
        income = total(each.amount for each in self.income)
        if spent != income:
            text = (
                f"{self.grant}: expected income that equals what was spent, {spent}, "
                f"got {income}"
            )
            yield _rule("accounts_unbalanced", text)


_TOLD = [each.name for each in attrs.fields(AccountsReceived) if each.name != "number"]


def unapproved(
    stream: StreamId, known: Grant, year: int, lines: tuple[AccountLine, ...]
) -> Iterator[Reason]:
    """Say no to each post that is not in the approved budget of the year."""
    if known.budget is None:
        text = f"{stream}: no budget of it is approved"
        yield Reason(code="grant.no_budget", text=text, source=str(CHANGE))
        return
    if year not in known.budget.years:
        years = ", ".join(map(str, known.budget.years))
        text = f"{stream}: $.year: expected one of the budget's, {years}, got {year}"
        yield Reason(code="grant.outside_period", text=text, source=str(CHANGE))
        return
    posts = known.budget.posts(year)
    for place, line in enumerate(lines):
        if line.post not in posts:
            text = (
                f"{stream}: $.lines[{place}].post: expected a post of the approved "
                f"budget for {year}, {', '.join(sorted(posts)) or 'which has none'}, "
                f"got {str(line.post)!r}"
            )
            yield Reason(code="grant.post_not_approved", text=text, source=str(CHANGE))


def no_such_duty(
    stream: StreamId,
    known: Grant,
    code: ReasonCode | None,
    kind: DutyKind,
    year: int | None,
) -> Reason | None:
    """Say no to meeting a duty that is none, or another one."""
    if code is None:
        return None
    duty = known.duties.get(code)
    if duty is not None and duty.kind is kind and (year is None or duty.year == year):
        return None
    found = "none" if duty is None else f"{duty.kind} of {duty.year or 'no year'}"
    text = (
        f"{stream}: $.duty: expected a duty of {kind}{f' of {year}' if year else ''}, "
        f"{str(code)!r} is {found}"
    )
    return Reason(code="grant.duty_unknown", text=text, source=known.source)


def _rule(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(ACCOUNTS))
