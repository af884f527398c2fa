"""The pool's call: what it was, for whom, until when, and what was asked in return.

Restated from the pool's page and from the news of it, but for what stands in Danish.
The amount for each municipality, the weights of the assessment and a share of the
municipality's own are not to be found: they are arguments where they are needed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.values import Deadline, Money

__all__ = [
    "ACCOUNT",
    "AMOUNT",
    "ANNOUNCED",
    "BASIS",
    "CIRCLE",
    "DEADLINE",
    "ELIGIBLE",
    "ENDS",
    "FIRST_DEADLINE",
    "HEADINGS",
    "INFORMATION_MEETINGS",
    "LABEL",
    "LEAST",
    "LOSERS",
    "MOST",
    "OBLIGATIONS",
    "PREFERRED",
    "PURPOSE",
    "STARTS",
    "SUBINITIATIVE_BUDGET",
    "TARGET_GROUP",
    "TITLE",
    "InformationMeeting",
]

TITLE: Final = (
    "Social investeringspulje til recovery og rehabilitering: "
    "Partnerskab om strategisk omlægning"
)

LABEL: Final = "2019-09"
"""What the round is called among the programme's rounds."""

ACCOUNT: Final = "§ 15.75.55.10"
"""Its account in the Finance Act (Finanslovskonto)."""

AMOUNT: Final = Money(oere=1_300_000_000)
"""13.0 mio. kr. to be given ("Midler til fordeling") in 2019, in øre."""

SUBINITIATIVE_BUDGET: Final = Money(oere=880_000_000)
"""8.8 mio. kr. for the sub-initiative itself, beside the pool, in øre."""

ANNOUNCED: Final = date(2019, 7, 3)
"""The day that the pool was announced."""

FIRST_DEADLINE: Final = Deadline("2019-09-17T12:00:00+02:00")
"""The last time to apply, as it was announced."""

DEADLINE: Final = Deadline("2019-09-24T12:00:00+02:00")
"""The last time to apply, as it was moved."""

LEAST: Final = 2
"""How many partners are expected at least."""

MOST: Final = 4
"""How many partners are expected at most."""

STARTS: Final = date(2020, 1, 1)
"""The first day of the grant's project period, 01.01.2020 to 30.09.2022."""

ENDS: Final = date(2022, 10, 1)
"""The first day after it."""

CIRCLE: Final = "all municipalities"
"""Who may apply (ansøgerkreds)."""

TARGET_GROUP: Final = (
    "citizens over 18 with psychological difficulties who receive, or with the right "
    "support can avoid needing, services under serviceloven"
)
"""Whom it is for."""

ELIGIBLE: Final = "project costs related to the project"
"""What is supported."""

PURPOSE: Final = (
    "some of the initiating costs of the omlægning at the partner municipalities"
)
"""What the money is for."""

BASIS: Final = (
    "the application and the budget with budget notes; attachments count only where "
    "the guidance says that they may be sent"
)
"""What is assessed."""

PREFERRED: Final = "municipalities already far in development"
"""Who is preferred."""

OBLIGATIONS: Final = (
    "enter the partnership with the agency and the supplier",
    "develop and test the concept",
    "share knowledge",
    "develop the own socialpsykiatri",
    "help make a generic concept that all municipalities can use",
)
"""What a partner takes on."""

LOSERS: Final = "are offered the status of reference municipality"
"""What becomes of those who are not selected."""

HEADINGS: Final = (
    "Ansøgningsfrist",
    "Formål",
    "Hvem kan søge (ansøgerkreds)?",
    "Målgruppe",
    "Projektperiode",
    "Hvad kan der søges støtte til?",
    "Midler til fordeling",
    "Udbetaling af tilskud",
    "Finanslovskonto",
    "Tidshorisont",
    "Bilag",
    "Adgang til ansøgning",
    "Fordelte tilskud",
    "Kontakt",
    "Senest opdateret",
)
"""The headings under which the agency's portal tells of a pool, after its title."""


@attrs.frozen(kw_only=True)
class InformationMeeting:
    """A meeting at which the pool was presented, in August 2019.

    Attributes:
        place: The town.
        begins: When it began; None where that is not to be found.
        ends: When it ended; None where that is not to be found.
    """

    place: str
    begins: datetime | None = None
    ends: datetime | None = None


INFORMATION_MEETINGS: Final = (
    InformationMeeting(place="København"),
    InformationMeeting(
        place="Odense",
        begins=datetime.fromisoformat("2019-08-19T15:30:00+02:00"),
        ends=datetime.fromisoformat("2019-08-19T17:00:00+02:00"),
    ),
    InformationMeeting(place="Aarhus"),
)
"""The three meetings of August 2019."""
