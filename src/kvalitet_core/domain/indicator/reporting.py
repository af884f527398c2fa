"""Reporting figures as they were known on a day, and what has changed since."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import Period, later_than
from kvalitet_core.domain.indicator.checks import LABEL
from kvalitet_core.domain.indicator.events import Event, Reported, ReportedFigure
from kvalitet_core.domain.indicator.state import Indicator, Observation
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Figure

__all__ = ["Difference", "Report", "figures", "since"]


@attrs.frozen(kw_only=True)
class Report:
    """Report the figures that are about some days, as they were known on a day.

    Attributes:
        indicator: The indicator's stream: `indicator/…`.
        report: What tells the report from the indicator's others: `2021-halvaar-1`.
        known_on: The day on whose knowledge it rests; None for today.
        effective_from: The first of the days that it is about.
        effective_to: The first day that it is no longer about.
    """

    indicator: StreamId = attrs.field(validator=of_kind("indicator"))
    report: str = attrs.field(validator=LABEL)
    known_on: date | None = None
    effective_from: date
    effective_to: date = attrs.field(validator=later_than("effective_from"))

    def target(self, context: Context) -> StreamId:
        """The stream of the indicator."""
        return self.indicator

    def decide(self, state: Indicator | None, context: Context) -> tuple[Event, ...]:
        """Report them, unless that report is made.

        Raises:
            Refused: `indicator.unknown`; `indicator.reported` of other days;
                `indicator.known_in_future` or `indicator.nothing_known`.
        """
        known, stream = registered(state, self.indicator), self.indicator
        before = known.report(self.report)
        if before is not None:
            refuse_for(_reported_otherwise(stream, before, self))
            return ()
        day = self.known_on or context.today
        if day > context.today:
            text = f"{stream}: expected a day no later than {context.today}, got {day}"
            raise Refused(Reason(code="indicator.known_in_future", text=text))
        days = Period(start=self.effective_from, end=self.effective_to)
        said = figures(known, days, known_on=day)
        if not said:
            text = (
                f"{stream}: expected figures that were known on {day}, got none {days}"
            )
            raise Refused(Reason(code="indicator.nothing_known", text=text))
        return (
            Reported(
                report=self.report,
                known_on=day,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
                figures=said,
            ),
        )


def figures(
    indicator: Indicator, days: Period, *, known_on: date | None = None
) -> tuple[ReportedFigure, ...]:
    """Give what was known of some days: each figure that is about nothing but them.

    Args:
        indicator: Which one.

        days: The days, *virkning*.

        known_on: The day on whose knowledge it rests, *registrering*; None for now.
    """
    return tuple(
        ReportedFigure(
            definition=each.definition,
            of=each.of,
            effective_from=each.effective_from,
            effective_to=each.effective_to,
            value=each.value,
            target=_aimed_at(indicator, each),
        )
        for each in indicator.known(known_on)
        if days.start <= each.effective_from
        and (days.end is None or each.effective_to <= days.end)
    )


@attrs.frozen(kw_only=True)
class Difference:
    """A figure that a report gave otherwise than it is known now.

    Attributes:
        definition: The version of the definition that it was worked out by.
        of: Who it is for.
        effective_from: The first day that it is about.
        effective_to: The first day that it is no longer about.
        reported: What the report said; None where it said nothing.
        now: What is known now; None where it was taken back.
    """

    definition: int
    of: StreamId
    effective_from: date
    effective_to: date
    reported: Figure | None
    now: Figure | None


def since(
    indicator: Indicator, report: Reported, *, known_on: date | None = None
) -> tuple[Difference, ...]:
    """Give what has changed since a report was made: nothing where it still holds.

    Args:
        indicator: The indicator that was reported.

        report: Its report.

        known_on: The day on whose knowledge it is held against; None for now.
    """
    days = Period(start=report.effective_from, end=report.effective_to)
    said = {_about(each): each.value for each in report.figures}
    found = figures(indicator, days, known_on=known_on)
    now = {_about(each): each.value for each in found}
    return tuple(
        Difference(
            of=about[0],
            effective_from=about[1],
            effective_to=about[2],
            definition=about[3],
            reported=said.get(about),
            now=now.get(about),
        )
        for about in sorted(said.keys() | now.keys())
        if said.get(about) != now.get(about)
    )


def _about(each: ReportedFigure) -> tuple[StreamId, date, date, int]:
    return each.of, each.effective_from, each.effective_to, each.definition


def _aimed_at(indicator: Indicator, each: Observation) -> Figure | None:
    last = each.effective_to - timedelta(days=1)
    return indicator.target(each.definition, each.of, last)


def _reported_otherwise(
    stream: StreamId, before: Reported, again: Report
) -> Reason | None:
    """Say no to a report under a label that another one has."""
    known_on = again.known_on or before.known_on
    days = (again.effective_from, again.effective_to)
    if (before.known_on, before.effective_from, before.effective_to) == (
        known_on,
        *days,
    ):
        return None
    text = (
        f"{stream}: report {before.report!r} is made, of {before.effective_from} until "
        f"{before.effective_to} as known {before.known_on}, got {days[0]} until "
        f"{days[1]} as known {known_on}"
    )
    return Reason(code="indicator.reported", text=text)
