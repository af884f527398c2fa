"""Leaving a run: being signed off, or moved to another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from kvalitet_core.aggregate import At, Context, at
from kvalitet_core.domain.course_run.checks import (
    in_target_group,
    not_over,
    not_signed_up,
    not_twice,
    standing_run,
)
from kvalitet_core.domain.course_run.events import (
    Event,
    ParticipantNamed,
    SignedOff,
    TransferredIn,
    TransferredOut,
)
from kvalitet_core.domain.course_run.state import CourseRun
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import PersonId, StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["SignOff", "Transfer"]


@attrs.frozen
class _EachOnce:
    """An attrs validator: one participant or more, each named once."""

    @property
    def json_schema(self) -> dict[str, Any]:
        """What a schema says of such a field."""
        return {"minItems": 1, "uniqueItems": True}

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], persons: tuple[Any, ...]
    ) -> None:
        """Refuse nobody, and somebody twice."""
        if not persons or len({*persons}) != len(persons):
            problem = f"expected one participant or more, each once, got {persons!r}"
            raise Malformed(attribute.name, problem)


@attrs.frozen(kw_only=True)
class SignOff:
    """Sign participants off: they have no seats and do not wait; all of them or none.

    Attributes:
        run: The run's stream: `course_run/…`.
        participants: Who; one or more.
        reason: Why, as a code; nothing about a person.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    participants: tuple[PersonId, ...] = attrs.field(validator=_EachOnce())
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Sign them off, unless they are.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled`, `course_run.over` or
                `course_run.not_signed_up`.
        """
        run = standing_run(state, self.run)
        if run.signed_off.issuperset(self.participants):
            return ()
        refuse_for(
            not_over(self.run, run, context.now),
            *not_signed_up(self.run, run, self.participants),
        )
        return (SignedOff(participants=self.participants, reason=self.reason),)


@attrs.frozen(kw_only=True)
class Transfer:
    """Move participants to another run of the course: all of them or none.

    There they have seats at once, so it must have them free, and nobody may wait for
    them. The deadline for signing up does not count: they have signed up in time.

    Attributes:
        run: The run's stream: `course_run/…`.
        participants: Who; one or more, who have seats or wait.
        to_run: The other run's stream: `course_run/…`.
        reason: Why, as a code; nothing about a person.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    participants: tuple[PersonId, ...] = attrs.field(validator=_EachOnce())
    to_run: StreamId = attrs.field(validator=of_kind("course_run"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the run that they leave."""
        return self.run

    def decide(
        self, state: CourseRun | None, context: Context
    ) -> tuple[Event | At, ...]:
        """Move them, unless they were moved there; both runs are told by one commit.

        Raises:
            Refused: `course_run.unknown` or `course_run.cancelled`, of either run; or
                for everything that stands against it: `course_run.same_run`,
                `course_run.other_course`, `course_run.over`,
                `course_run.not_signed_up`, `course_run.twice`,
                `course_run.certified`, `course_run.target_group`, `course_run.full`,
                `course_run.others_wait`.
        """
        run = standing_run(state, self.run)
        if all(run.moved.get(who) == self.to_run for who in self.participants):
            return ()
        refuse_for(self._same())
        other = standing_run(context.get(CourseRun, self.to_run), self.to_run)
        refuse_for(
            not_over(self.to_run, other, context.now),
            *not_signed_up(self.run, run, self.participants),
            *not_twice(self.to_run, other, self.participants),
            *self._against(run, other, context),
        )
        left = TransferredOut(
            participants=self.participants, to_run=self.to_run, reason=self.reason
        )
        return (left, *(at(self.to_run, each) for each in self._arrivals(run, other)))

    def _same(self) -> Reason | None:
        if self.to_run != self.run:
            return None
        text = f"{self.run}: expected another run to move to, got itself"
        return Reason(code="course_run.same_run", text=text)

    def _against(
        self, run: CourseRun, other: CourseRun, context: Context
    ) -> Iterator[Reason]:
        terms, wanted = other.terms_on(context.today), len(self.participants)
        if other.course != run.course:
            text = f"{self.to_run}: expected a run of {run.course}, got {other.course}"
            yield Reason(code="course_run.other_course", text=text)
        for person in sorted(run.certificates.intersection(self.participants)):
            text = f"{self.run}: {person}: has a certificate of this run already"
            yield Reason(code="course_run.certified", text=text)
        places = dict(run.live())
        members = [
            member
            for person in self.participants
            if person in places
            for member in places[person].members
            if member.person == person
        ]
        yield from in_target_group(self.to_run, terms, members)
        if other.free < wanted:
            text = (
                f"{self.to_run}: expected {wanted} free seats of {other.seats}, "
                f"got {other.free}"
            )
            yield Reason(code="course_run.full", text=text, source=terms.source)
        elif other.waiting:
            text = (
                f"{self.to_run}: expected a run that nobody waits for, "
                f"got {len(other.waiting)} sign-ups that wait"
            )
            yield Reason(code="course_run.others_wait", text=text, source=terms.source)

    def _arrivals(
        self, run: CourseRun, other: CourseRun
    ) -> Iterator[TransferredIn | ParticipantNamed]:
        places = dict(run.live())
        for number, person in enumerate(self.participants, start=other.next_number):
            place = places[person]
            groups = {each.person: each.target_group for each in place.members}
            yield TransferredIn(
                number=number,
                participant=person,
                target_group=groups[person],
                workplace=place.workplace,
                answers=place.answers,
                received=place.received,
                from_run=self.run,
            )
            if person in run.cards:
                yield ParticipantNamed(participant=person, card=run.cards[person])
