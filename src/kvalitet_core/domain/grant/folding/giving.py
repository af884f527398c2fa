"""What a grant is given on, as events say it: its terms, its conditions, its start."""

from __future__ import annotations

from typing import Final, assert_never

from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.grant.events import (
    Acknowledged,
    AcknowledgementMoved,
    Begun,
    ConditionMet,
    Corrected,
    Raised,
    Taken,
    TermsAdopted,
)
from kvalitet_core.domain.grant.folding.changing import with_one
from kvalitet_core.domain.grant.state import Grant

__all__ = ["taken"]


def taken(  # noqa: PLR0911 - one line an event
    known: Grant, event: Taken
) -> Grant:
    """Give the grant with what it is given on as the event says."""
    match event:
        case Raised(amount=amount):
            committed = known.committed + amount
            return altered(known, committed=committed, raised=(*known.raised, event))
        case TermsAdopted(terms=terms, effective_from=day):
            return altered(known, terms=known.terms.asserted(terms, day))
        case AcknowledgementMoved(acknowledge_by=last, in_time=in_time):
            return altered(known, acknowledge_by=last, in_time=in_time)
        case Acknowledged(received=received, in_time=in_time):
            return altered(known, acknowledged=received, in_time=in_time)
        case ConditionMet(condition=code, effective_from=day):
            return altered(known, met=with_one(known.met, code, day))
        case Begun(effective_from=day):
            return altered(known, begun=day)
        case Corrected():
            return _put_right(known, event)
        case _:
            assert_never(event)


_CORRECTED: Final = (
    "title",
    "recipient",
    "application",
    "source",
    "acknowledged",
    "in_time",
    "begun",
)


def _put_right(known: Grant, event: Corrected) -> Grant:
    right = {name: getattr(event, name) for name in _CORRECTED}
    given = {name: told for name, told in right.items() if told is not None}
    return altered(known, **given)
