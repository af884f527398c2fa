"""When the items of a case must be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.settling import Settlement
from kvalitet_core.casetypes.status import DueSet, Status
from kvalitet_core.casetypes.truth import Facts, Known
from kvalitet_core.deadlines import Calendar, Extension, Proof, Suspension, Term
from kvalitet_core.deadlines.term import fixed
from kvalitet_core.domain.case.known import Sources
from kvalitet_core.domain.case.state import Case, Work

__all__ = ["counted", "dues"]


def dues(
    case: Case,
    definition: Definition,
    settlement: Settlement,
    sources: Sources,
    *,
    today: date,
    anew: bool = False,
) -> Iterator[DueSet]:
    """Tell which items get a deadline, another one, or none any more; anew, of all.

    An item that is not available yet has its deadline all the same, where its term is
    counted from something that happened: the party waits from then on. One that is done
    keeps the deadline that it had; one that can never be done has none.
    """
    for path, term, trigger in _open(case, definition, settlement, today):
        work, proof = case.work(path), None
        if trigger is not None:
            proof = counted(
                term,
                trigger,
                suspensions=case.suspensions,
                extensions=work.extensions,
                calendar=definition.calendar,
                sources=sources,
            )
        if work.proof != proof or (anew and proof is not None):
            yield DueSet(item=path, proof=proof)
    for path, added in case.added.items() if anew else ():
        if added.due is not None and not case.work(path).status.is_done:
            yield DueSet(item=path, proof=fixed(added.due).proof)


def _open(
    case: Case, definition: Definition, settlement: Settlement, today: date
) -> Iterator[tuple[str, Term, Known | None]]:
    """Give each term of what is not done, with what it is counted from by now."""
    for path, term in definition.dated:
        status = settlement.statuses.get(path, Status.WAITING)
        if not status.is_done:
            trigger = None
            if path in settlement.possible:
                facts = settlement.facts
                trigger = _trigger(term, case.work(path), status, facts, today)
            yield path, term, trigger
    for path, added in case.added.items():
        item, work = definition.items.get(added.repeats or ""), case.work(path)
        if not isinstance(item, Task) or item.due is None or item.due.after is not None:
            continue
        if not work.status.is_done:
            yield path, item.due, Known(_began(work) or today)


def _began(work: Work) -> date | None:
    """The day that a deadline was counted from, if there is one."""
    trigger = work.proof.trigger if work.proof is not None else None
    return None if trigger is None else trigger.day


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
    return Known(_began(work) or today)


def counted(
    term: Term,
    trigger: Known,
    *,
    suspensions: Iterable[Suspension],
    extensions: Iterable[Extension] = (),
    calendar: Calendar,
    sources: Sources,
) -> Proof:
    """Count a term from what triggered it, and name the events that it came from."""
    due = term.due(
        trigger.value,
        set_by=sources.event(trigger.set_by),
        suspensions=[
            attrs.evolve(each, set_by=sources.event(each.set_by))
            for each in suspensions
            if each.cause in term.suspendable
        ],
        extensions=[
            attrs.evolve(each, set_by=sources.event(each.set_by)) for each in extensions
        ],
        calendar=calendar,
    )
    return due.proof
