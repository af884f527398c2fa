"""What can be done next in a case as it should be done; and whether it is stuck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kvalitet_core.aggregate import Command
from kvalitet_core.casetypes.blocking import Blocker, blockers
from kvalitet_core.casetypes.items import Decision, Param
from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Discharged, Way
from kvalitet_core.errors import Refused
from kvalitet_core.testing.cases_course import Course, office
from kvalitet_core.values import ReasonCode

__all__ = ["awaited", "onwards", "stuck"]

_AWAITED: Final = frozenset(
    {
        "case.finding_unknown",
        "case.held",
        "case.invariant",
        "case.mandate",
        "case.requires",
    }
)
"""Refusals that name what is waited for, and that somebody can bring about."""

_LAST: Final = frozenset({"case.not_notified", "case.owed"})
"""What keeps a finished case open, and that somebody can do."""

_NAMED: Final = frozenset({"fact_missing", "not_planned"})
"""What keeps an item back and has a name: a fact to be told, an item to be planned."""


def onwards(course: Course) -> Iterator[tuple[str, Command]]:
    """Give what can be done with the items that are open, as it should be done."""
    case, definition = course.state, course.definition
    if case.closed is not None:
        return
    for path in (*definition.items, *case.added):
        if not case.work(path).status.is_open:
            continue
        item = definition.items.get(path)
        if not isinstance(item, Decision):
            yield path, cases.Complete(case=course.stream, item=path)
            continue
        for outcome in item.outcomes:
            yield path, _decided(course, item, outcome)


def awaited(course: Course, path: str) -> list[str]:
    """Give the facts and documents that an item needs and that are not known."""
    item = course.definition.items.get(path)
    needed = {
        *(name for each in getattr(item, "requires", ()) for name in each.needs),
        *(name for each in getattr(item, "rules", ()) for name in each.condition.needs),
    }
    amount = getattr(item, "amount", None)
    if amount is not None:
        needed.add(amount.name)
    own = course.definition.known_facts.keys() & needed
    return sorted(own - course.facts.keys())


def _decided(course: Course, item: Decision, outcome: str) -> cases.Decide:
    duties = tuple(
        Discharged(duty=duty.code, way=Way.DONE, text="Gjort")
        for duty in course.definition.duties_of(item)
        if duty.when == "before"
    )
    return cases.Decide(
        case=course.stream,
        item=item.path,
        outcome=outcome,
        reasons=("En opdigtet begrundelse",),
        duties=duties,
    )


def stuck(course: Course) -> list[str]:
    """Give why nothing can be done in a case; () where something can.

    It is not stuck when it is closed, or can be; when something can be done by somebody
    new, or waits for what has a name; when an item that can still come waits for a fact
    that is not known or for being planned; when a fact is known from a later day; or
    when its end waits for a fact that can be told anew.
    """
    if course.state.closed is not None:
        return []
    closing = _refused(course, cases.Close(case=course.stream, reason=_WHY))
    if {*closing} <= _LAST:
        return []
    if any(_goes_on(course, path, given) for path, given in onwards(course)):
        return []
    if any(_waits_for_a_name(course)) or _is_dated(course) or _may_end(course):
        return []
    return [f"{code}: {text}" for code, text in closing.items()]


_WHY: Final = ReasonCode("proevet")


def _refused(course: Course, given: Command) -> dict[str, str]:
    try:
        course.journal.do(given, by=office, dry_run=True)
    except Refused as no:
        return {reason.code: reason.text for reason in no.reasons}
    return {}


def _goes_on(course: Course, path: str, given: Command) -> bool:
    """Whether somebody new can do it, or is told what it waits for."""
    try:
        course.journal.do(given, by=course.by("ny", path), dry_run=True)
    except Refused as no:
        return {reason.code for reason in no.reasons} <= _AWAITED
    return True


def _waits_for_a_name(course: Course) -> Iterator[bool]:
    on = course.running
    for path in on.settlement.possible.intersection(course.definition.items):
        found = blockers(course.definition, path, on.standing, on.settlement)
        yield any(code in _NAMED for each in found for code in _codes(each))


def _codes(blocker: Blocker) -> Iterator[str]:
    yield blocker.code
    for part in blocker.parts:
        yield from _codes(part)


def _is_dated(course: Course) -> bool:
    """Whether something is known from a later day on, and is waited for."""
    return any(
        span.period.start > course.today
        for told in course.state.facts.values()
        for span in told.spans
    )


def _may_end(course: Course) -> bool:
    ends, known = course.definition.ends, course.definition.known_facts
    if ends is None:
        return False
    asked = [known[name] for name in ends.needs if name in known]
    return any(not isinstance(fact, Param) for fact in asked)
