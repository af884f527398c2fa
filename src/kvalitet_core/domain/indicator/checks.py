"""What an indicator must be: the rules that several of its commands share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Written
from kvalitet_core.domain.indicator.events import (
    Corrected,
    Defined,
    Observed,
    Withdrawn,
)
from kvalitet_core.domain.indicator.state import Indicator
from kvalitet_core.domain.municipality import Municipality
from kvalitet_core.domain.region import Region
from kvalitet_core.domain.rules import in_force
from kvalitet_core.domain.tilbud import Tilbud
from kvalitet_core.errors import Malformed, Reason, Refused
from kvalitet_core.ids import KIND, StreamId, is_stream
from kvalitet_core.values import Figure

__all__ = [
    "LABEL",
    "a_stream",
    "defined",
    "held",
    "observed",
    "on_scale",
    "there",
    "with_decimals",
]

LABEL: Final = Written("[a-z0-9][a-z0-9-]{0,59}", "a-z, 0-9 and -, 60 at most")
"""How keys of indicators and labels of reports are written."""


@attrs.frozen
class _Stream:
    """An attrs validator: the id of a stream of any kind, if one is given."""

    @property
    def json_schema(self) -> dict[str, str]:
        """What a schema says of such a field."""
        key = "[A-Za-z0-9][A-Za-z0-9._:-]{0,127}"
        return {"pattern": f"^{KIND.pattern}/{key}$", "x-rule": "a stream: kind/key"}

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], text: object) -> None:
        """Refuse what is no stream's id."""
        if text is not None and not is_stream(text):
            raise Malformed(f"{attribute.name} {text!r}", "expected a stream: kind/key")


a_stream: Final = _Stream()
"""Check, as an attrs validator, that a stream is named."""


def defined(indicator: Indicator, version: int, stream: StreamId) -> Defined:
    """Give the definition that a command is about.

    Raises:
        Refused: `indicator.definition_unknown`.
    """
    found = indicator.definition(version)
    if found is None:
        last = indicator.definitions[-1]
        text = (
            f"{stream}: expected a version of its definition, 1 to {last.version}, "
            f"got {version}"
        )
        code = "indicator.definition_unknown"
        raise Refused.because(code, text, source=last.source)
    return found


def held(
    indicator: Indicator, definition: Defined, first: date, end: date, stream: StreamId
) -> Reason | None:
    """Say no to a definition that does not hold on all the days.

    Args:
        indicator: Which one.

        definition: The definition that a figure was worked out by.

        first: The first day that the figure is about.

        end: The first day that it is no longer about.

        stream: The indicator's stream.
    """
    number = definition.version
    days = f"{first} until {end}" if first < end else str(first)
    if first < definition.valid_from:
        text = (
            f"{stream}: definition {number} holds from {definition.valid_from}, "
            f"got figures of {days}"
        )
        code = "indicator.definition_not_begun"
        return Reason(code=code, text=text, source=definition.source)
    ended = indicator.valid_to(number)
    if ended is None or (first < ended and end <= ended):
        return None
    later = indicator.definition(number + 1)
    text = (
        f"{stream}: definition {number} is superseded by {number + 1} from {ended}, "
        f"got figures of {days}"
    )
    source = later.source if later is not None else None
    return Reason(code="indicator.superseded", text=text, source=source)


def on_scale(value: Figure, definition: Defined, stream: StreamId) -> Iterator[Reason]:
    """Say no to a figure with too many decimals, or beyond the scale."""
    number, source = definition.version, definition.source
    if with_decimals(value, definition.decimals) is None:
        text = (
            f"{stream}: expected at most {definition.decimals} decimals, as definition "
            f"{number} says, got {value}"
        )
        yield Reason(code="indicator.decimals", text=text, source=source)
    least, most = definition.least, definition.most
    too_low = least is not None and value.decimal < least.decimal
    too_high = most is not None and value.decimal > most.decimal
    if too_low or too_high:
        text = (
            f"{stream}: expected {least or 'any'} to {most or 'any'} {definition.unit},"
            f" as definition {number} says, got {value}"
        )
        yield Reason(code="indicator.off_scale", text=text, source=source)


def with_decimals(value: Figure, decimals: int) -> Figure | None:
    """The figure with so many decimals, or None where that would round it."""
    try:
        return value.with_places(decimals)
    except Malformed:
        return None


def there(
    of: StreamId | None, first: date, end: date, *, context: Context
) -> Reason | None:
    """Say no to figures of a municipality, region or tilbud that is not there.

    It must be there on some of the days. Of other kinds the core knows nothing.
    """
    if of is None:
        return None
    kinds = {"municipality": Municipality, "region": Region, "tilbud": Tilbud}
    kind = kinds.get(of.partition("/")[0])
    if kind is None:
        return None
    found: Any = context.get(kind, of)
    begins = found.period.start if found is not None else first
    day = begins if first < begins < end else first
    return in_force(found, day, stream=of, code="indicator.of")


def observed(
    indicator: Indicator, definition: int, of: StreamId, first: date, end: date
) -> Observed | Corrected | None:
    """What was said last of the figure for somebody and some days, if it stands."""
    wanted = (definition, of, first, end)
    for said in reversed(indicator.statements):
        days = (said.effective_from, said.effective_to)
        if (said.definition, said.of, *days) == wanted:
            return None if isinstance(said, Withdrawn) else said
    return None
