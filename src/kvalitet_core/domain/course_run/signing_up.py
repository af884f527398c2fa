"""Signing up, alone or together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.course_run.checks import (
    in_target_group,
    in_time,
    not_signed_up,
    not_twice,
    standing_run,
    workplace_there,
)
from kvalitet_core.domain.course_run.events import (
    Event,
    GroupMember,
    GroupSignedUp,
    ParticipantNamed,
    RunTerms,
    Seating,
    SignedUp,
)
from kvalitet_core.domain.course_run.state import CourseRun
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import PersonId, StreamId, of_kind
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, Instant, danish_date

__all__ = ["NameParticipant", "SignUp", "SignUpGroup"]

_NO_ANSWERS: Final = Answers({})


@attrs.frozen
class _Several:
    """An attrs validator: two members or more."""

    least: ClassVar[int] = 2

    @property
    def json_schema(self) -> dict[str, int]:
        """What a schema says of such a field."""
        return {"minItems": self.least}

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], members: tuple[Any, ...]
    ) -> None:
        """Refuse one alone, who signs up alone."""
        if len(members) < self.least:
            problem = f"expected {self.least} members or more, got {len(members)}"
            raise Malformed(attribute.name, problem)


@attrs.frozen(kw_only=True)
class SignUp:
    """Sign somebody up for a run: there is a seat, or one waits.

    Attributes:
        run: The run's stream: `course_run/…`.
        participant: Who takes part; a new random id for someone who has none.
        card: How to reach the participant.
        target_group: Which target group the participant says to belong to, if any.
        workplace: The tilbud where the participant works, if one is named.
        answers: What else was asked, by name, for the order to look at; nothing about a
            person.
        received: When it was received; None for now. It may be in the past.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    participant: PersonId
    card: Personal[ContactCard] = personal(subject="participant")
    target_group: str | None = None
    workplace: StreamId | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_kind("tilbud"))
    )
    answers: Answers = _NO_ANSWERS
    received: Instant | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Give a seat, or let wait.

        It is never silent: who is signed up already is told so. Repeating it under the
        same command id is silent, as everywhere.

        Raises:
            Refused: `course_run.unknown` or `course_run.cancelled`; or for everything
                that stands against it: `course_run.received_in_future`,
                `course_run.not_open`, `course_run.deadline`, `course_run.twice`,
                `course_run.target_group`, `course_run.full`,
                `course_run.workplace_unknown`, `course_run.workplace_not_in_force`.
        """
        run = standing_run(state, self.run)
        received = self.received or context.now
        member = GroupMember(person=self.participant, target_group=self.target_group)
        seated = _seats_now(run, run.terms_on(danish_date(received)), 1)
        refuse_for(
            *_against(run, self, (member,), received, context, waiting=1 - seated)
        )
        return (
            SignedUp(
                number=run.next_number,
                participant=self.participant,
                card=self.card,
                target_group=self.target_group,
                workplace=self.workplace,
                answers=self.answers,
                received=received,
                seated=seated > 0,
            ),
        )


@attrs.frozen(kw_only=True)
class SignUpGroup:
    """Sign several up together: all have seats or none, unless they may be split.

    A group that may be split is one sign-up a member: each has a seat, waits, and is
    offered one, by itself. How to reach each is told by `NameParticipant`.

    Attributes:
        run: The run's stream: `course_run/…`.
        contact: Who signs them up; may be one of them.
        card: How to reach that person.
        members: Who takes part; two or more.
        split: Whether they may be split.
        workplace: The tilbud where they work, if one is named.
        answers: What else was asked, by name, for the order to look at; nothing about a
            person.
        received: When it was received; None for now. It may be in the past.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    contact: PersonId
    card: Personal[ContactCard] = personal(subject="contact")
    members: tuple[GroupMember, ...] = attrs.field(validator=_Several())
    split: bool = False
    workplace: StreamId | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_kind("tilbud"))
    )
    answers: Answers = _NO_ANSWERS
    received: Instant | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Give seats, or let wait: all of them, or as many as there are seats for.

        Raises:
            Refused: As for `SignUp`, for each member that something stands against; or
                `course_run.group_too_large`, of one that may not be split.
        """
        run = standing_run(state, self.run)
        received, size = self.received or context.now, len(self.members)
        seated = _seats_now(run, run.terms_on(danish_date(received)), size)
        if not self.split and seated < size:
            seated = 0
        refuse_for(
            *_against(
                run, self, self.members, received, context, waiting=size - seated
            ),
            self._too_large(run),
        )
        return (
            GroupSignedUp(
                number=run.next_number,
                contact=self.contact,
                card=self.card,
                members=self.members,
                split=self.split,
                workplace=self.workplace,
                answers=self.answers,
                received=received,
                seated=seated,
            ),
        )

    def _too_large(self, run: CourseRun) -> Reason | None:
        size = len(self.members)
        if self.split or size <= run.seats:
            return None
        text = (
            f"{self.run}: expected a group of at most the run's {run.seats} seats, or "
            f"one that may be split, got {size}"
        )
        return Reason(code="course_run.group_too_large", text=text)


@attrs.frozen(kw_only=True)
class NameParticipant:
    """Tell how to reach a participant, or tell it anew.

    Attributes:
        run: The run's stream: `course_run/…`.
        participant: The participant, who is signed up.
        card: How to reach the participant.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    participant: PersonId
    card: Personal[ContactCard] = personal(subject="participant")

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Tell it. This is never silent: a card cannot be compared with another.

        Raises:
            Refused: `course_run.unknown` or `course_run.not_signed_up`.
        """
        run = registered(state, self.run)
        refuse_for(*not_signed_up(self.run, run, (self.participant,)))
        return (ParticipantNamed(participant=self.participant, card=self.card),)


def _seats_now(run: CourseRun, terms: RunTerms, wanted: int) -> int:
    """How many of those who sign up have a seat at once: none while others wait."""
    if terms.seating is Seating.BY_OFFER or run.waiting:
        return 0
    return max(0, min(wanted, run.free))


def _against(
    run: CourseRun,
    command: SignUp | SignUpGroup,
    members: tuple[GroupMember, ...],
    received: datetime,
    context: Context,
    *,
    waiting: int,
) -> Iterator[Reason | None]:
    """Everything that stands against a sign-up."""
    stream, terms = command.run, run.terms_on(danish_date(received))
    yield from in_time(stream, terms, received, context.now)
    yield from not_twice(stream, run, tuple(each.person for each in members))
    yield from in_target_group(stream, terms, members)
    yield _full(stream, run, terms, waiting)
    yield workplace_there(command.workplace, received, context)


def _full(
    stream: StreamId, run: CourseRun, terms: RunTerms, more: int
) -> Reason | None:
    """Say no to more who wait than may wait."""
    if terms.waiting_list is None or not more:
        return None
    there = sum(place.size for place in run.waiting)
    if there + more <= terms.waiting_list:
        return None
    text = (
        f"{stream}: has {run.seats} seats, {run.held} of them taken or offered, and a "
        f"waiting list of {terms.waiting_list}, where {there} wait; got {more} more"
    )
    return Reason(code="course_run.full", text=text, source=terms.source)
