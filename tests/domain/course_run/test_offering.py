"""Seats are offered in an order that can be explained, and offers expire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from tests.domain.course_run.samples import (
    AFTER,
    LEADER,
    LEADERS_FIRST,
    NOW,
    OVER,
    PLANNED,
    RUN,
    SESSIONS,
    SOURCE,
    TERMS,
    folded,
    full,
    members,
    person,
    said,
    signed_up,
    trying,
)

from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.domain import course_run
from kvalitet_core.domain.course_run import BY_RECEIPT, PassedOver, Standing
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Answers, ReasonCode

OFFER = course_run.OfferSeats(run=RUN)
EXPIRES = NOW + timedelta(hours=72)
LEFT = course_run.SignedOff(participants=(person(1),), reason=ReasonCode("ill"))
LATER = NOW + timedelta(minutes=5)
TILBUD = StreamId("tilbud/proeve")

STAFF = signed_up(5, as_=5, seated=False)
LEADS = signed_up(6, as_=6, seated=False, received=LATER, target_group="ledere")
UNKNOWN = signed_up(7, as_=7, seated=False, received=LATER)
WAITING = (STAFF, LEADS, UNKNOWN)


def offered(number: int, **about: Any) -> course_run.Offered:
    """An offer to a sign-up, first of one where nothing else is said."""
    told: dict[str, Any] = {"place": 1, "of": 1, "received": NOW, **about}
    order = course_run.PlaceInOrder(
        policy=LEADERS_FIRST.code, version=LEADERS_FIRST.version, **told
    )
    return course_run.Offered(number=number, order=order, expires=EXPIRES)


OFFERED = offered(5)
ACCEPT = course_run.AcceptOffer(run=RUN, number=5)
DECLINE = course_run.DeclineOffer(run=RUN, number=5)
LAPSE = course_run.LapseOffers(run=RUN, at=EXPIRES + timedelta(seconds=1))
LAPSED = course_run.OfferLapsed(number=5, expired=EXPIRES)


class TestTheOrder:
    """A policy of the plugin, recorded with each offer: what it looked at, and why."""

    def test_whoever_meets_the_weightiest_criterion_comes_first(self) -> None:
        """A leader who came later is offered the seat, and the offer says why."""
        (event,) = trying(OFFER, *full(*WAITING, LEFT)).events

        order = event.order
        assert (event.number, order.place, order.of) == (6, 1, 3)
        assert (order.policy, order.version) == ("proeve.ledere_foerst", 2)
        leads, none_yet = order.findings
        assert (leads.rule, leads.version, leads.truth) == (
            LEADER.code,
            LEADER.version,
            Truth.TRUE,
        )
        (fact,) = leads.inputs
        assert (fact.fact, fact.value) == ("tilmelding.maalgrupper", "ledere")
        assert fact.set_by == f"{RUN}@7"
        assert none_yet.truth is Truth.UNKNOWN
        assert none_yet.missing == ("arbejdssted.pladser",)
        assert order.received == LATER
        assert event.expires == EXPIRES

    def test_among_equals_whoever_was_received_first_comes_first(self) -> None:
        """And at the same instant, the lower number."""
        early = attrs.evolve(UNKNOWN, received=NOW - timedelta(hours=1))
        (event,) = trying(
            OFFER, *full(STAFF, attrs.evolve(early, number=6), LEFT)
        ).events
        assert event.number == 6

        twins = (STAFF, attrs.evolve(UNKNOWN, received=NOW, number=6))
        (event,) = trying(OFFER, *full(*twins, LEFT)).events
        assert event.number == 5

    def test_what_is_not_known_is_neither_met_nor_failed(self) -> None:
        """One of whom it is unknown stands between those two."""
        has_one = signed_up(1, as_=1, workplace=TILBUD)
        several = (
            signed_up(5, as_=5, seated=False, workplace=TILBUD),
            signed_up(6, as_=6, seated=False),
            signed_up(7, as_=7, seated=False, workplace=StreamId("tilbud/anden")),
        )
        seats = attrs.evolve(PLANNED, seats=4)
        told = (seats, has_one, *(signed_up(n, as_=n) for n in range(2, 5)), *several)
        more = course_run.SeatsChanged(seats=7, reason=ReasonCode("room"))

        outcome = trying(OFFER, *told, more)

        assert [event.number for event in outcome.events] == [7, 6, 5]
        assert [event.order.place for event in outcome.events] == [1, 2, 3]
        truths = [event.order.findings[1].truth for event in outcome.events]
        assert truths == [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]
        held = outcome.events[2].order.findings[1].inputs[0]
        assert (held.fact, held.value) == ("arbejdssted.pladser", "1")

    def test_an_order_of_receipt_alone_asks_no_rule(self) -> None:
        """What it looked at is when each was received, which the offer keeps."""
        planned = attrs.evolve(PLANNED, terms=attrs.evolve(TERMS, order=BY_RECEIPT))

        (event,) = trying(OFFER, planned, *full(*WAITING, LEFT)[1:]).events

        assert (event.number, event.order.policy) == (5, "core.by_receipt")
        assert event.order.findings == ()

    def test_a_rule_can_look_at_what_was_answered(self) -> None:
        """Its answers are facts, by the question's name."""
        place = folded(PLANNED, signed_up(1, as_=1, answers=Answers({"aar": 4})))

        facts = course_run.ordering.facts_of(place.places[1], place)

        assert facts["svar.aar"].value == 4
        assert facts["hold.pladser"].value == 4
        assert facts["tilmelding.nummer"].value == 1

    def test_a_rule_that_is_not_in_force_orders_nobody(self) -> None:
        """It is named with its days; an order is no guess."""
        order = attrs.evolve(LEADERS_FIRST, criteria=(LEADER.code, OVER.code))
        planned = attrs.evolve(PLANNED, terms=attrs.evolve(TERMS, order=order))

        outcome = trying(OFFER, planned, *full(*WAITING, LEFT)[1:])

        outcome.then_refused("course_run.order_not_in_force")
        text, source = said(outcome)[0]
        assert "rule 'proeve.udloebet' in force for what is received 2021-06-01" in text
        assert source == SOURCE

    def test_a_group_too_large_for_what_is_left_is_passed_and_told(self) -> None:
        """No seat stays empty for it; every offer that passes it says so."""
        group = course_run.GroupSignedUp(
            number=5,
            contact=person(99),
            card=signed_up(99, as_=1).card,
            members=members(5, 6),
            split=False,
            received=NOW,
            seated=0,
        )
        single = signed_up(7, as_=6, seated=False, received=LATER)

        (event,) = trying(OFFER, *full(group, single, LEFT)).events

        assert (event.number, event.order.place) == (6, 2)
        assert event.order.passed == (PassedOver(number=5, seats=2, free=1),)

    def test_a_group_is_offered_all_its_seats(self) -> None:
        """As one offer, which is answered for all of them."""
        group = course_run.GroupSignedUp(
            number=5,
            contact=person(99),
            card=signed_up(99, as_=1).card,
            members=members(5, 6),
            split=False,
            received=NOW,
            seated=0,
        )
        two_left = attrs.evolve(LEFT, participants=(person(1), person(2)))

        (event,) = trying(OFFER, *full(group, two_left)).events
        run = folded(*full(group, two_left, event))

        assert (event.number, run.free, run.held) == (5, 0, 4)


class TestOffering:
    """What is free is offered, and nothing else."""

    def test_an_offer_holds_its_seat(self) -> None:
        """So it is not offered twice, nor taken by whoever comes."""
        outcome = trying(OFFER, *full(*WAITING, LEFT))
        then = full(*WAITING, LEFT, *outcome.events)

        trying(OFFER, *then).then_nothing()
        run = folded(*then)
        assert (run.held, run.free, len(run.offered)) == (4, 0, 1)

    def test_nothing_is_offered_where_nothing_is_free_or_nobody_waits(self) -> None:
        """Silently: there is nothing to do."""
        trying(OFFER, *full(*WAITING)).then_nothing()
        trying(OFFER, *full(LEFT)).then_nothing()

    def test_as_many_are_offered_as_are_free_or_as_are_asked_for(self) -> None:
        """Each with its place in the order."""
        two = attrs.evolve(LEFT, participants=(person(1), person(2)))

        both = trying(OFFER, *full(*WAITING, two)).events
        one = trying(attrs.evolve(OFFER, most=1), *full(*WAITING, two)).events

        assert [(e.number, e.order.place) for e in both] == [(6, 1), (5, 2)]
        assert [e.number for e in one] == [6]

    def test_an_offer_stands_as_long_as_the_terms_or_the_command_say(self) -> None:
        """Never beyond the run, and never without an end."""
        silent = attrs.evolve(PLANNED, terms=attrs.evolve(TERMS, offer_hours=None))
        named = datetime(2021, 6, 2, 10, 0, tzinfo=UTC)
        told = full(*WAITING, LEFT)
        late = SESSIONS[1].ends - timedelta(hours=1)

        outcome = trying(OFFER, silent, *told[1:])

        outcome.then_refused("course_run.no_expiry")
        assert said(outcome)[0][1] == SOURCE
        by_name = attrs.evolve(OFFER, expires=named)
        assert trying(by_name, silent, *told[1:]).events[0].expires == named
        assert trying(OFFER, *told, now=late).events[0].expires == SESSIONS[1].ends
        past = attrs.evolve(OFFER, expires=NOW)
        trying(past, *told).then_refused("course_run.expired")
        trying(OFFER, *told, now=AFTER).then_refused("course_run.over")
        beyond = attrs.evolve(OFFER, expires=SESSIONS[1].ends + timedelta(hours=1))
        trying(beyond, *told).then_refused("course_run.expires_after_end")


class TestAnswering:
    """An offer is accepted, declined, or lapses; whatever comes first."""

    told = full(STAFF, LEFT, OFFERED)

    def test_each_answer_acts_once_and_is_silent_the_second_time(self) -> None:
        """What is already so needs no event."""
        accepted, declined = (
            course_run.OfferAccepted(number=5),
            course_run.OfferDeclined(number=5),
        )

        for command, event in (
            (ACCEPT, accepted),
            (DECLINE, declined),
            (LAPSE, LAPSED),
        ):
            now = LAPSE.at if command is LAPSE else NOW
            trying(command, *self.told, now=now).then(event)
            trying(command, *self.told, event, now=now).then_nothing()

    def test_an_accepted_offer_is_a_seat_and_the_others_are_free(self) -> None:
        """Declined and lapsed ones wait no more."""
        for event, standing, held in (
            (course_run.OfferAccepted(number=5), Standing.SEATED, 4),
            (course_run.OfferDeclined(number=5), Standing.DECLINED, 3),
            (LAPSED, Standing.LAPSED, 3),
        ):
            run = folded(*self.told, event)
            assert (run.places[5].standing, run.held) == (standing, held)
            assert run.waiting == ()

    def test_an_offer_is_accepted_at_its_last_instant_and_not_after(self) -> None:
        """Also before anybody has noted that it lapsed."""
        after = EXPIRES + timedelta(microseconds=1)

        outcome = trying(ACCEPT, *self.told, now=after)

        assert trying(ACCEPT, *self.told, now=EXPIRES).events
        outcome.then_refused("course_run.offer_expired")
        text, source = said(outcome)[0]
        assert EXPIRES.isoformat() in text
        assert after.isoformat() in text
        assert source == SOURCE

    def test_an_offer_lapses_after_its_last_instant_and_never_ahead(self) -> None:
        """Until then it can be accepted."""
        at = attrs.evolve(LAPSE, at=EXPIRES)

        trying(at, *self.told, now=LAPSE.at).then_nothing()
        trying(LAPSE, *self.told).then_refused("course_run.at_in_future")
        cancelled = course_run.Cancelled(reason=ReasonCode("storm"))
        trying(LAPSE, *self.told, cancelled, now=LAPSE.at).then_nothing()

    def test_only_what_was_offered_is_answered(self) -> None:
        """A seat that was had at once is no offer, and one that lapsed is none."""
        for command in (ACCEPT, DECLINE):
            trying(command, *full(STAFF)).then_refused("course_run.not_offered")
            trying(attrs.evolve(command, number=1), *full()).then_refused(
                "course_run.not_offered"
            )
            trying(attrs.evolve(command, number=9), *full()).then_refused(
                "course_run.number_unknown"
            )
            outcome = trying(command, *self.told, LAPSED, now=LAPSE.at)
            outcome.then_refused("course_run.not_offered")
            assert said(outcome)[0][0].endswith("a sign-up that is lapsed")
