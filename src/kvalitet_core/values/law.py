"""The law or text that something rests on, and when it holds."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.dated import later_than
from kvalitet_core.values.texts import not_blank

__all__ = ["Hjemmel"]


@attrs.frozen(kw_only=True)
class Hjemmel:
    """The law or text that something rests on, and when it holds.

    Attributes:
        source: The law or the call text: `Serviceloven`, `Opslag 2020`.
        paragraph: The place in it: `§ 85`, or a heading.
        valid_from: The first day it holds; None where no first day is known.
        valid_to: The first day it no longer holds; None while it holds.
    """

    source: str = attrs.field(validator=not_blank)
    paragraph: str = attrs.field(validator=not_blank)
    valid_from: date | None = None
    valid_to: date | None = attrs.field(
        default=None, validator=later_than("valid_from")
    )

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def __str__(self) -> str:
        return f"{self.source} {self.paragraph}"
