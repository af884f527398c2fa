"""The budget of a grant: posts as units at a price, and how they are financed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import attrs

from kvalitet_core.values import Money, ReasonCode, not_blank

__all__ = [
    "GRANT",
    "AccountLine",
    "Budget",
    "BudgetLine",
    "Disallowed",
    "Eligible",
    "Financing",
    "total",
]

# These names and fields are stored. Do not rename; add a version.

GRANT: Final = ReasonCode("tilskud")
"""What the grant itself is called where financing is told."""

_NOTHING: Final = Money(oere=0)


@attrs.frozen(kw_only=True)
class BudgetLine:
    """What a post of a budget costs in a year: units at a price.

    Attributes:
        post: The post, as a permanent code: `loen_projektleder`.
        title: What people call it.
        year: The project year that the costs fall in.
        units: How many.
        unit: Of what: `timer`.
        unit_price: What each costs.
        note: The budget note that explains it, if there is one.
    """

    post: ReasonCode
    title: str = attrs.field(validator=not_blank)
    year: int
    units: int
    unit: str = attrs.field(validator=not_blank)
    unit_price: Money
    note: str | None = None

    @property
    def cost(self) -> Money:
        """What it costs."""
        return Money(oere=self.units * self.unit_price.oere)


@attrs.frozen(kw_only=True)
class Financing:
    """Where money for a year comes from.

    Attributes:
        source: Where from, as a permanent code; `tilskud` is the grant itself.
        year: The project year.
        amount: How much.
    """

    source: ReasonCode
    year: int
    amount: Money


class Eligible(StrEnum):
    """What a cost must be for the grant to cover it.

    Attributes:
        HELD: It was held: somebody got something for it.
        BOOKED: It is in the books.
        APPROVED: It is in the approved budget.
        PAID: It is paid.
        PROJECT: It is of the project.
        IN_PERIOD: It falls in the project's period.
        DOCUMENTED: Its voucher shows what it is, with a manager's approval of it.
        VAT_BORNE: Where it is VAT, nobody but the recipient bears it in the end.
    """

    HELD = "held"
    BOOKED = "booked"
    APPROVED = "approved"
    PAID = "paid"
    PROJECT = "project"
    IN_PERIOD = "in_period"
    DOCUMENTED = "documented"
    VAT_BORNE = "vat_borne"


@attrs.frozen(kw_only=True)
class Disallowed:
    """What the grant does not cover of a post, and what it lacks.

    Attributes:
        post: The post, as it is called in the budget.
        amount: How much.
        lacks: What a cost must be, and this is not.
    """

    post: ReasonCode
    amount: Money
    lacks: Eligible


@attrs.frozen(kw_only=True)
class AccountLine:
    """What was spent on a post.

    Attributes:
        post: The post, as it is called in the budget.
        amount: How much.
    """

    post: ReasonCode
    amount: Money


@attrs.frozen(kw_only=True)
class Budget:
    """A budget: what is planned to be spent, and how it is financed.

    Attributes:
        lines: The posts of each year.
        financing: Where the money comes from, each year.
    """

    lines: tuple[BudgetLine, ...]
    financing: tuple[Financing, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it speaks of, in order."""
        costs = {line.year for line in self.lines}
        return tuple(sorted(costs | {each.year for each in self.financing}))

    def costs(self, year: int) -> Money:
        """What a year is planned to cost."""
        return total(line.cost for line in self.lines if line.year == year)

    def financed(self, year: int) -> Money:
        """What a year is financed with."""
        return total(each.amount for each in self.financing if each.year == year)

    def granted(self, year: int | None = None) -> Money:
        """What the grant is to cover of a year, or of all."""
        return total(
            each.amount
            for each in self.financing
            if each.source == GRANT and year in (None, each.year)
        )

    def of(self, year: int) -> Budget:
        """What it says of a year."""
        return Budget(
            lines=tuple(line for line in self.lines if line.year == year),
            financing=tuple(each for each in self.financing if each.year == year),
        )

    def posts(self, year: int) -> dict[ReasonCode, Money]:
        """What each post is planned to cost in a year."""
        return {line.post: line.cost for line in self.lines if line.year == year}


def total(amounts: Iterable[Money]) -> Money:
    """What amounts come to together."""
    return sum(amounts, start=_NOTHING)
