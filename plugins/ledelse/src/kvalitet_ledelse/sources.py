"""Where the facts come from, and what the sub-initiative is called and made by."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.values import Money

__all__ = [
    "BEGINS",
    "BUDGET",
    "ENDS",
    "EVALUATION_FED_IN",
    "NAME",
    "NETWORK_PAGE",
    "NETWORK_PAGE_FIRST",
    "OWN_EVALUATION",
    "PAGE",
    "PRINCIPLES_PAGE",
    "PUBLICATION_PAGE",
    "SUPPLIER",
    "THE_SIX",
    "TITLE",
    "USERS",
]

NAME: Final = "ledelse"

TITLE: Final = (
    "Guidelines til god faglig ledelse i socialpsykiatriske tilbud samt ledernetværk"
)
"""The sub-initiative's own name, the sixth of the programme."""

BEGINS: Final = date(2019, 1, 1)
"""The first day of the programme's period, 2019-2022."""

ENDS: Final = date(2023, 1, 1)
"""The first day after it."""

PAGE: Final = f"{TITLE}, Socialstyrelsen, 22. september 2021"
"""The agency's page on the sub-initiative."""

PRINCIPLES_PAGE: Final = (
    "Syv principper for faglig ledelse i socialpsykiatrien, Socialstyrelsen, "
    "20. januar 2021"
)
"""The agency's page on the seven principles."""

PUBLICATION_PAGE: Final = (
    "sbst.dk/udgivelser/2021/faglig-ledelse-af-en-recovery-orienteret-"
    "rehabiliterende-indsats"
)
"""The agency's page on the publication."""

THE_SIX: Final = (
    "Delinitiativerne om en styrket kvalitet i socialpsykiatrien, Socialstyrelsen, "
    "7. september 2020"
)
"""The agency's page on the six sub-initiatives."""

NETWORK_PAGE_FIRST: Final = (
    "Netværk for faglige ledere, socialstyrelsen.dk, konferencer, temadage og "
    "ledernetværk"
)
"""The agency's first page on the networks."""

NETWORK_PAGE: Final = "Ledernetværk i socialpsykiatrien, socialstyrelsen.dk"
"""The agency's later page on the networks."""

SUPPLIER: Final = "Implement Consulting Group"
"""The agency's partner and supplier."""

BUDGET: Final = Money(oere=3_300_000_00)
"""What the guidelines and the networks cost: 3.3 mio. kr."""

USERS: Final = ("tilbudsledere", "afdelingsledere")
"""Whom the principles are for."""

OWN_EVALUATION: Final = None
"""The sub-initiative has no evaluation or monitoring of its own."""

EVALUATION_FED_IN: Final = "partnerskab"
"""Whose monitoring and evaluation is fed into the networks: that of this plugin."""
