"""What can happen to a run of a course. These are what is stored.

A module a part: `planning`, `seating`, `attending`, and in `parts` what they are made
of.
"""

from __future__ import annotations

from typing import TypeAlias

from kvalitet_core.domain.course_run.events.attending import (
    AttendanceRecorded,
    AttendingChange,
    CertificateIssued,
    CertificateWithdrawn,
)
from kvalitet_core.domain.course_run.events.parts import (
    BY_RECEIPT,
    CoursePlace,
    CourseSession,
    GroupMember,
    PassedOver,
    PlaceInOrder,
    RunTerms,
    Seating,
    SeatOrder,
)
from kvalitet_core.domain.course_run.events.planning import (
    Cancelled,
    Planned,
    PlanningChange,
    Rescheduled,
    SeatsChanged,
    TermsChanged,
)
from kvalitet_core.domain.course_run.events.seating import (
    GroupSignedUp,
    OfferAccepted,
    OfferChange,
    OfferDeclined,
    Offered,
    OfferLapsed,
    ParticipantNamed,
    SeatingChange,
    SignedOff,
    SignedUp,
    TransferredIn,
    TransferredOut,
)

__all__ = [
    "BY_RECEIPT",
    "AttendanceRecorded",
    "AttendingChange",
    "Cancelled",
    "CertificateIssued",
    "CertificateWithdrawn",
    "Change",
    "CoursePlace",
    "CourseSession",
    "Event",
    "GroupMember",
    "GroupSignedUp",
    "OfferAccepted",
    "OfferChange",
    "OfferDeclined",
    "OfferLapsed",
    "Offered",
    "ParticipantNamed",
    "PassedOver",
    "PlaceInOrder",
    "Planned",
    "PlanningChange",
    "Rescheduled",
    "RunTerms",
    "SeatOrder",
    "Seating",
    "SeatingChange",
    "SeatsChanged",
    "SignedOff",
    "SignedUp",
    "TermsChanged",
    "TransferredIn",
    "TransferredOut",
]

Change: TypeAlias = PlanningChange | SeatingChange | AttendingChange
Event: TypeAlias = Planned | Change
