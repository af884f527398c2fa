"""Competence development: a course, who gets a seat on it, and who waits.

The themes, the target group and the material of 20 October 2020 are real. The courses
that were given, their names, seats, prices and waiting lists are not to be found: this
course and everybody on it is made up.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_cli.story.people import made_up
from kvalitet_cli.story.register import Register
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, Scene, Stage, at
from kvalitet_cli.story.told.kompetence import TOLD
from kvalitet_core.domain import course, course_run, publication
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import ISBN, ReasonCode

__all__ = ["Kompetence"]

_SOURCE: Final = "Kursuskatalog (made up)"
_LEADERS, _STAFF = "ledere", "medarbejdere"
_TITLE: Final = (
    "Inspiration til Ledelse af strategisk kompetenceudvikling i socialpsykiatrien"
)


class Kompetence:
    """Four seats, and more who would like one."""

    title = "Kompetenceudvikling"

    def __init__(self, stage: Stage, register: Register) -> None:
        self._stage = stage
        self._do = stage.do
        self._register = register
        self._people = [stage.new_person() for _ in range(9)]
        self.course = self.run = self.other = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-10-20 09:00", self._material),
            ("2021-01-11 09:00", self._planned),
            ("2021-02-02 09:00", self._signed_up),
            ("2021-02-03 10:00", self._not_for_them),
            ("2021-02-10 10:00", self._waits),
            ("2021-03-02 08:00", self._too_late),
            ("2021-03-04 09:00", self._offered),
            ("2021-03-05 13:00", self._accepted),
            ("2021-03-08 09:00", self._cancelled),
            ("2021-04-20 16:00", self._held),
            ("2021-05-19 10:00", self._certified),
        )

    def _material(self) -> Said:
        day = date(2020, 10, 20)
        book = self._do(
            publication.Begin(
                key=self._stage.key("kompetence-inspiration"),
                title=_TITLE,
                purpose="Ledelse af strategisk kompetenceudvikling",
                initiative="kompetence",
                hearing=False,
                approves=frozenset({CASEWORKER.role}),
                source="Implement Consulting Group og Københavns Professionshøjskole",
                effective_from=date(2019, 1, 1),
            )
        )
        self._do(
            publication.Draft(
                publication=book, version=1, title=_TITLE, effective_from=day
            ),
            publication.Approve(publication=book, version=1, effective_from=day),
            publication.Publish(
                publication=book,
                version=1,
                isbn=ISBN("978-87-94059-18-3"),
                effective_from=day,
            ),
        )
        return say(TOLD["material"], title=_TITLE)

    def _terms(self) -> course_run.RunTerms:
        return course_run.RunTerms(
            opens=at("2021-02-01 08:00"),
            deadline=at("2021-03-01 12:00"),
            target_groups=frozenset({_LEADERS, _STAFF}),
            seating=course_run.Seating.AT_ONCE,
            order=course_run.BY_RECEIPT,
            offer_hours=72,
            sessions_required=2,
            source=_SOURCE,
        )

    def _planned(self) -> Said:
        self.course = self._do(
            course.Register(
                key=self._stage.key("kompetence-recovery"),
                programme="kompetence",
                title="Recovery i hverdagen (made up)",
                themes=frozenset({"rehabilitering og recovery", "peers"}),
                target_groups=frozenset({_LEADERS, _STAFF}),
                source=_SOURCE,
                effective_from=date(2021, 1, 1),
            )
        )
        self.run, self.other = (
            self._do(
                course_run.Plan(
                    key=self._stage.key(f"kompetence-recovery-{number}"),
                    course=self.course,
                    sessions=(
                        course_run.CourseSession(
                            starts=at(f"2021-04-{day} 09:00"),
                            ends=at(f"2021-04-{day} 15:00"),
                        ),
                        course_run.CourseSession(
                            starts=at(f"2021-05-{day - 2} 09:00"),
                            ends=at(f"2021-05-{day - 2} 15:00"),
                        ),
                    ),
                    place=course_run.CoursePlace(place="Eksempeløen"),
                    seats=4,
                    terms=self._terms(),
                    effective_from=date(2021, 1, 11),
                )
            )
            for number, day in ((1, 20), (2, 21))
        )
        return say(TOLD["planned"])

    def _sign_up(
        self, number: int, group: str = _STAFF, *, run: StreamId | None = None
    ) -> course_run.SignUp:
        return course_run.SignUp(
            run=run or self.run,
            participant=self._people[number],
            card=Personal(made_up(60 + number)),
            target_group=group,
            workplace=self._register.laerkehoej,
        )

    def _signed_up(self) -> Said:
        self._do(self._sign_up(0, _LEADERS), self._sign_up(1), self._sign_up(2))
        reason = self._stage.refused(self._sign_up(1))
        return say(TOLD["signed_up"], reason=reason)

    def _not_for_them(self) -> Said:
        reason = self._stage.refused(self._sign_up(3, "pårørende"))
        return say(TOLD["not_for_them"], reason=reason)

    def _waits(self) -> Said:
        members = tuple(
            course_run.GroupMember(person=person, target_group=_STAFF)
            for person in self._people[4:6]
        )
        self._do(
            course_run.SignUpGroup(
                run=self.run,
                contact=self._people[4],
                card=Personal(made_up(64)),
                members=members,
            ),
            self._sign_up(6),
        )
        return say(TOLD["waits"])

    def _too_late(self) -> Said:
        reason = self._stage.refused(self._sign_up(7))
        return say(TOLD["too_late"], reason=reason)

    def _offered(self) -> Said:
        self._do(
            course_run.SignOff(
                run=self.run,
                participants=(self._people[2],),
                reason=ReasonCode("other_plans"),
            )
        )
        self._do(course_run.OfferSeats(run=self.run))
        return say(TOLD["offered"])

    def _accepted(self) -> Said:
        found = self._stage.get(course_run.CourseRun, self.run)
        number = _offered_number(found)
        self._do(course_run.AcceptOffer(run=self.run, number=number))
        return say(TOLD["accepted"])

    def _cancelled(self) -> Said:
        self._do(
            course_run.Cancel(run=self.other, reason=ReasonCode("too_few_signed_up"))
        )
        reason = self._stage.refused(self._sign_up(8, run=self.other))
        return say(TOLD["cancelled"], reason=reason)

    @property
    def _seated(self) -> tuple[PersonId, ...]:
        return (*self._people[:2], *self._people[4:6])

    def _attend(self, session: int, *absent: PersonId) -> None:
        self._do(
            course_run.RecordAttendance(
                run=self.run,
                session=session,
                present=frozenset(self._seated) - frozenset(absent),
            )
        )

    def _held(self) -> Said:
        self._attend(1)
        return say(TOLD["held"])

    def _certified(self) -> Said:
        self._attend(2, self._people[1])
        for person in self._seated:
            issue = course_run.IssueCertificate(run=self.run, participant=person)
            if person == self._people[1]:
                reason = self._stage.refused(issue)
            else:
                self._do(issue)
        return say(TOLD["certified"], reason=reason)


def _offered_number(run: course_run.CourseRun | None) -> int:
    """The number of the sign-up that has an offer."""
    places = run.places.values() if run is not None else ()
    standing = course_run.Standing.OFFERED
    return next(place.number for place in places if place.standing is standing)
