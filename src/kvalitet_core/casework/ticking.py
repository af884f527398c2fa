"""Noting what has fallen due in the cases of a journal, by a runner that is told when.

    tick(journal, at=datetime.now(UTC))

What is noted once is not noted again, whoever runs it and how often. A runner that
comes late notes what earlier ones would have noted: everything at its own instant, in
that order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.domain.case import (
    Case,
    DeadlinePassed,
    FollowUpDue,
    ObligationBreached,
    ReminderDue,
    Tick,
)
from kvalitet_core.errors import CommandIdReused, Reason, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import COPENHAGEN, Deadline, end_of_day

if TYPE_CHECKING:
    from kvalitet_core.views.views import Views

__all__ = ["TIMER", "Left", "Noted", "Ticked", "open_cases", "tick"]

TIMER: Final = Actor(
    id="kvalitet-tick",
    role="timer",
    organisation="kvalitet",
    authority="kvalitet tick",
)
"""Who notes what has fallen due, where nobody else is named."""

_TICK: Final = timedelta(microseconds=1)
_ID_LENGTH: Final = 40

Due = DeadlinePassed | FollowUpDue | ObligationBreached | ReminderDue
"""What can fall due."""


@attrs.frozen(kw_only=True)
class Noted:
    """One thing that has fallen due.

    Attributes:
        case: The case's stream.
        event: What has fallen due.
        at: The instant when it did.
        command_id: The command that noted it: the same, whoever gives it.
        is_new: Whether it was noted now; False where another runner was first.
    """

    case: StreamId
    event: Due
    at: datetime
    command_id: str
    is_new: bool


@attrs.frozen(kw_only=True)
class Left:
    """A case in which nothing could be noted.

    Attributes:
        case: The case's stream.
        reasons: Why: its case type is not installed, or says something else.
    """

    case: StreamId
    reasons: tuple[Reason, ...]


@attrs.frozen(kw_only=True)
class Ticked:
    """What came of a run.

    Attributes:
        noted: What has fallen due, in the order in which it did.
        left: The cases that could not be looked at, by their streams.
        cases: How many cases were looked at.
    """

    noted: tuple[Noted, ...]
    left: tuple[Left, ...]
    cases: int


def tick(
    journal: Journal,
    *,
    at: datetime,
    by: Actor = TIMER,
    cases: Iterable[StreamId] | None = None,
) -> Ticked:
    """Note what has fallen due by an instant: deadlines, reminders, what was owed.

    Args:
        journal: The journal, open for writing.

        at: The instant; what is due later is left for later.

        by: Who notes it. Two runners by one actor give the same commands.

        cases: Where to look, such as `open_cases`; None looks in every case.

    Raises:
        JournalUnavailable: It cannot be written.
    """
    moments: list[_Moment] = []
    left: list[Left] = []
    looked = 0
    for stream in _streams(journal) if cases is None else cases:
        looked += 1
        try:
            moments += _moments(journal, stream, at, by)
        except Refused as no:
            left.append(Left(case=stream, reasons=no.reasons))
    noted = (_noted(journal, each, by) for each in sorted(moments, key=_order))
    found = tuple(each for several in noted for each in several)
    return Ticked(noted=found, left=tuple(left), cases=looked)


def _streams(journal: Journal) -> Iterator[StreamId]:
    return (stream for stream, _ in journal.streams("case"))


def open_cases(views: Views) -> tuple[StreamId, ...] | None:
    """The cases that are open, as the view core.cases says; None where it cannot tell.

    It cannot while it is behind the journal, or has parked events.
    """
    name = "core.cases"
    status = next(each for each in views.status() if each.name == f"view {name}")
    if status.lag_events or status.parked:
        return None
    rows = (
        row
        for state in ("open", "suspended")
        for row in views.query(name, where={"state": state})
    )
    return tuple(sorted(StreamId(row["case_id"]) for row in rows))


@attrs.frozen(kw_only=True)
class _Thing:
    """Something in a case that falls due at an instant.

    Attributes:
        at: The first instant at which it is due.
        kind: What falls due.
        about: The item or the obligation.
        since: The place of the event by which that came to stand as it does: what is
            done anew can be late anew.
    """

    at: datetime
    kind: str
    about: str
    since: int


@attrs.frozen(kw_only=True)
class _Moment:
    """An instant at which something in a case falls due."""

    at: datetime
    case: StreamId
    things: tuple[_Thing, ...]

    @property
    def command_id(self) -> str:
        """The id of the command that notes it: the same, whoever gives it."""
        told = [self.case, self.at.isoformat()]
        told += [f"{each.kind} {each.about} {each.since}" for each in self.things]
        digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
        return f"tick-{digest[:_ID_LENGTH]}"


def _order(moment: _Moment) -> tuple[datetime, StreamId]:
    return moment.at, moment.case


def _moments(
    journal: Journal, stream: StreamId, at: datetime, by: Actor
) -> Iterator[_Moment]:
    """When something in a case has fallen due by an instant, and was not noted.

    Raises:
        Refused: Its case type is not installed, or says something else.
    """
    case = journal.get(Case, stream)
    if case is None or case.closed is not None:
        return
    things: dict[datetime, list[_Thing]] = {}
    for each in (*_in_tasks(journal, case), *_in_duties(case)):
        if each.at <= at:
            things.setdefault(each.at, []).append(each)
    if things:
        journal.do(Tick(case=stream, at=at), by=by, dry_run=True)
    for instant, several in things.items():
        ordered = tuple(sorted(several, key=_kind_and_about))
        yield _Moment(at=instant, case=stream, things=ordered)


def _kind_and_about(thing: _Thing) -> tuple[str, str]:
    return thing.kind, thing.about


def _in_tasks(journal: Journal, case: Case) -> Iterator[_Thing]:
    """The reminders, follow-ups and deadlines of what is not done."""
    reminders = _reminders(journal, case)
    for path, work in case.works.items():
        if work.status.is_done:
            continue
        thing = partial(_Thing, about=path, since=work.version)
        if work.follow_up is not None:
            yield thing(at=_morning(work.follow_up), kind=f"follow up {work.follow_up}")
        added = case.added.get(path)
        deadline = work.proof.deadline if work.proof is not None else None
        if added is not None and added.due is not None:
            deadline = added.due
        if deadline is None or work.passed == deadline:
            continue
        for days in reminders.get(path, ()):
            if (deadline, days) not in work.reminded:
                kind = f"reminder {deadline} {days}"
                yield thing(at=_before(deadline, days), kind=kind)
        yield thing(at=_after(deadline), kind=f"deadline {deadline}")


def _in_duties(case: Case) -> Iterator[_Thing]:
    """What is owed, and was not noted to be late."""
    for code, proof in case.owed.items():
        deadline, since = proof.deadline, case.work(code.partition(">")[0]).version
        if deadline is not None and code not in case.breached:
            kind, at = f"owed {deadline}", _after(deadline)
            yield _Thing(at=at, kind=kind, about=code, since=since)


def _reminders(journal: Journal, case: Case) -> dict[str, tuple[int, ...]]:
    """How many days before its deadline each task is to be reminded of."""
    owner = case.definition.partition(".")[0]
    return {
        item.path: item.remind
        for each in journal.registry.definitions(Definition, of=owner)
        if (each.code, each.version) == (case.definition, case.version)
        for item in each.items.values()
        if isinstance(item, Task)
    }


def _morning(day: date) -> datetime:
    return end_of_day(day - timedelta(days=1))


def _before(deadline: Deadline, days: int) -> datetime:
    """So many days before it, by the Danish calendar."""
    end = deadline.instant.astimezone(COPENHAGEN)
    return (end - timedelta(days=days)).astimezone(UTC)


def _after(deadline: Deadline) -> datetime:
    """The first instant at which it was not met: at the very instant, it is."""
    return deadline.instant if deadline.is_date else deadline.instant + _TICK


def _noted(journal: Journal, moment: _Moment, by: Actor) -> tuple[Noted, ...]:
    """Note what falls due at an instant, unless that is on record."""
    asked = Tick(case=moment.case, at=moment.at)
    command_id, is_new = moment.command_id, journal.commit(moment.command_id) is None
    try:
        receipt = journal.do(asked, by=by, command_id=command_id)
    except (CommandIdReused, Refused):
        receipt = journal.do(asked, by=by)
        is_new = True
    if receipt.outcome == "nothing" and not is_new:
        receipt = journal.do(asked, by=by)
        is_new = True
    return tuple(
        Noted(
            case=moment.case,
            event=recorded.event,
            at=moment.at,
            command_id=receipt.command_id,
            is_new=is_new,
        )
        for recorded in receipt.events
        if isinstance(recorded.event, Due)
    )
