"""Figures as they were stated, and money in whole øre: nothing is ever rounded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.values.texts import CheckedText

__all__ = ["Figure", "Money"]


class Figure(CheckedText):
    """A number with the decimals that it was stated with: `12.50` is not `12.5`.

    It is a text, so that nothing is rounded on the way, and none is written in two
    ways; `decimal` counts with it. Two are unequal where their decimals differ in
    number: `with_places` gives them as many.
    """

    __slots__ = ()

    noun = "figure"
    rule = "digits, and at most 6 decimals after a point: 12.50, -3 or 0.5"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": r"^(?!-0(\.0*)?$)-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$",
        "description": "A number written out, with a point before its decimals.",
    }

    @property
    def decimal(self) -> Decimal:
        """The number, to count with; 28 digits of it are exact."""
        return Decimal(self)

    @property
    def places(self) -> int:
        """How many decimals it is stated with."""
        return len(self.partition(".")[2])

    @property
    def scaled(self) -> int:
        """The number without its point: 1250 for `12.50`. It has 64 bits at most."""
        return int(self.replace(".", ""))

    def with_places(self, places: int) -> Figure:
        """The same number with so many decimals.

        Raises:
            Malformed: It has more than that, other than noughts, or 6 are too few.
        """
        whole, _, decimals = self.partition(".")
        kept = decimals[:places].ljust(places, "0")
        if decimals[places:].strip("0"):
            problem = f"expected {places} decimals at most"
            raise Malformed(f"{self.noun} {str(self)!r}", problem)
        return Figure(f"{whole}.{kept}" if kept else whole)


def _whole(_: Any, attribute: attrs.Attribute[Any], amount: int) -> None:
    if type(amount) is not int:
        raise Malformed(
            f"{attribute.name} {amount!r}", "expected a whole number of øre"
        )


@attrs.frozen(kw_only=True, order=True)
class Money:
    """An amount of Danish kroner, counted in whole øre, so that nothing is rounded.

    Attributes:
        oere: The amount in øre, a hundredth of a krone; negative where owed.
    """

    oere: int = attrs.field(validator=_whole)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(oere=self.oere + other.oere)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(oere=self.oere - other.oere)

    def __str__(self) -> str:
        kroner, oere = divmod(abs(self.oere), 100)
        sign = "-" if self.oere < 0 else ""
        grouped = f"{kroner:,}".replace(",", ".")
        return f"{sign}{grouped},{oere:02} kr."
