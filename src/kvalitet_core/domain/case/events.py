"""What happens to a case.

What follows from something is in the `Settled` event after it, in the same commit, with
what made it so: nothing is worked out when a case is read.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.casetypes.status import Breach, Change, DueSet, Owed
from kvalitet_core.deadlines import Extension
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.values import Deadline, Digest, Instant, Money, ReasonCode

__all__ = [
    "Closed",
    "DeadlinePassed",
    "Decided",
    "Discharged",
    "DocumentReceived",
    "Event",
    "Extended",
    "FactCorrected",
    "FactRecorded",
    "FactValue",
    "ItemPlanned",
    "ItemReopened",
    "Linked",
    "Mandated",
    "Migrated",
    "Notified",
    "ObligationBreached",
    "ObligationWaived",
    "Opened",
    "ReminderDue",
    "Reopened",
    "Resumed",
    "Revoked",
    "Settled",
    "Stated",
    "Suspended",
    "TaskAdded",
    "TaskClaimed",
    "TaskCompleted",
    "TaskDelegated",
    "TaskFailed",
    "TaskReleased",
    "TaskSkipped",
    "TaskStarted",
    "Voted",
    "Way",
]

# These names and fields are stored. Do not rename; add a version.

FactValue: TypeAlias = str | int | bool | tuple[str, ...]
"""A fact's value as it is stored: days and times in ISO 8601, several texts sorted."""


@attrs.frozen(kw_only=True)
class Stated:
    """A fact that a case is opened with.

    Attributes:
        fact: The fact's name.
        value: Its value.
    """

    fact: str
    value: FactValue


@attrs.frozen(kw_only=True)
class Opened:
    """A case was opened.

    Attributes:
        definition: The code of the case type: `indsatsteam.forloeb`.
        version: Its version: `2020-2`.
        digest: The digest of all that it said then.
        title: What the case is called; nothing about a person.
        handles: The application that it decides, if it does.
        received: When what it is about was received.
        facts: What it was opened with.
    """

    definition: str
    version: str
    digest: Digest
    title: str
    handles: StreamId | None = None
    received: Instant
    facts: tuple[Stated, ...] = ()


@attrs.frozen(kw_only=True)
class FactRecorded:
    """A fact became known.

    Attributes:
        fact: The fact's name.
        value: Its value.
        effective_from: The first day that it holds.
        source: Where it is known from.
    """

    fact: str
    value: FactValue
    effective_from: date
    source: str


@attrs.frozen(kw_only=True)
class FactCorrected:
    """A fact that was recorded wrongly was put right.

    Attributes:
        fact: The fact's name.
        value: Its right value; None where it is not known after all.
        effective_from: The first day that it holds.
        reason: Why it was wrong.
    """

    fact: str
    value: FactValue | None = None
    effective_from: date
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class DocumentReceived:
    """A document of the case was received.

    Attributes:
        document: Which of the case type's documents it is.
        attachment: What it is called, and the digest of its content.
        effective_from: The day when it was received.
    """

    document: str
    attachment: Attachment
    effective_from: date


@attrs.frozen(kw_only=True)
class TaskClaimed:
    """Somebody said to do a task.

    Attributes:
        item: The task's path.
        by: Who.
    """

    item: str
    by: ActorId


@attrs.frozen(kw_only=True)
class TaskStarted:
    """Somebody began on a task.

    Attributes:
        item: The task's path.
        by: Who.
    """

    item: str
    by: ActorId


@attrs.frozen(kw_only=True)
class TaskDelegated:
    """A task was handed on.

    Attributes:
        item: The task's path.
        by: Who handed it on.
        to: Who is to do it.
        reason: Why.
    """

    item: str
    by: ActorId
    to: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class TaskReleased:
    """A task is nobody's again.

    Attributes:
        item: The task's path.
        by: Who let it go.
    """

    item: str
    by: ActorId


@attrs.frozen(kw_only=True)
class TaskCompleted:
    """A task was done.

    Attributes:
        item: The task's path.
        by: Who did it.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
        note: What came of it; nothing about a person.
    """

    item: str
    by: ActorId
    on_behalf_of: ActorId | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class TaskSkipped:
    """A task was left out.

    Attributes:
        item: The task's path.
        by: Who left it out.
        reason: Why.
    """

    item: str
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class TaskFailed:
    """A task was tried, and could not be done.

    Attributes:
        item: The task's path.
        by: Who tried.
        reason: Why it could not be done.
    """

    item: str
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class ItemPlanned:
    """A discretionary item is to be done in this case.

    Attributes:
        item: The item's path.
        by: Who planned it.
        reason: Why.
    """

    item: str
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class TaskAdded:
    """A task that no definition has was added to the case.

    Attributes:
        item: Its path: `adhoc.` and a number.
        title: What is to be done; nothing about a person.
        role: Who does it.
        by: Who added it.
        reason: Why.
        due: When it must be done, if somebody set that.
    """

    item: str
    title: str
    role: str
    by: ActorId
    reason: ReasonCode
    due: Deadline | None = None


@attrs.frozen(kw_only=True)
class ItemReopened:
    """An item that was done is to be done again, and what depends on it with it.

    Attributes:
        item: The item's path.
        by: Who reopened it.
        reason: Why.
        invalidated: The items whose results do not count any more, itself among them.
    """

    item: str
    by: ActorId
    reason: ReasonCode
    invalidated: tuple[str, ...]


class Way(StrEnum):
    """How a duty was met.

    Attributes:
        DONE: As the law asks.
        NOT_OWED: It was not owed here.
    """

    DONE = "done"
    NOT_OWED = "not_owed"


@attrs.frozen(kw_only=True)
class Discharged:
    """How a duty around a decision was met.

    Attributes:
        duty: The duty's code: `klagevejledning`.
        way: How.
        text: What was done, or why it is not owed; nothing about a person.
    """

    duty: str
    way: Way
    text: str


@attrs.frozen(kw_only=True)
class Mandated:
    """The mandate that somebody decided by, as it was then.

    Attributes:
        mandate: The mandate's code.
        holder: Whose it is.
        ceiling: The most that it goes to; None where it has none.
        amount: What was decided on; None where no amount was.
        source: The document that gave it.
    """

    mandate: str
    holder: ActorId
    ceiling: Money | None = None
    amount: Money | None = None
    source: str


@attrs.frozen(kw_only=True)
class Voted:
    """One of several who decide together said what they find.

    Attributes:
        item: The decision's path.
        outcome: What they find.
        reasons: Why.
        by: Who.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
    """

    item: str
    outcome: str
    reasons: tuple[str, ...] = ()
    by: ActorId
    on_behalf_of: ActorId | None = None


@attrs.frozen(kw_only=True)
class Decided:
    """A decision was taken.

    Attributes:
        item: The decision's path.
        number: Which of the case's decisions it is, from 1.
        outcome: What it came to.
        findings: What each rule came to.
        despite: The rules that it is granted against, each found not to be met.
        reasons: Why, each a text to the party; they name no person.
        authority: What it was decided on the authority of.
        mandate: The mandate that it was decided by.
        duties: How each duty before it was met.
        effective_from: The first day that it holds.
        supersedes: The number of the decision that it takes the place of.
        invalidated: The items whose results do not count any more, where the outcome
            sends the case back.
        by: Who decided.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
    """

    item: str
    number: int
    outcome: str
    findings: tuple[Finding, ...] = ()
    despite: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()
    authority: str
    mandate: Mandated | None = None
    duties: tuple[Discharged, ...] = ()
    effective_from: date
    supersedes: int | None = None
    invalidated: tuple[str, ...] = ()
    by: ActorId
    on_behalf_of: ActorId | None = None


@attrs.frozen(kw_only=True)
class Notified:
    """The party was told of a decision.

    Attributes:
        number: The decision's number.
        on: The day when the party was told.
    """

    number: int
    on: date


@attrs.frozen(kw_only=True)
class Revoked:
    """A decision was revoked, and what depends on it is to be done anew.

    Attributes:
        number: The decision's number.
        reasons: Why, each a text to the party; they name no person.
        by: Who revoked it.
        effective_from: The first day that it no longer holds.
        invalidated: The items whose results do not count any more.
    """

    number: int
    reasons: tuple[str, ...]
    by: ActorId
    effective_from: date
    invalidated: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Suspended:
    """The case waits for something, and terms that this suspends do not run.

    Attributes:
        cause: What it waits for, as a code: `partshoering`.
        start: The first day that does not run.
    """

    cause: ReasonCode
    start: date


@attrs.frozen(kw_only=True)
class Resumed:
    """The case does not wait for something any more.

    Attributes:
        cause: What it waited for.
        end: The first day that runs again.
    """

    cause: ReasonCode
    end: date


@attrs.frozen(kw_only=True)
class Extended:
    """An item was given longer time.

    Attributes:
        item: The item's path.
        extension: How much longer, and why.
        by: Who granted it.
    """

    item: str
    extension: Extension
    by: ActorId


@attrs.frozen(kw_only=True)
class ObligationWaived:
    """Something that was owed need not be done.

    Attributes:
        obligation: Which obligation.
        by: Who waived it.
        reason: Why.
    """

    obligation: str
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class Linked:
    """The case was tied to something else in the journal.

    Attributes:
        to: The stream of the other thing.
        relation: How the two belong together, as a code: `follow_up`.
    """

    to: StreamId
    relation: ReasonCode


@attrs.frozen(kw_only=True)
class Migrated:
    """The case goes on under another version of its case type.

    Attributes:
        from_version: The version that it ran under.
        from_digest: What that said.
        to_version: The version that it runs under now.
        to_digest: What that says.
        paths: Each earlier path that has another now, and that, with `>` between.
        reason: Why.
    """

    from_version: str
    from_digest: Digest
    to_version: str
    to_digest: Digest
    paths: tuple[str, ...] = ()
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class Closed:
    """The case was closed.

    Attributes:
        reason: Why, as a code.
        by: Who closed it.
    """

    reason: ReasonCode
    by: ActorId


@attrs.frozen(kw_only=True)
class Reopened:
    """A closed case was opened again; nothing in it was cleared.

    Attributes:
        reason: Why.
        by: Who opened it again.
    """

    reason: ReasonCode
    by: ActorId


@attrs.frozen(kw_only=True)
class Settled:
    """What followed, and on which facts.

    Attributes:
        changes: The stages and items that came to stand otherwise.
        dues: The deadlines that were set, moved or dropped.
        owed: What is owed from now on, or not any more.
        met: The obligations that are met.
        breaches: The invariants that do not hold any more, or do again.
    """

    changes: tuple[Change, ...] = ()
    dues: tuple[DueSet, ...] = ()
    owed: tuple[Owed, ...] = ()
    met: tuple[str, ...] = ()
    breaches: tuple[Breach, ...] = ()


@attrs.frozen(kw_only=True)
class ReminderDue:
    """It is time to remind of a deadline.

    Attributes:
        item: The item's path.
        deadline: The deadline that is reminded of.
        days: How many days before it.
    """

    item: str
    deadline: Deadline
    days: int


@attrs.frozen(kw_only=True)
class DeadlinePassed:
    """A deadline passed, and the item was not done.

    Attributes:
        item: The item's path.
        deadline: The deadline.
    """

    item: str
    deadline: Deadline


@attrs.frozen(kw_only=True)
class ObligationBreached:
    """Something that was owed was not done in time.

    Attributes:
        obligation: Which obligation.
        deadline: When it should have been met.
    """

    obligation: str
    deadline: Deadline


# What follows is not stored.

Event: TypeAlias = (
    Opened
    | FactRecorded
    | FactCorrected
    | DocumentReceived
    | TaskClaimed
    | TaskStarted
    | TaskDelegated
    | TaskReleased
    | TaskCompleted
    | TaskSkipped
    | TaskFailed
    | ItemPlanned
    | TaskAdded
    | ItemReopened
    | Voted
    | Decided
    | Notified
    | Revoked
    | Suspended
    | Resumed
    | Extended
    | ObligationWaived
    | Linked
    | Migrated
    | Closed
    | Reopened
    | Settled
    | ReminderDue
    | DeadlinePassed
    | ObligationBreached
)
