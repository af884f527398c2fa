"""The sub-initiatives' pages, as far as they are known: restated, heading by heading.

What stands under "Kontakt" is about persons, and is told by `programme.NameContact`;
what stands under "Senest opdateret" is the page's own day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from kvalitet_core.domain.programme import PageSection, StatePage
from kvalitet_programmet.sources import (
    BEGINS,
    GUIDELINES_PAGE,
    PARTNERSHIP_PAGE,
    PROGRAMME,
    WEB_PAGES,
)

__all__ = [
    "ADULTS_SUPPORTED",
    "BACKGROUND",
    "GROWTH_PERCENT",
    "INDSATSKATALOG_PAGE",
    "KOMPETENCE_PAGE",
    "LEDELSE_PAGE",
    "PAGES",
    "PARTNERSKAB_PAGE",
]

ADULTS_SUPPORTED: Final = 31_000
"""About so many adults with psychological difficulties had support in 2016."""

GROWTH_PERCENT: Final = 17
"""So many per cent more from 2014 to 2017."""

BACKGROUND: Final = (
    f"Omkring {ADULTS_SUPPORTED // 1000}.000 voksne med psykiske vanskeligheder fik i "
    f"2016 støtte efter serviceloven; tallet steg {GROWTH_PERCENT} pct. fra 2014 til "
    "2017 (KL 2018)."
)
"""What both pages that are known in full begin with."""

_WHOLE_PERIOD: Final = "2019-2022"
_MONEY: Final = "Satspuljeaftalen på sundhedsområdet 2019-2022"


def _page(
    number: int,
    sections: Mapping[str, str],
    *,
    source: str,
    updated: date | None = None,
) -> StatePage:
    return StatePage(
        programme=PROGRAMME,
        sub_initiative=number,
        sections=tuple(
            PageSection(heading=heading, text=text)
            for heading, text in sections.items()
        ),
        updated=updated,
        source=source,
        effective_from=updated or BEGINS,
    )


PARTNERSKAB_PAGE: Final = _page(
    1,
    {
        "Projektperiode": _WHOLE_PERIOD,
        "Baggrund for projektet": BACKGROUND,
        "Dokumentation og evaluering": (
            "Løbende monitorering på udvalgte nøgletal og en principfokuseret "
            "evaluering med spørgeskemaer; en evalueringsrapport og en "
            "konceptbeskrivelse til sidst."
        ),
        "Samarbejdsparter": "Herning, Randers, Roskilde og Rudersdal Kommuner; PwC",
        "Finansiering": (
            f"{_MONEY}: 8,8 mio. kr. og en social investeringspulje på 13 mio. kr."
        ),
    },
    source=PARTNERSHIP_PAGE,
    updated=date(2021, 3, 11),
)
"""Sub-initiative 1, as the page stood on 11 March 2021."""

KOMPETENCE_PAGE: Final = _page(
    2,
    {
        "Målgruppe": (
            "Ledere med ansvar for kvaliteten i kommunale, regionale og private "
            "socialpsykiatriske tilbud samt medarbejdere, der giver støtten."
        ),
        "Formål": (
            "At udbrede den bedste aktuelle viden om recovery-orienteret "
            "rehabilitering gennem kompetenceudvikling, der møder tilbuddenes behov."
        ),
    },
    source=WEB_PAGES[2],
)
"""Sub-initiative 2; when the page was updated is not known."""

INDSATSKATALOG_PAGE: Final = _page(
    5,
    {
        "Projektperiode": "2019-2021",
        "Målgruppe": (
            "Ledere med ansvar for kvaliteten i regionale, private og kommunale "
            "socialpsykiatriske botilbud efter §§ 107 og 108 samt deres medarbejdere."
        ),
        "Baggrund for projektet": (
            "Botilbud er en indgribende og dyr hjælp, og indhold og kvalitet er meget "
            "forskellige."
        ),
    },
    source=WEB_PAGES[5],
)
"""Sub-initiative 5; when the page was updated is not known."""

LEDELSE_PAGE: Final = _page(
    6,
    {
        "Projektperiode": _WHOLE_PERIOD,
        "Baggrund for projektet": BACKGROUND,
        "Dokumentation og evaluering": (
            "Ingen egen evaluering eller monitorering. Resultater fra partnerskabets "
            "monitorering og evaluering føres ind i ledernetværkene."
        ),
        "Samarbejdsparter": "Implement Consulting Group",
        "Finansiering": f"{_MONEY}: 3,3 mio. kr.",
    },
    source=GUIDELINES_PAGE,
    updated=date(2021, 9, 22),
)
"""Sub-initiative 6, as the page stood on 22 September 2021."""

PAGES: Final = (PARTNERSKAB_PAGE, KOMPETENCE_PAGE, INDSATSKATALOG_PAGE, LEDELSE_PAGE)
"""The pages that are known; of 3 and 4 none is."""
