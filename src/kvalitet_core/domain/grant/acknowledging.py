"""Taking a grant on its terms: the tilkendegivelse, the conditions, and the start."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.grant.checks import in_future, lapsed, live
from kvalitet_core.domain.grant.events import (
    Acknowledged,
    AcknowledgementMoved,
    Begun,
    ConditionMet,
    Event,
)
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.rules import reachable, refuse_for, within
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Deadline, Instant, ReasonCode, not_blank

__all__ = ["Acknowledge", "Begin", "MeetCondition", "MoveAcknowledgement"]


@attrs.frozen(kw_only=True)
class Acknowledge:
    """Receive the recipient's tilkendegivelse; what comes late is received as late.

    Attributes:
        grant: The grant's stream: `grant/…`.
        received: When it was received.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    received: Instant

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Receive it, unless it is received.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.acknowledged` at another
                time, or `grant.received_in_future`.
        """
        known = live(state, self.grant)
        if known.acknowledged == self.received:
            return ()
        if known.acknowledged is not None:
            text = (
                f"{self.grant}: its tilkendegivelse is already received "
                f"{known.acknowledged.isoformat()}, got {self.received.isoformat()}"
            )
            raise Refused(Reason(code="grant.acknowledged", text=text))
        refuse_for(in_future(self.grant, self.received, context))
        in_time = known.acknowledge_by.met_by(self.received)
        return (Acknowledged(received=self.received, in_time=in_time),)


@attrs.frozen(kw_only=True)
class MoveAcknowledgement:
    """Move the last time for the tilkendegivelse; one that was late may be in time.

    Attributes:
        grant: The grant's stream: `grant/…`.
        acknowledge_by: The last time.
        reason: Why, as a code; nothing about a person.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    acknowledge_by: Deadline
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Move it, unless it stands so.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.lapsed` or
                `grant.deadline_unreachable`.
        """
        known = live(state, self.grant)
        if known.acknowledge_by == self.acknowledge_by:
            return ()
        refuse_for(
            reachable(self.acknowledge_by, stream=self.grant), lapsed(self.grant, known)
        )
        got = known.acknowledged
        moved = AcknowledgementMoved(
            acknowledge_by=self.acknowledge_by,
            reason=self.reason,
            in_time=got is not None and self.acknowledge_by.met_by(got),
        )
        return (moved,)


@attrs.frozen(kw_only=True)
class MeetCondition:
    """Note that a condition of the grant is met.

    Attributes:
        grant: The grant's stream: `grant/…`.
        condition: Which one, by its code.
        source: The document that shows it.
        effective_from: The first day that it is met.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    condition: ReasonCode
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Note it, unless it is met from that day.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, or `grant.condition_unknown`.
        """
        known = live(state, self.grant)
        if known.met.get(self.condition) == self.effective_from:
            return ()
        codes = [each.code for each in known.conditions]
        if self.condition not in codes:
            text = (
                f"{self.grant}: $.condition: expected one of its conditions, "
                f"{', '.join(codes) or 'of which it has none'}, "
                f"got {str(self.condition)!r}"
            )
            reason = Reason(
                code="grant.condition_unknown", text=text, source=known.source
            )
            raise Refused(reason)
        met = ConditionMet(
            condition=self.condition,
            source=self.source,
            effective_from=self.effective_from,
        )
        return (met,)


@attrs.frozen(kw_only=True)
class Begin:
    """Note that the project has begun.

    Attributes:
        grant: The grant's stream: `grant/…`.
        effective_from: Its first day.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Note it, unless it began that day.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.lapsed`,
                `grant.not_begun`, `grant.begun` on another day.
        """
        known = live(state, self.grant)
        if known.begun == self.effective_from:
            return ()
        refuse_for(
            lapsed(self.grant, known),
            within(known.period, self.effective_from, stream=self.grant),
            self._begun(known),
        )
        return (Begun(effective_from=self.effective_from),)

    def _begun(self, known: Grant) -> Reason | None:
        if known.begun is None:
            return None
        text = (
            f"{self.grant}: has already begun {known.begun}, got {self.effective_from}"
        )
        return Reason(code="grant.begun", text=text)
