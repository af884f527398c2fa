"""What may be asked of a course in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.course.events import Event, Registered, Revised, Withdrawn
from kvalitet_core.domain.course.state import Course, Entry
from kvalitet_core.domain.fields import Texts, Written
from kvalitet_core.domain.rules import ending, refuse_for, registered, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import KIND, StreamId, of_kind, stream_id
from kvalitet_core.values import ReasonCode, not_blank

__all__ = ["Register", "Revise", "Withdraw"]


@attrs.frozen(kw_only=True)
class Register:
    """Enter a course in the catalogue.

    Attributes:
        key: What tells it from other courses: `kompetence-recovery-1`.
        programme: The plugin of the programme that offers it.
        title: What people call it.
        themes: What it is about, letter by letter as the programme calls it.
        target_groups: Whom it is for; none where the catalogue does not say, and then
            it is for anybody.
        source: The document that the entry comes from.
        effective_from: The first day that it is in the catalogue.
    """

    key: str = attrs.field(
        validator=Written("[a-z0-9][a-z0-9._-]{0,79}", "a-z, 0-9, . _ -, 80 at most")
    )
    programme: str = attrs.field(
        validator=Written(KIND.pattern, "a plugin's name: a-z, then a-z, 0-9, - or _")
    )
    title: str = attrs.field(validator=not_blank)
    themes: frozenset[str] = attrs.field(default=frozenset(), validator=Texts())
    target_groups: frozenset[str] = attrs.field(default=frozenset(), validator=Texts())
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the course with this key."""
        return stream_id("course", self.key)

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:
        """Enter it, unless it is there.

        Raises:
            Refused: `course.registered`, for each thing that was entered otherwise.
        """
        fields = attrs.fields(Registered)
        said = Registered(**{each.name: getattr(self, each.name) for each in fields})
        if state is None:
            return (said,)
        refuse_for(*_otherwise(self.target(context), state.registered, said))
        return ()


@attrs.frozen(kw_only=True)
class Revise:
    """Let the catalogue say something else of a course; all of it is named.

    Runs that are planned stand as they were planned.

    Attributes:
        course: The course's stream: `course/…`.
        title: What people call it.
        themes: What it is about.
        target_groups: Whom it is for; none where the catalogue does not say.
        source: The document that this comes from.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that this holds; it may be in the past.
        effective_to: The first day that it no longer holds; None while it has no end.
    """

    course: StreamId = attrs.field(validator=of_kind("course"))
    title: str = attrs.field(validator=not_blank)
    themes: frozenset[str] = attrs.field(default=frozenset(), validator=Texts())
    target_groups: frozenset[str] = attrs.field(default=frozenset(), validator=Texts())
    source: str = attrs.field(validator=not_blank)
    reason: ReasonCode
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the course."""
        return self.course

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:
        """Say it, unless it is said of all these days.

        Raises:
            Refused: `course.unknown`, `course.not_begun` or `course.closed`.
        """
        known = registered(state, self.course)
        names = [each.name for each in attrs.fields(Entry)]
        entry = Entry(**{name: getattr(self, name) for name in names})
        if known.entry.holds(entry, self.effective_from, self.effective_to):
            return ()
        refuse_for(within(known.period, self.effective_from, stream=self.course))
        fields = attrs.fields(Revised)
        return (Revised(**{each.name: getattr(self, each.name) for each in fields}),)


@attrs.frozen(kw_only=True)
class Withdraw:
    """Take a course out of the catalogue; runs that are planned stand.

    Attributes:
        course: The course's stream: `course/…`.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that it is not in the catalogue.
    """

    course: StreamId = attrs.field(validator=of_kind("course"))
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the course."""
        return self.course

    def decide(self, state: Course | None, context: Context) -> tuple[Event, ...]:
        """Take it out, unless it is out from that day for that reason.

        Raises:
            Refused: `course.unknown`, `course.closed` or `course.not_begun`.
        """
        known = registered(state, self.course)
        if (known.period.end, known.withdrawn) == (self.effective_from, self.reason):
            return ()
        refuse_for(ending(known.period, self.effective_from, stream=self.course))
        return (Withdrawn(reason=self.reason, effective_from=self.effective_from),)


def _otherwise(
    stream: StreamId, known: Registered, said: Registered
) -> Iterator[Reason]:
    for field in attrs.fields(Registered):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = (
                f"{stream}: is already registered with {field.name} "
                f"{_shown(before)!r}, got {_shown(now)!r}"
            )
            yield Reason(code="course.registered", text=text, source=known.source)


def _shown(value: object) -> str:
    if isinstance(value, AbstractSet):
        return ", ".join(sorted(map(str, value)))
    return str(value)
