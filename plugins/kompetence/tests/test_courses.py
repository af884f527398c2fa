"""From sign-up to certificate by the plugin's own orders, reaction and plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs
import pytest

from kvalitet_core import Journal
from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.domain import course_run
from kvalitet_core.domain.case import Case, RecordFact
from kvalitet_core.domain.course_run import CourseRun, SeatOrder, Standing
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.testing import given, reacting
from kvalitet_core.values import ReasonCode
from kvalitet_kompetence import PLUGIN
from kvalitet_kompetence.examples import ANNA, LEADER, a_tilbud, sign_up
from kvalitet_kompetence.feeding import (
    BY_COURSE,
    fed_by,
    linked_by,
    opening,
    plan_of,
)
from kvalitet_kompetence.made_up import COURSE, RUN, example_course, example_run
from kvalitet_kompetence.offering import OFFERS
from kvalitet_kompetence.rules import LEADERS_FIRST, SPREAD_OUT
from kvalitet_kompetence.sources import LEADERS, STAFF

SPRING = datetime.fromisoformat("2021-06-07T09:00:00+02:00")
OVER = datetime.fromisoformat("2021-09-22T09:00:00+02:00")
ILL = ReasonCode("illness")


def person(number: int) -> PersonId:
    """One of those who sign up."""
    return PersonId(f"person-{number:08}")


@pytest.fixture
def clock() -> GivenClock:
    """The time, as tests set it."""
    return GivenClock(SPRING)


@pytest.fixture
def journal(clock: GivenClock) -> Iterator[Journal]:
    """A journal with the example's course in it."""
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
        journal.do(example_course(), by=ANNA)
        yield journal


def tilbud_in(journal: Journal) -> StreamId:
    """The example's tilbud, registered."""
    story = a_tilbud()
    asked = next(story)
    while True:
        stream = journal.do(asked.command, by=ANNA).stream
        try:
            asked = story.send(stream)
        except StopIteration as told:
            return StreamId(told.value)


def planned(journal: Journal, order: SeatOrder) -> None:
    """A run with one seat and an order, where somebody has the seat."""
    plan = example_run(seats=1)
    terms = attrs.evolve(plan.terms, order=order)
    journal.do(attrs.evolve(plan, terms=terms), by=ANNA)
    journal.do(sign_up(1, workplace=None, group=STAFF), by=ANNA)


def offered(journal: Journal) -> course_run.PlaceInOrder:
    """The seat is free, and offered: to whom, and why."""
    off = course_run.SignOff(run=RUN, participants=(person(1),), reason=ILL)
    journal.do(off, by=ANNA)
    journal.do(course_run.OfferSeats(run=RUN), by=ANNA)
    run = journal.get(CourseRun, RUN)
    assert run is not None
    (place,) = run.offered
    assert place.offer is not None
    return place.offer.order


class TestOrders:
    """An order is data of the run, and each offer keeps what it rested on."""

    def test_a_leader_comes_first_where_the_run_says_so(self, journal: Journal) -> None:
        """Though a member of staff signed up before."""
        planned(journal, LEADERS_FIRST)
        journal.do(sign_up(2, workplace=None, group=STAFF), by=ANNA)
        journal.do(sign_up(3, workplace=None, group=LEADERS), by=ANNA)

        order = offered(journal)

        assert (order.policy, order.version) == ("kompetence.ledere_foerst", 1)
        assert (order.place, order.of) == (1, 2)
        assert [each.truth for each in order.findings] == [Truth.TRUE, Truth.UNKNOWN]
        run = journal.get(CourseRun, RUN)
        assert run is not None
        assert run.places[3].standing is Standing.OFFERED

    def test_a_tilbud_without_a_seat_comes_first_where_the_run_says_so(
        self, journal: Journal
    ) -> None:
        """And one of whom no tilbud is known comes after it."""
        own = tilbud_in(journal)
        planned(journal, SPREAD_OUT)
        journal.do(sign_up(2, workplace=None, group=LEADERS), by=ANNA)
        journal.do(sign_up(3, workplace=own, group=STAFF), by=ANNA)

        order = offered(journal)

        (found,) = order.findings
        assert (found.rule, found.truth) == (
            "kompetence.arbejdssted_uden_plads",
            Truth.TRUE,
        )
        assert "kendes ikke" in found.hjemmel.source


class TestReaction:
    """A seat that is free again is offered to the next who waits."""

    @pytest.mark.parametrize(
        "event",
        [
            course_run.SignedOff(participants=(person(1),), reason=ILL),
            course_run.OfferDeclined(number=1),
            course_run.OfferLapsed(number=1, expired=SPRING),
            course_run.SeatsChanged(seats=3, reason=ILL),
            course_run.TransferredOut(
                participants=(person(1),), to_run=RUN, reason=ILL
            ),
        ],
    )
    def test_whatever_frees_a_seat_offers_it(self, event: course_run.Event) -> None:
        """By the command that anybody could give."""
        command = reacting(OFFERS, to=event, stream=RUN, plugins=[PLUGIN])

        assert command == course_run.OfferSeats(run=RUN)

    def test_another_programmes_runs_are_not_its_business(self) -> None:
        """They have reactions of their own, or none."""
        event = course_run.OfferDeclined(number=1)

        command = reacting(
            OFFERS, to=event, stream="course_run/andet-1", plugins=[PLUGIN]
        )

        assert command is None


class TestFeeding:
    """A certificate tells the plan of the tilbud where its participant works."""

    def test_a_completed_course_is_known_in_the_plan(
        self, journal: Journal, clock: GivenClock
    ) -> None:
        """Once, however many of the tilbud completed it; and the run is tied to it."""
        own = tilbud_in(journal)
        plan = journal.do(opening(own, title="Kompetenceplan"), by=LEADER).stream
        journal.do(example_run(), by=ANNA)
        for number in (1, 2):
            journal.do(sign_up(number, workplace=own, group=STAFF), by=ANNA)
        clock.set(OVER)
        came = frozenset({person(1), person(2)})
        for session in (1, 2):
            attended = course_run.RecordAttendance(
                run=RUN, session=session, present=came
            )
            journal.do(attended, by=ANNA)
        certificates = [
            journal.do(
                course_run.IssueCertificate(run=RUN, participant=each), by=ANNA
            ).events[0]
            for each in sorted(came)
        ]

        outcomes = [
            journal.do(command, by=LEADER).outcome
            for certificate in certificates
            for command in (fed_by(certificate), linked_by(certificate))
            if command is not None
        ]

        assert outcomes == ["accepted", "accepted", "nothing", "nothing"]
        case = journal.get(Case, plan)
        assert case is not None
        assert plan == plan_of(own)
        assert [(link.to, link.relation) for link in case.links] == [(RUN, BY_COURSE)]
        told = fed_by(certificates[0])
        assert told is not None
        assert told.effective_from == certificates[0].event.completed
        assert told.effective_from < certificates[0].recorded_at.date()
        assert isinstance(told, RecordFact)
        assert (told.fact, told.value) == ("laering.gennemfoert", True)
        assert told.source == f"{RUN}, Eksempelkursus om peers og recovery"

    def test_a_course_completed_earlier_and_told_later_is_known_too(
        self, journal: Journal
    ) -> None:
        """Facts come in no order."""
        own = tilbud_in(journal)
        plan = journal.do(opening(own, title="Kompetenceplan"), by=LEADER).stream
        say = RecordFact(
            case=plan,
            fact="laering.gennemfoert",
            value=True,
            effective_from=SPRING.date(),
            source="x",
        )

        journal.do(say, by=LEADER)
        earlier = attrs.evolve(say, effective_from=SPRING.date().replace(month=5))

        assert journal.do(earlier, by=LEADER).outcome in ("accepted", "nothing")

    def test_a_certificate_without_a_workplace_feeds_no_plan(
        self, journal: Journal, clock: GivenClock
    ) -> None:
        """And neither does anything else."""
        journal.do(example_run(), by=ANNA)
        signed = journal.do(sign_up(1, workplace=None, group=STAFF), by=ANNA).events[0]
        clock.set(OVER)
        for session in (1, 2):
            attended = course_run.RecordAttendance(
                run=RUN, session=session, present=frozenset({person(1)})
            )
            journal.do(attended, by=ANNA)
        issue = course_run.IssueCertificate(run=RUN, participant=person(1))
        certificate = journal.do(issue, by=ANNA).events[0]

        for each in (signed, certificate):
            assert fed_by(each) is None
            assert linked_by(each) is None

    def test_a_plan_is_of_a_tilbud(self) -> None:
        """Nobody else has one."""
        with pytest.raises(Malformed, match="tilbud/"):
            plan_of(COURSE)
        with pytest.raises(Malformed, match="tilbud/"):
            opening(COURSE, title="Kompetenceplan")


def test_a_run_of_the_example_is_planned_as_the_course_says() -> None:
    """Its target groups are the catalogue's."""
    register = example_course()
    known = given().when(register).events

    (event,) = given((COURSE, known), plugins=[PLUGIN]).when(example_run()).events

    assert event.terms.target_groups == register.target_groups
