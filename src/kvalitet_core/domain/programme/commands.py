"""What may be asked of a programme as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import Period, later_than
from kvalitet_core.domain.fields import Texts, Whole, Written
from kvalitet_core.domain.programme.checks import within_the_programme
from kvalitet_core.domain.programme.events import (
    AuthorityChanged,
    EndChanged,
    Established,
    Event,
    GoalStated,
    TrackStated,
)
from kvalitet_core.domain.programme.state import Programme
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import ReasonCode, not_blank

__all__ = ["ChangeAuthority", "ChangeEnd", "Establish", "StateGoal", "StateTrack"]


@attrs.frozen(kw_only=True)
class Establish:
    """Enter a programme in the record.

    Attributes:
        key: What tells it from other programmes: `styrket-kvalitet`.
        title: What it is called.
        also_called: What it is called elsewhere.
        authority: The authority that runs it.
        agreement: The political or financial agreement that it rests on.
        target_groups: Whom it is for, each in a phrase.
        headings: The headings that a sub-initiative's page has, in their order.
        source: The documents that this comes from.
        effective_from: Its first day.
        effective_to: The first day without it; None where no end is known.
    """

    key: str = attrs.field(
        validator=Written("[a-z0-9][a-z0-9-]{0,39}", "a-z, 0-9 and -, 40 at most")
    )
    title: str = attrs.field(validator=not_blank)
    also_called: tuple[str, ...] = attrs.field(default=(), validator=Texts())
    authority: str = attrs.field(validator=not_blank)
    agreement: str = attrs.field(validator=not_blank)
    target_groups: tuple[str, ...] = attrs.field(default=(), validator=Texts())
    headings: tuple[str, ...] = attrs.field(default=(), validator=Texts())
    source: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the programme with this key."""
        return stream_id("programme", self.key)

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Enter it, unless it is entered.

        Raises:
            Refused: `programme.established`, for each thing that was said otherwise.
        """
        fields = attrs.fields(Established)
        said = Established(**{each.name: getattr(self, each.name) for each in fields})
        if state is None:
            return (said,)
        refuse_for(*_otherwise(self.target(context), state.established, said))
        return ()


@attrs.frozen(kw_only=True)
class ChangeAuthority:
    """Say which authority runs a programme from a day on.

    Attributes:
        programme: The programme's stream: `programme/…`.
        authority: The authority.
        source: The document that this comes from.
        effective_from: The first day under this authority. It may lie after the
            programme's end: its papers are kept by somebody.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    authority: str = attrs.field(validator=not_blank)
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Say so, unless it is known.

        Raises:
            Refused: `programme.unknown`, or `programme.not_begun`.
        """
        known = registered(state, self.programme)
        if known.authority.holds(self.authority, self.effective_from):
            return ()
        begun = Period(start=known.period.start)
        refuse_for(within(begun, self.effective_from, stream=self.programme))
        return (
            AuthorityChanged(
                authority=self.authority,
                source=self.source,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class ChangeEnd:
    """Let a programme end on another day.

    Attributes:
        programme: The programme's stream: `programme/…`.
        effective_to: The first day without it; None where no end is known.
        reason: Why, as a code; nothing about a person.
        source: The document that this comes from.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    effective_to: date | None
    reason: ReasonCode
    source: str = attrs.field(validator=not_blank)

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Let it end then, unless it does.

        Raises:
            Refused: `programme.unknown`, `programme.not_begun`, or
                `programme.outside`, for each sub-initiative that lasts longer.
        """
        known = registered(state, self.programme)
        end = self.effective_to
        if known.period.end == end:
            return ()
        if end is not None and end <= known.period.start:
            text = (
                f"{self.programme}: expected an end later than "
                f"{known.period.start}, got {end}"
            )
            raise Refused(Reason(code="programme.not_begun", text=text))
        ending = attrs.evolve(known, period=attrs.evolve(known.period, end=end))
        refuse_for(*_outlasting(self.programme, ending))
        return (EndChanged(effective_to=end, reason=self.reason, source=self.source),)


@attrs.frozen(kw_only=True)
class StateTrack:
    """Say what a track of a programme is about; what was said before is put right.

    Attributes:
        programme: The programme's stream: `programme/…`.
        number: The track's number.
        title: What it is called.
        source: The document that this comes from.
        effective_from: The first day that this holds.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    number: int = attrs.field(validator=Whole(of="tracks"))
    title: str = attrs.field(validator=not_blank)
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Say so, unless it is known.

        Raises:
            Refused: `programme.unknown`, `programme.not_begun` or `programme.closed`.
        """
        known = registered(state, self.programme)
        track = known.track(self.number)
        if track is not None and track.text.holds(self.title, self.effective_from):
            return ()
        refuse_for(within(known.period, self.effective_from, stream=self.programme))
        return (
            TrackStated(
                number=self.number,
                title=self.title,
                source=self.source,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class StateGoal:
    """Say what a programme is to lead to; what was said before is put right.

    Attributes:
        programme: The programme's stream: `programme/…`.
        number: The goal's number.
        text: The goal, letter by letter.
        source: The document that this comes from.
        effective_from: The first day that this holds.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    number: int = attrs.field(validator=Whole(of="goals"))
    text: str = attrs.field(validator=not_blank)
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Say so, unless it is known.

        Raises:
            Refused: `programme.unknown`, `programme.not_begun` or `programme.closed`.
        """
        known = registered(state, self.programme)
        goal = known.goal(self.number)
        if goal is not None and goal.text.holds(self.text, self.effective_from):
            return ()
        refuse_for(within(known.period, self.effective_from, stream=self.programme))
        return (
            GoalStated(
                number=self.number,
                text=self.text,
                source=self.source,
                effective_from=self.effective_from,
            ),
        )


def _otherwise(
    stream: StreamId, known: Established, said: Established
) -> Iterator[Reason]:
    for field in attrs.fields(Established):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = (
                f"{stream}: is already entered with {field.name} "
                f"{_shown(before)!r}, got {_shown(now)!r}"
            )
            yield Reason(code="programme.established", text=text, source=known.source)


def _outlasting(stream: StreamId, programme: Programme) -> Iterator[Reason | None]:
    for part in programme.sub_initiatives:
        said = part.stated.newest
        if said is not None:
            period = Period(start=said.begins, end=said.ends)
            yield within_the_programme(programme, period, stream=stream)


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
