"""What is withheld in a table cannot be computed from what is shown.

The attack here is another way of going about it than the code under test: it tries
every table that agrees with all that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import assume, example
from hypothesis import given as each
from hypothesis import strategies as st

from kvalitet_core.domain.survey.suppression import Shown, suppressed

Table = list[list[int]]

THRESHOLDS = st.integers(1, 5)
TABLES = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 4), min_size=width, max_size=width),
        min_size=1,
        max_size=3,
    )
)
LARGE = st.integers(2, 7).flatmap(
    lambda width: st.lists(
        st.lists(
            st.integers(0, 6) | st.integers(0, 400), min_size=width, max_size=width
        ),
        min_size=1,
        max_size=12,
    )
)


def rows_like(shown: tuple[int | None, ...], total: int, least: int) -> Iterator[Table]:
    """Every row that agrees with what is shown of it."""
    gaps = [place for place, number in enumerate(shown) if number is None]
    left = total - sum(number or 0 for number in shown)
    for filled in fillings(len(gaps), left, least):
        row = [number or 0 for number in shown]
        for place, number in zip(gaps, filled, strict=True):
            row[place] = number
        yield row


def fillings(gaps: int, left: int, least: int) -> Iterator[tuple[int, ...]]:
    """Every way to share a number out, so much to each at least."""
    if gaps == 0:
        if left == 0:
            yield ()
        return
    if gaps == 1:
        if left >= least:
            yield (left,)
        return
    for first in range(least, left + 1):
        for rest in fillings(gaps - 1, left - first, least):
            yield (first, *rest)


def attack(shown: Shown, table: Table) -> dict[tuple[int, int], set[int]]:
    """For each number that is withheld, the values that it may have.

    Known are the rows' totals, all that is shown, and that nothing is withheld that is
    0; only in a table that is withheld altogether, zeros are.
    """
    counts, columns = shown.cells, range(len(table[0]))
    altogether = all(
        number is None
        for row, numbers in zip(counts, table, strict=True)
        for number in row
        if any(numbers)
    ) and set(shown.totals) == {None}
    least = 0 if altogether else 1
    possible = [
        list(rows_like(row, sum(numbers), least))
        for row, numbers in zip(counts, table, strict=True)
    ]
    found: dict[tuple[int, int], set[int]] = {}
    for tried in product(*possible):
        totals = [sum(row[column] for row in tried) for column in columns]
        if any(
            number not in (None, totals[c]) for c, number in enumerate(shown.totals)
        ):
            continue
        for r, numbers in enumerate([*counts, shown.totals]):
            for c, number in enumerate(numbers):
                if number is None:
                    value = totals[c] if r == len(tried) else tried[r][c]
                    found.setdefault((r, c), set()).add(value)
        if found and all(len(values) > 1 for values in found.values()):
            break
    return found


def enough(table: Table, threshold: int) -> bool:
    """Whether every row has so many that its total can be shown."""
    return all(sum(row) == 0 or sum(row) >= threshold for row in table)


@each(TABLES, THRESHOLDS)
@example([[1, 4, 4]], 2)
@example([[1, 1, 1]], 3)
@example([[4, 1], [4, 0]], 2)
@example([[1, 4, 4], [4, 4, 4], [4, 4, 4]], 2)
@example([[1, 2, 0], [0, 1, 2]], 3)
def test_a_number_that_is_withheld_cannot_be_computed(
    table: Table, threshold: int
) -> None:
    """Whoever knows all that is shown has two tables or more to choose between."""
    assume(enough(table, threshold))

    shown = suppressed(table, threshold=threshold)

    for place, values in attack(shown, table).items():
        assert len(values) > 1, place


@each(LARGE, st.integers(1, 10))
def test_what_is_shown_is_true_and_not_small(table: Table, threshold: int) -> None:
    """A number is the one that was counted, and 0 or no less than the threshold."""
    assume(enough(table, threshold))

    shown = suppressed(table, threshold=threshold)

    totals = [sum(column) for column in zip(*table, strict=True)]
    pairs = [
        pair
        for numbers, counted in zip(
            [*shown.cells, shown.totals], [*table, totals], strict=True
        )
        for pair in zip(numbers, counted, strict=True)
    ]
    assert all(number in (None, counted) for number, counted in pairs)
    assert not any(number and number < threshold for number, _ in pairs)
    assert shown == suppressed(table, threshold=threshold)


@each(LARGE)
def test_nothing_is_withheld_where_nothing_is_small(table: Table) -> None:
    """A threshold of 1 shows everything."""
    shown = suppressed(table, threshold=1)

    assert [list(row) for row in shown.cells] == table
    assert None not in shown.totals


def test_one_small_number_takes_the_least_others_with_it() -> None:
    """Three more close the round: in its row, in its column, and where they meet."""
    table = [[2, 20, 30], [9, 25, 40], [30, 8, 50]]

    shown = suppressed(table, threshold=5)

    assert shown.cells == ((None, None, 30), (None, None, 40), (30, 8, 50))
    assert shown.totals == (41, 53, 120)


def test_without_other_rows_a_total_goes_with_its_number() -> None:
    """A table of one row says the same twice."""
    shown = suppressed([[2, 20, 30]], threshold=5)

    assert (shown.cells, shown.totals) == (((None, None, 30),), (None, None, 30))


def test_a_table_that_cannot_be_shown_in_part_is_withheld() -> None:
    """Where all would be 1, to withhold just the small ones would tell it."""
    shown = suppressed([[1, 1, 1, 0], [0, 0, 0, 0]], threshold=3)

    assert shown.cells == ((None,) * 4, (0,) * 4)
    assert shown.totals == (None,) * 4


def test_a_large_table_can_be_shown_in_part() -> None:
    """Fifty rows of ten answers, many of them small, leave numbers to show."""
    table = [[(row * column) % 7 + 3 for column in range(10)] for row in range(50)]

    shown = suppressed(table, threshold=5)

    numbers = {number for row in shown.cells for number in row}
    assert None in numbers
    assert len(numbers) > 1
