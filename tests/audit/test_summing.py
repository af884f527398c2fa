"""Sums over rows: the same wherever the same rows are read, and for no others."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core.audit.summing import Summing
from kvalitet_core.journal.store import Row

SALT = bytes(16)

rows = st.lists(
    st.builds(
        lambda position, stream, version, name: (position, stream, version, name, b""),
        st.integers(1, 2**40),
        st.sampled_from(["case/1", "case/2", "tilbud/1"]),
        st.integers(1, 9),
        st.sampled_from(["case.opened/1", "case.closed/1"]),
    ),
    max_size=9,
    unique_by=lambda row: row[0],
)


def summed(read: list[Row]) -> int:
    """The sum over some rows, with the salt that is known here."""
    return Summing(SALT).of(read)


@given(rows.flatmap(lambda read: st.tuples(st.just(read), st.permutations(read))))
def test_it_is_the_same_in_any_order_and_of_any_parts(
    orders: tuple[list[Row], list[Row]],
) -> None:
    """Sums of parts add up to the sum of the whole."""
    read, otherwise = orders

    assert summed(otherwise[:4]) + summed(otherwise[4:]) == summed(read)


@given(rows, rows)
def test_other_rows_have_another_sum(some: list[Row], others: list[Row]) -> None:
    """Only the same rows have the same."""
    assert (summed(some) == summed(others)) is (sorted(some) == sorted(others))


def test_each_column_counts_and_so_does_the_salt() -> None:
    """A row of another place, stream, version or name is another row."""
    told = {
        summed([row])
        for row in (
            (1, "case/1", 1, "case.opened/1", b""),
            (2, "case/1", 1, "case.opened/1", b""),
            (1, "case/2", 1, "case.opened/1", b""),
            (1, "case/1", 2, "case.opened/1", b""),
            (1, "case/1", 1, "case.closed/1", b""),
        )
    }
    salted = Summing(b"another salt").of([(1, "case/1", 1, "case.opened/1", b"")])

    assert len({*told, salted}) == 6


def test_it_is_the_same_in_another_process() -> None:
    """A process begins with secrets of its own, and they are not part of it."""
    read = [(7, "case/1", 1, "case.opened/1", b"")]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        theirs = pool.submit(summed, read).result()

    assert theirs == summed(read)
