"""An officer as known: deputies and mandates, and how each event changes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar, assert_never

import attrs

from kvalitet_core.dated import Dated, Span
from kvalitet_core.domain.officer.events import (
    DeputyChange,
    DeputyCorrected,
    DeputyEnded,
    DeputyNamed,
    Event,
    MandateChange,
    MandateCode,
    MandateCorrected,
    MandateEnded,
    MandateGiven,
)
from kvalitet_core.ids import ActorId
from kvalitet_core.values import Money, ReasonCode

__all__ = ["Deputy", "HeldMandate", "Mandate", "Officer", "evolve", "others_than"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Mandate:
    """Leave to decide something, up to an amount.

    Attributes:
        code: What may be decided.
        ceiling: The highest amount; None where there is no ceiling.
        source: The document of delegation.
    """

    code: MandateCode
    ceiling: Money | None
    source: str

    def covers(self, amount: Money) -> bool:
        """Tell whether it reaches to the amount; the ceiling itself is within."""
        return self.ceiling is None or amount <= self.ceiling


@attrs.frozen(kw_only=True)
class Deputy:
    """Somebody who is, was or will be an officer's deputy.

    Attributes:
        actor: Who.
        reason: Why, on the days as deputy.
        corrected: The first days that were registered wrongly, and put right.
    """

    actor: ActorId
    reason: Dated[ReasonCode] = attrs.field(factory=Dated)
    corrected: frozenset[date] = frozenset()


@attrs.frozen(kw_only=True)
class HeldMandate:
    """A mandate that an officer has, had or will have.

    Attributes:
        code: What may be decided.
        mandate: Up to which amount and by which document, on the days of the mandate.
        corrected: The first days that were registered wrongly, and put right.
    """

    code: MandateCode
    mandate: Dated[Mandate] = attrs.field(factory=Dated)
    corrected: frozenset[date] = frozenset()


@attrs.frozen(kw_only=True)
class Officer:
    """An officer as known.

    Attributes:
        deputies: Who has been named, in the order they were first named.
        mandates: What has been given, in the order it was first given.
    """

    deputies: tuple[Deputy, ...] = ()
    mandates: tuple[HeldMandate, ...] = ()

    def deputies_on(self, day: date) -> frozenset[ActorId]:
        """Who stands in for the officer on the day."""
        return frozenset(
            deputy.actor
            for deputy in self.deputies
            if deputy.reason.on(day) is not None
        )

    def mandate_on(self, code: str, day: date) -> Mandate | None:
        """What the officer may decide of this kind on the day, or None."""
        held = self.held(code)
        return held.mandate.on(day) if held else None

    def deputy(self, actor: ActorId) -> Deputy | None:
        """Find the deputy who is this actor, on whichever days."""
        return next((known for known in self.deputies if known.actor == actor), None)

    def held(self, code: str) -> HeldMandate | None:
        """Find the mandate with this code, on whichever days."""
        return next((known for known in self.mandates if known.code == code), None)


def evolve(state: Officer | None, event: Event) -> Officer:
    """Give the officer as known after the event; nobody is known before the first."""
    known = state or Officer()
    match event:
        case DeputyNamed() | DeputyEnded() | DeputyCorrected():
            deputy = known.deputy(event.deputy) or Deputy(actor=event.deputy)
            deputies = _replaced(known.deputies, deputy, _with_deputy(deputy, event))
            return attrs.evolve(known, deputies=deputies)
        case MandateGiven() | MandateEnded() | MandateCorrected():
            held = known.held(event.mandate) or HeldMandate(code=event.mandate)
            mandates = _replaced(known.mandates, held, _with_mandate(held, event))
            return attrs.evolve(known, mandates=mandates)
        case _:
            assert_never(event)


def others_than(dated: Dated[T], was_from: date) -> Dated[T]:
    """What holds without the statement that is registered from this very day."""
    kept = (span for span in dated.spans if span.period.start != was_from)
    return Dated(spans=tuple(kept))


def _with_deputy(deputy: Deputy, event: DeputyChange) -> Deputy:
    known = deputy.reason
    match event:
        case DeputyNamed(reason=reason, effective_from=from_, effective_to=to):
            return attrs.evolve(deputy, reason=known.asserted(reason, from_, to))
        case DeputyEnded(effective_from=from_):
            return attrs.evolve(deputy, reason=known.ended(from_))
        case DeputyCorrected(was_from=was_from):
            corrected = deputy.corrected | {was_from}
            right = _corrected(known, event, _why(known, event))
            return attrs.evolve(deputy, reason=right, corrected=corrected)
        case _:
            assert_never(event)


def _with_mandate(held: HeldMandate, event: MandateChange) -> HeldMandate:
    known = held.mandate
    match event:
        case MandateGiven(effective_from=from_, effective_to=to):
            given = known.asserted(_mandate(event), from_, to)
            return attrs.evolve(held, mandate=given)
        case MandateEnded(effective_from=from_):
            return attrs.evolve(held, mandate=known.ended(from_))
        case MandateCorrected(was_from=was_from):
            corrected = held.corrected | {was_from}
            right = _corrected(known, event, _mandate(event))
            return attrs.evolve(held, mandate=right, corrected=corrected)
        case _:
            assert_never(event)


def _mandate(event: MandateGiven | MandateCorrected) -> Mandate:
    return Mandate(code=event.mandate, ceiling=event.ceiling, source=event.source)


def _corrected(
    known: Dated[T], event: DeputyCorrected | MandateCorrected, value: T
) -> Dated[T]:
    right = others_than(known, event.was_from)
    if event.effective_from is None:
        return right
    return right.asserted(value, event.effective_from, event.effective_to)


def _why(known: Dated[ReasonCode], event: DeputyCorrected) -> ReasonCode:
    """Why the deputy was named: the correction's own reason is of the correction."""
    first_days = (event.was_from, event.effective_from)
    named: Iterable[Span[ReasonCode]] = (
        span for day in first_days for span in known.spans if span.period.start == day
    )
    return next((span.value for span in named), event.reason)


def _replaced(all_: tuple[Any, ...], old: Any, new: Any) -> tuple[Any, ...]:
    """The same in the same order, with one in another's place, or at the end."""
    if old not in all_:
        return (*all_, new)
    return tuple(new if each is old else each for each in all_)
