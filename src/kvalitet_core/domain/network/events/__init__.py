"""What can happen to a network. These are what is stored.

A module a part: `founding`, `membership`, `meeting` and `outputs`.
"""

from __future__ import annotations

from typing import TypeAlias

from kvalitet_core.domain.network.events.founding import (
    AdmissionChanged,
    Closed,
    Corrected,
    Established,
)
from kvalitet_core.domain.network.events.meeting import (
    AgendaSet,
    AttendanceCorrected,
    MeetingCancelled,
    MeetingChange,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MinutesFiled,
)
from kvalitet_core.domain.network.events.membership import (
    CardGiven,
    MemberChange,
    MemberLeft,
    OrganisationAdmitted,
    PersonAdmitted,
)
from kvalitet_core.domain.network.events.outputs import Contributed, Informed

__all__ = [
    "AdmissionChanged",
    "AgendaSet",
    "AttendanceCorrected",
    "CardGiven",
    "Change",
    "Closed",
    "Contributed",
    "Corrected",
    "Established",
    "Event",
    "Informed",
    "MeetingCancelled",
    "MeetingChange",
    "MeetingHeld",
    "MeetingMoved",
    "MeetingPlanned",
    "MemberChange",
    "MemberLeft",
    "MinutesFiled",
    "OrganisationAdmitted",
    "PersonAdmitted",
]

Change: TypeAlias = (
    AdmissionChanged
    | Corrected
    | MemberChange
    | MeetingPlanned
    | MeetingChange
    | Contributed
    | Informed
    | Closed
)
Event: TypeAlias = Established | Change
