"""What can happen to a run as a whole. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.domain.course_run.events.parts import (
    CoursePlace,
    CourseSession,
    RunTerms,
)
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

__all__ = [
    "Cancelled",
    "Planned",
    "PlanningChange",
    "Rescheduled",
    "SeatsChanged",
    "TermsChanged",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Planned:
    """A run of a course was planned.

    Attributes:
        course: The course in the catalogue.
        title: What people call it.
        sessions: When participants meet, in order.
        place: Where it is held.
        seats: How many can take part.
        terms: On what terms one signs up.
        effective_from: The first day that it is announced.
    """

    course: StreamId
    title: str
    sessions: tuple[CourseSession, ...]
    place: CoursePlace
    seats: int
    terms: RunTerms
    effective_from: date


@attrs.frozen(kw_only=True)
class Rescheduled:
    """A run was moved to other times, or to another place.

    Attributes:
        sessions: When participants meet, in order.
        place: Where it is held.
        reason: Why, as a code; nothing about a person.
    """

    sessions: tuple[CourseSession, ...]
    place: CoursePlace
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class SeatsChanged:
    """A run got more seats, or fewer.

    Attributes:
        seats: How many can take part.
        reason: Why, as a code; nothing about a person.
    """

    seats: int
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class TermsChanged:
    """One signs up for a run on other terms from a day on.

    Attributes:
        terms: The terms, all of them.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day of receipt that they hold for.
    """

    terms: RunTerms
    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class Cancelled:
    """A run was cancelled: nobody has a seat any more.

    Attributes:
        reason: Why, as a code; nothing about a person.
    """

    reason: ReasonCode


PlanningChange: TypeAlias = Rescheduled | SeatsChanged | TermsChanged | Cancelled
