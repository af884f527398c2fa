"""What a network gives to publications, and what it is told of those that are out."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.network.checks import LABEL, found_meeting
from kvalitet_core.domain.network.events import Contributed, Event, Informed
from kvalitet_core.domain.network.meeting import MeetingStatus
from kvalitet_core.domain.network.state import Network
from kvalitet_core.domain.publication.citing import uncitable
from kvalitet_core.domain.publication.state import Publication
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import not_blank

__all__ = ["Contribute", "Inform"]


@attrs.frozen(kw_only=True)
class Contribute:
    """Say what a network gave to a version of a publication.

    Attributes:
        network: The network's stream: `network/…`.
        to: The publication and its version, and the part of it, if it was to a part.
        about: What it gave, in a sentence; nothing about a person.
        meeting: The meeting that it came from; None where it came from no meeting.
        document: What it gave in writing, if it did.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    to: Citation
    about: str = attrs.field(validator=not_blank)
    meeting: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(LABEL)
    )
    document: Attachment | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Record what it gave, unless it is recorded; the version need not be out yet.

        Raises:
            Refused: `network.unknown`, `network.meeting_unknown`; or for everything
                that cannot be: `network.meeting_not_held`,
                `network.publication_unknown` or `network.version_unknown`.
        """
        known = registered(state, self.network)
        fields = attrs.fields(Contributed)
        event = Contributed(**{each.name: getattr(self, each.name) for each in fields})
        if event in known.contributions:
            return ()
        refuse_for(
            _not_held(known, self.meeting, self.network),
            _version_there(self.to, self.network, context),
        )
        return (event,)


@attrs.frozen(kw_only=True)
class Inform:
    """Tell a network of something that is published.

    Attributes:
        network: The network's stream: `network/…`.
        of: The publication and its version, and the part of it, if it is of a part.
        effective_from: The day that it is told.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    of: Citation
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Tell it, unless it was told before.

        Raises:
            Refused: `network.unknown`; or for everything that stands against it:
                `network.not_begun`, `network.closed`, and what keeps the publication
                from being cited that day, such as `publication.not_published`.
        """
        known, day = registered(state, self.network), self.effective_from
        if any(each.of == self.of for each in known.informed):
            return ()
        refuse_for(
            within(known.period, day, stream=self.network),
            *uncitable([self.of], on=day, by=self.network, context=context),
        )
        return (Informed(of=self.of, effective_from=day),)


def _not_held(known: Network, label: str | None, stream: StreamId) -> Reason | None:
    if label is None:
        return None
    meeting = found_meeting(known, label, stream)
    if meeting.status is MeetingStatus.HELD:
        return None
    text = f"{stream}: meeting {label!r}: expected one that is held, it is "
    return Reason(code="network.meeting_not_held", text=f"{text}{meeting.status}")


def _version_there(to: Citation, stream: StreamId, context: Context) -> Reason | None:
    """Say no to what nobody has begun to make."""
    found = context.get(Publication, to.publication)
    if found is None:
        text = f"{stream}: {to.publication}: no such publication is registered"
        return Reason(code="network.publication_unknown", text=text)
    if found.edition(to.version) is None:
        versions = ", ".join(str(each.version) for each in found.editions) or "none"
        text = f"{stream}: expected a version of {to.publication}, {versions}, got "
        return Reason(code="network.version_unknown", text=f"{text}{to.version}")
    return None
