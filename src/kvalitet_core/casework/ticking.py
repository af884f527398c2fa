"""Noting what has fallen due in the cases of a journal, by a runner that is told when.

    tick(journal, at=datetime.now(UTC))

What is noted once is not noted again, whoever runs it and how often. A runner that
comes late notes what earlier ones would have noted: everything at its own instant, in
that order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.casework.moments import Moment, in_order, moments_in
from kvalitet_core.casework.timer import TIMER, follows_journal, given_once
from kvalitet_core.domain.case import (
    DeadlinePassed,
    FollowUpDue,
    ObligationBreached,
    ReminderDue,
    Tick,
)
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal

if TYPE_CHECKING:
    from kvalitet_core.views.views import Views

__all__ = ["Left", "Noted", "Ticked", "open_cases", "tick"]

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
    moments: list[Moment] = []
    left: list[Left] = []
    looked = 0
    for stream in _streams(journal) if cases is None else cases:
        looked += 1
        try:
            moments += moments_in(journal, stream, at=at, by=by)
        except Refused as no:
            left.append(Left(case=stream, reasons=no.reasons))
    noted = (_noted(journal, each, by) for each in sorted(moments, key=in_order))
    found = tuple(each for several in noted for each in several)
    return Ticked(noted=found, left=tuple(left), cases=looked)


def _streams(journal: Journal) -> Iterator[StreamId]:
    return (stream for stream, _ in journal.streams("case"))


def open_cases(views: Views) -> tuple[StreamId, ...] | None:
    """The cases that are open, as the view core.cases says; None where it cannot tell.

    It cannot while it is behind the journal, or has parked events.
    """
    name = "core.cases"
    if not follows_journal(views, name):
        return None
    rows = (
        row
        for state in ("open", "suspended")
        for row in views.query(name, where={"state": state})
    )
    return tuple(sorted(StreamId(row["case_id"]) for row in rows))


def _noted(journal: Journal, moment: Moment, by: Actor) -> tuple[Noted, ...]:
    """Note what falls due at an instant, unless that is on record."""
    asked = Tick(case=moment.case, at=moment.at)
    receipt, is_new = given_once(journal, asked, by=by, command_id=moment.command_id)
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
