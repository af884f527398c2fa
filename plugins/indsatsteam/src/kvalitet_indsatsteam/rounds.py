"""The two rounds that are known, as commands that announce them.

Other deadlines are not to be found; applications were said to be taken from autumn 2019
to 2022. When the two were announced is not to be found either, so each holds from the
programme's first day. Who decided within the agency is not in the sources: the role is
the house's own word, and `announcements` takes another.
"""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.round import Announce
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.values import Deadline
from kvalitet_indsatsteam.forms import ANSOEGNING
from kvalitet_indsatsteam.sources import (
    BEGINS,
    LENGTHS,
    NAME,
    OFFER_2020,
    OFFER_2021,
    THEMES,
)

__all__ = ["AUTUMN_2020", "SUMMER_2021", "announcements"]

AUTUMN_2020: Final = Announce(
    programme=NAME,
    label="2020-11",
    title="Rådgivningsforløb fra Indsatsteamet, frist 27. november 2020",
    deadline=Deadline("2020-11-27"),
    themes=THEMES,
    eligible_grounds=frozenset(LegalGround),
    eligible_driftsformer=frozenset(
        {Driftsform.KOMMUNAL, Driftsform.REGIONAL, Driftsform.PRIVAT}
    ),
    months_min=LENGTHS[0],
    months_max=LENGTHS[1],
    form=ANSOEGNING.name,
    decides=frozenset({"fagchef"}),
    source=OFFER_2020,
    effective_from=BEGINS,
)
"""The round with deadline 27 November 2020."""

SUMMER_2021: Final = attrs.evolve(
    AUTUMN_2020,
    label="2021-08",
    title="Udviklingsforløb fra Indsatsteamet, frist 20. august 2021",
    deadline=Deadline("2021-08-20"),
    eligible_driftsformer=frozenset(Driftsform),
    source=f"{OFFER_2021}; lovgrundlag som i: {OFFER_2020}",
)
"""The round with deadline 20 August 2021, when selvejende were named too.

What is told of its offer does not name the legal grounds: they are those of 2020.
"""


def announcements(
    *, decides: frozenset[str] = AUTUMN_2020.decides
) -> tuple[Announce, ...]:
    """The commands that announce both rounds.

    Args:
        decides: The roles that decide applications in your organisation.
    """
    return tuple(
        attrs.evolve(each, decides=decides) for each in (AUTUMN_2020, SUMMER_2021)
    )
