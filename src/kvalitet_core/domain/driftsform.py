"""Who runs a tilbud: what several aggregates call by the same codes."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Driftsform"]

# These names and fields are stored. Do not rename; add a version.


class Driftsform(StrEnum):
    """Who runs a tilbud.

    Attributes:
        KOMMUNAL: A municipality.
        REGIONAL: A region.
        PRIVAT: A private owner.
        SELVEJENDE: A self-governing institution.
    """

    KOMMUNAL = "kommunal"
    REGIONAL = "regional"
    PRIVAT = "privat"
    SELVEJENDE = "selvejende"
