"""A run of a course: who has a seat, who waits, in which order seats are offered.

All of a run is in its one stream, so that two who ask for its last seat are decided one
after the other, whoever and wherever they are: never are more seats taken and offered
than there are.

A module a part: `events`, `state` and its fold in `folding`, the commands in
`planning`, `signing_up`, `offering`, `leaving` and `attending`, the order of those who
wait in `ordering`, and in `checks` what commands share.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.course_run.events import (
    BY_RECEIPT,
    AttendanceRecorded,
    Cancelled,
    CertificateIssued,
    CertificateWithdrawn,
    Change,
    CoursePlace,
    CourseSession,
    Event,
    GroupMember,
    GroupSignedUp,
    OfferAccepted,
    OfferDeclined,
    Offered,
    OfferLapsed,
    ParticipantNamed,
    PassedOver,
    PlaceInOrder,
    Planned,
    Rescheduled,
    RunTerms,
    Seating,
    SeatOrder,
    SeatsChanged,
    SignedOff,
    SignedUp,
    TermsChanged,
    TransferredIn,
    TransferredOut,
)
from kvalitet_core.domain.course_run.folding import evolve
from kvalitet_core.domain.course_run.state import CourseRun, Offer, Place, Standing

if TYPE_CHECKING:
    from kvalitet_core.domain.course_run.attending import (
        IssueCertificate,
        RecordAttendance,
        WithdrawCertificate,
    )
    from kvalitet_core.domain.course_run.leaving import SignOff, Transfer
    from kvalitet_core.domain.course_run.offering import (
        AcceptOffer,
        DeclineOffer,
        LapseOffers,
        OfferSeats,
    )
    from kvalitet_core.domain.course_run.planning import (
        Cancel,
        ChangeSeats,
        ChangeTerms,
        Plan,
        Reschedule,
    )
    from kvalitet_core.domain.course_run.signing_up import (
        NameParticipant,
        SignUp,
        SignUpGroup,
    )

__all__ = [
    "AGGREGATE",
    "BY_RECEIPT",
    "AcceptOffer",
    "AttendanceRecorded",
    "Cancel",
    "Cancelled",
    "CertificateIssued",
    "CertificateWithdrawn",
    "Change",
    "ChangeSeats",
    "ChangeTerms",
    "CoursePlace",
    "CourseRun",
    "CourseSession",
    "DeclineOffer",
    "Event",
    "GroupMember",
    "GroupSignedUp",
    "IssueCertificate",
    "LapseOffers",
    "NameParticipant",
    "Offer",
    "OfferAccepted",
    "OfferDeclined",
    "OfferLapsed",
    "OfferSeats",
    "Offered",
    "ParticipantNamed",
    "PassedOver",
    "Place",
    "PlaceInOrder",
    "Plan",
    "Planned",
    "RecordAttendance",
    "Reschedule",
    "Rescheduled",
    "RunTerms",
    "SeatOrder",
    "Seating",
    "SeatsChanged",
    "SignOff",
    "SignUp",
    "SignUpGroup",
    "SignedOff",
    "SignedUp",
    "Standing",
    "TermsChanged",
    "Transfer",
    "TransferredIn",
    "TransferredOut",
    "WithdrawCertificate",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "course_run.plan/1": "planning.Plan",
        "course_run.reschedule/1": "planning.Reschedule",
        "course_run.change_seats/1": "planning.ChangeSeats",
        "course_run.change_terms/1": "planning.ChangeTerms",
        "course_run.cancel/1": "planning.Cancel",
        "course_run.sign_up/1": "signing_up.SignUp",
        "course_run.sign_up_group/1": "signing_up.SignUpGroup",
        "course_run.name_participant/1": "signing_up.NameParticipant",
        "course_run.offer_seats/1": "offering.OfferSeats",
        "course_run.accept_offer/1": "offering.AcceptOffer",
        "course_run.decline_offer/1": "offering.DeclineOffer",
        "course_run.lapse_offers/1": "offering.LapseOffers",
        "course_run.sign_off/1": "leaving.SignOff",
        "course_run.transfer/1": "leaving.Transfer",
        "course_run.record_attendance/1": "attending.RecordAttendance",
        "course_run.issue_certificate/1": "attending.IssueCertificate",
        "course_run.withdraw_certificate/1": "attending.WithdrawCertificate",
    },
)

AGGREGATE = Aggregate(
    kind="course_run",
    state=CourseRun,
    evolve=evolve,
    events={
        "course_run.planned/1": Planned,
        "course_run.rescheduled/1": Rescheduled,
        "course_run.seats_changed/1": SeatsChanged,
        "course_run.terms_changed/1": TermsChanged,
        "course_run.cancelled/1": Cancelled,
        "course_run.signed_up/1": SignedUp,
        "course_run.group_signed_up/1": GroupSignedUp,
        "course_run.participant_named/1": ParticipantNamed,
        "course_run.offered/1": Offered,
        "course_run.offer_accepted/1": OfferAccepted,
        "course_run.offer_declined/1": OfferDeclined,
        "course_run.offer_lapsed/1": OfferLapsed,
        "course_run.signed_off/1": SignedOff,
        "course_run.transferred_out/1": TransferredOut,
        "course_run.transferred_in/1": TransferredIn,
        "course_run.attendance_recorded/1": AttendanceRecorded,
        "course_run.certificate_issued/1": CertificateIssued,
        "course_run.certificate_withdrawn/1": CertificateWithdrawn,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
