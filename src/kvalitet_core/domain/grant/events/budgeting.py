"""What happens to the budget of a grant. These are what is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.domain.grant.budget import Budget
from kvalitet_core.values import Instant, ReasonCode

__all__ = [
    "BudgetApproved",
    "Budgeted",
    "ChangeKind",
    "ChangeRefused",
    "ChangeRequested",
]

# These names and fields are stored. Do not rename; add a version.


class ChangeKind(StrEnum):
    """What a recipient asks to change.

    Attributes:
        BUDGET: How the costs of a year are split.
        TRANSFER: To move unused money to another year.
        PROJECT: The project itself, within its purpose and target group.
        EXTENSION: To have longer.
    """

    BUDGET = "budget"
    TRANSFER = "transfer"
    PROJECT = "project"
    EXTENSION = "extension"


@attrs.frozen(kw_only=True)
class BudgetApproved:
    """A budget was approved: the first one, or one that was asked for since.

    Attributes:
        budget: The budget.
        request: The number of the request that it answers; None for the first one.
        ends: The first day after the grant's period, where that was moved.
        source: The written approval.
        effective_from: The first day that it holds.
    """

    budget: Budget
    request: int | None = None
    ends: date | None = None
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class ChangeRequested:
    """The recipient asked for a change, with a revised budget.

    Attributes:
        number: Which request, from 1.
        kind: What is to be changed.
        budget: The revised budget.
        ends: The first day after the period that is asked for, in an extension.
        reasons: Why, as codes; nothing about a person.
        received: When it was received.
    """

    number: int
    kind: ChangeKind
    budget: Budget
    ends: date | None = None
    reasons: tuple[ReasonCode, ...]
    received: Instant


@attrs.frozen(kw_only=True)
class ChangeRefused:
    """A change that was asked for was refused.

    Attributes:
        request: The number of the request.
        reasons: Why, as codes; nothing about a person.
        effective_from: The first day that the refusal holds.
    """

    request: int
    reasons: tuple[ReasonCode, ...]
    effective_from: date


Budgeted: TypeAlias = BudgetApproved | ChangeRequested | ChangeRefused
