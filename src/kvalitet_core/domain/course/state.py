"""A course as the catalogue has it: its state, and how each event changes it."""

from __future__ import annotations

from typing import assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.course.events import (
    Change,
    Event,
    Registered,
    Revised,
    Withdrawn,
)
from kvalitet_core.domain.rules import existing
from kvalitet_core.values import ReasonCode

__all__ = ["Course", "Entry", "evolve"]


@attrs.frozen(kw_only=True)
class Entry:
    """What the catalogue says of a course.

    Attributes:
        title: What people call it.
        themes: What it is about.
        target_groups: Whom it is for; none where the catalogue does not say.
        source: The document that this comes from.
    """

    title: str
    themes: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    source: str


@attrs.frozen(kw_only=True)
class Course:
    """A course as the catalogue has it.

    Attributes:
        programme: The plugin of the programme that offers it.
        period: When it is in the catalogue.
        entry: What the catalogue says of it when.
        registered: How it was entered at first.
        withdrawn: Why it was taken out, once it is.
    """

    programme: str
    period: Period
    entry: Dated[Entry]
    registered: Registered
    withdrawn: ReasonCode | None = None


def evolve(state: Course | None, event: Event) -> Course:
    """Give the course as it is after the event."""
    if isinstance(event, Registered):
        return Course(
            programme=event.programme,
            period=Period(start=event.effective_from),
            entry=Dated.of(_entry(event), event.effective_from),
            registered=event,
        )
    return _changed(existing(state, event), event)


def _changed(known: Course, event: Change) -> Course:
    match event:
        case Revised(effective_from=from_, effective_to=to):
            entry = known.entry.asserted(_entry(event), from_, to)
            return attrs.evolve(known, entry=entry)
        case Withdrawn(effective_from=day, reason=reason):
            period = attrs.evolve(known.period, end=day)
            return attrs.evolve(known, period=period, withdrawn=reason)
        case _:
            assert_never(event)


def _entry(event: Registered | Revised) -> Entry:
    return Entry(
        title=event.title,
        themes=event.themes,
        target_groups=event.target_groups,
        source=event.source,
    )
