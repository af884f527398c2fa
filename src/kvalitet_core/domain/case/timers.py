"""What time brings about in a case: noted by a runner that is told the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Task
from kvalitet_core.domain.case.engine import Running, followed, open_case, running
from kvalitet_core.domain.case.events import (
    DeadlinePassed,
    Event,
    FollowUpDue,
    ObligationBreached,
    ReminderDue,
)
from kvalitet_core.domain.case.state import Case
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import COPENHAGEN, Deadline, Instant, danish_date, end_of_day

__all__ = ["LookAgain", "Tick"]


@attrs.frozen(kw_only=True)
class LookAgain:
    """Work out how a case stands, where what it depends on lies elsewhere.

    Attributes:
        case: The case's stream: `case/…`.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Note what follows from what is known now, if anything does.

        An invariant that is broken is told, also one that refuses: it was not this that
        broke it.

        Raises:
            Refused: `case.unknown` or `case.closed`.
        """
        return followed(open_case(state, self.case, context), refusing=False)


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
        """Note each thing once, in order, and what follows from the day that it is.

        Reminders, follow-ups, deadlines that passed, and what is owed and was not done
        in time. In a closed case nothing falls due.

        Raises:
            Refused: `case.unknown`, or a definition that is not there.
        """
        on = running(state, self.case, context)
        if on.case.closed is not None:
            return ()
        due = sorted(_fallen_due(on, self.at), key=_when)
        return followed(on, *(event for *_, event in due), refusing=False)


def _when(due: tuple[datetime, str, Event]) -> tuple[datetime, str]:
    return due[:2]


def _fallen_due(on: Running, at: datetime) -> Iterator[tuple[datetime, str, Event]]:
    """Everything that is due and was not told, each with when it fell due."""
    for path, work in on.case.works.items():
        if work.status.is_done:
            continue
        if work.follow_up is not None and work.follow_up <= danish_date(at):
            event: Event = FollowUpDue(item=path, on=work.follow_up)
            yield end_of_day(work.follow_up - timedelta(days=1)), path, event
        deadline = _deadline(on, path)
        if deadline is None:
            continue
        if deadline.met_by(at):
            yield from _reminders(on, path, deadline, at)
        elif work.passed != deadline:
            yield deadline.instant, path, DeadlinePassed(item=path, deadline=deadline)
    for code, proof in on.case.owed.items():
        owed = proof.deadline
        if owed is not None and not owed.met_by(at) and code not in on.case.breached:
            yield owed.instant, code, ObligationBreached(obligation=code, deadline=owed)


def _reminders(
    on: Running, path: str, deadline: Deadline, at: datetime
) -> Iterator[tuple[datetime, str, Event]]:
    """What is to be reminded of, so many days before by the Danish calendar."""
    item, told = on.item(path), on.case.work(path).reminded
    end = deadline.instant.astimezone(COPENHAGEN)
    for days in item.remind if isinstance(item, Task) else ():
        when = (end - timedelta(days=days)).astimezone(UTC)
        if when <= at and (deadline, days) not in told:
            yield when, path, ReminderDue(item=path, deadline=deadline, days=days)


def _deadline(on: Running, path: str) -> Deadline | None:
    """The deadline of what is not done: set for an added task, or by a term."""
    added = on.case.added.get(path)
    if added is not None and added.due is not None:
        return added.due
    proof = on.case.work(path).proof
    return None if proof is None else proof.deadline
