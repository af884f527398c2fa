"""Signing up: in time, once, as one of those whom it is for, for a run that stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.domain.course_run.samples import (
    ACTOR,
    DEADLINE,
    KNOWN,
    NOW,
    OPENS,
    PLAN,
    PLANNED,
    PLUGIN,
    REGISTER,
    RUN,
    SOURCE,
    TERMS,
    card,
    folded,
    full,
    members,
    person,
    said,
    sign_up,
    sign_up_group,
    signed_up,
    trying,
)

from kvalitet_core import Journal
from kvalitet_core.domain import course_run, tilbud
from kvalitet_core.domain.course_run import Seating, Standing
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.testing import given
from kvalitet_core.values import Answers, MunicipalityCode, ReasonCode

TILBUD = StreamId("tilbud/proeve")
THERE = (
    TILBUD,
    [
        tilbud.Registered(
            name="Lærkehøj",
            municipality=MunicipalityCode("0730"),
            driftsform=tilbud.Driftsform.KOMMUNAL,
            legal_grounds=LegalGrounds(
                grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
            ),
            effective_from=date(2021, 5, 15),
        )
    ],
)
CANCEL = course_run.Cancel(run=RUN, reason=ReasonCode("storm"))
LATE = DEADLINE + timedelta(microseconds=1)


def test_whoever_signs_up_while_there_is_a_seat_has_it() -> None:
    """With all that was told, and a card that is sealed."""
    answers = Answers({"erfaring": 3})
    command = sign_up(1, answers=answers, workplace=TILBUD)

    outcome = trying(command, PLANNED, THERE)

    outcome.then(signed_up(1, as_=1, answers=answers, workplace=TILBUD, received=NOW))


def test_whoever_signs_up_when_it_is_full_waits() -> None:
    """Also one who comes when a seat is free again while others wait for it."""
    outcome = trying(sign_up(5), *full())

    outcome.then(signed_up(5, as_=5, seated=False))
    left = course_run.SignedOff(participants=(person(1),), reason=ReasonCode("ill"))
    waits = signed_up(5, as_=5, seated=False)
    (sixth,) = trying(sign_up(6), *full(waits, left)).events
    assert not sixth.seated


def test_where_seats_are_given_by_offer_everybody_waits() -> None:
    """So that the order decides, and not who was first at the door."""
    terms = attrs.evolve(TERMS, seating=Seating.BY_OFFER)
    planned = attrs.evolve(PLANNED, terms=terms)

    (event,) = trying(sign_up(1), planned).events

    assert not event.seated


def test_a_waiting_list_that_is_full_takes_nobody_more() -> None:
    """Whoever comes then is told so; a seat that is free is no wait."""
    one = attrs.evolve(PLANNED, terms=attrs.evolve(TERMS, waiting_list=1))
    waits = signed_up(5, as_=5, seated=False)

    outcome = trying(sign_up(6), one, *full(waits)[1:])

    outcome.then_refused("course_run.full")
    text, source = said(outcome)[0]
    assert "a waiting list of 1, where 1 wait; got 1 more" in text
    assert source == SOURCE
    assert trying(sign_up(5), one, *full()[1:]).events
    none = attrs.evolve(PLANNED, terms=attrs.evolve(TERMS, waiting_list=0))
    assert trying(sign_up(4), none, *full()[1:-1]).events


def test_whoever_was_signed_off_can_sign_up_again() -> None:
    """As somebody new in the row."""
    left = course_run.SignedOff(participants=(person(1),), reason=ReasonCode("ill"))

    outcome = trying(sign_up(1), *full(left))

    outcome.then(signed_up(1, as_=5))
    run = folded(*full(left, signed_up(1, as_=5)))
    assert run.signed_off == frozenset()
    assert run.places[1].standing is Standing.LEFT
    assert run.held == 4


def test_the_deadline_is_an_instant_and_at_it_is_in_time() -> None:
    """What was received in time can be entered later."""
    assert trying(sign_up(1), PLANNED, now=DEADLINE).events
    (event,) = trying(sign_up(1, received=DEADLINE), PLANNED, now=LATE).events
    assert event.received == DEADLINE


def test_nobody_signs_up_before_it_opens_or_in_the_future() -> None:
    """Each is told what was expected."""
    early = OPENS - timedelta(seconds=1)

    outcome = trying(sign_up(1), PLANNED, now=early)
    ahead = trying(sign_up(1, received=NOW + timedelta(hours=1)), PLANNED)

    outcome.then_refused("course_run.not_open")
    assert said(outcome)[0][0].endswith(f"got {early.isoformat()}")
    ahead.then_refused("course_run.received_in_future")
    unsaid = attrs.evolve(PLANNED, terms=attrs.evolve(TERMS, opens=None))
    assert trying(sign_up(1), unsaid, now=early).events


def test_a_workplace_is_a_tilbud_that_is_there_on_the_day() -> None:
    """A certificate is told to it, so it must be one."""
    command = sign_up(1, workplace=TILBUD)
    early = attrs.evolve(command, received=datetime(2021, 5, 2, tzinfo=UTC))

    trying(command, PLANNED).then_refused("course_run.workplace_unknown")
    trying(early, PLANNED, THERE).then_refused("course_run.workplace_not_in_force")


def test_a_run_for_nobody_in_particular_is_for_anybody() -> None:
    """What is not said limits nobody."""
    anybody = attrs.evolve(
        PLANNED, terms=attrs.evolve(TERMS, target_groups=frozenset())
    )

    assert trying(sign_up(1, target_group=None), anybody).events


class TestTogether:
    """A group has all its seats or none, unless it may be split."""

    def test_a_group_that_fits_has_its_seats(self) -> None:
        """All of them, as one sign-up."""
        outcome = trying(sign_up_group(1, 2, 3), PLANNED)

        (event,) = outcome.events
        assert (event.number, event.seated, event.split) == (1, 3, False)
        run = folded(PLANNED, event)
        assert (run.held, len(run.places)) == (3, 1)
        assert run.next_number == 2

    def test_a_group_that_does_not_fit_waits_as_one(self) -> None:
        """Nobody of it has a seat, though there are some."""
        (event,) = trying(sign_up_group(5, 6), *full()[:-1]).events

        assert event.seated == 0
        run = folded(*full()[:-1], event)
        assert run.free == 1
        assert [place.size for place in run.waiting] == [2]

    def test_a_group_that_may_be_split_takes_what_there_is(self) -> None:
        """The first of it have seats, the others wait, each for one."""
        (event,) = trying(sign_up_group(5, 6, 7, split=True), *full()[:3]).events

        assert (event.number, event.seated) == (3, 2)
        run = folded(*full()[:3], event)
        standings = [run.places[n].standing for n in (3, 4, 5)]
        assert standings == [Standing.SEATED, Standing.SEATED, Standing.WAITING]
        assert {run.places[n].group for n in (3, 4, 5)} == {3}
        assert run.next_number == 6

    def test_a_group_larger_than_the_run_would_wait_for_ever(self) -> None:
        """It is told so, unless it may be split."""
        numbers = range(1, 6)

        outcome = trying(sign_up_group(*numbers), PLANNED)

        outcome.then_refused("course_run.group_too_large")
        assert "at most the run's 4 seats" in said(outcome)[0][0]
        assert trying(sign_up_group(*numbers, split=True), PLANNED).events

    def test_every_member_must_be_one_whom_it_is_for_and_new(self) -> None:
        """All that stands against any of them is said at once."""
        several = (
            *members(1, 5),
            *members(5),
            course_run.GroupMember(person=person(6)),
        )
        command = attrs.evolve(sign_up_group(1, 2), members=several)

        outcome = trying(command, *full()[:-1])

        outcome.then_refused(
            "course_run.twice", "course_run.twice", "course_run.target_group"
        )
        texts = [text for text, _ in said(outcome)]
        assert "is signed up already, as no. 1" in texts[0]
        assert "is named twice" in texts[1]
        assert texts[2].endswith("'ledere', 'medarbejdere', got None")

    def test_one_alone_is_no_group(self) -> None:
        """One signs up alone."""
        with pytest.raises(Malformed, match="expected 2 members or more, got 1"):
            sign_up_group(1)

    def test_members_are_named_one_by_one(self) -> None:
        """Each card is sealed with its own person's key."""
        (event,) = trying(sign_up_group(1, 2), PLANNED).events
        naming = course_run.NameParticipant(
            run=RUN, participant=person(1), card=card(1)
        )

        outcome = trying(naming, PLANNED, event)

        (named,) = outcome.events
        assert set(folded(PLANNED, event, named).cards) == {person(1), person(99)}
        stranger = attrs.evolve(naming, participant=person(3))
        trying(stranger, PLANNED, event).then_refused("course_run.not_signed_up")


@attrs.frozen(kw_only=True)
class BadInput:
    """A sign-up that cannot be taken, and why."""

    what: str
    command: course_run.SignUp
    first: tuple[Any, ...] = ()
    now: datetime = NOW
    code: str
    value: str


BAD = (
    BadInput(
        what="after the deadline",
        command=sign_up(2),
        now=LATE,
        code="course_run.deadline",
        value=LATE.isoformat(),
    ),
    BadInput(
        what="twice", command=sign_up(1), code="course_run.twice", value=person(1)
    ),
    BadInput(
        what="outside the target group",
        command=sign_up(2, target_group="borgere"),
        code="course_run.target_group",
        value="'borgere'",
    ),
    BadInput(
        what="to a cancelled run",
        command=sign_up(2),
        first=(CANCEL,),
        code="course_run.cancelled",
        value="'storm'",
    ),
)


class TestBadInput:
    """What cannot be taken is refused with its rule, source and value, and is kept."""

    @pytest.fixture
    def clock(self) -> GivenClock:
        """The time, as tests set it."""
        return GivenClock(NOW)

    @pytest.fixture
    def journal(self, clock: GivenClock) -> Iterator[Journal]:
        """A journal with a run that person 1 has a seat in."""
        with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
            for command in (REGISTER, PLAN, sign_up(1)):
                journal.do(command, by=ACTOR)
            yield journal

    @pytest.mark.parametrize("bad", BAD, ids=[each.what for each in BAD])
    def test_a_bad_sign_up_is_refused_kept_and_changes_nothing(
        self, journal: Journal, clock: GivenClock, bad: BadInput
    ) -> None:
        """Sign-up after the deadline, twice, by one outside, to a cancelled run."""
        clock.set(bad.now)
        for command in bad.first:
            journal.do(command, by=ACTOR)
        before = journal.get(course_run.CourseRun, RUN)

        with pytest.raises(Refused) as no:
            journal.do(bad.command, by=ACTOR, command_id="bad")

        (reason,) = no.value.reasons
        assert reason.code == bad.code
        assert reason.source == SOURCE
        assert str(RUN) in reason.text
        assert bad.value in reason.text
        commit = journal.commit("bad")
        assert commit is not None
        assert commit.record.outcome == "refused"
        assert commit.record.reasons == (reason,)
        assert commit.events == ()
        after = journal.get(course_run.CourseRun, RUN)
        assert after is not None
        assert before is not None
        assert (after.version, after.places) == (before.version, before.places)

    def test_all_that_stands_against_a_sign_up_is_said_at_once(self) -> None:
        """Nobody mends one thing to be told the next."""
        bad = sign_up(1, target_group="borgere", workplace=TILBUD)

        outcome = trying(bad, *full(), now=LATE)

        outcome.then_refused(
            "course_run.deadline",
            "course_run.twice",
            "course_run.target_group",
            "course_run.workplace_unknown",
        )

    def test_nobody_signs_up_for_a_run_that_nobody_planned(self) -> None:
        """It is named."""
        given(KNOWN).when(sign_up(1)).then_refused("course_run.unknown")
