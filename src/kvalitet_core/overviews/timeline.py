"""Timelines: what changes from date to date, as rows that each hold for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from kvalitet_core.dated import Dated, Period
from kvalitet_core.view import Column

__all__ = ["EFFECTIVE", "timeline", "within"]

EFFECTIVE: Final = (
    Column(name="effective_from", type="date", title="Gælder fra"),
    Column(name="effective_to", type="date", title="Gælder til", nullable=True),
)
"""The two columns that let a table be asked as of a day."""


def timeline(
    period: Period, values: Mapping[str, Dated[Any]]
) -> Iterator[dict[str, Any]]:
    """What holds within a period, a row for each run of days on which nothing changes.

    Args:
        period: When the thing is there.

        values: What each column holds when; None on days that nobody spoke of.
    """
    days = {period.start}
    for dated in values.values():
        for span in dated.spans:
            days |= {span.period.start, span.period.end or period.start}
    starts = sorted(filter(period.contains, days))
    last: dict[str, Any] | None = None
    for start, following in zip(starts, [*starts[1:], period.end], strict=True):
        held = {name: dated.on(start) for name, dated in values.items()}
        row = {"effective_from": start, "effective_to": following, **held}
        if last is not None and _same(last, held):
            last["effective_to"] = following
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def within(period: Period, span: Period) -> tuple[date, date | None] | None:
    """The days that two periods have in common, or None."""
    if not period.overlaps(span):
        return None
    ends = [end for end in (period.end, span.end) if end is not None]
    return max(period.start, span.start), min(ends, default=None)


def _same(row: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    return all(row[name] == value for name, value in held.items())
