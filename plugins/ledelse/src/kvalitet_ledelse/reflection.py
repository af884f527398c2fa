"""A leader's own reflections on the principles: nobody else's, and sealed.

The principles are for tilbudsledere and afdelingsledere, each of whom holds them
against a practice of their own. What a leader writes is about a person, and so is
sealed with that person's key; on record in clear is only which principle it is on.
Nobody owes a reflection: the guidelines give direction and no duty.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypeAlias, assert_never

import attrs

from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.domain.fields import Whole, Written
from kvalitet_core.domain.publication import Citation, Publication, uncitable
from kvalitet_core.domain.rules import existing, refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, stream_id
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import ReasonCode
from kvalitet_ledelse.guidelines import GUIDELINES, PRINCIPLES
from kvalitet_ledelse.sources import PRINCIPLES_PAGE

__all__ = [
    "AGGREGATE",
    "KIND",
    "Event",
    "Reflect",
    "Reflected",
    "Reflection",
    "Reflections",
    "TakeBack",
    "TakenBack",
    "evolve",
]

KIND: Final = "ledelse-refleksion"
"""What a stream of reflections is called: `ledelse-refleksion/…`, one a leader."""

_CODE: Final = Written("[a-z0-9][a-z0-9._-]{0,63}", "the code of a principle: p3")

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Reflected:
    """A leader reflected on a principle.

    Attributes:
        leader: The leader.
        principle: The principle, by its code in the guidelines: `p3`.
        version: The version of the guidelines that it stands in.
        reflection: What the leader wrote.
        effective_from: The day of it.
    """

    leader: PersonId
    principle: str
    version: int
    reflection: Personal[str] = personal(subject="leader")
    effective_from: date


@attrs.frozen(kw_only=True)
class TakenBack:
    """A leader took a reflection back.

    Attributes:
        number: Which of the leader's reflections, from 1.
        reason: Why, as a code; nothing about a person.
    """

    number: int
    reason: ReasonCode


Event: TypeAlias = Reflected | TakenBack


@attrs.frozen(kw_only=True)
class Reflection:
    """One reflection.

    Attributes:
        number: Which of the leader's it is, from 1.
        principle: The principle, by its code.
        version: The version of the guidelines that it stands in.
        reflection: What the leader wrote.
        day: The day of it.
        taken_back: Why it was taken back; None where it stands.
    """

    number: int
    principle: str
    version: int
    reflection: Personal[str]
    day: date
    taken_back: ReasonCode | None = None


@attrs.frozen(kw_only=True)
class Reflections:
    """A leader's reflections.

    Attributes:
        leader: The leader.
        reflections: All of them, in order, those that were taken back too.
    """

    leader: PersonId
    reflections: tuple[Reflection, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """The principles that the leader has no standing reflection on, in order."""
        stands = {each.principle for each in self.reflections if not each.taken_back}
        return tuple(each.code for each in PRINCIPLES if each.code not in stands)


def evolve(state: Reflections | None, event: Event) -> Reflections:
    """Give the reflections as they are after the event."""
    match event:
        case Reflected():
            known = state or Reflections(leader=event.leader)
            new = Reflection(
                number=len(known.reflections) + 1,
                principle=event.principle,
                version=event.version,
                reflection=event.reflection,
                day=event.effective_from,
            )
            return attrs.evolve(known, reflections=(*known.reflections, new))
        case TakenBack(number=number, reason=reason):
            return _without(existing(state, event), number, reason)
        case _:
            assert_never(event)


def _without(known: Reflections, number: int, reason: ReasonCode) -> Reflections:
    reflections = (
        attrs.evolve(each, taken_back=reason) if each.number == number else each
        for each in known.reflections
    )
    return attrs.evolve(known, reflections=tuple(reflections))


def _is_person(_: Any, __: attrs.Attribute[Any], leader: PersonId) -> None:
    stream_id("person", leader)


@attrs.frozen(kw_only=True)
class Reflect:
    """Write down a leader's reflection on one of the principles.

    The caller makes the leader's id, because the command itself is kept, and what is
    written is sealed with that person's key.

    Attributes:
        leader: The leader; a new random id for someone who has none.
        principle: The principle, by its code in the guidelines: `p3`.
        version: The version of the guidelines that it stands in.
        reflection: What the leader writes.
        effective_from: The day of it; it may be in the past.
    """

    leader: PersonId = attrs.field(validator=_is_person)
    principle: str = attrs.field(validator=_CODE)
    version: int = attrs.field(default=1, validator=Whole(of="versions"))
    reflection: Personal[str] = personal(subject="leader")
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the leader's reflections."""
        return stream_id(KIND, self.leader)

    def decide(self, state: Reflections | None, context: Context) -> tuple[Event, ...]:
        """Write it down.

        This is never silent: what is personal cannot be compared with what is known,
        so the same reflection written twice is recorded twice.

        Raises:
            Refused: For everything that stands against it:
                `ledelse-refleksion.in_future`, `ledelse-refleksion.not_a_principle`,
                and what keeps the guidelines from being cited, such as
                `publication.not_published`.
        """
        stream, day = self.target(context), self.effective_from
        on = Citation(publication=GUIDELINES, version=self.version, part=self.principle)
        refuse_for(
            _in_future(stream, day, context.today),
            *uncitable([on], on=day, by=stream, context=context),
            _other_part(stream, on, context),
        )
        return (
            Reflected(
                leader=self.leader,
                principle=self.principle,
                version=self.version,
                reflection=self.reflection,
                effective_from=day,
            ),
        )


@attrs.frozen(kw_only=True)
class TakeBack:
    """Take a leader's reflection back; it stays on record, sealed, and counts no more.

    Attributes:
        leader: The leader.
        number: Which of the leader's reflections, from 1.
        reason: Why, as a code; nothing about a person.
    """

    leader: PersonId = attrs.field(validator=_is_person)
    number: int = attrs.field(validator=Whole(of="reflections"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the leader's reflections."""
        return stream_id(KIND, self.leader)

    def decide(self, state: Reflections | None, context: Context) -> tuple[Event, ...]:
        """Take it back, unless it is taken back.

        Raises:
            Refused: `ledelse-refleksion.unknown` where the leader has none, or
                `ledelse-refleksion.number_unknown`.
        """
        stream = self.target(context)
        known = registered(state, stream)
        if self.number > len(known.reflections):
            text = (
                f"{stream}: expected 1 to {len(known.reflections)}, got {self.number}"
            )
            raise Refused(Reason(code=f"{KIND}.number_unknown", text=text))
        if known.reflections[self.number - 1].taken_back is not None:
            return ()
        return (TakenBack(number=self.number, reason=self.reason),)


def _in_future(stream: StreamId, day: date, today: date) -> Reason | None:
    if day <= today:
        return None
    text = f"{stream}: expected a day no later than today, {today}, got {day}"
    return Reason(code=f"{KIND}.in_future", text=text, source=PRINCIPLES_PAGE)


def _other_part(stream: StreamId, on: Citation, context: Context) -> Reason | None:
    """Say no to what a principle is described by, which is none itself."""
    found = context.get(Publication, GUIDELINES)
    edition = found.edition(on.version) if found is not None else None
    part = edition.part(on.part) if edition is not None and on.part else None
    if part is None or part.kind == "principle":
        return None
    text = f"{stream}: expected a principle, got {part.code!r}, {part.title!r}"
    return Reason(code=f"{KIND}.not_a_principle", text=text, source=PRINCIPLES_PAGE)


AGGREGATE: Final = Aggregate(
    kind=KIND,
    state=Reflections,
    evolve=evolve,
    events={
        f"{KIND}.reflected/1": Reflected,
        f"{KIND}.taken_back/1": TakenBack,
    },
    commands={
        f"{KIND}.reflect/1": Reflect,
        f"{KIND}.take_back/1": TakeBack,
    },
)
