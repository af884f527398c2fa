"""What holds when: the later statement wins where it says something."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core.dated import Dated, Period, Span
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.personal import Personal, unseen

START = date(2019, 1, 1)
DAYS = [START + timedelta(days=number) for number in range(30)]

days = st.sampled_from(DAYS)
periods = st.builds(
    lambda start, length: Period(
        start=start, end=length and start + timedelta(days=length)
    ),
    days,
    st.none() | st.integers(1, 15),
)
statements = st.lists(st.tuples(st.none() | st.sampled_from("ABC"), periods))


@attrs.frozen(kw_only=True)
class House:
    """A class with a dated field, as a state has them.

    Attributes:
        owner: Who owns it when.
    """

    owner: Dated[str]


def told(said: list[tuple[str | None, Period]]) -> Dated[str]:
    """Make a dated value of statements; None ends it from a day on."""
    dated: Dated[str] = Dated()
    for value, period in said:
        if value is None:
            dated = dated.ended(period.start)
        else:
            dated = dated.asserted(value, period.start, period.end)
    return dated


def last_said(said: list[tuple[str | None, Period]], day: date) -> str | None:
    """Find the newest statement about a day, the slow and obvious way."""
    for value, period in reversed(said):
        if period.contains(day) or (value is None and period.start <= day):
            return value
    return None


@given(statements)
def test_the_last_statement_about_a_day_wins(
    said: list[tuple[str | None, Period]],
) -> None:
    """However many statements overlap, a day has what was said of it last."""
    dated = told(said)

    assert [dated.on(day) for day in DAYS] == [last_said(said, day) for day in DAYS]


@given(statements, st.sampled_from("ABC"), periods)
def test_a_value_holds_when_it_is_there_on_every_day(
    said: list[tuple[str | None, Period]], value: str, period: Period
) -> None:
    """`holds` is the same as asking about each day, to beyond the last statement."""
    dated = told(said)
    beyond = DAYS[-1] + timedelta(days=20)
    asked = [
        period.start + timedelta(days=number)
        for number in range(((period.end or beyond) - period.start).days)
    ]

    held = dated.holds(value, period.start, period.end)

    assert held == all(dated.on(day) == value for day in asked)


@given(statements, st.sampled_from("ABC"), periods)
def test_what_was_asserted_holds(
    said: list[tuple[str | None, Period]], value: str, period: Period
) -> None:
    """After a statement its value is there on all its days, whatever was before."""
    dated = told(said).asserted(value, period.start, period.end)

    assert dated.holds(value, period.start, period.end)


@given(statements, days)
def test_nothing_holds_after_the_end(
    said: list[tuple[str | None, Period]], day: date
) -> None:
    """What is ended has no value from that day on, and keeps its earlier ones."""
    dated = told(said)

    ended = dated.ended(day)

    assert ended.ends_by(day)
    assert ended.ended(day) == ended
    assert all(ended.on(one) == dated.on(one) for one in DAYS if one < day)


@given(statements)
def test_the_newest_value_is_that_of_the_last_days(
    said: list[tuple[str | None, Period]],
) -> None:
    """The newest is latest in time, not the one that was recorded last."""
    dated = told(said)

    if dated.spans:
        assert dated.newest == dated.on(dated.spans[-1].period.start)
    else:
        assert dated.newest is None


@given(periods, periods)
def test_taking_days_away_leaves_the_other_days(one: Period, other: Period) -> None:
    """`minus`, `overlaps` and `contains` agree about every day."""
    left = one.minus(other)
    both = [day for day in DAYS if one.contains(day) and other.contains(day)]

    for day in DAYS:
        kept = any(period.contains(day) for period in left)
        assert kept == (one.contains(day) and not other.contains(day))
    if both:
        assert one.overlaps(other)
    if not one.overlaps(other):
        assert left == (one,)


def test_a_period_has_its_first_day_and_not_its_last() -> None:
    """Two that only touch have no day in common."""
    year = Period(start=date(2019, 1, 1), end=date(2020, 1, 1))

    assert year.contains(date(2019, 1, 1))
    assert not year.contains(date(2020, 1, 1))
    assert not year.overlaps(Period(start=date(2020, 1, 1)))
    assert str(year) == "from 2019-01-01 until 2020-01-01"
    assert str(Period(start=START)) == "from 2019-01-01"


@pytest.mark.parametrize("end", [START, START - timedelta(days=1)])
def test_a_period_runs_forwards(end: date) -> None:
    """A period of no days, or of less, is refused."""
    with pytest.raises(Malformed, match="expected a date later than start 2019-01-01"):
        Period(start=START, end=end)


@pytest.mark.parametrize("first_end", [None, START + timedelta(days=9)])
def test_spans_that_overlap_are_refused(first_end: date | None) -> None:
    """A stored value that says two things of one day is malformed."""
    first = Span(value="A", period=Period(start=START, end=first_end))
    second = Span(value="B", period=Period(start=START + timedelta(days=8)))

    with pytest.raises(Malformed, match="expected periods in order, without overlap"):
        Dated(spans=(first, second))


def test_equal_neighbours_are_not_merged() -> None:
    """To merge them would compare values, which personal data refuses."""
    dated = Dated.of("A", DAYS[0], DAYS[5]).asserted("A", DAYS[5])

    assert len(dated.spans) == 2
    assert dated.holds("A", DAYS[0])


def test_personal_values_are_laid_over_one_another_unseen() -> None:
    """A decision can date what it may not look at."""
    anna, bent = Personal("Anna"), Personal("Bent")

    with unseen():
        dated = Dated.of(anna, DAYS[0]).asserted(bent, DAYS[5], DAYS[9]).ended(DAYS[20])
        found = [dated.on(DAYS[number]) for number in (4, 5, 9, 20)]
        over = dated.ends_by(DAYS[20])

    assert [one and one.reveal() for one in found] == ["Anna", "Bent", "Anna", None]
    assert over


@given(statements)
def test_a_dated_field_is_stored_and_read_again(
    said: list[tuple[str | None, Period]],
) -> None:
    """The codec takes it as any other value, and gives the same bytes again."""
    codec = MsgspecCodec()
    house = House(owner=told(said))

    stored = codec.encode(house)

    assert codec.decoder(House)(stored) == house
