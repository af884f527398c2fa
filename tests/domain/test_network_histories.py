"""Whatever happens to a network, in whatever order: what then holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from tests import strategies
from tests.domain.network_situation import (
    ADMIT,
    ANNA,
    BIRK,
    CARD,
    ESTABLISH,
    ESTABLISHED,
    FILE,
    HELD,
    HOLD,
    LEAVE,
    LEFT,
    NETWORK,
    OPEN_TO_ALL,
    PLAN,
    PLUGIN,
    STRICT,
    TILBUD,
    folded,
    trying,
)

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import network
from kvalitet_core.domain.network import (
    MeetingStatus,
    Network,
    Occasion,
    person_stream,
)
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Forgotten
from kvalitet_core.values import Answers, ReasonCode

ACTOR = Actor(id="a-1", role="test", organisation="test", authority="test")
EVENTS = st.one_of(*map(strategies.stored, network.AGGREGATE.events.values()))

PEOPLE = st.sampled_from([ANNA, BIRK])
MEMBERS = PEOPLE.map(person_stream) | st.just(TILBUD)
DAYS = st.dates(date(2019, 12, 28), date(2020, 1, 10))
MEETINGS = st.sampled_from(["2020-1", "2020-2"])
CODES = st.sampled_from([ReasonCode("storm"), ReasonCode("misread")])
STAFF = st.sampled_from([Answers({"ansatte": 9}), Answers({"ansatte": 12})])
HERE = st.just(NETWORK)


@st.composite
def periods(draw: st.DrawFn) -> dict[str, date | None]:
    """Days from and to, the last of which may be left open."""
    start = draw(DAYS)
    lasts = draw(st.none() | st.integers(1, 9))
    return {
        "effective_from": start,
        "effective_to": start + timedelta(days=lasts) if lasts else None,
    }


COMMANDS = st.one_of(
    st.just(ESTABLISH),
    st.builds(
        lambda days, **said: network.ChangeAdmission(network=NETWORK, **said, **days),
        days=periods(),
        admission=st.sampled_from([STRICT, OPEN_TO_ALL]),
    ),
    st.builds(
        lambda days, **said: attrs.evolve(ADMIT, **said, **days),
        days=periods(),
        person=PEOPLE,
        answers=STAFF,
        represents=st.sampled_from([None, TILBUD]),
    ),
    st.builds(
        lambda days, **said: network.AdmitOrganisation(
            network=NETWORK, organisation=TILBUD, **said, **days
        ),
        days=periods(),
        answers=STAFF,
    ),
    st.builds(
        attrs.evolve,
        st.just(LEAVE),
        member=MEMBERS,
        effective_from=DAYS,
        reason=CODES,
    ),
    st.builds(network.Close, network=HERE, effective_from=DAYS, reason=CODES),
    *(
        st.builds(attrs.evolve, st.just(PLAN), meeting=MEETINGS, occasion=occasion)
        for occasion in [DAYS.map(lambda day: Occasion(day=day))]
    ),
    st.builds(
        network.MoveMeeting,
        network=HERE,
        meeting=MEETINGS,
        occasion=DAYS.map(lambda day: Occasion(day=day)),
        reason=CODES,
    ),
    st.builds(network.CancelMeeting, network=HERE, meeting=MEETINGS, reason=CODES),
    st.builds(
        attrs.evolve,
        st.just(HOLD),
        meeting=MEETINGS,
        attended=st.frozensets(MEMBERS, max_size=2),
    ),
    st.builds(
        network.CorrectAttendance,
        network=HERE,
        meeting=MEETINGS,
        attended=st.frozensets(MEMBERS, max_size=2),
        reason=CODES,
    ),
    st.builds(attrs.evolve, st.just(FILE), meeting=MEETINGS),
)


@each(st.lists(EVENTS, max_size=8))
def test_the_fold_takes_any_history_or_says_what_it_lacks(
    events: list[network.Event],
) -> None:
    """It evaluates no rule; twice gives the same."""
    state = ESTABLISHED_STATE
    for event in events:
        try:
            one = network.evolve(state, event)
        except Malformed:
            continue
        assert one == network.evolve(state, event)
        state = one


ESTABLISHED_STATE: Network = folded(ESTABLISHED)


@settings(max_examples=60)
@each(st.lists(COMMANDS, max_size=14).map(lambda some: [ESTABLISH, *some]))
def test_whoever_attended_was_a_member_that_day(commands: list[Any]) -> None:
    """Every command is answered, silent the second time, and keeps the promise."""
    told: tuple[Any, ...] = ()
    for command in commands:
        events = trying(command, *told).events
        told += events
        if events:
            trying(command, *told).then_nothing()
        _promised(folded(*told))

    assert folded(*told) == folded(*told)


def _promised(known: Network) -> None:
    for meeting in known.meetings:
        day = meeting.occasion.day
        there = {each.member for each in known.members_on(day)}
        assert meeting.attended <= there
        assert meeting.status is MeetingStatus.HELD or not meeting.attended
        assert known.period.contains(day) or meeting.status is MeetingStatus.CANCELLED


def test_membership_as_of_a_day_as_it_was_known_then() -> None:
    """Both can be asked at once: who was believed, then, to be a member that day."""
    clock = GivenClock(datetime(2020, 3, 1, 9, tzinfo=UTC))
    day = date(2020, 11, 1)
    admit = network.AdmitPerson(
        network=NETWORK, person=ANNA, card=CARD, effective_from=date(2020, 2, 1)
    )
    open_ = attrs.evolve(ESTABLISH, admission=OPEN_TO_ALL)
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
        for command in (open_, admit):
            journal.do(command, by=ACTOR)
        clock.set(datetime(2020, 12, 1, 9, tzinfo=UTC))
        journal.do(LEAVE, by=ACTOR)

        then = journal.get(
            Network, NETWORK, known=datetime(2020, 3, 1, 9, 1, tzinfo=UTC)
        )
        now = journal.get(Network, NETWORK)

    assert then is not None
    assert now is not None
    assert [each.member for each in then.members_on(day)] == ["person/p-anna"]
    assert now.members_on(day) == ()


def test_a_forgotten_member_was_a_member_all_the_same() -> None:
    """Only the card is gone; who it was, nobody can say."""
    open_ = attrs.evolve(ESTABLISH, admission=OPEN_TO_ALL)
    admit = attrs.evolve(ADMIT, represents=None)
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in (open_, admit):
            journal.do(command, by=ACTOR)
        before = journal.get(Network, NETWORK)
        journal.forget(
            ANNA,
            by=ACTOR,
            legal_basis="GDPR art. 17",
            reason="the purpose is over",
            approved_by=("a-1", "a-2"),
        )
        after = journal.get(Network, NETWORK)

    for known, card in ((before, None), (after, Forgotten.FORGOTTEN)):
        assert known is not None
        (member,) = known.members_on(date(2020, 3, 1))
        assert member.card is not None
        assert card is None or member.card.reveal() is card


@pytest.mark.parametrize("event", [LEFT, HELD])
def test_a_history_that_lacks_its_beginning_says_so(event: network.Event) -> None:
    """Nobody leaves who never came; and no meeting is held that nobody planned."""
    with pytest.raises(Malformed, match="expected an earlier event"):
        folded(ESTABLISHED, event)
