"""What every journal knows: the core's own aggregates and public facts, as a plugin."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import catalogue
from kvalitet_core.domain import (
    application,
    case,
    course,
    course_run,
    frame,
    grant,
    indicator,
    municipality,
    network,
    officer,
    programme,
    publication,
    region,
    survey,
    survey_response,
    tilbud,
)
from kvalitet_core.domain import round as rounds
from kvalitet_core.overviews import OVERVIEWS
from kvalitet_core.plugins import CORE_NAME, Catalogue, Plugin, unchanged
from kvalitet_core.privacy import person
from kvalitet_core.texts import read_texts

__all__ = ["CORE"]

CORE: Final = Plugin(
    name=CORE_NAME,
    version=version("kvalitet-core"),
    aggregates=(
        application.AGGREGATE,
        case.AGGREGATE,
        course.AGGREGATE,
        course_run.AGGREGATE,
        frame.AGGREGATE,
        grant.AGGREGATE,
        indicator.AGGREGATE,
        municipality.AGGREGATE,
        network.AGGREGATE,
        officer.AGGREGATE,
        person.AGGREGATE,
        programme.AGGREGATE,
        publication.AGGREGATE,
        region.AGGREGATE,
        rounds.AGGREGATE,
        survey.AGGREGATE,
        survey_response.AGGREGATE,
        tilbud.AGGREGATE,
    ),
    upcasters={
        **person.UPCASTERS,
        "application.draft/1": unchanged,
        "application.submit/1": unchanged,
    },
    catalogues=(
        Catalogue(
            name="municipalities",
            title="Danmarks 98 kommuner og de fem regioner, de ligger i",
            source="Danmarks Adresseregister, by data/municipalities.csv",
            commands=(*catalogue.regions(), *catalogue.municipalities()),
        ),
        Catalogue(
            name="regions",
            title="Danmarks fem regioner",
            source="public code lists, by data/regions.csv",
            commands=catalogue.regions(),
        ),
    ),
    views=OVERVIEWS,
    texts=read_texts("kvalitet_core"),
)
"""The core, as a plugin like any; only its kinds need not begin with its name."""
