"""A round as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.round.events import (
    Announced,
    Change,
    Closed,
    Corrected,
    DeadlineChanged,
    Event,
    Opened,
)
from kvalitet_core.domain.rules import existing
from kvalitet_core.values import Deadline, FormName

__all__ = ["Round", "evolve"]


@attrs.frozen(kw_only=True)
class Round:
    """A round as it is known.

    Attributes:
        programme: The plugin of the programme that it is a round of.
        label: What tells it from the programme's other rounds.
        title: What people call it.
        effective_from: The first day that its announcement holds.
        announced_deadline: The deadline that was announced at first.
        deadline: Which deadline holds when.
        opens: The day that it was announced to open, if one was named.
        opened: The first day that one can apply; None until it is opened.
        closed: The first day that it is over; None until it is closed.
        themes: The themes that can be applied for.
        eligible_grounds: The legal grounds, one of which an applicant must have, if
            said.
        eligible_driftsformer: Who runs those who can apply, if said.
        months_min: The shortest length that can be applied for, in months, if any.
        months_max: The longest length that can be applied for, in months, if any.
        form: The form that applications are made on.
        decides: The roles that decide applications of the round.
        source: The document that the announcement comes from.
        announced: The announcement as it was made, whatever was put right since.
    """

    programme: str
    label: str
    title: str
    effective_from: date
    announced_deadline: Deadline
    deadline: Dated[Deadline]
    opens: date | None = None
    opened: date | None = None
    closed: date | None = None
    themes: frozenset[str] = frozenset()
    eligible_grounds: frozenset[LegalGround] = frozenset()
    eligible_driftsformer: frozenset[Driftsform] = frozenset()
    months_min: int | None = None
    months_max: int | None = None
    form: FormName
    decides: frozenset[str]
    source: str
    announced: Announced

    @property
    def period(self) -> Period:
        """From when it is announced until it is closed."""
        return Period(start=self.effective_from, end=self.closed)

    @property
    def as_announced(self) -> Announced:
        """The announcement with what was put right in it, and its first deadline."""
        kept = {name: getattr(self, name) for name in _KEPT}
        return Announced(deadline=self.announced_deadline, **kept)


_KEPT = [each.name for each in attrs.fields(Announced) if each.name != "deadline"]


def evolve(state: Round | None, event: Event) -> Round:
    """Give the round as it is after the event."""
    if isinstance(event, Announced):
        return Round(
            announced=event,
            announced_deadline=event.deadline,
            deadline=Dated.of(event.deadline, event.effective_from),
            **{name: getattr(event, name) for name in _KEPT},
        )
    return _changed(existing(state, event), event)


def _changed(known: Round, event: Change) -> Round:
    match event:
        case DeadlineChanged(deadline=deadline, effective_from=day):
            dated = known.deadline.asserted(deadline, day)
            return attrs.evolve(known, deadline=dated)
        case Opened(effective_from=day):
            return attrs.evolve(known, opened=day)
        case Closed(effective_from=day):
            return attrs.evolve(known, closed=day)
        case Corrected():
            return _corrected(known, event)
        case _:
            assert_never(event)


_CORRECTED: Final = (
    "title",
    "opens",
    "themes",
    "eligible_grounds",
    "eligible_driftsformer",
    "months_min",
    "months_max",
    "form",
    "decides",
    "source",
    "opened",
    "closed",
)


def _corrected(known: Round, event: Corrected) -> Round:
    right: dict[str, Any] = dict.fromkeys(event.unsaid)
    for name in _CORRECTED:
        if getattr(event, name) is not None:
            right[name] = getattr(event, name)
    if event.announced is not None:
        right["effective_from"] = event.announced
        right["deadline"] = _from(known, event.announced)
    return attrs.evolve(known, **right)


def _from(known: Round, day: date) -> Dated[Deadline]:
    """Which deadline holds when, where the first of them holds from this day."""
    first = known.deadline.spans[0].period.start
    if first <= day:
        return known.deadline
    return known.deadline.asserted(known.announced_deadline, day, first)
