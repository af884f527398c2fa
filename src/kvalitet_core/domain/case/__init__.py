"""A case: one course of work, run by the definition of its case type.

Whatever its definition says is evaluated when a command is decided, and what that came
to stands in events; a case is read without evaluating anything.

A module a part. What happens: `events`, `state`, `folding`. What every command stands
on: `engine`, with what is `known`, `due` and `owing`, and who may do what by
`availability` and `apart`. The commands: `opening`, `recording`, `linking`, `citing`;
`claiming`, `completing`, `adding`, `anew`; `deciding`, with its `grounds` and
`mandates`, and `afterwards`; `waiting`, `ending`, `migrating`, `timers`. What is asked:
`asking`.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.case.events import (
    Cited,
    Closed,
    DeadlinePassed,
    Decided,
    Discharged,
    DocumentReceived,
    Event,
    Extended,
    FactCorrected,
    FactRecorded,
    FollowUpDue,
    FollowUpSet,
    ItemPlanned,
    ItemReopened,
    KeptApart,
    Linked,
    Mandated,
    Migrated,
    Moved,
    Notified,
    ObligationBreached,
    ObligationWaived,
    Opened,
    ReminderDue,
    Reopened,
    Resumed,
    Revoked,
    Settled,
    Stated,
    Suspended,
    TaskAdded,
    TaskClaimed,
    TaskCompleted,
    TaskCorrected,
    TaskDelegated,
    TaskFailed,
    TaskReleased,
    TaskRepeated,
    TaskSkipped,
    TaskStarted,
    Voted,
    Way,
)
from kvalitet_core.domain.case.folding import evolve
from kvalitet_core.domain.case.state import Case, DecisionTaken, Work

if TYPE_CHECKING:
    from kvalitet_core.domain.case.adding import AddTask, Plan, Repeat, SetFollowUp
    from kvalitet_core.domain.case.afterwards import Notify, Revoke
    from kvalitet_core.domain.case.anew import ReopenItem
    from kvalitet_core.domain.case.citing import Cite
    from kvalitet_core.domain.case.claiming import Claim, Delegate, Release, Start
    from kvalitet_core.domain.case.completing import Complete, CorrectTask, Fail, Skip
    from kvalitet_core.domain.case.deciding import Decide
    from kvalitet_core.domain.case.ending import Close, Reopen, Waive
    from kvalitet_core.domain.case.linking import LinkTo
    from kvalitet_core.domain.case.migrating import Migrate
    from kvalitet_core.domain.case.opening import Open
    from kvalitet_core.domain.case.recording import (
        CorrectFact,
        ReceiveDocument,
        RecordFact,
    )
    from kvalitet_core.domain.case.timers import LookAgain, Tick
    from kvalitet_core.domain.case.waiting import Extend, Resume, Suspend

__all__ = [
    "AGGREGATE",
    "AddTask",
    "Case",
    "Cite",
    "Cited",
    "Claim",
    "Close",
    "Closed",
    "Complete",
    "CorrectFact",
    "CorrectTask",
    "DeadlinePassed",
    "Decide",
    "Decided",
    "DecisionTaken",
    "Delegate",
    "Discharged",
    "DocumentReceived",
    "Event",
    "Extend",
    "Extended",
    "FactCorrected",
    "FactRecorded",
    "Fail",
    "FollowUpDue",
    "FollowUpSet",
    "ItemPlanned",
    "ItemReopened",
    "KeptApart",
    "LinkTo",
    "Linked",
    "LookAgain",
    "Mandated",
    "Migrate",
    "Migrated",
    "Moved",
    "Notified",
    "Notify",
    "ObligationBreached",
    "ObligationWaived",
    "Open",
    "Opened",
    "Plan",
    "ReceiveDocument",
    "RecordFact",
    "Release",
    "ReminderDue",
    "Reopen",
    "ReopenItem",
    "Reopened",
    "Repeat",
    "Resume",
    "Resumed",
    "Revoke",
    "Revoked",
    "SetFollowUp",
    "Settled",
    "Skip",
    "Start",
    "Stated",
    "Suspend",
    "Suspended",
    "TaskAdded",
    "TaskClaimed",
    "TaskCompleted",
    "TaskCorrected",
    "TaskDelegated",
    "TaskFailed",
    "TaskReleased",
    "TaskRepeated",
    "TaskSkipped",
    "TaskStarted",
    "Tick",
    "Voted",
    "Waive",
    "Way",
    "Work",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "case.open/1": "opening.Open",
        "case.record_fact/1": "recording.RecordFact",
        "case.correct_fact/1": "recording.CorrectFact",
        "case.receive_document/1": "recording.ReceiveDocument",
        "case.claim/1": "claiming.Claim",
        "case.start/1": "claiming.Start",
        "case.delegate/1": "claiming.Delegate",
        "case.release/1": "claiming.Release",
        "case.complete/1": "completing.Complete",
        "case.skip/1": "completing.Skip",
        "case.fail/1": "completing.Fail",
        "case.correct_task/1": "completing.CorrectTask",
        "case.plan/1": "adding.Plan",
        "case.add_task/1": "adding.AddTask",
        "case.repeat/1": "adding.Repeat",
        "case.set_follow_up/1": "adding.SetFollowUp",
        "case.reopen_item/1": "anew.ReopenItem",
        "case.decide/1": "deciding.Decide",
        "case.notify/1": "afterwards.Notify",
        "case.revoke/1": "afterwards.Revoke",
        "case.suspend/1": "waiting.Suspend",
        "case.resume/1": "waiting.Resume",
        "case.extend/1": "waiting.Extend",
        "case.waive/1": "ending.Waive",
        "case.link/1": "linking.LinkTo",
        "case.cite/1": "citing.Cite",
        "case.migrate/1": "migrating.Migrate",
        "case.close/1": "ending.Close",
        "case.reopen/1": "ending.Reopen",
        "case.look_again/1": "timers.LookAgain",
        "case.tick/1": "timers.Tick",
    },
)

AGGREGATE = Aggregate(
    kind="case",
    state=Case,
    evolve=evolve,
    events={
        "case.opened/1": Opened,
        "case.fact_recorded/1": FactRecorded,
        "case.fact_corrected/1": FactCorrected,
        "case.document_received/1": DocumentReceived,
        "case.task_claimed/1": TaskClaimed,
        "case.task_started/1": TaskStarted,
        "case.task_delegated/1": TaskDelegated,
        "case.task_released/1": TaskReleased,
        "case.task_completed/1": TaskCompleted,
        "case.task_skipped/1": TaskSkipped,
        "case.task_failed/1": TaskFailed,
        "case.task_corrected/1": TaskCorrected,
        "case.task_repeated/1": TaskRepeated,
        "case.follow_up_set/1": FollowUpSet,
        "case.item_planned/1": ItemPlanned,
        "case.task_added/1": TaskAdded,
        "case.item_reopened/1": ItemReopened,
        "case.voted/1": Voted,
        "case.decided/1": Decided,
        "case.notified/1": Notified,
        "case.revoked/1": Revoked,
        "case.suspended/1": Suspended,
        "case.resumed/1": Resumed,
        "case.extended/1": Extended,
        "case.obligation_waived/1": ObligationWaived,
        "case.linked/1": Linked,
        "case.cited/1": Cited,
        "case.migrated/1": Migrated,
        "case.closed/1": Closed,
        "case.reopened/1": Reopened,
        "case.settled/1": Settled,
        "case.reminder_due/1": ReminderDue,
        "case.follow_up_due/1": FollowUpDue,
        "case.deadline_passed/1": DeadlinePassed,
        "case.obligation_breached/1": ObligationBreached,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
