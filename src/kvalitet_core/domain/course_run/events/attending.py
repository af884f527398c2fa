"""Who came, and who has a certificate of it. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.values import ReasonCode

__all__ = [
    "AttendanceRecorded",
    "AttendingChange",
    "CertificateIssued",
    "CertificateWithdrawn",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class AttendanceRecorded:
    """It was recorded who came to a session; an earlier list of it is put right.

    Attributes:
        session: Which session, from 1.
        present: Who came.
    """

    session: int
    present: frozenset[PersonId]


@attrs.frozen(kw_only=True)
class CertificateIssued:
    """A participant has completed a course, and has a certificate of it.

    Attributes:
        participant: Who.
        course: The course.
        title: What the run is called.
        themes: What the course is about, as the catalogue says on the last day.
        workplace: The tilbud where the participant works, if one is named.
        attended: How many sessions the participant came to.
        sessions: How many there were.
        completed: The last day of the run.
    """

    participant: PersonId
    course: StreamId
    title: str
    themes: frozenset[str] = frozenset()
    workplace: StreamId | None = None
    attended: int
    sessions: int
    completed: date


@attrs.frozen(kw_only=True)
class CertificateWithdrawn:
    """A certificate was withdrawn.

    Attributes:
        participant: Whose.
        reason: Why, as a code; nothing about a person.
    """

    participant: PersonId
    reason: ReasonCode


AttendingChange: TypeAlias = (
    AttendanceRecorded | CertificateIssued | CertificateWithdrawn
)
