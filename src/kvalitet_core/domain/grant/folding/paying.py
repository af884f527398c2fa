"""How a grant's payments are planned, made, returned and stopped."""

from __future__ import annotations

from typing import assert_never

from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.grant.events import (
    InstalmentPaid,
    InstalmentsPlanned,
    Paying,
    PaymentReturned,
    PaymentsResumed,
    PaymentsStopped,
)
from kvalitet_core.domain.grant.folding.changing import with_one
from kvalitet_core.domain.grant.state import Grant, Payment

__all__ = ["paid"]


def paid(known: Grant, event: Paying) -> Grant:
    """Give the grant with what is planned or paid as the event says."""
    match event:
        case InstalmentsPlanned(instalments=instalments):
            return altered(known, instalments=instalments, planned=known.version)
        case InstalmentPaid(instalment=number, amount=amount, paid_on=day):
            made = Payment(amount=amount, paid_on=day, version=known.version)
            return altered(known, payments=with_one(known.payments, number, made))
        case PaymentReturned(instalment=number):
            left = {n: each for n, each in known.payments.items() if n != number}
            returned = known.returned | {(number, event.returned_on)}
            return altered(known, payments=left, returned=returned)
        case PaymentsStopped(reason=reason, effective_from=day):
            return altered(known, stops=known.stops.asserted(reason, day))
        case PaymentsResumed(effective_from=day):
            return altered(known, stops=known.stops.ended(day))
        case _:
            assert_never(event)
