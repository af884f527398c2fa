"""Where the facts come from, and the names that the plugin's data go by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from kvalitet_core.ids import StreamId

__all__ = [
    "BEGINS",
    "ENDS",
    "GUIDELINES_PAGE",
    "KEY",
    "NAME",
    "NETWORKS_PAGE",
    "NOT_FOUND",
    "PARTNERSHIP_PAGE",
    "PROGRAMME",
    "PROGRAMME_PAGE",
    "THE_SIX",
    "WEB_PAGES",
]

NAME: Final = "programmet"

KEY: Final = "styrket-kvalitet"

PROGRAMME: Final = StreamId(f"programme/{KEY}")
"""The stream of the programme."""

BEGINS: Final = date(2019, 1, 1)
"""The first day of the programme's period, 2019-2022."""

ENDS: Final = date(2023, 1, 1)
"""The first day after it."""

PROGRAMME_PAGE: Final = (
    "Styrket kvalitet i socialpsykiatrien, sbst.dk/projekter-og-initiativer/handicap"
)
"""The agency's page on the programme as a whole."""

THE_SIX: Final = (
    "Delinitiativerne om en styrket kvalitet i socialpsykiatrien, Socialstyrelsen, "
    "7. september 2020"
)
"""The agency's page on the six sub-initiatives."""

GUIDELINES_PAGE: Final = (
    "Guidelines til god faglig ledelse i socialpsykiatriske tilbud samt ledernetværk, "
    "Socialstyrelsen, 22. september 2021"
)
"""The agency's page on sub-initiative 6."""

NETWORKS_PAGE: Final = "Ledernetværk i socialpsykiatrien, socialstyrelsen.dk"
"""The agency's page on the leader networks."""

PARTNERSHIP_PAGE: Final = (
    "Partnerskab om strategisk udvikling og omlægning af socialpsykiatrien, "
    "Socialstyrelsen, 11. marts 2021"
)
"""The agency's page on sub-initiative 1."""

_SITE: Final = "socialstyrelsen.dk/projekter-og-initiativer/handicap"

WEB_PAGES: Final[Mapping[int, str]] = {
    number: f"{_SITE}/delinitiativ-{number}" for number in (2, 5, 6)
}
"""The pages whose address ends in the sub-initiative's number.

They confirm that numbers 2, 5 and 6 are the agency's own; 1, 3 and 4 follow from the
order that the six are told in.
"""

NOT_FOUND: Final = "Ikke fundet: siden er kun kendt i uddrag"
"""What stands as source where a budget was looked for in vain."""
