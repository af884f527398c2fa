"""Kleene's three-valued logic: what is not known stays so, unless the rest decides."""

from __future__ import annotations

from itertools import product

import pytest

from kvalitet_core.casetypes.conditions import Truth

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (TRUE, TRUE, TRUE, TRUE),
        (TRUE, FALSE, FALSE, TRUE),
        (TRUE, UNKNOWN, UNKNOWN, TRUE),
        (FALSE, FALSE, FALSE, FALSE),
        (FALSE, UNKNOWN, FALSE, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_two_truths_join_by_kleenes_table(
    left: Truth, right: Truth, both: Truth, either: Truth
) -> None:
    """False decides an `and`, true decides an `or`, in either order."""
    assert left & right is both
    assert right & left is both
    assert left | right is either
    assert right | left is either


def test_the_opposite_of_not_knowing_is_not_knowing() -> None:
    """To deny what is not known tells nothing."""
    assert (~TRUE, ~FALSE, ~UNKNOWN) == (FALSE, TRUE, UNKNOWN)


def test_what_people_expect_of_and_or_and_not_holds() -> None:
    """De Morgan, association, distribution and absorption hold in every case."""
    for a, b, c in product(Truth, repeat=3):
        assert ~(a & b) is ~a | ~b
        assert ~(a | b) is ~a & ~b
        assert (a & b) & c is a & (b & c)
        assert (a | b) | c is a | (b | c)
        assert a & (b | c) is (a & b) | (a & c)
        assert a | (a & b) is a


def test_a_plain_answer_is_true_or_false() -> None:
    """An answer that was given is never unknown."""
    assert Truth.of(answer=True) is TRUE
    assert Truth.of(answer=False) is FALSE


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_no_bool(truth: Truth) -> None:
    """`if finding.truth` would take what is not known for true."""
    with pytest.raises(TypeError, match=r"compare it, as in `is Truth\.TRUE`"):
        bool(truth)


def test_a_truth_joins_only_truths() -> None:
    """A bool has no third value, and is not taken for one of three."""
    with pytest.raises(TypeError, match="unsupported operand"):
        TRUE & True  # type: ignore[operator]
    with pytest.raises(TypeError, match="unsupported operand"):
        TRUE | False  # type: ignore[operator]
