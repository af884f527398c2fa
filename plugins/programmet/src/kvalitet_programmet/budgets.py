"""What is known of the money, and what is not."""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain.programme import StateBudget
from kvalitet_core.values import Money, ReasonCode
from kvalitet_programmet.sources import (
    BEGINS,
    GUIDELINES_PAGE,
    NOT_FOUND,
    PARTNERSHIP_PAGE,
    PROGRAMME,
)

__all__ = ["BUDGETS", "GUIDELINES", "PARTNERSHIP", "POOL", "UNKNOWN"]

_PROJECT: Final = ReasonCode("projekt")
_MILLION: Final = 1_000_000_00
"""A million kroner, in øre."""


def _budget(number: int, post: ReasonCode, oere: int, source: str) -> StateBudget:
    return StateBudget(
        programme=PROGRAMME,
        sub_initiative=number,
        post=post,
        amount=Money(oere=oere),
        source=source,
        effective_from=BEGINS,
    )


PARTNERSHIP: Final = _budget(1, _PROJECT, 88 * _MILLION // 10, PARTNERSHIP_PAGE)
"""The partnership: 8.8 mio. kr."""

POOL: Final = _budget(
    1, ReasonCode("social_investeringspulje"), 13 * _MILLION, PARTNERSHIP_PAGE
)
"""The social investment pool that its partners applied to: 13 mio. kr."""

GUIDELINES: Final = _budget(6, _PROJECT, 33 * _MILLION // 10, GUIDELINES_PAGE)
"""Guidelines and leader networks: 3.3 mio. kr."""

UNKNOWN: Final = tuple(
    StateBudget(
        programme=PROGRAMME,
        sub_initiative=number,
        post=_PROJECT,
        amount=None,
        source=NOT_FOUND,
        effective_from=BEGINS,
    )
    for number in (2, 3, 4, 5)
)
"""The other four: stated as unknown, until somebody finds them."""

BUDGETS: Final = (PARTNERSHIP, POOL, *UNKNOWN, GUIDELINES)
"""All of them, by the sub-initiatives' numbers."""
