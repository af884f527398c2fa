"""A run as it is known: who has a seat, who is offered one, who waits, who came.

A sign-up keeps its number whatever becomes of it; a group that may be split is a
sign-up a member.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.course_run.events import (
    CoursePlace,
    CourseSession,
    GroupMember,
    PlaceInOrder,
    Planned,
    RunTerms,
)
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, ReasonCode, danish_date

__all__ = ["CourseRun", "Offer", "Place", "Standing"]

NOTHING: Mapping[Any, Any] = {}


class Standing(StrEnum):
    """How a sign-up stands.

    Attributes:
        SEATED: It has its seats.
        OFFERED: It is offered seats, which are held for it.
        WAITING: It waits.
        DECLINED: It declined an offer.
        LAPSED: It did not answer an offer in time.
        LEFT: Nobody of it is left: they were signed off or moved to another run.
    """

    SEATED = "seated"
    OFFERED = "offered"
    WAITING = "waiting"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"

    @property
    def holds(self) -> bool:
        """Whether seats are held."""
        return self in (Standing.SEATED, Standing.OFFERED)

    @property
    def is_live(self) -> bool:
        """Whether seats are held, or waited for."""
        return self.holds or self is Standing.WAITING


@attrs.frozen(kw_only=True)
class Offer:
    """An offer of seats, as it was made.

    Attributes:
        order: Its place in the order, and what that rests on.
        expires: The last instant to accept.
    """

    order: PlaceInOrder
    expires: datetime


@attrs.frozen(kw_only=True)
class Place:
    """A sign-up as it stands.

    Attributes:
        number: Its number in the run.
        members: Who takes part, without those who left.
        workplace: The tilbud where they work, if one is named.
        answers: What else was asked.
        received: When it was received.
        version: The place in the run's stream of the event that brought it.
        standing: How it stands.
        offer: The offer that it had, if any.
        group: The number of the group that it was signed up with, if any.
        contact: Who signed the group up.
    """

    number: int
    members: tuple[GroupMember, ...]
    workplace: StreamId | None
    answers: Answers
    received: datetime
    version: int
    standing: Standing
    offer: Offer | None = None
    group: int | None = None
    contact: PersonId | None = None

    @property
    def size(self) -> int:
        """How many seats it needs or has."""
        return len(self.members)

    @property
    def persons(self) -> tuple[PersonId, ...]:
        """Who takes part."""
        return tuple(member.person for member in self.members)


@attrs.frozen(kw_only=True, slots=False)
class CourseRun:
    """A run as it is known.

    Attributes:
        planned: How it was planned at first.
        course: The course in the catalogue.
        title: What people call it.
        sessions: When participants meet.
        place: Where it is held.
        seats: How many can take part.
        terms: On what terms one signs up, by the day of receipt.
        version: How many events there are.
        cancelled: Why it was cancelled, if it is.
        places: The sign-ups, by their numbers.
        cards: How to reach participants and those who signed groups up.
        signed_off: Who were signed off, and have not signed up since.
        moved: Who were moved to another run, and which.
        attendance: Who came to which session.
        certificates: Who has a certificate.
    """

    planned: Planned
    course: StreamId
    title: str
    sessions: tuple[CourseSession, ...]
    place: CoursePlace
    seats: int
    terms: Dated[RunTerms]
    version: int = 1
    cancelled: ReasonCode | None = None
    places: Mapping[int, Place] = NOTHING
    cards: Mapping[PersonId, Personal[ContactCard]] = NOTHING
    signed_off: frozenset[PersonId] = frozenset()
    moved: Mapping[PersonId, StreamId] = NOTHING
    attendance: Mapping[int, frozenset[PersonId]] = NOTHING
    certificates: frozenset[PersonId] = frozenset()

    @property
    def period(self) -> Period:
        """From when it is announced, without an end."""
        return Period(start=self.planned.effective_from)

    @property
    def starts(self) -> datetime:
        """When its first session begins."""
        return min(session.starts for session in self.sessions)

    @property
    def ends(self) -> datetime:
        """When its last session is over."""
        return max(session.ends for session in self.sessions)

    @property
    def last_day(self) -> date:
        """The day of its last session."""
        return danish_date(self.ends)

    def terms_on(self, day: date) -> RunTerms:
        """The terms for what is received on a day; before all of them, the first."""
        return self.terms.on(day) or self.planned.terms

    @property
    def held(self) -> int:
        """How many seats are taken or held for an offer."""
        return sum(p.size for p in self.places.values() if p.standing.holds)

    @property
    def free(self) -> int:
        """How many seats nobody has, and no offer holds."""
        return self.seats - self.held

    @property
    def waiting(self) -> tuple[Place, ...]:
        """The sign-ups that wait, by their numbers."""
        return tuple(
            place
            for place in self.places.values()
            if place.standing is Standing.WAITING
        )

    @property
    def offered(self) -> tuple[Place, ...]:
        """The sign-ups that are offered seats, by their numbers."""
        return tuple(
            place
            for place in self.places.values()
            if place.standing is Standing.OFFERED
        )

    @property
    def next_number(self) -> int:
        """The number of the next sign-up."""
        return len(self.places) + 1

    def live(self) -> Iterator[tuple[PersonId, Place]]:
        """Everybody who has a seat, is offered one or waits."""
        for place in self.places.values():
            if place.standing.is_live:
                for person in place.persons:
                    yield person, place

    def of(self, person: PersonId) -> Place | None:
        """The sign-up by which a person has a seat, is offered one or waits."""
        return next((place for each, place in self.live() if each == person), None)

    def sessions_of(self, person: PersonId) -> int:
        """How many sessions a person came to."""
        return sum(person in present for present in self.attendance.values())
