"""Rules that every aggregate has: what must be there, and when it may take effect.

A rule gives a `Reason` for saying no, or None; `refuse_for` says no for all of them
at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeVar

from kvalitet_core.dated import Period
from kvalitet_core.errors import Malformed, Reason, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline

__all__ = [
    "Lasting",
    "ending",
    "existing",
    "in_force",
    "reachable",
    "refuse_for",
    "registered",
    "within",
]

S = TypeVar("S")


class Lasting(Protocol):
    """The state of a thing that begins, and may end."""

    @property
    def period(self) -> Period:
        """When it is there."""


def registered(state: S | None, stream: StreamId) -> S:
    """Give the state that a command is about.

    Raises:
        Refused: There is none: `tilbud.unknown`.
    """
    if state is None:
        kind = _kind(stream)
        text = f"{stream}: no such {kind} is registered"
        raise Refused(Reason(code=f"{kind}.unknown", text=text))
    return state


def existing(state: S | None, event: Any) -> S:
    """Give the state that an event is folded onto.

    Raises:
        Malformed: There is none, so the history lacks its beginning.
    """
    if state is None:
        raise Malformed(
            f"{type(event).__module__}.{type(event).__qualname__}",
            "expected an earlier event that registers the thing",
        )
    return state


def within(period: Period, day: date, *, stream: StreamId) -> Reason | None:
    """Say no to what takes effect before the thing begins, or once it has ended."""
    if period.contains(day):
        return None
    code = "not_begun" if day < period.start else "closed"
    return Reason(
        code=f"{_kind(stream)}.{code}",
        text=f"{stream}: expected a day when it is there, {period}, got {day}",
    )


def ending(period: Period, day: date, *, stream: StreamId) -> Reason | None:
    """Say no to ending what has not begun by then, or has an end already."""
    kind = _kind(stream)
    if period.end is not None:
        text = f"{stream}: has already ended, {period.end}, got {day}"
        return Reason(code=f"{kind}.closed", text=text)
    if day <= period.start:
        text = f"{stream}: expected an end later than {period.start}, got {day}"
        return Reason(code=f"{kind}.not_begun", text=text)
    return None


def in_force(
    found: Lasting | None, day: date, *, stream: StreamId, code: str
) -> Reason | None:
    """Say no to building on a thing that is not registered, or not there on the day.

    Args:
        found: What the record knows of it.

        day: When it is built upon.

        stream: Which thing it is.

        code: How the reason's code begins: `tilbud.municipality` gives
            `tilbud.municipality_unknown` and `tilbud.municipality_not_in_force`.
    """
    if found is None:
        text = f"{stream}: no such {_kind(stream)} is registered"
        return Reason(code=f"{code}_unknown", text=text)
    if not found.period.contains(day):
        text = f"{stream}: expected it to be there on {day}, it is {found.period}"
        return Reason(code=f"{code}_not_in_force", text=text)
    return None


def reachable(deadline: Deadline, *, stream: StreamId) -> Reason | None:
    """Say no to a deadline so far away that no calendar here has its end."""
    try:
        deadline.instant  # noqa: B018 - whether it can be told is what is asked
    except OverflowError:
        text = f"{stream}: expected a deadline whose end has a date, got {deadline}"
        return Reason(code=f"{_kind(stream)}.deadline_unreachable", text=text)
    return None


def refuse_for(*reasons: Reason | None) -> None:
    """Refuse for every reason given, or let it pass when there is none.

    Raises:
        Refused: There is a reason.
    """
    given = [reason for reason in reasons if reason is not None]
    if given:
        raise Refused(*given)


def _kind(stream: StreamId) -> str:
    return stream.partition("/")[0]
