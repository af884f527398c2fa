"""What may be asked of a network itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.fields import SomeText
from kvalitet_core.domain.network.admission import Admission
from kvalitet_core.domain.network.checks import LABEL
from kvalitet_core.domain.network.events import (
    AdmissionChanged,
    Closed,
    Corrected,
    Established,
    Event,
)
from kvalitet_core.domain.network.facts import there
from kvalitet_core.domain.network.meeting import MeetingStatus
from kvalitet_core.domain.network.state import CORRECTED, Network
from kvalitet_core.domain.rules import ending, refuse_for, registered, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import ReasonCode, not_blank

__all__ = ["ChangeAdmission", "Close", "Correct", "Establish"]


@attrs.frozen(kw_only=True)
class Establish:
    """Establish a network.

    Attributes:
        key: What tells it from other networks: `ledelse-oestdanmark`.
        name: What it is called.
        area: The part of the country that it is for; None where it is for all of it.
        purpose: What it is for.
        admission: Who may be a member, from its first day on.
        source: The document that all this comes from.
        effective_from: The first day that it is there.
    """

    key: str = attrs.field(validator=LABEL)
    name: str = attrs.field(validator=not_blank)
    area: str | None = attrs.field(default=None, validator=SomeText())
    purpose: str = attrs.field(validator=not_blank)
    admission: Admission
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the network with this key."""
        return stream_id("network", self.key)

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Establish it, unless it was established so.

        Raises:
            Refused: `network.established`, for each thing that was said otherwise; or
                `network.rule_unknown` and `network.form_unknown`, for each that no
                plugin brings.
        """
        stream = self.target(context)
        fields = attrs.fields(Established)
        said = Established(**{each.name: getattr(self, each.name) for each in fields})
        if state is not None:
            refuse_for(*_otherwise(stream, state.established, said))
            return ()
        refuse_for(*there(stream, self.admission, context))
        return (said,)


@attrs.frozen(kw_only=True)
class ChangeAdmission:
    """Change who may be a member; those who are members stay.

    Attributes:
        network: The network's stream: `network/…`.
        admission: Who may be a member.
        effective_from: The first day that this holds; it may be in the past.
        effective_to: The first day that it no longer holds; None where none is known.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    admission: Admission
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Change it, unless it holds on all those days.

        Raises:
            Refused: `network.unknown`, `network.not_begun`, `network.closed`, or
                `network.rule_unknown` and `network.form_unknown`, for each that no
                plugin brings.
        """
        known, day = registered(state, self.network), self.effective_from
        if known.admission.holds(self.admission, day, self.effective_to):
            return ()
        refuse_for(
            within(known.period, day, stream=self.network),
            *there(self.network, self.admission, context),
        )
        return (
            AdmissionChanged(
                admission=self.admission,
                effective_from=day,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class Correct:
    """Put right what was registered wrongly of a network; the rest stands.

    Attributes:
        network: The network's stream: `network/…`.
        reason: Why, as a code; nothing about a person.
        name: What it is called.
        area: The part of the country that it is for.
        purpose: What it is for.
        source: The document that it comes from.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    reason: ReasonCode
    name: str | None = attrs.field(default=None, validator=SomeText())
    area: str | None = attrs.field(default=None, validator=SomeText())
    purpose: str | None = attrs.field(default=None, validator=SomeText())
    source: str | None = attrs.field(default=None, validator=SomeText())

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `network.unknown`.
        """
        known = registered(state, self.network)
        fields = attrs.fields(Corrected)
        event = Corrected(**{each.name: getattr(self, each.name) for each in fields})
        said = {name: getattr(self, name) for name in CORRECTED}
        stands = (v is None or v == getattr(known, n) for n, v in said.items())
        return () if all(stands) else (event,)


@attrs.frozen(kw_only=True)
class Close:
    """Close a network.

    Attributes:
        network: The network's stream: `network/…`.
        effective_from: The first day without it.
        reason: Why, as a code; nothing about a person.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    effective_from: date
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed from that day for that reason.

        Raises:
            Refused: `network.unknown`; or for everything that stands against it:
                `network.closed`, `network.not_begun`, or `network.meeting_later`, for
                each meeting on that day or later that is not cancelled.
        """
        known = registered(state, self.network)
        if (known.period.end, known.closing_reason) == (
            self.effective_from,
            self.reason,
        ):
            return ()
        refuse_for(
            ending(known.period, self.effective_from, stream=self.network),
            *_meetings_later(known, self.effective_from, self.network),
        )
        return (Closed(effective_from=self.effective_from, reason=self.reason),)


def _otherwise(
    stream: StreamId, known: Established, said: Established
) -> Iterator[Reason]:
    for field in attrs.fields(Established):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = (
                f"{stream}: is already established with {field.name} {str(before)!r}, "
                f"got {str(now)!r}"
            )
            yield Reason(code="network.established", text=text, source=known.source)


def _meetings_later(known: Network, day: date, stream: StreamId) -> Iterator[Reason]:
    for meeting in known.meetings:
        on = meeting.occasion.day
        if meeting.status is not MeetingStatus.CANCELLED and day <= on:
            text = (
                f"{stream}: expected a day after its last meeting, got {day}; meeting "
                f"{meeting.label!r} is on {on}"
            )
            yield Reason(code="network.meeting_later", text=text)
