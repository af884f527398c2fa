"""When and where people meet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from kvalitet_core.domain.fields import SomeText
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Instant, danish_date

__all__ = ["Occasion"]


def _on_the_day(
    occasion: Occasion, attribute: attrs.Attribute[Any], begins: datetime | None
) -> None:
    if begins is None:
        return
    try:
        day = danish_date(begins)
    except OverflowError:
        day = None
    if day != occasion.day:
        problem = f"expected a time on {occasion.day} in Denmark"
        raise Malformed(f"{attribute.name} {begins.isoformat()}", problem)


def _after_it_begins(
    occasion: Occasion, attribute: attrs.Attribute[Any], ends: datetime | None
) -> None:
    if ends is None:
        return
    if occasion.begins is None or ends <= occasion.begins:
        problem = f"expected a time after it begins, {occasion.begins}"
        raise Malformed(f"{attribute.name} {ends.isoformat()}", problem)


# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Occasion:
    """When and where people meet.

    Attributes:
        day: The day, in Denmark.
        begins: When it begins, on that day; None where only the day is known.
        ends: When it ends; None where no end is known.
        place: Where it is; None where it is online, or nobody said.
        online: Whether one can be there online.
    """

    day: date
    begins: Instant | None = attrs.field(default=None, validator=_on_the_day)
    ends: Instant | None = attrs.field(default=None, validator=_after_it_begins)
    place: str | None = attrs.field(default=None, validator=SomeText())
    online: bool = False
