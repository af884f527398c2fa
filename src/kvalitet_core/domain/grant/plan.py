"""When a grant is paid, and what the recipient owes when: data of the tilskudsbrev."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.values import Deadline, Money, ReasonCode, not_blank

__all__ = [
    "Duty",
    "DutyKind",
    "GrantCondition",
    "Instalment",
    "months_after",
    "quarterly_in_advance",
]

# These names and fields are stored. Do not rename; add a version.


class DutyKind(StrEnum):
    """What a recipient hands in.

    Attributes:
        ACCOUNTS: Accounts of a year.
        STATUS: A status report.
        DECLARATION: A project statement.
        VOUCHERS: Vouchers that were called in.
        AUDITOR_CHANGED: Word of another auditor, in writing.
        IRREGULARITY: Word of irregularities, at once.
    """

    ACCOUNTS = "accounts"
    STATUS = "status"
    DECLARATION = "declaration"
    VOUCHERS = "vouchers"
    AUDITOR_CHANGED = "auditor_changed"
    IRREGULARITY = "irregularity"


@attrs.frozen(kw_only=True)
class Duty:
    """Something that the recipient is to hand in by a time.

    Attributes:
        code: What it is called: `regnskab_2020`.
        kind: What it is.
        year: The project year that it is of, where it is of one.
        due: The last time for it.
    """

    code: ReasonCode
    kind: DutyKind
    year: int | None = None
    due: Deadline


@attrs.frozen(kw_only=True)
class Instalment:
    """A part of a grant, and when it is paid.

    Attributes:
        number: Which one, from 1.
        due: The first day that it can be paid.
        amount: How much.
    """

    number: int
    due: date
    amount: Money


@attrs.frozen(kw_only=True)
class GrantCondition:
    """A condition that a grant is given on.

    Attributes:
        code: What it is called.
        text: What it says.
        before_payment: Whether nothing is paid before it is met.
    """

    code: ReasonCode
    text: str = attrs.field(validator=not_blank)
    before_payment: bool


_YEAR: Final = 12
_QUARTER: Final = 3


def quarterly_in_advance(
    amount: Money, *, starts: date, ends: date
) -> tuple[Instalment, ...]:
    """Share an amount over the quarters of a period, each paid on its first day.

    That is how it is as a rule; the tilskudsbrev decides. The øre that cannot be
    shared go to the first ones.

    Args:
        amount: All that is to be paid.

        starts: The first day of the period.

        ends: The first day after it.

    Raises:
        Malformed: The period has no day.
    """
    if ends <= starts:
        raise Malformed(f"ends {ends}", f"expected a day later than starts {starts}")
    days = list(_quarters(starts, ends))
    each, rest = divmod(amount.oere, len(days))
    return tuple(
        Instalment(number=n, due=day, amount=Money(oere=each + (n <= rest)))
        for n, day in enumerate(days, start=1)
    )


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _quarters(starts: date, ends: date) -> Iterator[date]:
    count = 0
    while (day := months_after(starts, count)) < ends:
        yield day
        count += _QUARTER
