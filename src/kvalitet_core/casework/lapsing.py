"""Letting offers of seats lapse that nobody answered in time, by a runner told when.

    lapse_offers(journal, at=datetime.now(UTC))

As for cases, what lapsed once does not lapse again, whoever runs it and how often; and
a runner that comes late finds each offer lapsed at its own instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.casework.timer import (
    INSTANT_LATER,
    TIMER,
    follows_journal,
    given_once,
    id_of,
)
from kvalitet_core.domain.course_run import CourseRun, LapseOffers, OfferLapsed
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal

if TYPE_CHECKING:
    from kvalitet_core.views.views import Views

__all__ = ["Lapsed", "LapsedOffers", "NotLapsed", "lapse_offers", "runs_with_offers"]


@attrs.frozen(kw_only=True)
class Lapsed:
    """An offer that lapsed.

    Attributes:
        run: The run's stream.
        title: What people call the run.
        event: What happened.
        command_id: The command that let it lapse: the same, whoever gives it.
        is_new: Whether it lapsed now; False where another runner was first.
    """

    run: StreamId
    title: str
    event: OfferLapsed
    command_id: str
    is_new: bool


@attrs.frozen(kw_only=True)
class NotLapsed:
    """A run in which no offer could lapse.

    Attributes:
        run: The run's stream.
        reasons: Why, as when the instant is still to come.
    """

    run: StreamId
    reasons: tuple[Reason, ...]


@attrs.frozen(kw_only=True)
class LapsedOffers:
    """What came of a run of the timer.

    Attributes:
        lapsed: The offers that lapsed, in the order in which they expired.
        left: The runs in which none could.
        runs: How many runs were looked at.
    """

    lapsed: tuple[Lapsed, ...]
    left: tuple[NotLapsed, ...]
    runs: int


def lapse_offers(
    journal: Journal,
    *,
    at: datetime,
    by: Actor = TIMER,
    runs: Iterable[StreamId] | None = None,
) -> LapsedOffers:
    """Let every offer lapse that expired before an instant and was not answered.

    Args:
        journal: The journal, open for writing.

        at: The instant; what expires later is left for later.

        by: Who does it. Two runners by one actor give the same commands.

        runs: Where to look, such as `runs_with_offers`; None looks in every run.

    Raises:
        JournalUnavailable: It cannot be written.
    """
    lapsed: list[Lapsed] = []
    left: list[NotLapsed] = []
    looked = 0
    for stream in _streams(journal) if runs is None else runs:
        looked += 1
        try:
            lapsed += _in(journal, stream, at=at, by=by)
        except Refused as no:
            left.append(NotLapsed(run=stream, reasons=no.reasons))
    ordered = tuple(sorted(lapsed, key=_expired))
    return LapsedOffers(lapsed=ordered, left=tuple(left), runs=looked)


def runs_with_offers(views: Views) -> tuple[StreamId, ...] | None:
    """The runs with offers that wait for an answer, as the view core.waiting_list says.

    None where it cannot tell: it is behind the journal, or has parked events.
    """
    name = "core.waiting_list"
    if not follows_journal(views, name):
        return None
    rows = views.query(name, "offers", where={"answer": None})
    return tuple(sorted({StreamId(row["run"]) for row in rows}))


def _streams(journal: Journal) -> Iterator[StreamId]:
    return (stream for stream, _ in journal.streams("course_run"))


def _expired(lapsed: Lapsed) -> tuple[datetime, StreamId, int]:
    return lapsed.event.expired, lapsed.run, lapsed.event.number


def _in(
    journal: Journal, stream: StreamId, *, at: datetime, by: Actor
) -> Iterator[Lapsed]:
    """Let the offers of one run lapse, all that are due at once.

    The command says no more than what is due, so that two runners who find the same
    give the same command.
    """
    run = journal.get(CourseRun, stream)
    if run is None or run.cancelled is not None:
        return
    due = {
        place.number: place.offer.expires
        for place in run.offered
        if place.offer is not None and place.offer.expires < at
    }
    if not due:
        return
    asked = LapseOffers(run=stream, at=max(due.values()) + INSTANT_LATER)
    receipt, is_new = given_once(
        journal, asked, by=by, command_id=_command_id(stream, due)
    )
    for recorded in receipt.events:
        yield Lapsed(
            run=stream,
            title=run.title,
            event=recorded.event,
            command_id=receipt.command_id,
            is_new=is_new,
        )


def _command_id(stream: StreamId, due: Mapping[int, datetime]) -> str:
    told = (f"{number} {due[number].isoformat()}" for number in sorted(due))
    return id_of("lapse", [stream, *told])
