"""Two networks, east and west, that meet twice a year until the end of 2022."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import network
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.network import Network
from kvalitet_core.domain.publication import Publication
from kvalitet_core.errors import Malformed
from kvalitet_ledelse import PLUGIN
from kvalitet_ledelse.guidelines import BASIS, GUIDELINES, drafting
from kvalitet_ledelse.networks import (
    AREAS,
    CONTENT,
    NETWORKS,
    OEST,
    ULTIMO_2019,
    VEST,
    establishments,
    gives,
    meetings,
    missing,
)
from ledelse_situation import (
    LEADER_THERE,
    admit,
    codes,
    established,
    resting_on,
    trying,
)

ANNA = Actor(id="a-17", role="sagsbehandler", organisation="19174883", authority="Op")
DAYS = [date(2020, 5, 12), date(2020, 11, 10), date(2021, 5, 4)]


def folded(*events: Any) -> Network:
    """The network after these events."""
    state: Network | None = None
    for event in events:
        state = network.evolve(state, event)
    assert state is not None
    return state


def test_there_are_two_networks() -> None:
    """Each for its own part of the country, both there by the end of 2019."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in establishments():
            journal.do(command, by=ANNA)
        found = [journal.get(Network, stream) for stream in NETWORKS]

    assert NETWORKS == (OEST, VEST)
    assert [known.area for known in found if known] == ["Østdanmark", "Vestdanmark"]
    assert AREAS == ("Østdanmark", "Vestdanmark")
    assert [known.period.start for known in found if known] == [ULTIMO_2019] * 2


def test_a_network_can_begin_on_a_day_that_somebody_knows() -> None:
    """The source says only "ultimo 2019"."""
    (east, _) = establishments(since=date(2019, 11, 21))

    assert east.effective_from == date(2019, 11, 21)


def test_meetings_are_told_apart_by_year_and_number() -> None:
    """On days that whoever plans them gives, about what the networks are for."""
    plans = meetings(OEST, reversed(DAYS))

    assert [each.meeting for each in plans] == ["2020-1", "2020-2", "2021-1"]
    assert [each.occasion.day for each in plans] == DAYS
    assert {each.agenda for each in plans} == {CONTENT}
    assert len(CONTENT) == 4


def test_there_are_two_meetings_a_year_until_the_end_of_2022() -> None:
    """A third one, and one in 2023, are each named."""
    with pytest.raises(Malformed) as wrong:
        meetings(OEST, [*DAYS, date(2020, 12, 1), date(2023, 1, 1)])

    assert [problem.path for problem in wrong.value.problems] == ["$[2]", "$[4]"]
    assert meetings(OEST, [date(2022, 12, 31)])


def test_it_can_be_asked_how_many_meetings_are_missing() -> None:
    """Of each full year that two were promised of, by those that were held."""
    _, events = established()
    held = [
        event
        for plan in meetings(OEST, DAYS)
        for event in (
            network.MeetingPlanned(meeting=plan.meeting, occasion=plan.occasion),
            network.MeetingHeld(meeting=plan.meeting, attended=frozenset()),
        )
    ]

    known = folded(*events, *held[:-1])

    assert [missing(known, year) for year in range(2019, 2024)] == [0, 0, 2, 2, 0]
    assert missing(folded(*events, *held), 2021) == 1


def test_a_meeting_attended_by_a_non_member_is_refused() -> None:
    """A leader is admitted first."""
    stream, events = established()
    (plan, *_) = meetings(OEST, DAYS)
    planned = network.MeetingPlanned(meeting=plan.meeting, occasion=plan.occasion)
    hold = network.HoldMeeting(
        network=OEST, meeting="2020-1", attended=frozenset({LEADER_THERE})
    )
    botilbud = resting_on(LegalGround.SEL108)
    told = (stream, [*events, planned])
    (admitted,) = trying(admit(fagligt_ansvar=True, ansatte=30), told, botilbud).events

    assert codes(trying(hold, told)) == ["network.not_a_member"]
    assert codes(trying(hold, (stream, [*events, planned, admitted]))) == []


def test_the_networks_gave_input_to_the_guidelines() -> None:
    """While they were written, from a meeting that was held."""
    (plan, *_) = meetings(OEST, [date(2020, 5, 12)])
    hold = network.HoldMeeting(network=OEST, meeting="2020-1", attended=frozenset())
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in (*drafting(), *establishments(), plan, hold):
            journal.do(command, by=ANNA)
        journal.do(gives(OEST, "2020-1"), by=ANNA)
        known = journal.get(Network, OEST)
        guidelines = journal.get(Publication, GUIDELINES)

    assert known is not None
    assert guidelines is not None
    (given,) = known.contributions
    assert (given.to.publication, given.to.version) == (GUIDELINES, 1)
    assert given.meeting == "2020-1"
    assert [each.code for each in BASIS] == [
        "litteratur",
        "interview",
        "ledernetvaerk",
        "arbejdsgruppe",
    ]


def test_another_input_can_be_told() -> None:
    """What the sources say that they gave is what stands there otherwise."""
    assert gives(VEST, "2020-1", about="Noget andet").about == "Noget andet"
    assert attrs.evolve(gives(VEST, "2020-1"), network=OEST) == gives(OEST, "2020-1")
