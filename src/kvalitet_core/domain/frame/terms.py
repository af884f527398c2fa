"""The terms that grants of a frame are given on: limits, each with its own source.

They are data, and hold from a day on: which order applies to a pool differs from pool
to pool, and from year to year.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, assert_never

import attrs

from kvalitet_core.domain.fields import Whole
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Hjemmel, Money, not_blank

__all__ = [
    "AuditLevel",
    "Auditor",
    "BeginLimit",
    "ChangeBase",
    "ChangeLimit",
    "DeMinimis",
    "GrantTerms",
]


def _nothing_or_more(_: Any, attribute: attrs.Attribute[Any], amount: Money) -> None:
    if amount.oere < 0:
        raise Malformed(f"{attribute.name} {amount}", "expected 0,00 kr. or more")


# These names and fields are stored. Do not rename; add a version.


class ChangeBase(StrEnum):
    """What a change is so many per cent of.

    Attributes:
        POST: The post's costs in the year, as they are approved.
        YEAR: All costs of the year, as they are approved.
        GRANT: All that is committed.
    """

    POST = "post"
    YEAR = "year"
    GRANT = "grant"


class Auditor(StrEnum):
    """Who audits the accounts.

    Attributes:
        INDEPENDENT: One that the recipient chooses, knowledgeable and independent.
        REGISTERED: A registered or state-authorised auditor.
    """

    INDEPENDENT = "independent"
    REGISTERED = "registered"


@attrs.frozen(kw_only=True)
class ChangeLimit:
    """Above what a budget change must be approved before it is made.

    Attributes:
        percent: So many per cent.
        of: What they are per cent of.
        amount: And this amount; what is above either must be approved.
        hjemmel: The text that it comes from.
    """

    percent: int = attrs.field(validator=Whole(of="per cent"))
    of: ChangeBase
    amount: Money = attrs.field(validator=_nothing_or_more)
    hjemmel: Hjemmel

    def exceeded_by(
        self, change: Money, *, post: Money, year: Money, all_: Money
    ) -> bool:
        """Tell whether a change must be approved before it is made.

        Args:
            change: How much is moved, or spent beyond the budget.

            post: The post's approved costs in the year.

            year: All approved costs of the year.

            all_: All that is committed.
        """
        match self.of:
            case ChangeBase.POST:
                base = post
            case ChangeBase.YEAR:
                base = year
            case ChangeBase.GRANT:
                base = all_
            case _:
                assert_never(self.of)
        share = change.oere * 100 > self.percent * base.oere
        return change.oere > 0 and (share or change > self.amount)

    def __str__(self) -> str:
        return f"{self.percent} per cent of the {self.of} or {self.amount}"


@attrs.frozen(kw_only=True)
class AuditLevel:
    """Who audits the accounts of a grant above an amount, and how far.

    Attributes:
        above: Grants above this amount.
        auditor: Who audits them.
        performance: Whether economy, productivity and effectiveness are audited too.
        hjemmel: The text that it comes from.
    """

    above: Money = attrs.field(validator=_nothing_or_more)
    auditor: Auditor
    performance: bool
    hjemmel: Hjemmel

    def met_by(self, auditor: Auditor, *, performance: bool) -> bool:
        """Tell whether an audit goes as far as it asks for, or further."""
        known = auditor is Auditor.REGISTERED or self.auditor is Auditor.INDEPENDENT
        return known and (performance or not self.performance)

    def __str__(self) -> str:
        also = " with a performance audit" if self.performance else ""
        return f"one who is {self.auditor}{also}, for grants above {self.above}"


@attrs.frozen(kw_only=True)
class DeMinimis:
    """What is too little to be collected.

    Attributes:
        amount: What is below this amount.
        at_amount: Whether exactly this amount is too little as well.
        hjemmel: The text that it comes from.
    """

    amount: Money = attrs.field(validator=_nothing_or_more)
    at_amount: bool
    hjemmel: Hjemmel

    def covers(self, owed: Money) -> bool:
        """Tell whether what is owed is too little to be collected."""
        return owed < self.amount or (self.at_amount and owed == self.amount)


@attrs.frozen(kw_only=True)
class BeginLimit:
    """How soon a project must have begun.

    Attributes:
        months: Within so many months of the start of the grant's period.
        hjemmel: The text that it comes from.
    """

    months: int = attrs.field(validator=Whole(of="months"))
    hjemmel: Hjemmel


@attrs.frozen(kw_only=True)
class GrantTerms:
    """The terms that grants are given on; what is None is not known to apply.

    Attributes:
        source: The order, handbook or letter that was chosen to apply.
        caveat: What is doubtful about that choice, where something is.
        change: Above what a budget change must be approved first.
        audit: Who audits the accounts, by the amount of the grant.
        de_minimis: What is too little to be collected.
        begin: How soon a project must have begun.
    """

    source: str = attrs.field(validator=not_blank)
    caveat: str | None = None
    change: ChangeLimit | None = None
    audit: tuple[AuditLevel, ...] = ()
    de_minimis: DeMinimis | None = None
    begin: BeginLimit | None = None

    def audit_level(self, amount: Money) -> AuditLevel | None:
        """Who audits a grant of this amount: the highest level that it is above."""
        reached = [level for level in self.audit if amount > level.above]
        return max(reached, key=_above, default=None)

    def twice(self) -> Iterator[Money]:
        """The amounts that more than one level begins at."""
        amounts = [level.above for level in self.audit]
        yield from sorted({each for each in amounts if amounts.count(each) > 1})


def _above(level: AuditLevel) -> Money:
    return level.above
