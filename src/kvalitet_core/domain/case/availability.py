"""Whether somebody may do something with an item now; if not, everything why not."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet_core.casetypes.blocking import Blocker, blockers
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.domain.officer import Officer, officer_stream
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId

__all__ = [
    "deputies_of",
    "held",
    "is_decision",
    "known_item",
    "lacking",
    "not_available",
    "not_reached",
    "other_role",
]


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


def other_role(on: Running, path: str) -> Reason | None:
    """Say no to one who acts in another role than the item's."""
    item, added = on.item(path), on.case.added.get(path)
    expected = item.role if isinstance(item, Task) else added.role if added else None
    role = on.context.actor.role
    if role == expected:
        return None
    text = f"{on.stream}: {path}: expected one who acts as {expected!r}, got {role!r}"
    return Reason(code="case.role", text=text)


def not_available(on: Running, path: str) -> Iterator[Reason]:
    """Say no for everything that keeps an item from being done now, with why."""
    status = on.case.work(path).status
    if status.is_open:
        return
    text = f"{on.stream}: {path}: is {status}, expected it to be available"
    because = not_reached(on, path) if path in on.definition.items else ()
    code = "case.item_done" if status.is_done else "case.not_available"
    yield Reason(code=code, text=text, because=because)


def not_reached(on: Running, path: str) -> tuple[Reason, ...]:
    """Give what keeps an item of the case type back, as far as it lies in the case."""
    found = blockers(on.definition, path, on.standing, on.settlement, to_complete=False)
    return tuple(map(_reason, found))


def _reason(blocker: Blocker) -> Reason:
    return Reason(
        code=f"case.{blocker.code}",
        text=f"{blocker.subject}: {blocker.en}",
        because=tuple(map(_reason, blocker.parts)),
    )


def held(on: Running, path: str) -> Reason | None:
    """Say no to taking over what somebody else has, who has not let it go.

    Whoever acts on the holder's authority may, and so may the holder's deputy.
    """
    work, actor = on.case.work(path), on.context.actor
    if work.status not in (Status.CLAIMED, Status.STARTED) or work.holder is None:
        return None
    if work.holder in (actor.id, actor.delegated_by):
        return None
    if ActorId(actor.id) in deputies_of(on, work.holder):
        return None
    text = (
        f"{on.stream}: {path}: is with {work.holder!r}, who has to release or "
        "delegate it"
    )
    return Reason(code="case.held", text=text)


def deputies_of(on: Running, person: str) -> frozenset[ActorId]:
    """Who may stand in for somebody today."""
    officer = on.context.get(Officer, officer_stream(ActorId(person)))
    return officer.deputies_on(on.context.today) if officer else frozenset()


def lacking(on: Running, path: str) -> Iterator[Reason]:
    """Say no for each fact, document or condition that must be there, and is not."""
    item = on.item(path)
    for each in item.requires if isinstance(item, Task) else ():
        facts = on.facts_for(each)
        if each.evaluate(facts) is not Truth.TRUE:
            missing = each.missing(facts)
            found = f"; {', '.join(missing)} is missing" if missing else ""
            text = f"{on.stream}: {path}: expected that {each.says('en')}{found}"
            yield Reason(code="case.requires", text=text)


def is_decision(on: Running, path: str) -> bool:
    """Tell whether an item is decided, and not completed."""
    return isinstance(on.definition.items.get(path), Decision)
