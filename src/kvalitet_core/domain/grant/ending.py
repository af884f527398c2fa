"""How a grant ends: it lapses, or it is closed once all is accounted for.

Whether what falls away can be given to others is said each time: no source says it of
every pool.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import assert_never

import attrs

from kvalitet_core.aggregate import At, Context, at
from kvalitet_core.domain.frame import Frame, Released
from kvalitet_core.domain.frame.handbook import BEGIN, PAYMENT, RECOVERY
from kvalitet_core.domain.grant.checks import (
    NOTHING,
    live,
    own_basis,
    posted,
    terms_on,
)
from kvalitet_core.domain.grant.events import Closed, Event, Lapsed, LapseGround
from kvalitet_core.domain.grant.ledger import Account, Basis, Posting, Purpose
from kvalitet_core.domain.grant.plan import months_after
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Money, instant_at

__all__ = ["Close", "Lapse"]


@attrs.frozen(kw_only=True)
class Lapse:
    """Let a grant lapse: nothing more is paid, and what is not paid falls away.

    Attributes:
        grant: The grant's stream: `grant/…`.
        ground: Why.
        to_frame: Whether the frame can commit again what falls away.
        effective_from: The first day that it has lapsed.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    ground: LapseGround
    to_frame: bool
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event | At, ...]:
        """Let it lapse, unless it has on that ground.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.lapsed` on another
                ground, `grant.not_begun`, `grant.acknowledged`,
                `grant.acknowledgement_open`, `grant.no_begin_limit`, `grant.begun`,
                `grant.begin_open`.
        """
        known = live(state, self.grant)
        if known.lapsed is self.ground:
            return ()
        day = self.effective_from
        refuse_for(
            self._lapsed(known),
            within(known.period, day, stream=self.grant),
            self._no_ground(known),
        )
        basis = own_basis(context, known)
        lapsed = Lapsed(
            ground=self.ground,
            released=known.unpaid,
            to_frame=self.to_frame,
            effective_from=day,
            postings=_released(known.unpaid, basis, day),
        )
        own = (self.grant, known, known.unpaid)
        return (lapsed, *_to_frame(context, own, day, told=self.to_frame))

    def _lapsed(self, known: Grant) -> Reason | None:
        if known.lapsed is None:
            return None
        text = f"{self.grant}: has already lapsed, for {known.lapsed}"
        return Reason(code="grant.lapsed", text=text)

    def _no_ground(self, known: Grant) -> Reason | None:
        match self.ground:
            case LapseGround.NOT_ACKNOWLEDGED:
                return self._acknowledged(known)
            case LapseGround.NOT_BEGUN:
                return self._begun(known)
            case LapseGround.GIVEN_UP:
                return None
            case _:
                assert_never(self.ground)

    def _acknowledged(self, known: Grant) -> Reason | None:
        source = str(PAYMENT)
        if known.in_time:
            text = f"{self.grant}: its tilkendegivelse came in time"
            return Reason(code="grant.acknowledged", text=text, source=source)
        if not known.acknowledge_by.met_by(instant_at(self.effective_from, time.min)):
            return None
        text = (
            f"{self.grant}: $.effective_from: expected later than the last time for "
            f"the tilkendegivelse, {known.acknowledge_by}, got {self.effective_from}"
        )
        return Reason(code="grant.acknowledgement_open", text=text, source=source)

    def _begun(self, known: Grant) -> Reason | None:
        limit = terms_on(known, self.effective_from).begin
        if limit is None:
            text = f"{self.grant}: its terms do not say how soon it must have begun"
            return Reason(code="grant.no_begin_limit", text=text, source=str(BEGIN))
        last = months_after(known.starts, limit.months)
        source = str(limit.hjemmel)
        if known.begun is not None and known.begun <= last:
            text = (
                f"{self.grant}: expected a project that had not begun by {last}, it "
                f"began {known.begun}"
            )
            return Reason(code="grant.begun", text=text, source=source)
        if last < self.effective_from:
            return None
        text = (
            f"{self.grant}: $.effective_from: expected later than {last}, until when "
            f"it may begin, got {self.effective_from}"
        )
        return Reason(code="grant.begin_open", text=text, source=source)


@attrs.frozen(kw_only=True)
class Close:
    """Close a grant that is accounted for; what was never paid falls away.

    Attributes:
        grant: The grant's stream: `grant/…`.
        to_frame: Whether the frame can commit again what falls away.
        effective_from: The first day that it is closed.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    to_frame: bool
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event | At, ...]:
        """Close it, unless it is closed from that day.

        Raises:
            Refused: `grant.unknown`, `grant.closed` on another day; or
                `grant.not_begun`, `grant.posted_later` where money moved since then,
                `grant.unaccounted`, `grant.claim_open`,
                `grant.duty_open`, `grant.undecided`.
        """
        if state is not None and state.closed == self.effective_from:
            return ()
        known = live(state, self.grant)
        day = self.effective_from
        refuse_for(within(known.period, day, stream=self.grant), *self._open(known))
        basis = own_basis(context, known)
        closed = Closed(
            released=known.unpaid,
            to_frame=self.to_frame,
            effective_from=day,
            postings=_released(known.unpaid, basis, day),
        )
        own = (self.grant, known, known.unpaid)
        return (closed, *_to_frame(context, own, day, told=self.to_frame))

    def _open(self, known: Grant) -> Iterator[Reason]:
        last = max(entry.posting.posted_on for entry in known.ledger)
        if self.effective_from < last:
            text = (
                f"{self.grant}: $.effective_from: expected no earlier than money last "
                f"moved, {last}, got {self.effective_from}"
            )
            yield _rule("posted_later", text)
        advance = known.balances[Account.ADVANCE]
        if advance != NOTHING:
            text = (
                f"{self.grant}: expected all that is paid to be accounted for or "
                f"demanded back, and all that is used to be paid, got {advance}"
            )
            yield _rule("unaccounted", text)
        for number, claim in known.claims.items():
            if claim.left > NOTHING:
                text = f"{self.grant}: claim {number}: {claim.left} is still owed"
                yield _rule("claim_open", text)
        for code in known.duties if known.lapsed is None else ():
            if code not in known.handed_in:
                text = f"{self.grant}: {str(code)!r} is not handed in"
                yield _rule("duty_open", text)
        asked = [n for n, each in known.requests.items() if each.approved is None]
        got = [n for n, each in known.accounts.items() if each.approved is None]
        for what, numbers in (("request", asked), ("accounts", got)):
            for number in numbers:
                text = f"{self.grant}: {what} {number}: not decided yet"
                yield _rule("undecided", text)


def _released(amount: Money, basis: Basis, day: date) -> tuple[Posting, ...]:
    move = (Account.COMMITMENT, Account.COST, amount, Purpose.RELEASED)
    return posted(move, decision=basis, on=day)


def _to_frame(
    context: Context, own: tuple[StreamId, Grant, Money], day: date, *, told: bool
) -> tuple[At, ...]:
    """Let the frame commit again what falls away, where that is said."""
    stream, known, amount = own
    if not told or amount <= NOTHING or context.get(Frame, known.frame) is None:
        return ()
    released = Released(grant=stream, amount=amount, effective_from=day)
    return (at(known.frame, released),)


def _rule(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(RECOVERY))
