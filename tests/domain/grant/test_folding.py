"""A grant is what its events say: any history folds, and the same a second time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies

from kvalitet_core.domain import grant
from kvalitet_core.errors import Malformed

EVENTS = st.one_of(strategies.stored(cls) for cls in grant.AGGREGATE.events.values())


@each(strategies.stored(grant.Committed), st.lists(EVENTS, max_size=8))
def test_the_fold_takes_any_history(first: Any, events: list[Any]) -> None:
    """It evaluates no rule, and gives the same a second time."""
    states = []
    for _ in range(2):
        state = None
        for event in (first, *events):
            state = grant.evolve(state, event)
        states.append(state)

    assert states[0] == states[1]


def test_a_history_has_its_beginning() -> None:
    """Nothing happens to a grant that was never given."""
    with pytest.raises(Malformed, match="an earlier event"):
        grant.evolve(None, grant.Begun(effective_from=date(2020, 1, 1)))
