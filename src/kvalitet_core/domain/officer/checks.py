"""Rules that deputies and mandates share: how they end, and how they are put right."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core.dated import Dated
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId

__all__ = ["begun", "ever", "registered_from"]


def ever(instance: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    """Check, as an attrs validator, that what never was is not described further.

    Raises:
        Malformed: `effective_from` is None, and this field is not.
    """
    if instance.effective_from is None and value is not None:
        problem = "expected none where effective_from is none, so that it never was"
        raise Malformed(f"{attribute.name} {value}", problem)


def begun(
    known: Dated[Any], day: date, *, stream: StreamId, what: str, code: str
) -> Reason | None:
    """Say no to ending what has not begun by then.

    Args:
        known: On which days it is so; at least one.

        day: The first day on which it is to be so no longer.

        stream: Whose it is.

        what: What it is, in the text: `mandate bevilling`.

        code: What it is, in the reason's code: `mandate`.
    """
    first = known.spans[0].period.start
    if first < day:
        return None
    text = (
        f"{stream}: expected an end of {what} later than {first}, got {day}; "
        "correct what was registered wrongly"
    )
    return Reason(code=f"officer.{code}_not_begun", text=text)


def registered_from(
    known: Dated[Any] | None, day: date, *, stream: StreamId, what: str, code: str
) -> Reason | None:
    """Say no to correcting what is not registered from this day.

    Args:
        known: On which days it is so, if on any.

        day: The first day as it is said to be registered.

        stream: Whose it is.

        what: What it is, in the text: `mandate bevilling`.

        code: What it is, in the reason's code: `mandate`.
    """
    days = [span.period.start for span in known.spans] if known else []
    if day in days:
        return None
    text = (
        f"{stream}: expected a day from which {what} is registered "
        f"({', '.join(map(str, days)) or 'there is none'}), got {day}"
    )
    return Reason(code=f"officer.{code}_unknown", text=text)
