"""Whatever is asked of a run, in whatever order: its seats hold, and are explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import attrs
from hypothesis import given as each
from hypothesis import strategies as st
from tests.domain.course_run.samples import (
    KNOWN,
    NOW,
    OTHER,
    PLANNED,
    PLUGIN,
    RUN,
    card,
    person,
    sign_up,
    sign_up_group,
)
from tests.domain.course_run.test_signing_up import THERE, TILBUD

from kvalitet_core.aggregate import At
from kvalitet_core.domain import course_run
from kvalitet_core.domain.course_run import (
    CourseRun,
    GroupSignedUp,
    Offered,
    Place,
    Standing,
)
from kvalitet_core.testing import given
from kvalitet_core.values import ReasonCode

WHY = ReasonCode("why")
PERSONS = st.integers(1, 9)
SOME = st.lists(PERSONS, min_size=1, max_size=3, unique=True)
NUMBERS = st.integers(1, 8)

COMMANDS = st.one_of(
    st.builds(
        sign_up,
        PERSONS,
        target_group=st.sampled_from(["ledere", "medarbejdere", "borgere"]),
        workplace=st.sampled_from([None, TILBUD]),
    ),
    st.builds(
        lambda numbers, **said: sign_up_group(*numbers, **said),
        st.lists(PERSONS, min_size=2, max_size=3, unique=True),
        split=st.booleans(),
    ),
    st.builds(course_run.OfferSeats, run=st.just(RUN), most=st.none() | NUMBERS),
    st.builds(course_run.AcceptOffer, run=st.just(RUN), number=NUMBERS),
    st.builds(course_run.DeclineOffer, run=st.just(RUN), number=NUMBERS),
    st.builds(
        lambda at: course_run.LapseOffers(run=RUN, at=at),
        st.integers(0, 200).map(lambda hours: NOW + timedelta(hours=hours)),
    ),
    st.builds(
        lambda numbers: course_run.SignOff(
            run=RUN, participants=tuple(map(person, numbers)), reason=WHY
        ),
        SOME,
    ),
    st.builds(
        lambda numbers: course_run.Transfer(
            run=RUN, participants=tuple(map(person, numbers)), to_run=OTHER, reason=WHY
        ),
        SOME,
    ),
    st.builds(
        lambda seats: course_run.ChangeSeats(run=RUN, seats=seats, reason=WHY),
        st.integers(1, 6),
    ),
    st.builds(
        lambda number: course_run.NameParticipant(
            run=RUN, participant=person(number), card=card(number)
        ),
        PERSONS,
    ),
)

SITUATION = given(plugins=[PLUGIN])
"""Where Prøveprogrammet is installed, and nothing has happened yet."""


@attrs.define
class Played:
    """What has happened in two runs of a course, and when it is."""

    now: datetime = NOW
    here: list[Any] = attrs.field(factory=lambda: [PLANNED])
    there: list[Any] = attrs.field(factory=lambda: [attrs.evolve(PLANNED, seats=2)])

    def step(
        self, command: Any, hours: int, seen: Callable[[CourseRun, Any], None]
    ) -> None:
        """Give a command some hours later; what it comes to has happened."""
        self.now += timedelta(hours=hours)
        told = (KNOWN, THERE, (RUN, self.here), (OTHER, self.there))
        situation = attrs.evolve(SITUATION, told=told)
        before = fold(self.here)
        for event in situation.when(command, now=self.now).events:
            if isinstance(event, At):
                self.there.append(event.event)
            else:
                seen(before, event)
                self.here.append(event)


def fold(events: list[Any]) -> CourseRun:
    """The run after these events."""
    state = None
    for event in events:
        state = course_run.evolve(state, event)
    assert state is not None
    return state


def ordered(run: CourseRun) -> list[Place]:
    """Those who wait in the order that Prøveprogrammet says, in other words."""

    def key(place: Place) -> tuple[object, ...]:
        leads = {each.target_group for each in place.members} <= {"ledere"}
        mine = [
            other.size
            for other in run.places.values()
            if other.workplace == place.workplace
            and other.standing in (Standing.SEATED, Standing.OFFERED)
        ]
        none_yet = 1 if place.workplace is None else 2 if sum(mine) else 0
        return not leads, none_yet, place.received, place.number

    waiting = [p for p in run.places.values() if p.standing is Standing.WAITING]
    return sorted(waiting, key=key)


def explained(before: CourseRun, event: Any) -> None:
    """Every offer's place can be worked out again from what was known before it."""
    if not isinstance(event, Offered):
        return
    order = ordered(before)
    numbers = [place.number for place in order]
    assert event.order.of == len(order)
    assert numbers[event.order.place - 1] == event.number
    passed = [each.number for each in event.order.passed]
    assert all(number in numbers[: event.order.place - 1] for number in passed)
    for each_ in event.order.passed:
        assert before.places[each_.number].size == each_.seats > each_.free


HISTORIES = st.lists(st.tuples(COMMANDS, st.integers(0, 30)), max_size=25)


@each(HISTORIES)
def test_seats_hold_and_every_offer_is_explained(history: list[Any]) -> None:
    """Never more taken and offered than there are; nobody in two places at once.

    Folding twice gives the same, and a group that may not be split has all its seats at
    once or none.
    """
    played = Played()

    for command, hours in history:
        played.step(command, hours, explained)
        for events in (played.here, played.there):
            run = fold(events)
            assert 0 <= run.held <= run.seats
            live = [who for who, _ in run.live()]
            assert len(live) == len(set(live))

    run = fold(played.here)
    assert run == fold(played.here)
    assert run.version == len(played.here)
    for group in played.here:
        if isinstance(group, GroupSignedUp) and not group.split:
            assert group.seated in (0, len(group.members))
            parts = [p for p in run.places.values() if p.group == group.number]
            assert len(parts) == 1
