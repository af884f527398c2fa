"""Whether somebody may do something with an item now; if not, everything why not."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.four_eyes import link_between, persons_of
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.domain.officer import Officer, officer_stream
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId

__all__ = ["known_item", "not_available", "not_kept_apart", "other_role"]


def known_item(on: Running, path: str) -> str:
    """Give the path of an item that the case has.

    Raises:
        Refused: `case.item_unknown`, or `case.not_a_task` for a milestone.
    """
    if path in on.case.added:
        return path
    item = on.definition.items.get(path)
    if item is None:
        known = ", ".join((*on.definition.items, *on.case.added))
        text = f"{on.stream}: has no item {path!r}; it has {known}"
        raise Refused(Reason(code="case.item_unknown", text=text))
    if not isinstance(item, Task):
        text = f"{on.stream}: {path!r} is a milestone, which nobody does"
        raise Refused(Reason(code="case.not_a_task", text=text))
    return path


def other_role(on: Running, path: str, role: str) -> Reason | None:
    """Say no to one who acts in another role than the item's."""
    added = on.case.added.get(path)
    expected = added.role if added is not None else _task(on, path).role
    if role == expected:
        return None
    text = f"{on.stream}: {path}: expected one who acts as {expected!r}, got {role!r}"
    return Reason(code="case.role", text=text)


def not_available(on: Running, path: str) -> Iterator[Reason]:
    """Say no for everything that keeps an item from being done now."""
    status = on.case.work(path).status
    if not status.is_open:
        text = f"{on.stream}: {path}: is {status}, expected it to be available"
        yield Reason(code=_CODES.get(status, "case.not_available"), text=text)


_CODES = {Status.DONE: "case.item_done", Status.SKIPPED: "case.item_done"}


def not_kept_apart(on: Running, path: str, actor: Actor) -> Iterator[Reason]:
    """Say no to one who did, or stands in for who did, what others must have done."""
    if path in on.case.added:
        return
    now = persons_of(actor)
    earlier = {
        other: frozenset(map(ActorId, on.case.work(other).persons))
        for other in sorted(on.definition.kept_apart[path])
    }
    for place, vote in enumerate(on.case.votes.get(path, ()), start=1):
        earlier[f"{path}, vote {place}"] = frozenset(map(ActorId, vote.persons))
    people = sorted(now.union(*earlier.values()))
    deputies = {person: _deputies(on, person) for person in people}
    for other, persons in earlier.items():
        link = link_between(persons, now, deputies=deputies)
        if link is not None:
            text = (
                f"{on.stream}: {path}: expected somebody else than who did {other}: "
                f"{link}"
            )
            yield Reason(code="case.four_eyes", text=text)


def _deputies(on: Running, person: ActorId) -> frozenset[ActorId]:
    officer = on.context.get(Officer, officer_stream(person))
    return officer.deputies_on(on.context.today) if officer else frozenset()


def _task(on: Running, path: str) -> Task:
    item = on.definition.item(path)
    if not isinstance(item, Task):
        raise TypeError(path)
    return item
