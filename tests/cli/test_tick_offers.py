"""`kvalitet tick`: offers of seats lapse once, whoever runs it and however late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from tests.cli.running import run_here
from tests.domain.course_run.samples import (
    ACTOR,
    NOW,
    PLAN,
    REGISTER,
    RUN,
    TERMS,
    person,
    sign_up,
)

from kvalitet_core import Journal
from kvalitet_core.casework.lapsing import lapse_offers
from kvalitet_core.domain import course_run
from kvalitet_core.domain.course_run import BY_RECEIPT, CourseRun, OfferLapsed, Standing
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import ReasonCode

EXPIRES = NOW + timedelta(hours=72)
LATE = NOW + timedelta(days=5)
SILENT = attrs.evolve(PLAN, terms=attrs.evolve(TERMS, order=BY_RECEIPT), seats=1)


def happened(journal: Journal) -> None:
    """Whoever had the seat is ill, and the first who waits is offered it."""
    off = course_run.SignOff(
        run=RUN, participants=(person(1),), reason=ReasonCode("illness")
    )
    offer = course_run.OfferSeats(run=RUN)
    commands = [REGISTER, SILENT, *(sign_up(n) for n in (1, 2, 3)), off, offer]
    for command in commands:
        journal.do(command, by=ACTOR)


@pytest.fixture
def clock() -> GivenClock:
    """The time, as tests set it."""
    return GivenClock(NOW)


@pytest.fixture
def journal(clock: GivenClock) -> Iterator[Journal]:
    """A journal with an offer that waits for an answer."""
    with Journal.open("memory:", clock=clock) as journal:
        happened(journal)
        yield journal


def test_an_offer_lapses_once_whoever_runs_it(
    journal: Journal, clock: GivenClock
) -> None:
    """At the instant when it expired, also where that is noted late."""
    clock.set(LATE)

    first = lapse_offers(journal, at=LATE)
    again = lapse_offers(journal, at=LATE)

    (lapsed,) = first.lapsed
    assert lapsed.event == OfferLapsed(number=2, expired=EXPIRES)
    assert (lapsed.run, lapsed.title, lapsed.is_new) == (RUN, "Peers i praksis", True)
    assert (first.runs, first.left, again.lapsed) == (1, (), ())
    run = journal.get(CourseRun, RUN)
    assert run is not None
    assert run.places[2].standing is Standing.LAPSED
    assert run.free == 1


def test_what_expires_later_is_left_for_later(
    journal: Journal, clock: GivenClock
) -> None:
    """At its last instant it can still be accepted."""
    clock.set(LATE)

    assert lapse_offers(journal, at=EXPIRES).lapsed == ()
    assert lapse_offers(journal, at=EXPIRES + timedelta(microseconds=1)).lapsed


def test_an_instant_to_come_lets_nothing_lapse(journal: Journal) -> None:
    """It is said of each run; until then the offer can be accepted."""
    told = lapse_offers(journal, at=LATE)

    (left,) = told.left
    assert (left.run, left.reasons[0].code) == (RUN, "course_run.at_in_future")
    assert told.lapsed == ()


def test_another_runner_who_was_first_is_told_so(
    journal: Journal, clock: GivenClock
) -> None:
    """Both give the same command, so it has one effect and one answer."""
    clock.set(LATE)
    (first,) = lapse_offers(journal, at=LATE).lapsed
    commit = journal.commit(first.command_id)
    assert commit is not None

    receipt = journal.do(
        commit.command, by=commit.record.actor, command_id=first.command_id
    )

    assert [each.event for each in receipt.events] == [first.event]
    assert sum(1 for _ in journal.events(names=["course_run.offer_lapsed/1"])) == 1


def test_an_id_that_says_something_else_is_in_nobodys_way(
    journal: Journal, clock: GivenClock
) -> None:
    """It lapses all the same, by a command of its own."""
    clock.set(LATE)
    (told,) = lapse_offers(journal, at=LATE).lapsed
    clock.set(NOW)
    with Journal.open("memory:", clock=clock) as other:
        happened(other)
        other.do(course_run.OfferSeats(run=RUN), by=ACTOR, command_id=told.command_id)
        clock.set(LATE)

        (lapsed,) = lapse_offers(other, at=LATE).lapsed

    assert lapsed.is_new
    assert lapsed.command_id != told.command_id


def test_a_run_that_is_cancelled_or_has_no_offer_is_passed(
    journal: Journal, clock: GivenClock
) -> None:
    """There is nothing to lapse, and one that is not there is no error."""
    journal.do(course_run.Cancel(run=RUN, reason=ReasonCode("storm")), by=ACTOR)
    clock.set(LATE)

    told = lapse_offers(journal, at=LATE)
    none = lapse_offers(journal, at=LATE, runs=["course_run/none"])

    assert (told.lapsed, told.runs) == ((), 1)
    assert (none.lapsed, none.runs) == ((), 1)


class TestCommandLine:
    """The same from a timer of the host."""

    @pytest.fixture
    def path(self, tmp_path: Path, clock: GivenClock) -> str:
        """A journal in a file, with an offer that waits for an answer."""
        path = str(tmp_path / "journal.db")
        with Journal.open(path, clock=clock) as journal:
            happened(journal)
        return path

    def test_what_lapsed_is_told_beside_what_cases_have(self, path: str) -> None:
        """As JSON, in the same form; and how many runs were looked at."""
        told = run_here(
            "tick", "--at", LATE.isoformat(), "--journal", path, "--format", "json"
        )

        (item,) = json.loads(told.stdout)["noted"]
        assert (item["kind"], item["case"], item["about"]) == ("offer_lapsed", RUN, "2")
        assert item["fell_due"] == "2021-06-04T10:00:00.000000Z"
        assert "runs: 1 looked at, 1 offers lapsed" in told.stderr

    def test_a_line_says_it_in_the_language_asked_for(self, path: str) -> None:
        """And the second time there is nothing to say."""
        args = ("tick", "--at", LATE.isoformat(), "--journal", path, "--lang", "da")

        first, again = run_here(*args), run_here(*args)

        assert first.stdout.startswith(
            "proeve-peers-1  Peers i praksis, nr. 2: tilbuddet om plads er bortfaldet, "
        )
        assert again.stdout.strip() == ""

    def test_the_views_say_where_offers_wait(self, path: str) -> None:
        """Where they are there and have followed, only those runs are looked at."""
        assert run_here("run", "--once", "--journal", path).exit_code == 0

        args = ("tick", "--at", LATE.isoformat(), "--journal", path)
        first = run_here(*args)
        run_here("run", "--once", "--journal", path)
        again = run_here(*args)

        assert "runs: 1 looked at, 1 offers lapsed" in first.stderr
        assert "runs:" not in again.stderr

    def test_all_runs_are_looked_at_where_the_views_are_behind(
        self, path: str, clock: GivenClock
    ) -> None:
        """An offer lapses though a view is late."""
        assert run_here("run", "--once", "--journal", path).exit_code == 0
        more = course_run.ChangeSeats(run=RUN, seats=2, reason=ReasonCode("room"))
        with Journal.open(path, clock=clock, views=False) as journal:
            journal.do(more, by=ACTOR)

        told = run_here("tick", "--at", LATE.isoformat(), "--journal", path)

        assert "runs: 1 looked at, 1 offers lapsed" in told.stderr
