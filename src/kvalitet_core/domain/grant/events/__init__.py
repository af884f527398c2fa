"""What can happen to a grant. These are what is stored.

Those that move money carry their postings, as they were decided.
"""

from typing import TypeAlias

from kvalitet_core.domain.grant.events.budgeting import (
    BudgetApproved,
    Budgeted,
    ChangeKind,
    ChangeRefused,
    ChangeRequested,
)
from kvalitet_core.domain.grant.events.ending import (
    ClaimLetGo,
    Closed,
    Collected,
    Collection,
    Lapsed,
    LapseGround,
    Recovered,
    RecoveryGround,
    Repaid,
    RepaymentDemanded,
    RepaymentReturned,
)
from kvalitet_core.domain.grant.events.giving import (
    Acknowledged,
    AcknowledgementMoved,
    Begun,
    Committed,
    ConditionMet,
    Corrected,
    Raised,
    Taken,
    TermsAdopted,
)
from kvalitet_core.domain.grant.events.paying import (
    InstalmentPaid,
    InstalmentsPlanned,
    Paying,
    PaymentReturned,
    PaymentsResumed,
    PaymentsStopped,
)
from kvalitet_core.domain.grant.events.reporting import (
    AccountsApproved,
    AccountsReceived,
    AccountsRejected,
    AccountsReopened,
    AuditDone,
    DutiesSet,
    Reported,
    ReportReceived,
)

__all__ = [
    "AccountsApproved",
    "AccountsReceived",
    "AccountsRejected",
    "AccountsReopened",
    "Acknowledged",
    "AcknowledgementMoved",
    "AuditDone",
    "Begun",
    "BudgetApproved",
    "Budgeted",
    "Change",
    "ChangeKind",
    "ChangeRefused",
    "ChangeRequested",
    "ClaimLetGo",
    "Closed",
    "Collected",
    "Collection",
    "Committed",
    "ConditionMet",
    "Corrected",
    "DutiesSet",
    "Event",
    "InstalmentPaid",
    "InstalmentsPlanned",
    "LapseGround",
    "Lapsed",
    "Paying",
    "PaymentReturned",
    "PaymentsResumed",
    "PaymentsStopped",
    "Raised",
    "Recovered",
    "RecoveryGround",
    "Repaid",
    "RepaymentDemanded",
    "RepaymentReturned",
    "ReportReceived",
    "Reported",
    "Taken",
    "TermsAdopted",
]

Change: TypeAlias = Taken | Budgeted | Paying | Reported | Recovered | Lapsed | Closed
Event: TypeAlias = Committed | Change
