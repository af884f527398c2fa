"""A meeting at which a round is presented to those who may apply.

The house form of an aggregate: events, their union, the state and its fold, commands.
Whoever is host is a person: an id that says nothing, and a name that is sealed.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias, assert_never

import attrs

from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.domain.fields import Whole, Written
from kvalitet_core.domain.round import Round
from kvalitet_core.domain.rules import existing, registered
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind, stream_id
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import not_blank

__all__ = [
    "AGGREGATE",
    "Event",
    "Held",
    "Hold",
    "HostNamed",
    "Meeting",
    "NameHost",
    "Plan",
    "Planned",
    "evolve",
]

KIND = "skabelon-meeting"

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Planned:
    """A meeting was planned.

    Attributes:
        round: The stream of the round that it is about: `round/…`.
        day: The day of the meeting.
        place: The address or the name of the place; nothing about a person.
    """

    round: StreamId
    day: date
    place: str


@attrs.frozen(kw_only=True)
class HostNamed:
    """Somebody became host of a meeting.

    Attributes:
        host: The person.
        name: What the person is called.
    """

    host: PersonId
    name: Personal[str] = personal(subject="host")


@attrs.frozen(kw_only=True)
class Held:
    """A meeting was held.

    Attributes:
        attended: How many attended.
    """

    attended: int


Event: TypeAlias = Planned | HostNamed | Held


@attrs.frozen(kw_only=True)
class Meeting:
    """A meeting as it is known.

    Attributes:
        round: The stream of the round that it is about.
        day: The day of the meeting.
        place: Where it is.
        host: Who is host, once that is known.
        name: What the host is called.
        attended: How many attended; None until it is held.
    """

    round: StreamId
    day: date
    place: str
    host: PersonId | None = None
    name: Personal[str] | None = None
    attended: int | None = None


def evolve(state: Meeting | None, event: Event) -> Meeting:
    """Give the meeting as it is after the event."""
    if isinstance(event, Planned):
        return Meeting(round=event.round, day=event.day, place=event.place)
    meeting = existing(state, event)
    match event:
        case HostNamed(host=host, name=name):
            return attrs.evolve(meeting, host=host, name=name)
        case Held(attended=attended):
            return attrs.evolve(meeting, attended=attended)
        case _:
            assert_never(event)


@attrs.frozen(kw_only=True)
class Plan:
    """Plan a meeting about a round, before its deadline.

    Attributes:
        label: What tells it from the programme's other meetings: `aarhus-1`.
        round: The stream of the round that it is about: `round/…`.
        day: The day of the meeting.
        place: The address or the name of the place; nothing about a person.
    """

    label: str = attrs.field(
        validator=Written("[a-z][a-z0-9-]{0,39}", "a-z, then a-z, 0-9 and -")
    )
    round: StreamId = attrs.field(validator=of_kind("round"))
    day: date
    place: str = attrs.field(validator=not_blank)

    def target(self, context: Context) -> StreamId:
        """The stream of the meeting with this label."""
        return stream_id(KIND, self.label)

    def decide(self, state: Meeting | None, context: Context) -> tuple[Event, ...]:
        """Plan it, unless it is planned so.

        Raises:
            Refused: `round.unknown`, `skabelon-meeting.planned` in another way, or
                `skabelon-meeting.too_late`, after the deadline.
        """
        stream = self.target(context)
        said = Planned(round=self.round, day=self.day, place=self.place)
        if state is not None:
            if said == Planned(round=state.round, day=state.day, place=state.place):
                return ()
            text = f"{stream}: is already planned for {state.day}, got {self.day}"
            raise Refused.because(f"{KIND}.planned", text)
        found = registered(context.get(Round, self.round), self.round)
        deadline = found.deadline.newest or found.announced_deadline
        if self.day > deadline.instant.date():
            text = f"{stream}: expected a day before {deadline}, got {self.day}"
            raise Refused.because(f"{KIND}.too_late", text)
        return (said,)


@attrs.frozen(kw_only=True)
class NameHost:
    """Say who is host of a meeting.

    Attributes:
        meeting: The meeting's stream: `skabelon-meeting/…`.
        host: The person; a new random id for someone who has none.
        name: What the person is called.
    """

    meeting: StreamId = attrs.field(validator=of_kind(KIND))
    host: PersonId
    name: Personal[str] = personal(subject="host")

    def target(self, context: Context) -> StreamId:
        """The stream of the meeting."""
        return self.meeting

    def decide(self, state: Meeting | None, context: Context) -> tuple[Event, ...]:
        """Name the host; never silent, since a name cannot be compared here.

        Raises:
            Refused: `skabelon-meeting.unknown`.
        """
        registered(state, self.meeting)
        return (HostNamed(host=self.host, name=self.name),)


@attrs.frozen(kw_only=True)
class Hold:
    """Say that a meeting was held.

    Attributes:
        meeting: The meeting's stream: `skabelon-meeting/…`.
        attended: How many attended.
    """

    meeting: StreamId = attrs.field(validator=of_kind(KIND))
    attended: int = attrs.field(validator=Whole(of="people"))

    def target(self, context: Context) -> StreamId:
        """The stream of the meeting."""
        return self.meeting

    def decide(self, state: Meeting | None, context: Context) -> tuple[Event, ...]:
        """Hold it, unless it is held.

        Raises:
            Refused: `skabelon-meeting.unknown`, `skabelon-meeting.held` with another
                number, or `skabelon-meeting.not_begun`, before its day.
        """
        meeting = registered(state, self.meeting)
        if meeting.attended == self.attended:
            return ()
        if meeting.attended is not None:
            text = f"{self.meeting}: was held with {meeting.attended}"
            raise Refused.because(f"{KIND}.held", f"{text}, got {self.attended}")
        if context.today < meeting.day:
            text = f"{self.meeting}: expected {meeting.day} or later"
            raise Refused.because(f"{KIND}.not_begun", f"{text}, got {context.today}")
        return (Held(attended=self.attended),)


AGGREGATE = Aggregate(
    kind=KIND,
    state=Meeting,
    evolve=evolve,
    events={
        "skabelon-meeting.planned/1": Planned,
        "skabelon-meeting.host_named/1": HostNamed,
        "skabelon-meeting.held/1": Held,
    },
    commands={
        "skabelon-meeting.plan/1": Plan,
        "skabelon-meeting.name_host/1": NameHost,
        "skabelon-meeting.hold/1": Hold,
    },
)
