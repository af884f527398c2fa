"""What one part of a case owes another, from when and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.settling import Settlement
from kvalitet_core.casetypes.status import Owed, Status
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.deadlines import Proof
from kvalitet_core.domain.case.due import counted
from kvalitet_core.domain.case.known import Sources, place
from kvalitet_core.domain.case.state import Case
from kvalitet_core.ids import EventId

__all__ = ["obligations"]


def obligations(
    case: Case,
    definition: Definition,
    settlement: Settlement,
    sources: Sources,
    *,
    today: date,
    anew: bool = False,
) -> tuple[tuple[Owed, ...], tuple[str, ...]]:
    """Tell what comes to be owed, otherwise than before or no more, and what is met.

    What was brought about and is to be done anew is not owed until then, and a waiver
    goes with it. What was met and is to be done anew is owed again. What can no longer
    be done is still owed: somebody has to waive it, and say why.

    Args:
        case: The case, as the command makes it.

        definition: What it runs by.

        settlement: How it comes to stand.

        sources: Which events set what.

        today: The day that a new obligation is counted from.

        anew: Whether all that is owed is told, changed or not.
    """
    owed: list[Owed] = []
    met: list[str] = []
    for each in definition.obliges_in_order:
        begun, done = (
            settlement.statuses.get(path, Status.WAITING).is_done
            for path in (each.after, each.owed)
        )
        known = each.code in case.owed
        if not begun:
            if known or each.code in case.waived:
                owed.append(Owed(obligation=each.code))
        elif done:
            if known:
                met.append(each.code)
        elif known:
            owed += _moved(case, definition, each, sources, anew=anew)
        elif each.code not in case.waived and each.owed in settlement.possible:
            trigger = Known(today, _begun_by(case, each))
            proof = _proof(case, definition, each, trigger, sources)
            owed.append(Owed(obligation=each.code, proof=proof))
    return tuple(owed), tuple(met)


def _begun_by(case: Case, obligation: Obligation) -> EventId:
    """What brings it about; a milestone is reached by the event that tells of it."""
    work = case.work(obligation.after)
    return place(work.version if work.status.is_done else case.events + 1)


def _moved(
    case: Case,
    definition: Definition,
    obligation: Obligation,
    sources: Sources,
    *,
    anew: bool,
) -> Iterator[Owed]:
    """Count anew what is owed: it may have been suspended since, or not any more."""
    proof = case.owed[obligation.code]
    if proof.trigger is None:
        return
    by = proof.trigger.set_by
    trigger = Known(proof.trigger.value, None if by is None else EventId(by))
    now = _proof(case, definition, obligation, trigger, sources)
    if anew or now != proof:
        yield Owed(obligation=obligation.code, proof=now)


def _proof(
    case: Case,
    definition: Definition,
    obligation: Obligation,
    trigger: Known,
    sources: Sources,
) -> Proof:
    return counted(
        obligation.within,
        trigger,
        suspensions=case.suspensions,
        calendar=definition.calendar,
        sources=sources,
    )
