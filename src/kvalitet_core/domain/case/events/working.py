"""What is done with the tasks of a case."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.ids import ActorId
from kvalitet_core.values import Deadline, ReasonCode

__all__ = [
    "FollowUpSet",
    "ItemPlanned",
    "ItemReopened",
    "KeptApart",
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
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class KeptApart:
    """Whom an act by four eyes was kept apart from, as that stood then.

    Attributes:
        item: What the others did: an item's path.
        persons: Who did it, and who had delegated the authority to.
        stand_ins: Who could stand in for anybody in either act on the day.
    """

    item: str
    persons: tuple[ActorId, ...]
    stand_ins: tuple[ActorId, ...] = ()


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
        apart: Whom the act was kept apart from.
    """

    item: str
    by: ActorId
    on_behalf_of: ActorId | None = None
    note: str | None = None
    apart: tuple[KeptApart, ...] = ()


@attrs.frozen(kw_only=True)
class TaskSkipped:
    """A task was left out.

    Attributes:
        item: The task's path.
        by: Who left it out.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
        reason: Why.
        apart: Whom the act was kept apart from.
    """

    item: str
    by: ActorId
    on_behalf_of: ActorId | None = None
    reason: ReasonCode
    apart: tuple[KeptApart, ...] = ()


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
class TaskCorrected:
    """It was recorded wrongly who did a task, or what came of it.

    Attributes:
        item: The task's path.
        done_by: Who did it.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
        note: What came of it; nothing about a person.
        apart: Whom the act was kept apart from.
        by: Who put it right.
        reason: Why it was wrong.
    """

    item: str
    done_by: ActorId
    on_behalf_of: ActorId | None = None
    note: str | None = None
    apart: tuple[KeptApart, ...] = ()
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class TaskRepeated:
    """A task is to be done once more; what it came to before stands.

    Attributes:
        item: The path of this time: the task's own, `#` and which time it is.
        repeats: The task's own path.
        title: What it is called, in the case type's first language.
        role: Who does it.
        by: Who asked for it.
        reason: Why.
    """

    item: str
    repeats: str
    title: str
    role: str
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class FollowUpSet:
    """A day was set on which to come back to a task.

    Attributes:
        item: The task's path.
        on: The day; None where there is none any more.
        by: Who set it.
    """

    item: str
    on: date | None
    by: ActorId


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
        invalidated: The items whose results do not count any more, itself among them,
            and the stages that begin anew.
    """

    item: str
    by: ActorId
    reason: ReasonCode
    invalidated: tuple[str, ...]
