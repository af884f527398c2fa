"""The two networks of leaders, their meetings, and what they gave to the guidelines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from kvalitet_core.domain.network import (
    Admission,
    Contribute,
    Establish,
    MeetingStatus,
    Network,
    Occasion,
    PlanMeeting,
)
from kvalitet_core.domain.publication import Citation
from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.ids import StreamId
from kvalitet_ledelse.admission import first
from kvalitet_ledelse.guidelines import GUIDELINES
from kvalitet_ledelse.sources import ENDS, NAME, NETWORK_PAGE, PAGE, THE_SIX

__all__ = [
    "AREAS",
    "CONTENT",
    "GIVEN",
    "MEETINGS_A_YEAR",
    "NETWORKS",
    "OEST",
    "PURPOSE",
    "ULTIMO_2019",
    "VEST",
    "establishments",
    "gives",
    "meetings",
    "missing",
]

AREAS: Final = ("Østdanmark", "Vestdanmark")
"""The two networks, letter by letter."""

OEST: Final = StreamId(f"network/{NAME}-oestdanmark")
"""The stream of the network in the east."""

VEST: Final = StreamId(f"network/{NAME}-vestdanmark")
"""The stream of the network in the west."""

NETWORKS: Final = (OEST, VEST)
"""Both, in the order of their areas."""

ULTIMO_2019: Final = date(2019, 12, 31)
"""When they started, "ultimo 2019", read as the year's last day.

The day itself is not to be found: `establishments` takes another.
"""

MEETINGS_A_YEAR: Final = 2
"""How often each network meets, until the end of 2022."""

PURPOSE: Final = (
    "At kvalificere, hvad recovery-orienteret faglig ledelse er, og at give input til "
    "de retningsgivende principper"
)
"""What the networks are for, restated."""

CONTENT: Final = (
    "Hvad god faglig ledelse er",
    "Recovery-orienterede metoder",
    "Deling om kerneelementer",
    "Orientering om udviklinger og projekter",
)
"""What their meetings are about, restated; the agenda of a meeting, unless told."""

GIVEN: Final = "Hvad recovery-orienteret faglig ledelse er"
"""What the networks gave to the guidelines, restated."""

_FIRST: Final = first()


def establishments(
    *, since: date = ULTIMO_2019, admission: Admission = _FIRST
) -> tuple[Establish, ...]:
    """The commands that establish both networks.

    Args:
        since: The first day that they are there.

        admission: Who may be a member from then on: the first version.
    """
    return tuple(
        Establish(
            key=stream.partition("/")[2],
            name=f"Ledernetværk i socialpsykiatrien, {area}",
            area=area,
            purpose=PURPOSE,
            admission=admission,
            source=f"{NETWORK_PAGE}; {THE_SIX}; {PAGE}",
            effective_from=since,
        )
        for area, stream in zip(AREAS, NETWORKS, strict=True)
    )


def meetings(
    network: StreamId, days: Iterable[date], *, agenda: tuple[str, ...] = CONTENT
) -> tuple[PlanMeeting, ...]:
    """The commands that plan a network's meetings, each with its year and number.

    Args:
        network: The network's stream.

        days: The days of the meetings, which no source tells.

        agenda: What they are about.

    Raises:
        Malformed: A day is after 2022, or the third in its year: all are named.
    """
    numbers: Counter[int] = Counter()
    problems, plans = [], []
    for place, day in enumerate(sorted(days)):
        numbers[day.year] += 1
        if day >= ENDS or numbers[day.year] > MEETINGS_A_YEAR:
            text = f"expected {MEETINGS_A_YEAR} a year until the end of 2022, got {day}"
            problems.append(Problem(path=f"$[{place}]", text=text))
        plan = PlanMeeting(
            network=network,
            meeting=f"{day.year}-{numbers[day.year]}",
            occasion=Occasion(day=day),
            agenda=agenda,
        )
        plans.append(plan)
    if problems:
        raise Malformed("meetings", *problems)
    return tuple(plans)


def missing(network: Network, year: int) -> int:
    """How many of the meetings that were promised of a year were not held.

    Args:
        network: The network as it is known.

        year: Which year; none is promised after 2022, nor before the first full one.
    """
    first_year, last = network.period.start.year + 1, ENDS.year - 1
    if not first_year <= year <= last:
        return 0
    held = sum(
        each.status is MeetingStatus.HELD and each.occasion.day.year == year
        for each in network.meetings
    )
    return max(0, MEETINGS_A_YEAR - held)


def gives(network: StreamId, meeting: str, *, about: str = GIVEN) -> Contribute:
    """The command that records a network's input to the guidelines.

    Args:
        network: The network's stream.

        meeting: The meeting that it came from.

        about: What it gave.
    """
    return Contribute(
        network=network,
        to=Citation(publication=GUIDELINES, version=1),
        about=about,
        meeting=meeting,
    )
