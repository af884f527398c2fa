"""What follows by itself: when the guidelines are published, both networks are told.

What other sub-initiatives publish is the programme's to tell, and not this plugin's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kvalitet_core.domain.network import Inform
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import StreamId
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_ledelse.guidelines import GUIDELINES
from kvalitet_ledelse.networks import AREAS, NETWORKS
from kvalitet_ledelse.sources import NAME

__all__ = ["INFORMS"]


def _told(network: StreamId) -> Callable[[Recorded], Inform | None]:
    """The function that tells one network."""

    def informs(recorded: Recorded) -> Inform | None:
        """Tell the network of a version of the guidelines, and of nothing else."""
        if recorded.stream != GUIDELINES:
            return None
        event = recorded.event
        return Inform(
            network=network,
            of=Citation(publication=GUIDELINES, version=event.version),
            effective_from=event.effective_from,
        )

    return informs


INFORMS: Final = tuple(
    Reaction(
        name=f"{NAME}.informs_{area.replace('Ø', 'oe').lower()}",
        title=f"Ledernetværket i {area} orienteres om de udgivne principper",
        events=frozenset({"publication.published/1"}),
        command=_told(stream),
        issues=frozenset({"network.inform/1"}),
    )
    for area, stream in zip(AREAS, NETWORKS, strict=True)
)
"""One a network."""
