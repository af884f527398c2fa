"""What may be asked of a run as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.course import Course, Entry
from kvalitet_core.domain.course_run.checks import (
    not_over,
    order_there,
    standing_run,
    terms_fit,
)
from kvalitet_core.domain.course_run.events import (
    Cancelled,
    CoursePlace,
    CourseSession,
    Event,
    Planned,
    Rescheduled,
    RunTerms,
    SeatsChanged,
    TermsChanged,
)
from kvalitet_core.domain.course_run.state import CourseRun
from kvalitet_core.domain.fields import SomeText, Whole, Written
from kvalitet_core.domain.rules import in_force, refuse_for, registered, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import ReasonCode

__all__ = ["Cancel", "ChangeSeats", "ChangeTerms", "Plan", "Reschedule"]


@attrs.frozen(kw_only=True)
class Plan:
    """Plan a run of a course.

    Attributes:
        key: What tells it from other runs: `kompetence-recovery-1-2021-03`.
        course: The course in the catalogue: `course/…`.
        title: What people call it; None for the course's own title.
        sessions: When participants meet; at least one.
        place: Where it is held.
        seats: How many can take part.
        terms: On what terms one signs up. Its target groups are among the course's, and
            are the course's where it names none.
        effective_from: The first day that it is announced.
    """

    key: str = attrs.field(
        validator=Written("[a-z0-9][a-z0-9._-]{0,79}", "a-z, 0-9, . _ -, 80 at most")
    )
    course: StreamId = attrs.field(validator=of_kind("course"))
    title: str | None = attrs.field(default=None, validator=SomeText())
    sessions: tuple[CourseSession, ...]
    place: CoursePlace
    seats: int = attrs.field(validator=Whole(of="seats"))
    terms: RunTerms
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the run with this key."""
        return stream_id("course_run", self.key)

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Plan it, unless it is planned so.

        Raises:
            Refused: `course_run.planned`, for each thing that was planned otherwise; or
                for everything that keeps it from being one to sign up for:
                `course_run.course_unknown`, `course_run.course_not_in_force`,
                `course_run.target_group_unknown`, `course_run.no_sessions`,
                `course_run.sessions_overlap`, `course_run.deadline_after_end`,
                `course_run.sessions_few`, `course_run.order_unknown`.
        """
        stream, day = self.target(context), self.effective_from
        course = context.get(Course, self.course)
        entry = course.entry.on(day) if course is not None else None
        if state is not None:
            refuse_for(*self._otherwise(stream, state.planned))
            return ()
        refuse_for(
            in_force(course, day, stream=self.course, code="course_run.course"),
            *self._other_groups(stream, entry),
            *terms_fit(stream, self.terms, self.sessions),
            *order_there(stream, self.terms.order, context),
        )
        return (self._planned(entry),)

    def _planned(self, entry: Entry | None) -> Planned:
        """What is planned, with what the catalogue says filled in."""
        known = entry.target_groups if entry is not None else frozenset()
        groups = self.terms.target_groups or known
        return Planned(
            course=self.course,
            title=self.title or (entry.title if entry is not None else self.key),
            sessions=self.sessions,
            place=self.place,
            seats=self.seats,
            terms=attrs.evolve(self.terms, target_groups=groups),
            effective_from=self.effective_from,
        )

    def _other_groups(self, stream: StreamId, entry: Entry | None) -> Iterator[Reason]:
        known = entry.target_groups if entry is not None else frozenset()
        for group in sorted(self.terms.target_groups - known if known else ()):
            text = (
                f"{stream}: expected target groups of {self.course}, which are "
                f"{', '.join(map(repr, sorted(known)))}, got {group!r}"
            )
            source = entry.source if entry is not None else None
            yield Reason(
                code="course_run.target_group_unknown", text=text, source=source
            )

    def _otherwise(self, stream: StreamId, known: Planned) -> Iterator[Reason]:
        """Everything that was planned otherwise; what the command leaves open fits."""
        groups = self.terms.target_groups or known.terms.target_groups
        said = attrs.evolve(
            known,
            course=self.course,
            title=self.title or known.title,
            sessions=self.sessions,
            place=self.place,
            seats=self.seats,
            terms=attrs.evolve(self.terms, target_groups=groups),
            effective_from=self.effective_from,
        )
        for field in attrs.fields(Planned):
            before, now = getattr(known, field.name), getattr(said, field.name)
            if before != now:
                text = (
                    f"{stream}: is already planned with {field.name} {before}, "
                    f"got {now}"
                )
                yield Reason(
                    code="course_run.planned", text=text, source=known.terms.source
                )


@attrs.frozen(kw_only=True)
class Reschedule:
    """Move a run to other times, or to another place; both are named.

    Attributes:
        run: The run's stream: `course_run/…`.
        sessions: When participants meet; at least one.
        place: Where it is held.
        reason: Why, as a code; nothing about a person.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    sessions: tuple[CourseSession, ...]
    place: CoursePlace
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Move it, unless it is held then and there.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled`, `course_run.over`,
                `course_run.no_sessions`, `course_run.sessions_overlap`,
                `course_run.deadline_after_end`, `course_run.sessions_few`, or
                `course_run.attended` for each session with attendance that would be
                gone, or still to come.
        """
        known = standing_run(state, self.run)
        if (known.sessions, known.place) == (self.sessions, self.place):
            return ()
        terms = known.terms_on(context.today)
        refuse_for(
            not_over(self.run, known, context.now),
            *terms_fit(self.run, terms, self.sessions),
            *self._attended(known, context),
        )
        return (
            Rescheduled(sessions=self.sessions, place=self.place, reason=self.reason),
        )

    def _attended(self, known: CourseRun, context: Context) -> Iterator[Reason]:
        for number in sorted(known.attendance):
            left = self.sessions[number - 1 : number]
            if not left or left[0].starts > context.now:
                begins = left[0].starts.isoformat() if left else "never"
                text = (
                    f"{self.run}: session {number}: expected one that has begun, since "
                    f"it is on record who came, got one that begins {begins}"
                )
                yield Reason(code="course_run.attended", text=text)


@attrs.frozen(kw_only=True)
class ChangeSeats:
    """Give a run more seats, or fewer; never fewer than are taken or offered.

    Attributes:
        run: The run's stream: `course_run/…`.
        seats: How many can take part.
        reason: Why, as a code; nothing about a person.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    seats: int = attrs.field(validator=Whole(of="seats"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Change them, unless there are as many.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled`, `course_run.over` or
                `course_run.seats_held`.
        """
        known = standing_run(state, self.run)
        if known.seats == self.seats:
            return ()
        refuse_for(not_over(self.run, known, context.now), self._fewer(known))
        return (SeatsChanged(seats=self.seats, reason=self.reason),)

    def _fewer(self, known: CourseRun) -> Reason | None:
        if known.held <= self.seats:
            return None
        text = (
            f"{self.run}: expected no fewer seats than the {known.held} that are taken "
            f"or offered, got {self.seats}"
        )
        return Reason(code="course_run.seats_held", text=text)


@attrs.frozen(kw_only=True)
class ChangeTerms:
    """Let one sign up for a run on other terms; all of them are named.

    Sign-ups that were received stand as they were received.

    Attributes:
        run: The run's stream: `course_run/…`.
        terms: The terms.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day of receipt that they hold for.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    terms: RunTerms
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Change them, unless they hold from that day on.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled`,
                `course_run.not_begun`, `course_run.deadline_after_end`,
                `course_run.sessions_few` or `course_run.order_unknown`.
        """
        known = standing_run(state, self.run)
        if known.terms.holds(self.terms, self.effective_from):
            return ()
        refuse_for(
            within(known.period, self.effective_from, stream=self.run),
            *terms_fit(self.run, self.terms, known.sessions),
            *order_there(self.run, self.terms.order, context),
        )
        return (
            TermsChanged(
                terms=self.terms,
                reason=self.reason,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class Cancel:
    """Cancel a run: nobody has a seat any more, and nobody can sign up.

    Attributes:
        run: The run's stream: `course_run/…`.
        reason: Why, as a code; nothing about a person.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Cancel it, unless it is cancelled for that reason.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled` for another reason, or
                `course_run.over`.
        """
        known = registered(state, self.run)
        if known.cancelled == self.reason:
            return ()
        standing_run(known, self.run)
        refuse_for(not_over(self.run, known, context.now))
        return (Cancelled(reason=self.reason),)
