"""Who came, and who has a certificate of it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.course import Course
from kvalitet_core.domain.course_run.checks import standing_run
from kvalitet_core.domain.course_run.events import (
    AttendanceRecorded,
    CertificateIssued,
    CertificateWithdrawn,
    Event,
    RunTerms,
)
from kvalitet_core.domain.course_run.state import CourseRun, Standing
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind
from kvalitet_core.values import ReasonCode, danish_date

__all__ = ["IssueCertificate", "RecordAttendance", "WithdrawCertificate"]


@attrs.frozen(kw_only=True)
class RecordAttendance:
    """Record who came to a session; doing so again puts the list right.

    Attributes:
        run: The run's stream: `course_run/…`.
        session: Which session, from 1, in the order that they are planned in.
        present: Who came, all of them.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    session: int = attrs.field(validator=Whole(of="sessions"))
    present: frozenset[PersonId]

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Record it, unless it is on record so.

        Raises:
            Refused: `course_run.unknown`, `course_run.cancelled`,
                `course_run.session_unknown`, `course_run.session_not_begun`,
                `course_run.no_seat`, for each who has none, or `course_run.certified`,
                for each whose certificate would lack attendance.
        """
        run = standing_run(state, self.run)
        if run.attendance.get(self.session) == self.present:
            return ()
        refuse_for(*self._against(run, context))
        return (AttendanceRecorded(session=self.session, present=self.present),)

    def _against(self, run: CourseRun, context: Context) -> Iterator[Reason]:
        if self.session > len(run.sessions):
            text = (
                f"{self.run}: expected one of {len(run.sessions)} sessions, "
                f"got no. {self.session}"
            )
            yield Reason(code="course_run.session_unknown", text=text)
        elif (starts := run.sessions[self.session - 1].starts) > context.now:
            text = (
                f"{self.run}: session {self.session}: begins {starts.isoformat()}, "
                f"got {context.now.isoformat()}"
            )
            yield Reason(code="course_run.session_not_begun", text=text)
        for person in sorted(self.present - _seated(run)):
            text = f"{self.run}: expected one who has a seat, got {person}"
            yield Reason(code="course_run.no_seat", text=text)
        yield from self._certified(run, context)

    def _certified(self, run: CourseRun, context: Context) -> Iterator[Reason]:
        attendance = {**run.attendance, self.session: self.present}
        then = attrs.evolve(run, attendance=attendance)
        for person in sorted(run.certificates):
            came, required = then.sessions_of(person), _required(run, person, context)
            if came < required:
                text = (
                    f"{self.run}: {person}: has a certificate, which takes attendance "
                    f"at {required} of {len(run.sessions)} sessions or more, got "
                    f"{came}; withdraw it first"
                )
                yield Reason(code="course_run.certified", text=text)


@attrs.frozen(kw_only=True)
class IssueCertificate:
    """Give a participant a certificate of the course, once the run is over.

    Attributes:
        run: The run's stream: `course_run/…`.
        participant: Who.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    participant: PersonId

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Give it, unless the participant has it.

        Raises:
            Refused: `course_run.unknown` or `course_run.cancelled`; or for everything
                that stands against it: `course_run.not_over`, `course_run.no_seat`,
                `course_run.attendance`.
        """
        run = standing_run(state, self.run)
        if self.participant in run.certificates:
            return ()
        refuse_for(*self._against(run, context))
        place = run.of(self.participant)
        course = context.get(Course, run.course)
        entry = course.entry.on(run.last_day) if course is not None else None
        return (
            CertificateIssued(
                participant=self.participant,
                course=run.course,
                title=run.title,
                themes=entry.themes if entry is not None else frozenset(),
                workplace=place.workplace if place is not None else None,
                attended=run.sessions_of(self.participant),
                sessions=len(run.sessions),
                completed=run.last_day,
            ),
        )

    def _against(self, run: CourseRun, context: Context) -> Iterator[Reason]:
        if context.now < run.ends:
            text = (
                f"{self.run}: expected a run that is over, it ends "
                f"{run.ends.isoformat()}, got {context.now.isoformat()}"
            )
            yield Reason(code="course_run.not_over", text=text)
        if self.participant not in _seated(run):
            text = f"{self.run}: expected one who has a seat, got {self.participant}"
            yield Reason(code="course_run.no_seat", text=text)
            return
        came = run.sessions_of(self.participant)
        required = _required(run, self.participant, context)
        if came < required:
            terms = _terms_of(run, self.participant, context)
            text = (
                f"{self.run}: {self.participant}: expected attendance at {required} of "
                f"{len(run.sessions)} sessions or more, got {came}"
            )
            yield Reason(code="course_run.attendance", text=text, source=terms.source)


@attrs.frozen(kw_only=True)
class WithdrawCertificate:
    """Withdraw a certificate that should not have been given.

    Attributes:
        run: The run's stream: `course_run/…`.
        participant: Whose.
        reason: Why, as a code; nothing about a person.
    """

    run: StreamId = attrs.field(validator=of_kind("course_run"))
    participant: PersonId
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the run."""
        return self.run

    def decide(self, state: CourseRun | None, context: Context) -> tuple[Event, ...]:
        """Withdraw it, unless the participant who has a seat has none.

        Raises:
            Refused: `course_run.unknown`, or `course_run.no_seat` of one who never had
                a certificate to withdraw.
        """
        run = registered(state, self.run)
        if self.participant in run.certificates:
            withdrawn = CertificateWithdrawn(
                participant=self.participant, reason=self.reason
            )
            return (withdrawn,)
        if self.participant in _seated(run):
            return ()
        text = f"{self.run}: expected one who has a seat, got {self.participant}"
        raise Refused(Reason(code="course_run.no_seat", text=text))


def _terms_of(run: CourseRun, person: PersonId, context: Context) -> RunTerms:
    """The terms that somebody signed up on."""
    place = run.of(person)
    return run.terms_on(danish_date(place.received) if place else context.today)


def _required(run: CourseRun, person: PersonId, context: Context) -> int:
    return _terms_of(run, person, context).sessions_required or 1


def _seated(run: CourseRun) -> frozenset[PersonId]:
    return frozenset(
        person for person, place in run.live() if place.standing is Standing.SEATED
    )
