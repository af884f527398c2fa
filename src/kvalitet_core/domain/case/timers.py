"""What falls due in a case: noted by a runner that is told the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Task
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import (
    DeadlinePassed,
    Event,
    ObligationBreached,
    ReminderDue,
)
from kvalitet_core.domain.case.state import Case
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Deadline, Instant

__all__ = ["Tick"]


@attrs.frozen(kw_only=True)
class Tick:
    """Note what has fallen due in a case by an instant.

    Attributes:
        case: The case's stream: `case/…`.
        at: The instant; what is due later is left for later.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    at: Instant

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Note each thing once: reminders, deadlines that passed, what was breached.

        Raises:
            Refused: `case.unknown`, `case.closed`, or a definition that is not there.
        """
        on = open_case(state, self.case, context)
        due = sorted(_fallen_due(on, self.at), key=lambda each: each[:2])
        return followed(on, *(event for *_, event in due)) if due else ()


def _fallen_due(on: Running, at: datetime) -> Iterator[tuple[datetime, str, Event]]:
    """Everything that is due and was not told, each with when it fell due."""
    for path, deadline in _open_deadlines(on):
        work, item = on.case.work(path), on.definition.items.get(path)
        if not deadline.met_by(at) and work.passed != deadline:
            event: Event = DeadlinePassed(item=path, deadline=deadline)
            yield deadline.instant, path, event
        for days in item.remind if isinstance(item, Task) else ():
            when = deadline.instant - timedelta(days=days)
            if (
                when <= at
                and deadline.met_by(at)
                and ((deadline, days) not in work.reminded)
            ):
                event = ReminderDue(item=path, deadline=deadline, days=days)
                yield when, path, event
    for code, proof in on.case.owed.items():
        owed = proof.deadline
        if owed is not None and not owed.met_by(at) and code not in on.case.breached:
            yield owed.instant, code, ObligationBreached(obligation=code, deadline=owed)


def _open_deadlines(on: Running) -> Iterator[tuple[str, Deadline]]:
    """The deadlines of what is not done: by a term, or set for an added task."""
    for path, work in on.case.works.items():
        if work.status.is_done:
            continue
        added = on.case.added.get(path)
        if added is not None and added.due is not None:
            yield path, added.due
        elif work.proof is not None and work.proof.deadline is not None:
            yield path, work.proof.deadline
