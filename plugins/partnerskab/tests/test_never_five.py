"""Whatever is asked of the selection, there are never five partners."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from kvalitet_partnerskab import selection
from kvalitet_partnerskab.call import MOST
from kvalitet_partnerskab.rounds import ROUND
from kvalitet_partnerskab.selection import Standing, evolve
from partnerskab_situation import (
    OPENED,
    SELECTION,
    announced,
    applied,
    known,
    submitted,
)
from selection_begun import BO, PUBLISH, REASON


@st.composite
def _commands(draw: st.DrawFn) -> list[Any]:
    """Whatever may be asked of a selection, in any order."""
    which = st.integers(1, 7).map(applied)
    common = {"selection": st.just(SELECTION), "application": which}
    kinds = (
        st.builds(selection.Enter, **common),
        st.builds(selection.Strike, **common, reason=st.just(REASON)),
        st.builds(selection.Select, **common, reasons=st.just(("Langt fremme.",))),
        st.builds(selection.Deselect, **common, reason=st.just(REASON)),
        st.just(PUBLISH),
        st.builds(
            selection.Answer,
            **common,
            joins=st.booleans(),
            effective_from=st.dates(date(2019, 12, 1), date(2020, 3, 1)),
        ),
    )
    return draw(st.lists(st.one_of(*kinds), max_size=30))


_OTHERS = [announced(), *((applied(n), [submitted(n)]) for n in range(1, 8))]
_BEGUN = known(OPENED, *_OTHERS)


@settings(max_examples=40, deadline=None)
@drawn(_commands())
def test_whatever_is_asked_there_are_never_five(asked: list[Any]) -> None:
    """Never more than four, two once published; and folding twice is the same."""
    events: list[Any] = [OPENED]
    for command in asked:
        situation = attrs.evolve(_BEGUN, told=(*events, *_OTHERS))
        events += situation.when(command, by=BO).events

        one, other = (_folded(events) for _ in range(2))
        assert one == other
        assert len(one.selected) <= MOST
        standing = [each.standing for each in one.candidates]
        if one.published:
            assert standing.count(Standing.PARTNER) >= one.least
            assert Standing.UDVALGT not in standing
        assert len({each.application for each in one.candidates}) == len(standing)
        assert one.round == ROUND


def _folded(events: list[Any]) -> selection.Selection:
    state: selection.Selection | None = None
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state
