"""By what mandate somebody decides, and how far that goes."""

from __future__ import annotations

from kvalitet_core.casetypes.items import Decision
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.domain.case.events import Mandated
from kvalitet_core.domain.officer import Officer, officer_stream
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId
from kvalitet_core.values import Money

__all__ = ["mandated", "no_mandate"]


def mandated(on: Running, item: Decision) -> tuple[Mandated | None, Reason | None]:
    """Give the mandate that the actor decides by, or say what is missing of it.

    It is the mandate of whoever had delegated the authority, if anybody had. What is
    decided on must be known, whatever it comes to: to refuse is to decide on it too.
    """
    if item.mandate is None:
        return None, None
    actor = on.context.actor
    holder = ActorId(actor.delegated_by or actor.id)
    officer = on.context.get(Officer, officer_stream(holder))
    given = officer.mandate_on(item.mandate, on.context.today) if officer else None
    where = f"{on.stream}: {item.path}: mandate {item.mandate!r}"
    if given is None:
        text = f"{where}: {holder!r} does not have it on {on.context.today}"
        return None, Reason(code="case.mandate", text=text)
    amount = None
    if item.amount is not None:
        known = on.settlement.facts.get(item.amount.name)
        if known is None:
            text = f"{where}: {item.amount.name!r} is not known"
            return None, Reason(code="case.mandate", text=text)
        amount = Money(oere=known.value)
        if not given.covers(amount):
            text = f"{where}: expected at most {given.ceiling}, got {amount}"
            return None, Reason(code="case.mandate", text=text, source=given.source)
    snapshot = Mandated(
        mandate=item.mandate,
        holder=holder,
        ceiling=given.ceiling,
        amount=amount,
        source=given.source,
    )
    return snapshot, None


def no_mandate(on: Running, path: str) -> Reason | None:
    """Say what is missing of the mandate that an item asks for, if it asks for one."""
    item = on.definition.items.get(path)
    return mandated(on, item)[1] if isinstance(item, Decision) else None
