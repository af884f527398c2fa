"""A network: people or organisations that meet, and what comes of it.

Who may be a member is said by an admission, which is dated; who is one can be asked as
of any day. A member who is a person is an id that says nothing, and a card that is
sealed with that person's own key.

A module a part: `events`, `state` with its fold, `meeting`, `admission` and `occasion`
as values, the commands in `commands`, `admitting`, `membership`, `meetings`, `holding`
and `outputs`, the rules that they share in `checks`, and in `facts` what the rules of
an admission may ask.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.network.admission import Admission
from kvalitet_core.domain.network.events import (
    AdmissionChanged,
    AgendaSet,
    AttendanceCorrected,
    CardGiven,
    Change,
    Closed,
    Contributed,
    Corrected,
    Established,
    Event,
    Informed,
    MeetingCancelled,
    MeetingChange,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MemberChange,
    MemberLeft,
    MinutesFiled,
    OrganisationAdmitted,
    PersonAdmitted,
)
from kvalitet_core.domain.network.meeting import Meeting, MeetingStatus
from kvalitet_core.domain.network.occasion import Occasion
from kvalitet_core.domain.network.state import (
    Member,
    Network,
    Standing,
    evolve,
    person_stream,
)

if TYPE_CHECKING:
    from kvalitet_core.domain.network.admitting import AdmitOrganisation, AdmitPerson
    from kvalitet_core.domain.network.commands import (
        ChangeAdmission,
        Close,
        Correct,
        Establish,
    )
    from kvalitet_core.domain.network.holding import (
        CorrectAttendance,
        FileMinutes,
        HoldMeeting,
    )
    from kvalitet_core.domain.network.meetings import (
        CancelMeeting,
        MoveMeeting,
        PlanMeeting,
        SetAgenda,
    )
    from kvalitet_core.domain.network.membership import GiveCard, Leave
    from kvalitet_core.domain.network.outputs import Contribute, Inform

__all__ = [
    "AGGREGATE",
    "Admission",
    "AdmissionChanged",
    "AdmitOrganisation",
    "AdmitPerson",
    "AgendaSet",
    "AttendanceCorrected",
    "CancelMeeting",
    "CardGiven",
    "Change",
    "ChangeAdmission",
    "Close",
    "Closed",
    "Contribute",
    "Contributed",
    "Correct",
    "CorrectAttendance",
    "Corrected",
    "Establish",
    "Established",
    "Event",
    "FileMinutes",
    "GiveCard",
    "HoldMeeting",
    "Inform",
    "Informed",
    "Leave",
    "Meeting",
    "MeetingCancelled",
    "MeetingChange",
    "MeetingHeld",
    "MeetingMoved",
    "MeetingPlanned",
    "MeetingStatus",
    "Member",
    "MemberChange",
    "MemberLeft",
    "MinutesFiled",
    "MoveMeeting",
    "Network",
    "Occasion",
    "OrganisationAdmitted",
    "PersonAdmitted",
    "PlanMeeting",
    "SetAgenda",
    "Standing",
    "evolve",
    "person_stream",
]

_COMMANDS = Deferred(
    __name__,
    {
        "network.establish/1": "commands.Establish",
        "network.change_admission/1": "commands.ChangeAdmission",
        "network.correct/1": "commands.Correct",
        "network.admit_person/1": "admitting.AdmitPerson",
        "network.admit_organisation/1": "admitting.AdmitOrganisation",
        "network.give_card/1": "membership.GiveCard",
        "network.leave/1": "membership.Leave",
        "network.plan_meeting/1": "meetings.PlanMeeting",
        "network.move_meeting/1": "meetings.MoveMeeting",
        "network.set_agenda/1": "meetings.SetAgenda",
        "network.cancel_meeting/1": "meetings.CancelMeeting",
        "network.hold_meeting/1": "holding.HoldMeeting",
        "network.correct_attendance/1": "holding.CorrectAttendance",
        "network.file_minutes/1": "holding.FileMinutes",
        "network.contribute/1": "outputs.Contribute",
        "network.inform/1": "outputs.Inform",
        "network.close/1": "commands.Close",
    },
)

AGGREGATE = Aggregate(
    kind="network",
    state=Network,
    evolve=evolve,
    events={
        "network.established/1": Established,
        "network.admission_changed/1": AdmissionChanged,
        "network.corrected/1": Corrected,
        "network.person_admitted/1": PersonAdmitted,
        "network.organisation_admitted/1": OrganisationAdmitted,
        "network.card_given/1": CardGiven,
        "network.member_left/1": MemberLeft,
        "network.meeting_planned/1": MeetingPlanned,
        "network.meeting_moved/1": MeetingMoved,
        "network.agenda_set/1": AgendaSet,
        "network.meeting_cancelled/1": MeetingCancelled,
        "network.meeting_held/1": MeetingHeld,
        "network.attendance_corrected/1": AttendanceCorrected,
        "network.minutes_filed/1": MinutesFiled,
        "network.contributed/1": Contributed,
        "network.informed/1": Informed,
        "network.closed/1": Closed,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
