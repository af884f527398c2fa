"""How a grant's budget is changed, and what was asked of it."""

from __future__ import annotations

from typing import assert_never

from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.grant.events import (
    BudgetApproved,
    Budgeted,
    ChangeRefused,
    ChangeRequested,
)
from kvalitet_core.domain.grant.folding.changing import with_changed, with_one
from kvalitet_core.domain.grant.state import Grant, Request

__all__ = ["budgeted"]


def budgeted(known: Grant, event: Budgeted) -> Grant:
    """Give the grant with another budget, or with what is asked of it."""
    match event:
        case BudgetApproved(budget=budget, request=request, ends=ends):
            known = altered(known, budget=budget, ends=ends or known.ends)
            return _answered(known, request, approved=True)
        case ChangeRequested(number=number):
            asked = Request(asked=event)
            return altered(known, requests=with_one(known.requests, number, asked))
        case ChangeRefused(request=request):
            return _answered(known, request, approved=False)
        case _:
            assert_never(event)


def _answered(known: Grant, number: int | None, *, approved: bool) -> Grant:
    changed = with_changed(known.requests, number, approved=approved)
    return altered(known, requests=changed)
