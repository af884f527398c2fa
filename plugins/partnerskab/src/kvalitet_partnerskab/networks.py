"""The reference network and the steering group, as commands that establish them.

Who may be in the reference network is said without a rule: a municipality that applied
and was not selected is invited, and relevant interest organisations are in it too. The
day on which it was formed is not to be found; it can be no earlier than the day when
the municipalities were invited, and `catalogue` takes another.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.domain.network import Admission, Establish, Occasion, PlanMeeting
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import Hjemmel, danish_date
from kvalitet_partnerskab.known import (
    PUBLISHED,
    REFERENCE_NETWORK,
    STEERING_BEGINS,
    STEERING_ENDS,
    STEERING_PLACE,
)
from kvalitet_partnerskab.sources import ANNOUNCEMENT, PAGE, SELECTED

__all__ = [
    "FIRST_MEETING",
    "REFERENCE",
    "REFERENCE_NETWORK",
    "STEERING",
    "STEERING_GROUP",
    "catalogue",
]

STEERING_GROUP: Final[StreamId] = stream_id("network", "partnerskab-styregruppe")
"""The stream of the steering group."""


def _reference(formed: date) -> Establish:
    return Establish(
        key="partnerskab-reference",
        name="Referencenetværket",
        purpose=(
            "Municipalities that applied and were not selected, and relevant interest "
            "organisations, follow the work"
        ),
        admission=Admission(
            source=Hjemmel(source=PAGE, paragraph="Samarbejdsparter"),
            quotes=(
                "Restated: not selected, invited as reference municipalities.",
                "Restated: it has 14 municipalities and relevant organisations.",
            ),
        ),
        source=f"{PAGE}; {ANNOUNCEMENT}",
        effective_from=formed,
    )


REFERENCE: Final = _reference(PUBLISHED)
"""The reference network, from the day that its municipalities were invited."""

STEERING: Final = Establish(
    key="partnerskab-styregruppe",
    name="Styregruppen",
    purpose="The agency and the partners steer the partnership",
    admission=Admission(source=Hjemmel(source=SELECTED, paragraph="Styregruppe")),
    source=SELECTED,
    effective_from=PUBLISHED,
)
"""The steering group; who is in it is not to be found."""

FIRST_MEETING: Final = PlanMeeting(
    network=STEERING_GROUP,
    meeting="2020-01-07",
    occasion=Occasion(
        day=danish_date(STEERING_BEGINS),
        begins=STEERING_BEGINS,
        ends=STEERING_ENDS,
        place=STEERING_PLACE,
    ),
)
"""Its first meeting with the partners, 7 January 2020, 12-14, at Socialstyrelsen."""


def catalogue(*, formed: date = PUBLISHED) -> tuple[Establish, Establish, PlanMeeting]:
    """The commands that establish both, and plan the first meeting.

    Args:
        formed: The first day of the reference network.
    """
    return (_reference(formed), STEERING, FIRST_MEETING)
