"""What there is in the tests of the course: its application, before and after."""

from __future__ import annotations

from typing import Any

from kvalitet_core.casetypes import CaseType
from kvalitet_core.testing.cases import (
    Trial,
    answers,
    applicant,
    brought_to,
    case,
    decide,
    notify,
    received,
)
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.forloeb import Forloeb2020
from kvalitet_indsatsteam.rounds import AUTUMN_2020, SUMMER_2021

__all__ = ["IN_TIME", "LATE", "REASON", "applied", "granted", "round_of"]

REASON = "Ansøgningen kom efter fristen."
IN_TIME = "2020-11-20T12:00:00+01:00"
LATE = "2020-11-28T00:00:00+01:00"


def round_of(announce: Any) -> dict[str, Any]:
    """What a real round was announced with, as the test kit says it."""
    return {
        "ansoegningsfrist": str(announce.deadline),
        "temaer": sorted(announce.themes),
        "lovgrundlag": sorted(announce.eligible_grounds),
        "driftsformer": sorted(announce.eligible_driftsformer),
        "maaneder_mindst": announce.months_min,
        "maaneder_hoejst": announce.months_max,
    }


def applied(of: type[CaseType] = Forloeb2020, when: str = IN_TIME) -> Trial:
    """A case in the round of its version, about an application that is in order."""
    announce = AUTUMN_2020 if of is Forloeb2020 else SUMMER_2021
    return case(of, round=round_of(announce), plugins=[PLUGIN]).given(
        received(when),
        applicant(driftsform="kommunal", lovgrundlag="SEL107"),
        answers(temaer=["Sundhed"], maaneder=6),
    )


def granted() -> Trial:
    """A case whose application is granted, and the tilbud told."""
    return (
        applied()
        .given(brought_to("ansoegning.afgoer"))
        .when(decide("ansoegning.afgoer", "imoedekommet", by="bo"), notify())
    )
