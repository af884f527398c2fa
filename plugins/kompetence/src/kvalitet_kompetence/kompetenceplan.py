"""A tilbud's competence plan, as a case: five phases, and five points to attend to.

The phases and the points are those of the companion material, letter by letter. What is
done in each phase, and that every phase attends to all five points, is the house's own:
the sources name them and no more. Whose plan it is stands in the case's own key.
"""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Final

from kvalitet_core.casetypes import CaseType, Fact, Milestone, Role, Stage, Task
from kvalitet_core.casetypes.conditions import Condition
from kvalitet_core.texts import read_texts
from kvalitet_kompetence.sources import ATTENTION_POINTS, BEGINS, NAME, THEMES

__all__ = [
    "ACTIVITIES",
    "ANCHORED",
    "CODE",
    "COMPLETED",
    "GOALS",
    "LEADER",
    "NEEDS",
    "POINTS",
    "STAFF",
    "Kompetenceplan",
]

CODE: Final = f"{NAME}.plan"

LEADER: Final = Role("leder", da="Leder", en="Leader")
STAFF: Final = Role("medarbejder", da="Medarbejder", en="Member of staff")

GOALS: Final = Fact("strategi.maal", tuple, da="målene", en="the goals")
NEEDS: Final = Fact(
    "behov.temaer",
    frozenset,
    one_of=tuple(sorted(THEMES)),
    da="de temaer, der er behov for",
    en="the themes that are needed",
)
ACTIVITIES: Final = Fact(
    "plan.aktiviteter",
    tuple,
    da="de planlagte læringsaktiviteter",
    en="the learning activities that are planned",
)
COMPLETED: Final = Fact(
    "laering.gennemfoert",
    bool,
    da="at en læringsaktivitet er gennemført",
    en="that a learning activity is completed",
)
"""A completed course says so: see `feeding`."""
ANCHORED: Final = Fact(
    "forankring.praksis",
    tuple,
    da="det, der er blevet fast praksis",
    en="what has become practice",
)


def _points(phase: str, da: str, en: str) -> Fact:
    return Fact(
        f"{phase}.opmaerksomhed",
        frozenset,
        one_of=tuple(sorted(ATTENTION_POINTS)),
        da=f"opmærksomhedspunkterne i fasen {da}",
        en=f"the attention points of the phase {en}",
    )


POINTS: Final = (
    _points("strategi", "strategi og mål", "strategy and goals"),
    _points("behov", "kompetencebehov", "needs of competence"),
    _points("plan", "plan for kompetenceudvikling", "plan"),
    _points("laering", "læringsaktiviteter", "learning activities"),
    _points("forankring", "forankring", "anchoring"),
)
"""Which of the five points a phase has attended to: a fact a phase."""


def _all_of(points: Fact) -> Condition:
    """That all five are attended to."""
    return reduce(and_, (points.includes(each) for each in ATTENTION_POINTS))


class Strategi(Stage):
    """Strategi og mål"""

    maal = Task("Fastlæg strategi og mål", role=LEADER, requires=[GOALS])
    overvej = Task(
        "Overvej de fem opmærksomhedspunkter",
        role=LEADER,
        requires=[POINTS[0], _all_of(POINTS[0])],
    )


class Behov(Stage, when=Strategi.done):
    """Kompetencebehov"""

    afdaek = Task("Afdæk kompetencebehov", role=LEADER, requires=[NEEDS])
    fortael = Task("Fortæl om behov i praksis", role=STAFF)
    overvej = Task(
        "Overvej de fem opmærksomhedspunkter",
        role=LEADER,
        requires=[POINTS[1], _all_of(POINTS[1])],
    )


class Plan(Stage, when=Behov.done):
    """Plan for kompetenceudvikling"""

    laeg = Task("Læg planen", role=LEADER, requires=[ACTIVITIES])
    overvej = Task(
        "Overvej de fem opmærksomhedspunkter",
        role=LEADER,
        requires=[POINTS[2], _all_of(POINTS[2])],
    )
    lagt = Milestone("Planen er lagt", when=laeg.done & overvej.done)


class Laering(Stage, when=Plan.done):
    """Læringsaktiviteter"""

    gennemfoer = Task(
        "Gennemfør læringsaktiviteterne",
        role=STAFF,
        requires=[COMPLETED, COMPLETED.equals(True)],  # noqa: FBT003 - a fact's value
    )
    overvej = Task(
        "Overvej de fem opmærksomhedspunkter",
        role=LEADER,
        requires=[POINTS[3], _all_of(POINTS[3])],
    )


class Forankring(Stage, when=Laering.done):
    """Forankring"""

    omsaet = Task("Omsæt det lærte til praksis", role=STAFF)
    forankr = Task(
        "Forankr det lærte", role=LEADER, when=omsaet.done, requires=[ANCHORED]
    )
    overvej = Task(
        "Overvej de fem opmærksomhedspunkter",
        role=LEADER,
        requires=[POINTS[4], _all_of(POINTS[4])],
    )


class Kompetenceplan(CaseType):
    """Kompetenceplan i fem faser"""

    code, version, valid_from = CODE, "2020-1", BEGINS
    stages = (Strategi, Behov, Plan, Laering, Forankring)
    texts = read_texts("kvalitet_kompetence")
