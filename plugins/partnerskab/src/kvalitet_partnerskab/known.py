"""What is known of how it went: who applied, who was chosen, and when.

The names of the fourteen reference municipalities, and of the other eighteen that
applied, are not to be found.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import MunicipalityCode

__all__ = [
    "APPLICANTS",
    "CONTRIBUTOR",
    "FOLLOW_UP",
    "INTEREST_ORGANISATIONS",
    "MAPPED",
    "PARTNERS",
    "PEER_ADVICE",
    "PUBLISHED",
    "REFERENCE_INVITED",
    "REFERENCE_JOINED",
    "REFERENCE_NETWORK",
    "REGISTER_ANALYSIS",
    "RESULTS",
    "STEERING_BEGINS",
    "STEERING_ENDS",
    "STEERING_PLACE",
    "SUPPLIER",
    "SUPPLIER_IN_CALL",
    "WORKED_MONTHS",
    "FollowUp",
]

APPLICANTS: Final = 22
"""How many municipalities applied."""

PARTNERS: Final = tuple(map(MunicipalityCode, ("0657", "0730", "0265", "0230")))
"""The four partners: Herning, Randers, Roskilde and Rudersdal."""

PUBLISHED: Final = date(2019, 12, 19)
"""The day that the selection was published."""

REFERENCE_INVITED: Final = 18
"""How many were not selected, and were invited as reference municipalities."""

REFERENCE_JOINED: Final = 14
"""How many municipalities the reference network came to have."""

INTEREST_ORGANISATIONS: Final = "relevant interest organisations"
"""Who was in the reference network besides; their names are not to be found."""

STEERING_BEGINS: Final = datetime.fromisoformat("2020-01-07T12:00:00+01:00")
"""When the first meeting of the steering group with the partners began."""

STEERING_ENDS: Final = datetime.fromisoformat("2020-01-07T14:00:00+01:00")
"""When it ended."""

STEERING_PLACE: Final = "Socialstyrelsen"
"""Where it was."""

SUPPLIER: Final = "PwC"
"""The external supplier."""

SUPPLIER_IN_CALL: Final = "PwC/VIVE"
"""The supplier as it was called in the texts of 2019."""

CONTRIBUTOR: Final = "Socialt Udviklingscenter SUS"
"""Who gave knowledge, methods, a collection of experience, and a drawing to talk by."""

MAPPED: Final = 84
"""How many municipalities gave input to PwC's mapping in the phase of analysis."""

REGISTER_ANALYSIS: Final = "Målgrupperne i socialpsykiatrien - registeranalyse"
"""The other knowledge base of that phase: target groups and how they developed."""

WORKED_MONTHS: Final = 18
"""For how long the four worked with the principles: 1.5 years."""

RESULTS: Final = (
    "leaders and staff find the principles useful",
    "the four municipalities came far in implementing them",
)
"""What is told of the results, restated; figures are not to be found."""


@attrs.frozen(kw_only=True)
class FollowUp:
    """A programme that followed.

    Attributes:
        title: What it is called.
        years: Its first and its last year.
        most: How many municipalities it is for at most; None where that is not told.
        under: The plan that it stands under; None where that is not told.
        begins: The months in which it starts, each by its first day.
    """

    title: str
    years: tuple[int, int]
    most: int | None = None
    under: str | None = None
    begins: tuple[date, ...] = ()


FOLLOW_UP: Final = FollowUp(
    title="Etablering af et tværgående indsatsteam",
    years=(2023, 2026),
    most=20,
    under=(
        "Kvalitetsløft i socialpsykiatrien, the 10-year plan for psychiatry of "
        "September 2022"
    ),
)
"""Advice to municipalities on the concept."""

PEER_ADVICE: Final = FollowUp(
    title="Peer advice to municipalities",
    years=(2024, 2026),
    begins=(date(2025, 1, 1), date(2025, 8, 1)),
)
"""Advice on peers, with starts in January and August 2025."""

REFERENCE_NETWORK: Final[StreamId] = stream_id("network", "partnerskab-reference")
"""The stream of the reference network."""
