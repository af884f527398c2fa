"""Granting more, and bringing a grant under other terms."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import At, Context, at
from kvalitet_core.domain.frame import Committed as FrameCommitted
from kvalitet_core.domain.frame import Frame
from kvalitet_core.domain.grant.checks import (
    lapsed,
    live,
    not_positive,
    own_basis,
)
from kvalitet_core.domain.grant.committing import (
    beyond_frame,
    no_terms,
    promised,
)
from kvalitet_core.domain.grant.events import Event, Raised, TermsAdopted
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Money, ReasonCode, not_blank

__all__ = [
    "AdoptTerms",
    "Raise",
]


@attrs.frozen(kw_only=True)
class Raise:
    """Grant more.

    Attributes:
        grant: The grant's stream: `grant/…`.
        amount: How much more.
        reason: Why, as a code; nothing about a person.
        source: The document that it comes from; another one each time.
        effective_from: The first day that it holds.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    amount: Money
    reason: ReasonCode
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event | At, ...]:
        """Grant it, unless it is granted by the same document.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.lapsed`,
                `grant.not_begun`, `grant.amount`, `grant.beyond_frame`,
                `grant.raised` where the document granted something else.
        """
        known = live(state, self.grant)
        earlier = [each for each in known.raised if each.source == self.source]
        said = (self.amount, self.reason, self.effective_from)
        if any((e.amount, e.reason, e.effective_from) == said for e in earlier):
            return ()
        frame = context.get(Frame, known.frame)
        day = self.effective_from
        refuse_for(
            lapsed(self.grant, known),
            self._by_another(earlier),
            within(known.period, day, stream=self.grant),
            not_positive(self.grant, "$.amount", self.amount, source=self.source),
            beyond_frame(self.grant, known.frame, frame, self.amount, day)
            if frame
            else None,
        )
        basis = own_basis(context, known)
        raised = Raised(
            amount=self.amount,
            reason=self.reason,
            source=self.source,
            effective_from=day,
            postings=promised(self.amount, basis, day),
        )
        more = FrameCommitted(grant=self.grant, amount=self.amount, effective_from=day)
        return (raised, at(known.frame, more))

    def _by_another(self, earlier: list[Raised]) -> Reason | None:
        if not earlier:
            return None
        text = (
            f"{self.grant}: $.source: expected another document, since "
            f"{self.source!r} granted {earlier[0].amount}, got {self.amount}"
        )
        return Reason(code="grant.raised", text=text, source=self.source)


@attrs.frozen(kw_only=True)
class AdoptTerms:
    """Bring a grant under the terms that its frame has on a day, from that day on.

    Attributes:
        grant: The grant's stream: `grant/…`.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they hold for the grant.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Adopt them, unless they hold from that day on.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.not_begun` or
                `grant.no_terms`.
        """
        known = live(state, self.grant)
        day = self.effective_from
        frame = context.get(Frame, known.frame)
        terms = frame.terms.on(day) if frame else None
        if terms is not None and known.terms.holds(terms, day):
            return ()
        refuse_for(
            within(known.period, day, stream=self.grant),
            no_terms(known.frame, terms, day),
        )
        assert terms is not None  # noqa: S101 - the refusal above is for that
        adopted = TermsAdopted(terms=terms, reason=self.reason, effective_from=day)
        return (adopted,)
