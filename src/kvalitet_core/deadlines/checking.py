"""What terms, extensions, suspensions and calendars are checked for as they are made.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.values import ReasonCode

__all__ = ["code", "is_day", "whole"]


@attrs.frozen
class _Code:
    """An attrs validator: a permanent code, as a `ReasonCode` is written."""

    json_schema: ClassVar[Mapping[str, str]] = {
        "pattern": str(ReasonCode.json_schema["pattern"]),
        "x-rule": ReasonCode.rule,
    }

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], value: object) -> None:
        """Refuse what is no permanent code."""
        if not ReasonCode.accepts(value):
            raise Malformed(
                f"{attribute.name} {value!r}", f"expected {ReasonCode.rule}"
            )


code: Final = _Code()
"""Check, as an attrs validator, that a text is a permanent code."""


def is_day(value: object) -> bool:
    """Tell whether a value is a date, and not an instant."""
    return isinstance(value, date) and not isinstance(value, datetime)


def whole(value: object, least: int, most: int) -> bool:
    """Tell whether a value is a whole number between the two; yes is not 1."""
    return type(value) is int and least <= value <= most
