"""Offering seats to those who wait, and what becomes of an offer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.course_run.checks import not_over, signed_up, standing_run
from kvalitet_core.domain.course_run.events import (
    Event,
    OfferAccepted,
    OfferDeclined,
    Offered,
    OfferLapsed,
    PassedOver,
    PlaceInOrder,
    RunTerms,
)
from kvalitet_core.domain.course_run.ordering import Ranked, in_order
from kvalitet_core.domain.course_run.state import CourseRun, Offer, Place, Standing
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Instant

__all__ = ["AcceptOffer", "DeclineOffer", "LapseOffers", "OfferSeats"]


@attrs.frozen(kw_only=True)
class OfferSeats:
    """Offer the seats that are free to those who wait, in the order of the run's terms.

    A group that may not be split and needs more seats than are left is passed over, so
    that no seat stays empty for it; that is told with every offer that passes it.

    Attributes:
        run: The run's stream: `course_run/…`.
        most: How many sign-ups to offer seats to at most; None for as many as there are
            seats for. The order is made up once, so one at a time where an offer is to
            change what the next one looks at.
        expires: The last instant to accept; None for as long as the terms say.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    most: int | None = attrs.field(default=None, validator=Whole(of="sign-ups"))
    expires: Instant | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Offer them; silent while nobody waits, or nobody's seats are free.

        Raises:
            Refused: `course_run.unknown` or `course_run.cancelled`; or where there is
                something to offer: `course_run.over`, `course_run.order_not_in_force`,
                `course_run.no_expiry`, `course_run.expired` or
                `course_run.expires_after_end`.
        """
        run = standing_run(state, self.run)
        if run.free < 1 or not run.waiting:
            return ()
        refuse_for(not_over(self.run, run, context.now))
        terms = run.terms_on(context.today)
        expires = self._expiry(run, terms, context.now)
        ranked = in_order(run, self.run, terms.order, context)
        return tuple(self._offers(run, terms, ranked, expires, context))

    def _expiry(self, run: CourseRun, terms: RunTerms, now: datetime) -> datetime:
        """The last instant to accept: what is named, or by the terms, within the run.

        Raises:
            Refused: None is named and the terms have none, or it is past, or later
                than the run.
        """
        if self.expires is None and terms.offer_hours is None:
            text = (
                f"{self.run}: expected an instant when the offer expires, since the "
                "terms do not say how long one stands, got none"
            )
            reason = Reason(code="course_run.no_expiry", text=text, source=terms.source)
            raise Refused(reason)
        expires = self.expires or min(
            now + timedelta(hours=terms.offer_hours or 0), run.ends
        )
        if expires <= now:
            text = (
                f"{self.run}: expected an offer that expires later than now, "
                f"{now.isoformat()}, got {expires.isoformat()}"
            )
            raise Refused(Reason(code="course_run.expired", text=text))
        if expires > run.ends:
            text = (
                f"{self.run}: expected an offer that expires no later than the run is "
                f"over, {run.ends.isoformat()}, got {expires.isoformat()}"
            )
            raise Refused(Reason(code="course_run.expires_after_end", text=text))
        return expires

    def _offers(
        self,
        run: CourseRun,
        terms: RunTerms,
        ranked: tuple[Ranked, ...],
        expires: datetime,
        context: Context,
    ) -> Iterator[Offered]:
        free, passed, made = run.free, [], 0
        for place, each in enumerate(ranked, start=1):
            if not free or made == self.most:
                return
            number, size = each.place.number, each.place.size
            if size > free:
                passed.append(PassedOver(number=number, seats=size, free=free))
                continue
            set_by = context.event_id(self.run, each.place.version)
            order = PlaceInOrder(
                policy=terms.order.code,
                version=terms.order.version,
                place=place,
                of=len(ranked),
                findings=each.findings(run, set_by),
                received=each.place.received,
                passed=tuple(passed),
            )
            free, made = free - size, made + 1
            yield Offered(number=number, order=order, expires=expires)


@attrs.frozen(kw_only=True)
class AcceptOffer:
    """Accept an offer of a seat, or of a group's seats.

    Attributes:
        run: The run's stream: `course_run/…`.
        number: The sign-up's number.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    number: int = attrs.field(validator=Whole(of="sign-ups"))

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Accept it, unless it is accepted.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled`,
                `course_run.number_unknown`, `course_run.not_offered` or
                `course_run.offer_expired`, also before its lapse is on record.
        """
        run = standing_run(state, self.run)
        place = signed_up(run, self.run, self.number)
        if place.standing is Standing.SEATED and place.offer is not None:
            return ()
        offer = _open_offer(self.run, place)
        if offer.expires < context.now:
            text = (
                f"{self.run}: no. {self.number}: the offer stood until "
                f"{offer.expires.isoformat()}, got {context.now.isoformat()}"
            )
            source = run.terms_on(context.today).source
            reason = Reason(code="course_run.offer_expired", text=text, source=source)
            raise Refused(reason)
        return (OfferAccepted(number=self.number),)


@attrs.frozen(kw_only=True)
class DeclineOffer:
    """Decline an offer: the sign-up waits no more, and its seats are free.

    Attributes:
        run: The run's stream: `course_run/…`.
        number: The sign-up's number.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    number: int = attrs.field(validator=Whole(of="sign-ups"))

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Decline it, unless it is declined.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled`,
                `course_run.number_unknown` or `course_run.not_offered`.
        """
        run = standing_run(state, self.run)
        place = signed_up(run, self.run, self.number)
        if place.standing is Standing.DECLINED:
            return ()
        _open_offer(self.run, place)
        return (OfferDeclined(number=self.number),)


@attrs.frozen(kw_only=True)
class LapseOffers:
    """Let the offers lapse that nobody answered in time.

    Attributes:
        run: The run's stream: `course_run/…`.
        at: The instant; what expires later is left for later.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    at: Instant

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Let them lapse, each once; in a cancelled run there are none.

        Raises:
            Refused: `course_run.unknown`, or `course_run.at_in_future`: until then it
                can be accepted.
        """
        run = registered(state, self.run)
        if run.cancelled is not None:
            return ()
        if self.at > context.now:
            text = (
                f"{self.run}: $.at: expected no later than now, "
                f"{context.now.isoformat()}, got {self.at.isoformat()}"
            )
            raise Refused(Reason(code="course_run.at_in_future", text=text))
        return tuple(
            OfferLapsed(number=place.number, expired=place.offer.expires)
            for place in run.offered
            if place.offer is not None and place.offer.expires < self.at
        )


def _open_offer(stream: StreamId, place: Place) -> Offer:
    """Give the offer that waits for an answer.

    Raises:
        Refused: `course_run.not_offered`.
    """
    if place.standing is not Standing.OFFERED or place.offer is None:
        text = (
            f"{stream}: no. {place.number}: expected an offer that waits for an "
            f"answer, got a sign-up that is {place.standing.value}"
        )
        raise Refused(Reason(code="course_run.not_offered", text=text))
    return place.offer
