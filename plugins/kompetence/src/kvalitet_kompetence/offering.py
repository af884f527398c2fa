"""What follows when a seat is free again: it is offered to the next who waits.

For the runs of this sub-initiative, whose keys begin with its name. Where the terms do
not say how long an offer stands, nothing is offered by itself, and that is on record.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain.course_run import OfferSeats
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_kompetence.sources import NAME

__all__ = ["OFFERS", "RUNS"]

RUNS: Final = f"course_run/{NAME}-"
"""How the streams of this sub-initiative's runs begin."""


def _offered(recorded: Recorded) -> OfferSeats | None:
    if not recorded.stream.startswith(RUNS):
        return None
    return OfferSeats(run=recorded.stream)


OFFERS: Final = Reaction(
    name=f"{NAME}.offers",
    title="En ledig plads tilbydes den næste, der venter",
    events=frozenset(
        {
            "course_run.offer_declined/1",
            "course_run.offer_lapsed/1",
            "course_run.seats_changed/1",
            "course_run.signed_off/1",
            "course_run.transferred_out/1",
        }
    ),
    command=_offered,
    issues=frozenset({"course_run.offer_seats/1"}),
)
