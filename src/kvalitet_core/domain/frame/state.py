"""A budget frame as it is known: its state, and how each event changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.frame.events import (
    AmountChanged,
    Change,
    Committed,
    Corrected,
    Event,
    Registered,
    Released,
    TermsSet,
)
from kvalitet_core.domain.frame.terms import GrantTerms
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Money

__all__ = ["Frame", "evolve"]

_NOTHING: Final = Money(oere=0)


@attrs.frozen(kw_only=True)
class Frame:
    """A budget frame as it is known.

    Attributes:
        title: What people call it.
        amount: How much there is to give, when.
        finance_act_account: The account in the finance act.
        year: The year of the finance act.
        call: The call that the money is given through, where there is one.
        source: The document that all this comes from.
        effective_from: The first day that grants can be given from it.
        terms: The terms that grants are given on, when.
        commitments: What is committed to each grant, less what was released.
        registered: What was registered at first, whatever was put right since.
    """

    title: str
    amount: Dated[Money]
    finance_act_account: str
    year: int
    call: StreamId | None = None
    source: str
    effective_from: date
    terms: Dated[GrantTerms] = Dated()  # noqa: RUF009 - it is frozen
    commitments: Mapping[StreamId, Money] = attrs.field(factory=dict)
    registered: Registered

    @property
    def period(self) -> Period:
        """From when grants can be given from it."""
        return Period(start=self.effective_from)

    @property
    def committed(self) -> Money:
        """All that is committed, less what was released."""
        return sum(self.commitments.values(), start=_NOTHING)

    def available(self, day: date) -> Money:
        """What can be committed from a day on: never more than any later day allows."""
        held = [
            span.value
            for span in self.amount.spans
            if span.period.end is None or day < span.period.end
        ]
        return min(held, default=_NOTHING) - self.committed


def evolve(state: Frame | None, event: Event) -> Frame:
    """Give the frame as it is after the event."""
    if isinstance(event, Registered):
        return Frame(
            title=event.title,
            amount=Dated.of(event.amount, event.effective_from),
            finance_act_account=event.finance_act_account,
            year=event.year,
            call=event.call,
            source=event.source,
            effective_from=event.effective_from,
            registered=event,
        )
    return _changed(existing(state, event), event)


def _changed(known: Frame, event: Change) -> Frame:
    match event:
        case AmountChanged(amount=amount, effective_from=day):
            return attrs.evolve(known, amount=known.amount.asserted(amount, day))
        case TermsSet(terms=terms, effective_from=day):
            return attrs.evolve(known, terms=known.terms.asserted(terms, day))
        case Committed(grant=grant, amount=amount):
            return _moved(known, grant, amount)
        case Released(grant=grant, amount=amount):
            return _moved(known, grant, _NOTHING - amount)
        case Corrected():
            return _corrected(known, event)
        case _:
            assert_never(event)


def _moved(known: Frame, grant: StreamId, amount: Money) -> Frame:
    before = known.commitments.get(grant, _NOTHING)
    commitments = {**known.commitments, grant: before + amount}
    return attrs.evolve(known, commitments=commitments)


_CORRECTED: Final = ("title", "finance_act_account", "year", "call", "source")


def _corrected(known: Frame, event: Corrected) -> Frame:
    right = {name: getattr(event, name) for name in _CORRECTED}
    given = {name: value for name, value in right.items() if value is not None}
    return attrs.evolve(known, **given)
