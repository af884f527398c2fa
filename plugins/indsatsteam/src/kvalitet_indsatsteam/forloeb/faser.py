"""The three phases of a course, "opstartsfase", "analysefase" and "udviklingsfase".

What is done in them is restated from the offer of autumn 2020. It names no follow-up:
that stage is the house's own, and asks after the outputs that the offer expects.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import Milestone, Stage, Task, ref
from kvalitet_indsatsteam.forloeb.facts import (
    CHOSEN,
    DEVELOPMENT_AREAS,
    GAINS,
    IMPLEMENTED,
    MONTHS,
    RECOMMENDATIONS,
    STRENGTHS,
    WORKED_ON,
)
from kvalitet_indsatsteam.forloeb.roles import TEAM, TILBUD

__all__ = ["PHASES", "Analysefase", "Opfoelgning", "Opstartsfase", "Udviklingsfase"]

_DECIDED: Final = ref("ansoegning.afgoer").outcome


class Opstartsfase(Stage, when=_DECIDED.is_in(("imoedekommet", "delvist"))):
    """Opstartsfase

    Restated: expectations are aligned, and the course is shaped.
    """

    forvent = Task("Afstem forventninger", role=TEAM)
    tilret = Task(
        "Tilrettelæg forløbet",
        role=TEAM,
        when=forvent.done,
        requires=[WORKED_ON, MONTHS],
    )
    aftalt = Milestone("Forløbet er tilrettelagt", when=tilret.done)


class Analysefase(Stage, when=Opstartsfase.done):
    """Analysefase

    Restated: the tilbud and the team analyse practice, and name strengths and
    development areas; the tilbud then decides which recommendations to take on.
    """

    tilbuddet = Task("Analysér egen praksis", role=TILBUD)
    teamet = Task("Analysér praksis", role=TEAM)
    benaevn = Task(
        "Benævn styrker og udviklingsområder",
        role=TEAM,
        when=tilbuddet.done & teamet.done,
        requires=[STRENGTHS, DEVELOPMENT_AREAS, RECOMMENDATIONS],
    )
    vaelg = Task(
        "Vælg de anbefalinger, der skal arbejdes med",
        role=TILBUD,
        when=benaevn.done,
        requires=[CHOSEN, CHOSEN.subset_of(RECOMMENDATIONS)],
    )


class Udviklingsfase(Stage, when=Analysefase.done):
    """Udviklingsfase

    Restated: it supports the organisational and managerial prerequisites for turning
    methods, tools and recommendations into practice.
    """

    organisation = Task("Understøt de organisatoriske forudsætninger", role=TEAM)
    ledelse = Task("Understøt de ledelsesmæssige forudsætninger", role=TEAM)
    omsaet = Task("Omsæt metoder, redskaber og anbefalinger til praksis", role=TILBUD)


class Opfoelgning(Stage, when=Udviklingsfase.done):
    """Opfølgning

    The house's own: what came of the course, held against the expected outputs, and
    which of the recommendations that were taken on are in practice now.
    """

    udbytte = Task("Fortæl om udbyttet", role=TILBUD, requires=[GAINS])
    saml = Task(
        "Følg op på forløbet",
        role=TEAM,
        when=udbytte.done,
        requires=[IMPLEMENTED, IMPLEMENTED.subset_of(CHOSEN)],
    )


PHASES: Final = (Opstartsfase, Analysefase, Udviklingsfase, Opfoelgning)
"""What comes after the decision."""
