"""Sixteen processes race for the last seats: never over capacity, all get an answer."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.conftest import Place
from tests.domain.course_run import races
from tests.domain.course_run.samples import RUN
from tests.journal.checks import whole
from tests.journal.processes import at_once

from kvalitet_core import Journal
from kvalitet_core.domain.course_run import CourseRun, SignedUp, evolve

pytestmark = pytest.mark.slow


def never_over(journal: Journal) -> CourseRun:
    """The run, of which at no time more seats were taken and offered than there are."""
    state = None
    for recorded in journal.history(RUN):
        state = evolve(state, recorded.event)
        assert state.held <= state.seats
    assert state is not None
    return state


def test_twenty_seats_and_no_waiting_list(lasting_place: Place) -> None:
    """Of 48 who ask, twenty have a seat and 28 are told that it is full."""
    races.prepare(lasting_place, waiting_list=0)

    answers = at_once(races.sign_ups, lasting_place, 16, 3)

    counts = Counter(answer for each in answers for answer in each)
    assert counts == {"seated": races.SEATS, "course_run.full": 28}
    with races.opened(lasting_place) as journal:
        whole(journal)
        run = never_over(journal)
        signed = [each.event for each in journal.history(RUN)][1:]
    assert (run.held, run.free) == (races.SEATS, 0)
    assert [event.number for event in signed] == list(range(1, races.SEATS + 1))


def test_whoever_has_no_seat_waits_and_nobody_is_lost(lasting_place: Place) -> None:
    """Of 48 who ask, twenty have a seat and 28 wait, in the order that they came.

    One of them is signed up by all sixteen, once with an effect.
    """
    races.prepare(lasting_place, waiting_list=None)

    answers = at_once(races.sign_ups_and_one, lasting_place, 16, 3)

    counts = Counter(answer for each in answers for answer in each)
    assert counts == {"seated": races.SEATS, "waits": 28, "course_run.twice": 16}
    with races.opened(lasting_place) as journal:
        whole(journal)
        run = never_over(journal)
        signed = [each.event for each in journal.history(RUN)][1:]
    assert all(isinstance(event, SignedUp) for event in signed)
    assert [event.seated for event in signed] == [True] * races.SEATS + [False] * 28
    assert len({who for who, _ in run.live()}) == 48


def test_seats_hold_while_all_sign_up_and_off_and_answer(lasting_place: Place) -> None:
    """Offers, acceptances and departures in one turmoil; every command is answered."""
    races.prepare(lasting_place, waiting_list=None)

    answers = at_once(races.turmoil, lasting_place, 16, 4)

    assert all(len(each) >= 4 * 2 for each in answers)
    assert {answer for each in answers for answer in each} <= {
        "seated",
        "waits",
        "nothing",
        "course_run.signed_off/1",
        "course_run.offered/1",
        "course_run.offer_accepted/1",
        "course_run.offer_declined/1",
        "course_run.not_offered",
    }
    with races.opened(lasting_place) as journal:
        whole(journal)
        run = never_over(journal)
    live = [who for who, _ in run.live()]
    assert len(live) == len(set(live))
