"""The programme itself, its two tracks, its six sub-initiatives and its five goals."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.domain.programme import (
    ChangeAuthority,
    Establish,
    StateGoal,
    StateSubInitiative,
    StateTrack,
)
from kvalitet_programmet.sources import (
    BEGINS,
    ENDS,
    GUIDELINES_PAGE,
    KEY,
    PARTNERSHIP_PAGE,
    PROGRAMME,
    PROGRAMME_PAGE,
    THE_SIX,
    WEB_PAGES,
)

__all__ = [
    "ESTABLISH",
    "GOALS",
    "HEADINGS",
    "INDSATSKATALOG",
    "INDSATSTEAM",
    "KOMPETENCE",
    "LEDELSE",
    "NEW_AUTHORITY",
    "PARTNERSKAB",
    "PEJLEMAERKER",
    "SUB_INITIATIVES",
    "TARGET_GROUPS",
    "TRACKS",
]

HEADINGS: Final = (
    "Projektperiode",
    "Målgruppe",
    "Baggrund for projektet",
    "Formål",
    "Dokumentation og evaluering",
    "Samarbejdsparter",
    "Finansiering",
    "Mere information",
    "Kontakt",
    "Senest opdateret",
)
"""What every sub-initiative's page has, in this order."""

TARGET_GROUPS: Final = (
    "ledere med ansvar for kvaliteten i socialpsykiatriske tilbud",
    "medarbejdere i tilbuddene",
    "den politiske og administrative ledelse i kommunerne",
    "sagsbehandlere i kommunerne",
)
"""Whom the programme is for, restated."""

ESTABLISH: Final = Establish(
    key=KEY,
    title="Styrket kvalitet i socialpsykiatrien",
    also_called=("En styrket indsats i kvaliteten i socialpsykiatrien",),
    authority="Socialstyrelsen",
    agreement="Satspuljeaftalen på sundhedsområdet 2019-2022",
    target_groups=TARGET_GROUPS,
    headings=HEADINGS,
    source=f"{PROGRAMME_PAGE}; {THE_SIX}; {GUIDELINES_PAGE}; {PARTNERSHIP_PAGE}",
    effective_from=BEGINS,
    effective_to=ENDS,
)
"""The programme, 2019-2022."""

NEW_AUTHORITY: Final = ChangeAuthority(
    programme=PROGRAMME,
    authority="Social- og Boligstyrelsen",
    source=PROGRAMME_PAGE,
    effective_from=date(2023, 1, 1),
)
"""Socialstyrelsen became Social- og Boligstyrelsen at the turn of 2022/2023."""


def _track(number: int, title: str) -> StateTrack:
    return StateTrack(
        programme=PROGRAMME,
        number=number,
        title=title,
        source=THE_SIX,
        effective_from=BEGINS,
    )


TRACKS: Final = (
    _track(
        1,
        "En strategisk udvikling og omlægning samt styrkelse af viden og kompetencer",
    ),
    _track(2, "Kvalitet og udvikling på de største ydelsesområder"),
)
"""The two tracks, letter by letter."""


def _part(
    number: int, title: str, *, track: int, plugin: str, ends: date = ENDS
) -> StateSubInitiative:
    page = WEB_PAGES.get(number)
    return StateSubInitiative(
        programme=PROGRAMME,
        number=number,
        title=title,
        track=track,
        plugin=plugin,
        begins=BEGINS,
        ends=ends,
        source=f"{THE_SIX}; {page}" if page else THE_SIX,
        effective_from=BEGINS,
    )


PARTNERSKAB: Final = _part(
    1,
    "Partnerskab om strategisk udvikling og omlægning af socialpsykiatrien",
    track=1,
    plugin="partnerskab",
)
KOMPETENCE: Final = _part(2, "Kompetenceudvikling", track=1, plugin="kompetence")
INDSATSTEAM: Final = _part(
    3,
    "Udbredelse og forankring af viden om virksomme indsatser – Indsatsteam",  # noqa: RUF001 - its name
    track=1,
    plugin="indsatsteam",
)
PEJLEMAERKER: Final = _part(4, "Faglige pejlemærker", track=2, plugin="pejlemaerker")
INDSATSKATALOG: Final = _part(
    5,
    "Indsatskatalog om god kvalitet på botilbud",
    track=2,
    plugin="indsatskatalog",
    ends=date(2022, 1, 1),
)
"""Its project period is 2019-2021, shorter than the others'."""

LEDELSE: Final = _part(
    6,
    "Guidelines til god faglig ledelse i socialpsykiatriske tilbud samt ledernetværk",
    track=2,
    plugin="ledelse",
)

SUB_INITIATIVES: Final = (
    PARTNERSKAB,
    KOMPETENCE,
    INDSATSTEAM,
    PEJLEMAERKER,
    INDSATSKATALOG,
    LEDELSE,
)
"""The six, by their numbers."""


def _goal(number: int, text: str) -> StateGoal:
    return StateGoal(
        programme=PROGRAMME,
        number=number,
        text=text,
        source=f"{GUIDELINES_PAGE}; {PARTNERSHIP_PAGE}",
        effective_from=BEGINS,
    )


GOALS: Final = (
    _goal(1, "Bedre trivsel, sundhed og mestring blandt borgerne"),
    _goal(
        2,
        "Flere borgere er aktive deltagere i lokalsamfundets almene fællesskaber",
    ),
    _goal(
        3,
        "Større tilfredshed med indsatsen blandt borgerne samt deres familie og "
        "netværk",
    ),
    _goal(
        4,
        "Flere borgere i socialpsykiatrien får behov for mindre indgribende indsatser",
    ),
    _goal(5, "Flere borgere kommer i uddannelse og i beskæftigelse"),
)
"""The five outcome goals, shared by all six, letter by letter."""
