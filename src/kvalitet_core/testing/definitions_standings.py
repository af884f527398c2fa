"""How a case can come to stand by a definition, whoever does what first."""

from __future__ import annotations

import attrs
from hypothesis import strategies as st

from kvalitet_core.casetypes.conditions import Known
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.references import done_fact, outcome_fact
from kvalitet_core.casetypes.settling import Settlement, Standing, settle
from kvalitet_core.casetypes.status import Status
from kvalitet_core.testing.definitions_facts import Draw, known_facts

__all__ = ["settled", "standings"]


@st.composite
def standings(draw: Draw, definition: Definition, *, max_steps: int = 10) -> Standing:
    """How a case can come to stand, when people do what is available in any order.

    What the last of them did is not settled yet.

    Args:
        draw: How Hypothesis draws.

        definition: What the case runs by.

        max_steps: How many things are done at most.
    """
    standing = Standing(facts=draw(known_facts))
    for _ in range(draw(st.integers(0, max_steps))):
        settlement = settle(definition, standing)
        standing = settled(standing, settlement)
        if not draw(st.integers(0, 5)):
            standing = attrs.evolve(standing, facts=draw(known_facts))
        else:
            standing = _acted(draw, definition, standing)
    return standing


def settled(standing: Standing, settlement: Settlement) -> Standing:
    """Give how a case stands once it is settled."""
    done = {
        name: settlement.facts[name]
        for part, status in settlement.statuses.items()
        if status.is_done
        for name in (done_fact(part), outcome_fact(part))
        if name in settlement.facts
    }
    return attrs.evolve(standing, statuses=settlement.statuses, done=done)


def _acted(draw: Draw, definition: Definition, standing: Standing) -> Standing:
    """Do something that can be done: plan an item, or do, skip or fail one."""
    unplanned = [
        item.path
        for item in definition.items.values()
        if isinstance(item, Task)
        if item.discretionary and item.path not in standing.planned
    ]
    able = [path for path in definition.items if standing.of(path).is_open]
    chosen = draw(st.sampled_from(sorted({*unplanned, *able}) or [""]))
    if not chosen:
        return standing
    if chosen in unplanned:
        return attrs.evolve(standing, planned=standing.planned | {chosen})
    to = [Status.DONE] * 4 + [Status.STARTED, Status.SKIPPED, Status.FAILED]
    status = draw(st.sampled_from(to))
    item, done = definition.items[chosen], dict(standing.done)
    if status is Status.DONE and isinstance(item, Decision):
        done[outcome_fact(chosen)] = Known(draw(st.sampled_from(item.outcomes)))
    statuses = {**standing.statuses, chosen: status}
    return attrs.evolve(standing, statuses=statuses, done=done)
