"""What an evaluation must be: the rules that several of its commands share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.survey import Survey, Wave
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId
from kvalitet_core.values import danish_date
from kvalitet_partnerskab.evaluation.events import Planned, WaveTaken
from kvalitet_partnerskab.evaluation.state import KIND, Evaluation

__all__ = [
    "no_wave",
    "not_asked",
    "not_monitored",
    "over",
    "planned_otherwise",
    "still_open",
    "too_early",
]


def planned_otherwise(
    stream: StreamId, known: Planned, said: Planned
) -> Iterator[Reason]:
    """Say no to each thing that was planned otherwise."""
    for field in attrs.fields(Planned):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = f"{stream}: is already planned with {field.name} {_told(before)}"
            yield Reason(
                code=f"{KIND}.planned",
                text=f"{text}, got {_told(now)}",
                source=known.source,
            )


def _told(value: object) -> str:
    """A value for people, several in order."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value)))
    return str(value)


def over(stream: StreamId, known: Evaluation) -> Reason | None:
    """Say no to what comes after the conclusion."""
    if known.concluded is None:
        return None
    text = f"{stream}: was concluded {known.concluded.effective_from}"
    return Reason(code=f"{KIND}.concluded", text=text)


def too_early(stream: StreamId, known: Evaluation, day: date) -> Reason | None:
    """Say no to a day before the plan holds."""
    if known.effective_from <= day:
        return None
    text = f"{stream}: expected no day before {known.effective_from}, got {day}"
    return Reason(code=f"{KIND}.not_begun", text=text, source=known.planned.source)


def _wave(taken: WaveTaken, context: Context) -> Wave | None:
    survey = context.get(Survey, taken.survey)
    return survey.wave(taken.wave) if survey is not None else None


def no_wave(stream: StreamId, taken: WaveTaken, context: Context) -> Reason | None:
    """Say no to a wave that is not opened."""
    if _wave(taken, context) is not None:
        return None
    text = f"{stream}: {taken.survey}: no wave {taken.wave!r} of it is opened"
    return Reason(code=f"{KIND}.wave_unknown", text=text)


def not_monitored(stream: StreamId, known: Evaluation) -> Reason | None:
    """Say no to an end without any indicator that was monitored."""
    if known.indicators:
        return None
    text = f"{stream}: expected monitoring by one indicator or more, got none"
    source = known.planned.source
    return Reason(code=f"{KIND}.not_monitored", text=text, source=source)


def not_asked(stream: StreamId, known: Evaluation) -> Iterator[Reason]:
    """Say no for each axis that no wave asks about."""
    for axis in sorted(known.planned.axes - known.covered):
        text = f"{stream}: expected a wave that asks about {str(axis)!r}, got none"
        source = known.planned.source
        yield Reason(code=f"{KIND}.axis_missing", text=text, source=source)


def still_open(
    stream: StreamId, known: Evaluation, day: date, context: Context
) -> Iterator[Reason]:
    """Say no for each wave that is not closed, or that is closed later than the day."""
    for taken in known.waves:
        wave = _wave(taken, context)
        closed = wave.closed if wave is not None else None
        if closed is None or danish_date(closed) > day:
            when = f"closed until {danish_date(closed)}" if closed else "closed"
            text = f"{stream}: {taken.survey}: wave {taken.wave!r} is not {when}"
            yield Reason(code=f"{KIND}.wave_open", text=text)
