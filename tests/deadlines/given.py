"""What tests of deadlines share: triggers, days, and strategies for suspensions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from kvalitet_core.deadlines import DANISH, Extension, Suspension, Term
from kvalitet_core.deadlines.units import UNITS

CAUSES = ("partshoering", "manglende_oplysninger")

days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
counts = st.integers(1, 60)
units = st.sampled_from(UNITS)


def ended(
    start: date, length: int, *, cause: str = CAUSES[0], by: str | None = None
) -> Suspension:
    """A suspension of so many days."""
    end = start + timedelta(days=length)
    return Suspension(cause=cause, start=start, end=end, set_by=by)


@st.composite
def suspensions(draw: st.DrawFn, near: date, *, endless: bool = False) -> Suspension:
    """A suspension that begins about a day, and may have no end."""
    start = near + timedelta(days=draw(st.integers(-10, 80)))
    cause = draw(st.sampled_from(CAUSES))
    if endless and draw(st.booleans()):
        return Suspension(cause=cause, start=start)
    return ended(start, draw(st.integers(0, 25)), cause=cause)


@st.composite
def cases(draw: st.DrawFn, *, endless: bool = False) -> dict[str, Any]:
    """A term, its trigger, and what it was suspended and extended by."""
    trigger = draw(days)
    extensions = st.builds(
        Extension, count=st.integers(1, 12), unit=units, reason=st.just("kompleks_sag")
    )
    term = Term(
        draw(st.integers(1, 12)),
        draw(units),
        end=draw(st.sampled_from(["roll", "stand"])),
        order=draw(st.sampled_from(["extend_then_roll", "roll_then_extend"])),
        suspendable=CAUSES,
    )
    return {
        "term": term,
        "trigger": trigger,
        "suspensions": draw(
            st.lists(suspensions(trigger, endless=endless), max_size=4)
        ),
        "extensions": tuple(draw(st.lists(extensions, max_size=2))),
    }


def between(start: date, end: date) -> Iterator[date]:
    """Every day after the one, up to and including the other."""
    for ahead in range(1, (end - start).days + 1):
        yield start + timedelta(days=ahead)


def working_days(start: date, end: date) -> list[date]:
    """Every working day from the one to the other, both included."""
    return [d for d in between(start - timedelta(days=1), end) if DANISH.is_open(d)]


def last_day(term: Term, trigger: date, **more: Any) -> date:
    """The day that a term ends on."""
    deadline = term.due(trigger, **more).deadline
    assert deadline is not None
    return date.fromisoformat(deadline)
