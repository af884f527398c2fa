"""Participants are signed off, or moved to another run of the course."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from tests.domain.course_run.samples import (
    AFTER,
    OTHER,
    PLANNED,
    RUN,
    folded,
    full,
    members,
    person,
    said,
    signed_up,
    trying,
)

from kvalitet_core.aggregate import at
from kvalitet_core.domain import course_run
from kvalitet_core.domain.course_run import Standing
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

WHY = ReasonCode("illness")
OFF = course_run.SignOff(run=RUN, participants=(person(1),), reason=WHY)
IS_OFF = course_run.SignedOff(participants=(person(1),), reason=WHY)
MOVE = course_run.Transfer(
    run=RUN, participants=(person(1), person(2)), to_run=OTHER, reason=WHY
)
OUT = course_run.TransferredOut(
    participants=MOVE.participants, to_run=OTHER, reason=WHY
)
CANCELLED = course_run.Cancelled(reason=ReasonCode("storm"))


def other(*events: Any, planned: course_run.Planned = PLANNED) -> Any:
    """Another run of the course, and what happened there."""
    return (OTHER, [planned, *events])


class TestSigningOff:
    """Whoever is signed off has no seat, and does not wait."""

    def test_it_acts_once_and_is_silent_the_second_time(self) -> None:
        """What is already so needs no event."""
        trying(OFF, *full()).then(IS_OFF)
        trying(OFF, *full(IS_OFF)).then_nothing()

    def test_a_seat_is_free_then(self) -> None:
        """Also one that was offered."""
        run = folded(*full(IS_OFF))

        assert (run.held, run.free) == (3, 1)
        assert run.places[1].standing is Standing.LEFT
        assert run.of(person(1)) is None

    def test_all_are_signed_off_or_none(self) -> None:
        """Each who is not signed up is named."""
        several = attrs.evolve(OFF, participants=(person(1), person(8), person(9)))

        outcome = trying(several, *full())

        outcome.then_refused("course_run.not_signed_up", "course_run.not_signed_up")
        assert said(outcome)[1][0].endswith(f"got {person(9)}")

    def test_a_group_goes_on_without_one_of_it(self) -> None:
        """With as many seats as it needs now."""
        group = course_run.GroupSignedUp(
            number=1,
            contact=person(99),
            card=signed_up(99, as_=1).card,
            members=members(1, 2),
            split=False,
            received=signed_up(1, as_=1).received,
            seated=2,
        )
        run = folded(PLANNED, group, IS_OFF)

        assert (run.held, run.places[1].persons) == (1, (person(2),))
        assert run.places[1].standing is Standing.SEATED

    def test_nobody_is_signed_off_once_the_run_is_over_or_cancelled(self) -> None:
        """There is nothing to leave."""
        trying(OFF, *full(), now=AFTER).then_refused("course_run.over")
        trying(OFF, *full(CANCELLED)).then_refused("course_run.cancelled")

    @pytest.mark.parametrize("persons", [(), (person(1), person(1))])
    def test_somebody_is_named_and_once(self, persons: Any) -> None:
        """A list of nobody, or of somebody twice, is a mistake."""
        with pytest.raises(Malformed, match="one participant or more, each once"):
            attrs.evolve(OFF, participants=persons)


class TestMoving:
    """Both runs are told by one commit, and neither has more than its seats."""

    def test_they_have_seats_there_and_none_here(self) -> None:
        """With all that was known of each, and a card that nobody looked at."""
        outcome = trying(MOVE, *full(), other(signed_up(7, as_=1)))

        outcome.then(
            OUT,
            *(
                at(OTHER, event)
                for number in (1, 2)
                for event in (
                    course_run.TransferredIn(
                        number=number + 1,
                        participant=person(number),
                        target_group="medarbejdere",
                        received=signed_up(1, as_=1).received,
                        from_run=RUN,
                    ),
                    course_run.ParticipantNamed(
                        participant=person(number), card=signed_up(number, as_=1).card
                    ),
                )
            ),
        )
        arrived = [each.event for each in outcome.events[1:]]
        there = folded(PLANNED, signed_up(7, as_=1), *arrived)
        here = folded(*full(OUT))
        assert (there.held, here.held) == (3, 2)
        assert set(there.cards) == {person(7), person(1), person(2)}
        assert {place.standing for place in there.places.values()} == {Standing.SEATED}

    def test_moving_is_silent_the_second_time(self) -> None:
        """What is already so needs no event; moving back is another thing."""
        trying(MOVE, *full(OUT), other()).then_nothing()

        back = signed_up(1, as_=5)
        run = folded(*full(OUT, back))
        assert person(1) not in run.moved

    def test_a_member_of_a_group_whose_card_is_unknown_moves_all_the_same(self) -> None:
        """How to reach them can be told later."""
        group = course_run.GroupSignedUp(
            number=1,
            contact=person(99),
            card=signed_up(99, as_=1).card,
            members=members(1, 2),
            split=False,
            received=signed_up(1, as_=1).received,
            seated=2,
        )

        outcome = trying(MOVE, PLANNED, group, other())

        kinds = [type(event).__name__ for event in outcome.events]
        assert kinds == ["TransferredOut", "At", "At"]

    def test_all_that_stands_against_it_is_said_at_once(self) -> None:
        """Another course, who is not signed up, or is there, and a run that is full."""
        elsewhere = attrs.evolve(
            PLANNED,
            course=StreamId("course/andet"),
            seats=1,
            terms=attrs.evolve(PLANNED.terms, target_groups=frozenset({"ledere"})),
        )
        several = attrs.evolve(MOVE, participants=(person(1), person(8)))

        outcome = trying(
            several, *full(), other(signed_up(1, as_=1), planned=elsewhere)
        )

        outcome.then_refused(
            "course_run.not_signed_up",
            "course_run.twice",
            "course_run.other_course",
            "course_run.target_group",
            "course_run.full",
        )
        assert said(outcome)[4][0].endswith("expected 2 free seats of 1, got 0")

    def test_nobody_moves_with_a_certificate(self) -> None:
        """Who has completed the course in this run took part in this one."""
        issued = course_run.CertificateIssued(
            participant=person(2),
            course=PLANNED.course,
            title=PLANNED.title,
            themes=frozenset(),
            attended=2,
            sessions=2,
            completed=AFTER.date(),
        )

        outcome = trying(MOVE, *full(issued), other())

        outcome.then_refused("course_run.certified")
        assert str(person(2)) in said(outcome)[0][0]

    def test_nobody_passes_those_who_wait_there(self) -> None:
        """Also where a seat is free that is to be offered."""
        waits = signed_up(7, as_=1, seated=False)

        outcome = trying(MOVE, *full(), other(waits))

        outcome.then_refused("course_run.others_wait")

    def test_a_run_that_does_not_stand_takes_nobody(self) -> None:
        """Neither itself, nor one that is unknown, cancelled or over."""
        itself = attrs.evolve(MOVE, to_run=RUN)

        trying(itself, *full()).then_refused("course_run.same_run")
        trying(MOVE, *full()).then_refused("course_run.unknown")
        trying(MOVE, *full(), other(CANCELLED)).then_refused("course_run.cancelled")
        trying(MOVE, *full(), other(), now=AFTER).then_refused("course_run.over")
