"""Counting rules and end rules: two choices, kept apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.deadlines.given import (
    between,
    cases,
    counts,
    days,
    last_day,
    units,
    working_days,
)

from kvalitet_core.deadlines import DANISH, Extension, Term

ends = st.sampled_from(["roll", "stand"])
orders = st.sampled_from(["extend_then_roll", "roll_then_extend"])


@given(days, counts)
def test_days_are_counted_from_the_day_after(trigger: date, count: int) -> None:
    """The day itself does not count, so one day ends the day after."""
    end = last_day(Term(count, "days", end="stand"), trigger)

    assert len(list(between(trigger, end))) == count


@given(days, counts)
def test_weeks_end_on_the_same_weekday(trigger: date, count: int) -> None:
    """The same weekday, so many weeks later."""
    end = last_day(Term(count, "weeks", end="stand"), trigger)

    assert (end - trigger, end.weekday()) == (
        timedelta(days=7 * count),
        trigger.weekday(),
    )


@given(days, counts)
@example(date(2020, 1, 31), 1)
@example(date(2020, 12, 31), 2)
def test_months_end_on_the_same_date_or_the_last_of_the_month(
    trigger: date, count: int
) -> None:
    """Where the month has no such date, it is the month's last day."""
    end = last_day(Term(count, "months", end="stand"), trigger)

    months = (end.year - trigger.year) * 12 + end.month - trigger.month
    assert months == count
    is_last = (end + timedelta(days=1)).day == 1
    assert end.day == trigger.day or (end.day < trigger.day and is_last)


@given(days, counts)
def test_a_year_is_twelve_months(trigger: date, count: int) -> None:
    """Years end where twelve times as many months do; 29 February on the 28th."""
    year = Term(count, "years", end="stand")

    assert last_day(year, trigger) == last_day(
        Term(12 * count, "months", end="stand"), trigger
    )


@given(days, counts)
def test_working_days_are_the_open_days(trigger: date, count: int) -> None:
    """So many open days after the trigger, the last of which is the end."""
    end = last_day(Term(count, "working_days", end="stand"), trigger)

    open_days = [day for day in between(trigger, end) if DANISH.is_open(day)]
    assert (len(open_days), open_days[-1]) == (count, end)


@given(days, counts, units)
def test_rolling_goes_to_the_next_working_day_and_no_further(
    trigger: date, count: int, unit: str
) -> None:
    """The end rule looks only at where the counting rule ended."""
    stands = last_day(Term(count, unit, end="stand"), trigger)

    assert last_day(Term(count, unit), trigger) == DANISH.next_open(stands)


@given(cases(), st.integers(0, 40))
@example(
    {
        "term": Term(1, "month", end="stand"),
        "trigger": date(2021, 1, 28),
        "suspensions": [],
        "extensions": (),
    },
    3,
)
def test_a_later_trigger_never_gives_an_earlier_deadline(
    case: dict[str, object], later: int
) -> None:
    """Without suspensions, whatever the term, its extensions, its order and its end.

    It may give the same one: a month from 28 or from 31 January ends on 28 February.
    """
    term, trigger, extensions = case["term"], case["trigger"], case["extensions"]

    earlier = last_day(term, trigger, extensions=extensions)
    after = last_day(term, trigger + timedelta(days=later), extensions=extensions)
    assert earlier <= after


@given(st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)), units)  # noqa: DTZ001
@example(datetime(2020, 1, 31, 23, 30), "days")  # noqa: DTZ001 - zone is added below
def test_an_instant_counts_from_its_danish_date(naive: datetime, unit: str) -> None:
    """Half past eleven at night in UTC is the day after in Denmark."""
    instant = naive.replace(tzinfo=UTC)
    offsets = [timedelta(hours=1), timedelta(hours=2)]

    due = Term(3, unit).due(instant)

    day = due.proof.trigger.day
    assert day in {(instant + offset).date() for offset in offsets}
    assert due.deadline == Term(3, unit).due(day).deadline


@given(cases())
def test_the_order_matters_only_where_something_rolls_before_it_is_extended(
    case: dict[str, object],
) -> None:
    """Without an extension, or where the end stands, both orders give one deadline."""
    term, extensions = case["term"], case["extensions"]
    other = {
        "extend_then_roll": "roll_then_extend",
        "roll_then_extend": "extend_then_roll",
    }[term.order]
    turned = Term(term.count, term.unit, end=term.end, order=other)
    plain = Term(term.count, term.unit, end=term.end, order=term.order)

    if term.end == "stand" or not extensions:
        one = last_day(plain, case["trigger"], extensions=extensions)
        assert one == last_day(turned, case["trigger"], extensions=extensions)


class TestTheOrder:
    """A month to Saturday 8 February 2020, and a month more."""

    trigger = date(2020, 1, 8)
    month = Extension(count=1, unit="months", reason="kompleks_sag")

    def test_extend_then_roll_makes_one_longer_term(self) -> None:
        """Two months from 8 January are to Sunday 8 March, so Monday 9 March."""
        term = Term(1, "month", order="extend_then_roll")

        end = last_day(term, self.trigger, extensions=[self.month])

        assert end == date(2020, 3, 9)

    def test_roll_then_extend_counts_from_the_deadline_as_it_rolled(self) -> None:
        """It rolled to Monday 10 February; a month from there is Tuesday 10 March."""
        term = Term(1, "month", order="roll_then_extend")

        end = last_day(term, self.trigger, extensions=[self.month])

        assert end == date(2020, 3, 10)

    def test_each_of_several_extensions_rolls(self) -> None:
        """From 10 March, two weeks at a time: 24 March and 7 April."""
        term = Term(1, "month", order="roll_then_extend")
        weeks = Extension(count=2, unit="weeks", reason="kompleks_sag")

        due = term.due(self.trigger, extensions=[self.month, weeks, weeks])

        assert [step.done for step in due.proof.steps] == [
            "counted",
            "rolled",
            "extended",
            "extended",
            "extended",
        ]
        assert due.deadline == "2020-04-07"

    def test_extensions_are_counted_in_the_order_they_were_granted(self) -> None:
        """A month and a day is not always a day and a month."""
        term = Term(1, "day", end="stand")
        day = Extension(count=1, unit="days", reason="kompleks_sag")

        ends = [
            last_day(term, date(2021, 1, 29), extensions=both)
            for both in ([self.month, day], [day, self.month])
        ]

        assert ends == [date(2021, 3, 1), date(2021, 2, 28)]


WORKING_DAYS = working_days(date(2019, 1, 1), date(2022, 12, 31))


class TestHowOftenItMatters:
    """From the 1,005 working days of 2019 to 2022, by the Danish calendar."""

    def test_four_in_ten_one_month_terms_end_on_a_closed_day(self) -> None:
        """399 of 1,005, which is 39.7 per cent."""
        term = Term(1, "month", end="stand")

        closed = [d for d in WORKING_DAYS if not DANISH.is_open(last_day(term, d))]

        assert (len(closed), len(WORKING_DAYS)) == (399, 1005)

    @pytest.mark.parametrize(
        ("longer", "count"),
        [(Term(1, "month"), 361), (Term(2, "months"), 367)],
        ids=["a month extended by one", "two months"],
    )
    def test_the_order_matters_in_more_than_a_third(
        self, longer: Term, count: int
    ) -> None:
        """361 of 1,005, which is 35.9 per cent.

        It is 367 where the two are stated as two months: a month from 31 January that
        is extended by one ends on 28 March, and two months end on the 31st.
        """
        month = Extension(count=1, unit="months", reason="kompleks_sag")
        rolls_first = Term(1, "month", order="roll_then_extend")
        more = () if longer.count == 2 else (month,)

        differing = [
            day
            for day in WORKING_DAYS
            if last_day(longer, day, extensions=more)
            != last_day(rolls_first, day, extensions=(month,))
        ]

        assert len(differing) == count
