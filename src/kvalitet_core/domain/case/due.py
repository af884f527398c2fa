"""When the items of a case must be done, and what is owed by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.settling import Settlement
from kvalitet_core.casetypes.status import DueSet, Owed, Status
from kvalitet_core.casetypes.truth import Facts, Known
from kvalitet_core.deadlines import Proof, Suspension, Term
from kvalitet_core.domain.case.known import Sources
from kvalitet_core.domain.case.state import Case, Work

__all__ = ["dues", "obligations"]


def dues(
    case: Case,
    definition: Definition,
    settlement: Settlement,
    sources: Sources,
    today: date,
) -> Iterator[DueSet]:
    """Tell which items get a deadline, another one, or none any more."""
    for path, item in definition.items.items():
        if not isinstance(item, Task) or item.due is None:
            continue
        status = settlement.statuses.get(path, Status.WAITING)
        if status.is_done:
            continue
        work, trigger = case.work(path), None
        if path in settlement.possible:
            trigger = _trigger(item.due, work, status, settlement.facts, today)
        proof = None
        if trigger is not None:
            due = item.due.due(
                trigger.value,
                set_by=sources.event(trigger.set_by),
                suspensions=_of_interest(case, item.due),
                extensions=work.extensions,
                calendar=definition.calendar,
            )
            proof = due.proof
        if not _same(work.proof, proof):
            yield DueSet(item=path, proof=proof)


def _trigger(
    term: Term, work: Work, status: Status, facts: Facts, today: date
) -> Known | None:
    """Give what a term is counted from, if that has happened.

    A term that is counted from nothing named runs from the day when the item became
    available, which its proof keeps.
    """
    if term.after is not None:
        return facts.get(term.after.name)
    if not status.is_open:
        return None
    before = work.proof.trigger if work.proof is not None else None
    return Known(before.day if before is not None else today)


def _same(before: Proof | None, now: Proof | None) -> bool:
    """Tell whether two say the same, but for an event whose id was not known yet."""
    if before is None or now is None or before.trigger is None or now.trigger is None:
        return before == now
    trigger = attrs.evolve(now.trigger, set_by=before.trigger.set_by)
    return attrs.evolve(now, trigger=trigger) == before


def _of_interest(case: Case, term: Term) -> tuple[Suspension, ...]:
    return tuple(each for each in case.suspensions if each.cause in term.suspendable)


def obligations(
    before: Case, definition: Definition, settlement: Settlement, today: date
) -> tuple[tuple[Owed, ...], tuple[str, ...]]:
    """Tell what comes to be owed or is dropped, and what is met.

    Args:
        before: The case before the command.

        definition: What it runs by.

        settlement: How it comes to stand.

        today: The day that a new obligation is counted from.
    """
    owed, met = [], []
    for each in definition.obliges:
        was = before.work(each.after).status.is_done
        now = settlement.statuses.get(each.after, Status.WAITING).is_done
        done = settlement.statuses.get(each.owed, Status.WAITING).is_done
        if each.code in before.owed and done:
            met.append(each.code)
        elif each.code in before.owed and not now:
            owed.append(Owed(obligation=each.code))
        elif now and not was and not done and each.owed in settlement.possible:
            due = each.within.due(today, calendar=definition.calendar)
            owed.append(Owed(obligation=each.code, proof=due.proof))
    return tuple(owed), tuple(met)
