"""What ties one sub-initiative to another, as the sources tell it."""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_programmet.sources import GUIDELINES_PAGE, NETWORKS_PAGE

__all__ = ["EVALUATION_TO_NETWORKS", "PUBLICATIONS_TO_NETWORKS", "TIES", "Tie"]


@attrs.frozen(kw_only=True)
class Tie:
    """What one sub-initiative gives to another.

    Attributes:
        source: The plugin of the one that gives.
        target: The plugin of the one that is given to.
        label: What is given, in a phrase.
        told_in: The document that says so.
    """

    source: str
    target: str
    label: str
    told_in: str


EVALUATION_TO_NETWORKS: Final = Tie(
    source="partnerskab",
    target="ledelse",
    label="monitorering og evaluering til ledernetværkene",
    told_in=GUIDELINES_PAGE,
)
"""What the partnership's evaluation shows goes to the leader networks."""

PUBLICATIONS_TO_NETWORKS: Final = Tie(
    source="pejlemaerker",
    target="ledelse",
    label="udgivelser orienterer netværkene",
    told_in=NETWORKS_PAGE,
)
"""The networks' meetings are oriented on developments and projects."""

TIES: Final = (EVALUATION_TO_NETWORKS, PUBLICATIONS_TO_NETWORKS)
"""All of them."""
