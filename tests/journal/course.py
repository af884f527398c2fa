"""A plugin of the tests' own: courses with seats, and people who take them.

`INTERLEAVED` holds what a test wants done in the middle of a decision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

import attrs

from kvalitet_core import Actor
from kvalitet_core.aggregate import Aggregate, Context, at
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind, stream_id
from kvalitet_core.personal import Personal, personal
from kvalitet_core.plugins import Plugin

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="Opslag 2020"
)

INTERLEAVED: dict[str, Callable[[], None]] = {}
"""Name → what a command of this name does in the middle of each decision."""


@attrs.frozen(kw_only=True)
class Noted:
    """Something was noted of a course."""

    text: str


@attrs.frozen(kw_only=True)
class SeatTaken:
    """Someone got a seat."""

    number: int


@attrs.frozen(kw_only=True)
class Enrolled:
    """Two people were enrolled together."""

    first: PersonId
    first_name: Personal[str] = personal(subject="first")
    second: PersonId
    second_name: Personal[str] = personal(subject="second")


Event: TypeAlias = Noted | SeatTaken | Enrolled


@attrs.frozen(kw_only=True)
class Course:
    """A course: what is noted, how many seats are taken, who is enrolled."""

    notes: tuple[str, ...] = ()
    seats: int = 0
    names: tuple[Personal[str], ...] = ()


def evolve(state: Course | None, event: Event) -> Course:
    """Fold one event."""
    course = state or Course()
    match event:
        case Noted(text=text):
            return attrs.evolve(course, notes=(*course.notes, text))
        case SeatTaken():
            return attrs.evolve(course, seats=course.seats + 1)
        case Enrolled(first_name=first, second_name=second):
            return attrs.evolve(course, names=(*course.names, first, second))
        case _:
            assert_never(event)


def _reason(code: str, text: str) -> Reason:
    return Reason(code=code, text=text)


class _AboutCourse:
    """A command about one course."""

    course: StreamId

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The course."""
        return self.course


@attrs.frozen(kw_only=True)
class Note(_AboutCourse):
    """Note something, unless it was the last thing noted."""

    course: StreamId = attrs.field(validator=of_kind("lesson"))
    text: str

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Note it; refuse what is forbidden; silent the second time."""
        if self.text == "forbidden":
            raise Refused(_reason("lesson.forbidden", f"{self.course}: is forbidden"))
        if state and state.notes and state.notes[-1] == self.text:
            return ()
        return (Noted(text=self.text),)


@attrs.frozen(kw_only=True)
class NoteMany(_AboutCourse):
    """Note many things at once."""

    course: StreamId
    texts: tuple[str, ...]

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Note them all."""
        return tuple(Noted(text=text) for text in self.texts)


@attrs.frozen(kw_only=True)
class TakeSeat(_AboutCourse):
    """Take a seat while there is one."""

    course: StreamId
    seats: int

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Take one, or be refused."""
        taken = state.seats if state else 0
        if taken >= self.seats:
            raise Refused(_reason("lesson.full", f"{self.course}: {taken} are taken"))
        return (SeatTaken(number=taken + 1),)


@attrs.frozen(kw_only=True)
class Enrol(_AboutCourse):
    """Enrol two people."""

    course: StreamId
    first: PersonId
    first_name: Personal[str] = personal(subject="first")
    second: PersonId
    second_name: Personal[str] = personal(subject="second")

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Enrol them."""
        return (
            Enrolled(
                first=self.first,
                first_name=self.first_name,
                second=self.second,
                second_name=self.second_name,
            ),
        )


@attrs.frozen(kw_only=True)
class CopyNames(_AboutCourse):
    """Enrol in one course those who are first on another's list, seen by nobody."""

    course: StreamId
    other: StreamId
    first: PersonId
    second: PersonId

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Copy them."""
        other = context.get(Course, self.other)
        if other is None:
            return ()
        first, second = other.names[:2]
        return (
            Enrolled(
                first=self.first,
                first_name=first,
                second=self.second,
                second_name=second,
            ),
        )


@attrs.frozen(kw_only=True)
class Compare(_AboutCourse):
    """Note what two courses have; something may happen between the two reads."""

    course: StreamId
    other: StreamId
    interleaved: str
    limit: int = 1000

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:
        """Note both counts, or refuse when there are too many."""
        other = context.get(Course, self.other)
        INTERLEAVED.get(self.interleaved, lambda: None)()
        own = len(state.notes) if state else 0
        others = len(other.notes) if other else 0
        if own + others > self.limit:
            text = f"{self.course}: {own} and {others} are too many"
            raise Refused(_reason("lesson.too_many", text))
        return (Noted(text=f"{own} here, {others} there"),)


@attrs.frozen(kw_only=True)
class RefuseUnless(_AboutCourse):
    """Be refused unless another course has notes."""

    course: StreamId
    other: StreamId
    interleaved: str

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Refuse on what was read."""
        other = context.get(Course, self.other)
        INTERLEAVED.get(self.interleaved, lambda: None)()
        if other is None:
            raise Refused(_reason("lesson.none", f"{self.other}: has no notes"))
        return (Noted(text="allowed"),)


@attrs.frozen(kw_only=True)
class NoteBoth(_AboutCourse):
    """Note one thing of two courses, in one commit."""

    course: StreamId
    other: StreamId
    text: str
    reads: bool = True

    def decide(self, state: Course | None, context: Context) -> tuple[object, ...]:  # noqa: ARG002 - the protocol's
        """Write to both streams."""
        if self.reads:
            context.get(Course, self.other)
        return (Noted(text=self.text), at(self.other, Noted(text=self.text)))


@attrs.frozen(kw_only=True)
class Found:
    """Begin new courses."""

    count: int = 1

    def target(self, context: Context) -> StreamId:
        """A new course."""
        return stream_id("lesson", context.new_id())

    def decide(self, state: Course | None, context: Context) -> tuple[object, ...]:  # noqa: ARG002 - the protocol's
        """Note the time in each."""
        first = Noted(text=context.now.isoformat())
        others = [stream_id("lesson", context.new_id()) for _ in range(self.count - 1)]
        for other in others:
            context.get(Course, other)
        return (first, *(at(other, first) for other in others))


@attrs.frozen(kw_only=True)
class Peek(_AboutCourse):
    """Look at what must not be looked at."""

    course: StreamId
    how: str
    person: PersonId
    name: Personal[str] = personal(subject="person")

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Branch on a person's name."""
        looked = {
            "reveal": self.name.reveal,
            "eq": lambda: self.name == Personal("Anna"),
            "hash": lambda: hash(self.name),
            "bool": lambda: bool(self.name),
            "if": lambda: 1 if self.name else 2,
            "in": lambda: Personal("Anna") in [self.name, self.name],
            "set": lambda: {self.name},
            "state": lambda: state.names[0].reveal() if state else None,
        }[self.how]()
        return (Noted(text=str(looked)),)


@attrs.frozen(kw_only=True)
class PeekAtTarget:
    """Name a stream after a person."""

    person: PersonId
    name: Personal[str] = personal(subject="person")

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """A stream with the name in it."""
        return course(self.name.reveal())

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Nothing."""
        return ()


AGGREGATE = Aggregate(
    kind="lesson",
    state=Course,
    evolve=evolve,
    events={
        "lesson.noted/1": Noted,
        "lesson.seat_taken/1": SeatTaken,
        "lesson.enrolled/1": Enrolled,
    },
    commands={
        "lesson.note/1": Note,
        "lesson.note_many/1": NoteMany,
        "lesson.take_seat/1": TakeSeat,
        "lesson.enrol/1": Enrol,
        "lesson.copy_names/1": CopyNames,
        "lesson.compare/1": Compare,
        "lesson.refuse_unless/1": RefuseUnless,
        "lesson.note_both/1": NoteBoth,
        "lesson.found/1": Found,
        "lesson.peek/1": Peek,
        "lesson.peek_at_target/1": PeekAtTarget,
    },
)

PLUGIN = Plugin(name="lesson", version="1", aggregates=(AGGREGATE,))


def course(key: object) -> StreamId:
    """The stream of a course."""
    return stream_id("lesson", str(key))


def enrol(
    key: object, first: str, first_name: str, second: str, second_name: str
) -> Enrol:
    """Enrol two people by name."""
    return Enrol(
        course=course(key),
        first=PersonId(first),
        first_name=Personal(first_name),
        second=PersonId(second),
        second_name=Personal(second_name),
    )
