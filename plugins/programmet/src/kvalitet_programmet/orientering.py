"""An orientation: a network is told of a publication, once for each version.

The networks are oriented on developments and projects; what they were told of, and
since when, stands on record, so that a meeting can be held against it. The networks
keep that themselves, and `network.inform` is what the reactions ask for; this kind of
stream stays, so that a journal which has some can be read.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.domain.network import Network
from kvalitet_core.domain.publication import Citation, uncitable
from kvalitet_core.domain.rules import in_force, refuse_for
from kvalitet_core.ids import StreamId, of_kind, stream_id

__all__ = ["AGGREGATE", "KIND", "Event", "Inform", "Informed", "Orientering", "evolve"]

KIND = "programmet-orientering"

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Informed:
    """A network was told of a publication.

    Attributes:
        network: The network.
        publication: The publication, in a version that can be cited.
        effective_from: The day that it is told of it.
    """

    network: StreamId
    publication: Citation
    effective_from: date


Event: TypeAlias = Informed


@attrs.frozen(kw_only=True)
class Orientering:
    """What a network was told of.

    Attributes:
        network: The network.
        publication: The publication and its version.
        since: The day that it was told.
    """

    network: StreamId
    publication: Citation
    since: date


def evolve(state: Orientering | None, event: Event) -> Orientering:  # noqa: ARG001 - one event
    """Give the orientation as it is after the event."""
    return Orientering(
        network=event.network,
        publication=event.publication,
        since=event.effective_from,
    )


@attrs.frozen(kw_only=True)
class Inform:
    """Tell a network of a publication.

    Attributes:
        network: The network's stream: `network/…`.
        publication: The publication's stream: `publication/…`.
        version: Which version of it.
        effective_from: The day that the network is told.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of this network and this version."""
        network, publication = (
            each.partition("/")[2] for each in (self.network, self.publication)
        )
        return stream_id(KIND, f"{network}.{publication}.{self.version}")

    def decide(self, state: Orientering | None, context: Context) -> tuple[Event, ...]:
        """Tell it, unless it was told.

        Raises:
            Refused: For everything that stands against it: `programmet-orientering`'s
                `.network_unknown` and `.network_not_in_force`, and what keeps the
                publication from being cited, such as `publication.not_published`.
        """
        if state is not None:
            return ()
        told = Citation(publication=self.publication, version=self.version)
        day = self.effective_from
        refuse_for(
            in_force(
                context.get(Network, self.network),
                day,
                stream=self.network,
                code=f"{KIND}.network",
            ),
            *uncitable([told], on=day, by=self.target(context), context=context),
        )
        return (Informed(network=self.network, publication=told, effective_from=day),)


AGGREGATE = Aggregate(
    kind=KIND,
    state=Orientering,
    evolve=evolve,
    events={"programmet-orientering.informed/1": Informed},
    commands={"programmet-orientering.inform/1": Inform},
)
