"""Giving a grant, and more of it: never beyond the frame, whoever decides meanwhile.

The commitment is written in the frame's stream by the same commit. Two that are decided
at once both read the frame; the one that comes second is decided again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import attrs

from kvalitet_core.aggregate import At, Context, at
from kvalitet_core.domain.application import Application, Outcome
from kvalitet_core.domain.fields import Written
from kvalitet_core.domain.frame import Committed as FrameCommitted
from kvalitet_core.domain.frame import Frame, GrantTerms
from kvalitet_core.domain.grant.checks import (
    NOTHING,
    not_positive,
    own_basis,
    posted,
)
from kvalitet_core.domain.grant.events import Committed, Event
from kvalitet_core.domain.grant.ledger import Account, Basis, Posting, Purpose
from kvalitet_core.domain.grant.plan import GrantCondition
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.municipality import Municipality
from kvalitet_core.domain.region import Region
from kvalitet_core.domain.rules import in_force, reachable, refuse_for
from kvalitet_core.domain.tilbud import Tilbud
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, of_kinds, stream_id
from kvalitet_core.values import Deadline, Money, not_blank

__all__ = ["Commit"]


RECIPIENTS: Final = ("municipality", "organisation", "region", "tilbud")
"""The kinds of those that grants are given to."""

_REGISTERED: Final[dict[str, type[Any]]] = {
    "municipality": Municipality,
    "region": Region,
    "tilbud": Tilbud,
}


@attrs.frozen(kw_only=True)
class Commit:
    """Give a grant from a frame: the commitment, or tilsagn.

    Attributes:
        key: What the grant's stream is called by: `recovery-2019-0730`.
        frame: The frame's stream: `frame/…`.
        recipient: Who it is given to: `municipality/…`, `region/…`, `tilbud/…`, or
            `organisation/…` with a key of the caller's for one that has no record.
        application: The application that it answers, where there is one.
        title: What people call it.
        amount: How much is granted.
        starts: The first day of the grant's period.
        ends: The first day after it.
        acknowledge_by: The last time for the recipient's tilkendegivelse.
        conditions: What it is given on.
        source: The tilskudsbrev.
        effective_from: The first day that the commitment holds.
    """

    key: str = attrs.field(
        validator=Written("[a-z0-9][a-z0-9.-]{0,79}", "a-z, 0-9, . and -, 80 at most")
    )
    frame: StreamId = attrs.field(validator=of_kind("frame"))
    recipient: StreamId = attrs.field(validator=of_kinds(RECIPIENTS))
    application: StreamId | None = None
    title: str = attrs.field(validator=not_blank)
    amount: Money
    starts: date
    ends: date
    acknowledge_by: Deadline
    conditions: tuple[GrantCondition, ...] = ()
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant with this key."""
        return stream_id("grant", self.key)

    def decide(self, state: Grant | None, context: Context) -> tuple[Event | At, ...]:
        """Give it, unless it is given.

        Raises:
            Refused: `grant.committed`, for each thing that was given otherwise; or for
                everything that keeps it from being given: `grant.frame_unknown`,
                `grant.frame_not_in_force`, `grant.no_terms`, `grant.beyond_frame`,
                `grant.amount`, `grant.period`, `grant.recipient_unknown`,
                `grant.recipient_not_in_force`, `grant.application_not_granted`,
                `grant.other_applicant`,
                `grant.condition_twice`, `grant.deadline_unreachable`.
        """
        stream = self.target(context)
        if state is not None:
            refuse_for(*self._otherwise(stream, state.given))
            return ()
        frame = context.get(Frame, self.frame)
        terms = frame.terms.on(self.effective_from) if frame else None
        refuse_for(*self._against(stream, frame, terms, context))
        assert terms is not None  # noqa: S101 - the refusal above is for that
        basis = own_basis(context, None)
        return (
            self._committed(terms, basis),
            at(
                self.frame,
                FrameCommitted(
                    grant=stream,
                    amount=self.amount,
                    effective_from=self.effective_from,
                ),
            ),
        )

    def _committed(self, terms: GrantTerms, basis: Basis) -> Committed:
        return Committed(
            **{name: getattr(self, name) for name in _SAID},
            terms=terms,
            postings=promised(self.amount, basis, self.effective_from),
        )

    def _otherwise(self, stream: StreamId, given: Committed) -> Iterator[Reason]:
        for name in _SAID:
            before, now = getattr(given, name), getattr(self, name)
            if before != now:
                text = (
                    f"{stream}: is already given with {name} {str(before)!r}, "
                    f"got {str(now)!r}"
                )
                yield Reason(code="grant.committed", text=text, source=given.source)

    def _against(
        self,
        stream: StreamId,
        frame: Frame | None,
        terms: GrantTerms | None,
        context: Context,
    ) -> Iterator[Reason | None]:
        day = self.effective_from
        yield in_force(frame, day, stream=self.frame, code="grant.frame")
        if frame is not None and frame.period.contains(day):
            yield no_terms(self.frame, terms, day)
            yield beyond_frame(stream, self.frame, frame, self.amount, day)
        yield not_positive(stream, "$.amount", self.amount, source=self.source)
        if self.ends <= self.starts:
            text = (
                f"{stream}: $.ends: expected later than {self.starts}, got {self.ends}"
            )
            yield Reason(code="grant.period", text=text, source=self.source)
        yield reachable(self.acknowledge_by, stream=stream)
        yield recipient_there(self.recipient, day, context)
        yield not_granted(self.application, context)
        yield other_applicant(stream, self.application, self.recipient, context)
        yield from _twice(stream, self.conditions)


_SAID = [
    each.name
    for each in attrs.fields(Committed)
    if each.name not in ("terms", "postings")
]


def beyond_frame(
    stream: StreamId, where: StreamId, frame: Frame, amount: Money, day: date
) -> Reason | None:
    """Say no to committing more than the frame has left."""
    left = frame.available(day)
    if amount <= left:
        return None
    text = (
        f"{stream}: $.amount: expected no more than what is left of {where}, "
        f"{max(left, NOTHING)}, got {amount}"
    )
    source = f"{frame.source}, {frame.finance_act_account}"
    return Reason(code="grant.beyond_frame", text=text, source=source)


_GRANTED = (Outcome.IMOEDEKOMMET, Outcome.DELVIST)


def promised(amount: Money, basis: Basis, day: date) -> tuple[Posting, ...]:
    move = (Account.COST, Account.COMMITMENT, amount, Purpose.COMMITTED)
    return posted(move, decision=basis, on=day)


def no_terms(where: StreamId, terms: GrantTerms | None, day: date) -> Reason | None:
    if terms is not None:
        return None
    text = f"{where}: expected terms that grants are given on, none hold on {day}"
    return Reason(code="grant.no_terms", text=text)


def recipient_there(stream: StreamId, day: date, context: Context) -> Reason | None:
    """Say no to a recipient with a record that is not there on the day."""
    kind = _REGISTERED.get(stream.partition("/")[0])
    if kind is None:
        return None
    found = context.get(kind, stream)
    return in_force(found, day, stream=stream, code="grant.recipient")


def not_granted(stream: StreamId | None, context: Context) -> Reason | None:
    """Say no to an application that is not granted."""
    if stream is None or not stream.startswith("application/"):
        return None
    found = context.get(Application, stream)
    newest = found.decisions[-1].outcome if found and found.decisions else None
    if found is not None and not found.withdrawn and newest in _GRANTED:
        return None
    state = "not there" if found is None else newest or "not decided"
    if found is not None and found.withdrawn:
        state = "withdrawn"
    text = f"{stream}: expected an application that is granted, it is {state}"
    return Reason(code="grant.application_not_granted", text=text)


def other_applicant(
    stream: StreamId, asked: StreamId | None, recipient: StreamId, context: Context
) -> Reason | None:
    """Say no to giving one municipality or tilbud what another applied for.

    A tilbud's grant may go to whoever runs it, so what differs in kind is let be.
    """
    if asked is None or not asked.startswith("application/"):
        return None
    found = context.get(Application, asked)
    applicant = found.applicant if found else recipient
    kinds = {each.partition("/")[0] for each in (applicant, recipient)}
    if applicant == recipient or len(kinds) > 1:
        return None
    text = (
        f"{stream}: $.recipient: expected the one that {asked} is from, {applicant}, "
        f"got {recipient}"
    )
    return Reason(code="grant.other_applicant", text=text)


def _twice(
    stream: StreamId, conditions: tuple[GrantCondition, ...]
) -> Iterator[Reason]:
    codes = [each.code for each in conditions]
    for code in sorted({each for each in codes if codes.count(each) > 1}):
        text = f"{stream}: $.conditions: expected each once, got {str(code)!r} twice"
        yield Reason(code="grant.condition_twice", text=text)
