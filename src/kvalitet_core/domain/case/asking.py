"""What is asked of a case without changing it: why something cannot be done now.

Pure, as a decision is: what may be looked at comes through the context, whose actor is
the one who wants to do it.
"""

from __future__ import annotations

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Decision, Milestone
from kvalitet_core.domain.case.apart import kept_apart
from kvalitet_core.domain.case.availability import (
    held,
    known_item,
    lacking,
    not_available,
    not_reached,
    other_role,
)
from kvalitet_core.domain.case.engine import running
from kvalitet_core.domain.case.grounds import unsettled
from kvalitet_core.domain.case.handling import no_application
from kvalitet_core.domain.case.mandates import no_mandate
from kvalitet_core.domain.case.state import Case
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId

__all__ = ["why_not"]


def why_not(
    state: Case | None,
    stream: StreamId,
    item: str,
    context: Context,
    *,
    asking: bool = True,
) -> tuple[Reason, ...]:
    """Give everything that keeps an item from being done now; () where nothing does.

    A reason that comes from others says so in `because`, down to the facts that are
    missing. What depends on the outcome of a decision, such as its reasons, is not
    asked; that a rule is unknown is told where nobody can decide for want of it.

    Args:
        state: The case.

        stream: The case's stream.

        item: The item's path.

        context: The time, what may be looked at, and who wants to do it.

        asking: Whether it is asked for the context's actor; else it is asked what keeps
            anybody from doing it.
    """
    try:
        on = running(state, stream, context)
        if isinstance(on.definition.items.get(item), Milestone):
            return not_reached(on, item)
        path = known_item(on, item)
    except Refused as no:
        return no.reasons
    reasons: list[Reason | None] = []
    if on.case.closed is not None:
        text = f"{stream}: is closed, for reason {str(on.case.closed)!r}; reopen it"
        reasons.append(Reason(code="case.closed", text=text))
    reasons += not_available(on, path)
    if not on.case.work(path).status.is_done:
        reasons += lacking(on, path)
        decision = on.definition.items.get(path)
        if isinstance(decision, Decision):
            reasons += [no_application(on), *unsettled(on, decision)]
    if asking:
        _, linked = kept_apart(on, path, context.actor)
        reasons += [other_role(on, path), held(on, path), *linked, no_mandate(on, path)]
    return tuple(reason for reason in reasons if reason is not None)
