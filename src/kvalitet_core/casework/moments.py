"""When something in a case has fallen due, and was not noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casework.timer import INSTANT_LATER, id_of
from kvalitet_core.domain.case import Case, Tick
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import COPENHAGEN, Deadline, end_of_day

__all__ = ["Moment", "Thing", "in_order", "moments_in"]


@attrs.frozen(kw_only=True)
class Thing:
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
class Moment:
    """An instant at which something in a case falls due."""

    at: datetime
    case: StreamId
    things: tuple[Thing, ...]

    @property
    def command_id(self) -> str:
        """The id of the command that notes it: the same, whoever gives it."""
        told = [self.case, self.at.isoformat()]
        told += [f"{each.kind} {each.about} {each.since}" for each in self.things]
        return id_of("tick", told)


def in_order(moment: Moment) -> tuple[datetime, StreamId]:
    """Sort moments by their instants, and by their cases where those are the same."""
    return moment.at, moment.case


def moments_in(
    journal: Journal, stream: StreamId, *, at: datetime, by: Actor
) -> Iterator[Moment]:
    """When something in a case has fallen due by an instant, and was not noted.

    Raises:
        Refused: Its case type is not installed, or says something else.
    """
    case = journal.get(Case, stream)
    if case is None or case.closed is not None:
        return
    things: dict[datetime, list[Thing]] = {}
    for each in (*_in_tasks(journal, case), *_in_duties(case)):
        if each.at <= at:
            things.setdefault(each.at, []).append(each)
    if things:
        journal.do(Tick(case=stream, at=at), by=by, dry_run=True)
    for instant, several in things.items():
        ordered = tuple(sorted(several, key=_kind_and_about))
        yield Moment(at=instant, case=stream, things=ordered)


def _kind_and_about(thing: Thing) -> tuple[str, str]:
    return thing.kind, thing.about


def _in_tasks(journal: Journal, case: Case) -> Iterator[Thing]:
    """The reminders, follow-ups and deadlines of what is not done."""
    reminders = _reminders(journal, case)
    for path, work in case.works.items():
        if work.status.is_done:
            continue
        thing = partial(Thing, about=path, since=work.version)
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


def _in_duties(case: Case) -> Iterator[Thing]:
    """What is owed, and was not noted to be late."""
    for code, proof in case.owed.items():
        deadline, since = proof.deadline, case.work(code.partition(">")[0]).version
        if deadline is not None and code not in case.breached:
            kind, at = f"owed {deadline}", _after(deadline)
            yield Thing(at=at, kind=kind, about=code, since=since)


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
    return deadline.instant if deadline.is_date else deadline.instant + INSTANT_LATER
