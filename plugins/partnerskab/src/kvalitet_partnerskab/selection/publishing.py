"""Publishing a selection, and what those who were not selected answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.round import Round
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import end_of_day
from kvalitet_partnerskab.selection.checks import (
    candidate_there,
    counted,
    not_published,
    one_who_decides,
)
from kvalitet_partnerskab.selection.events import (
    Answered,
    Event,
    PartnerNamed,
    Published,
    ReferenceLeft,
    ReferenceOffered,
)
from kvalitet_partnerskab.selection.state import KIND, Selection, Standing

__all__ = ["Answer", "Publish"]


@attrs.frozen(kw_only=True)
class Publish:
    """Publish a selection: the partners are named, and the others are invited.

    Whoever was not selected is invited as a reference municipality.

    Attributes:
        selection: The selection's stream: `partnerskab-selection/…`.
        effective_from: The day that it is published.
    """

    selection: StreamId = attrs.field(validator=of_kind(KIND))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the selection."""
        return self.selection

    def decide(self, state: Selection | None, context: Context) -> tuple[Event, ...]:
        """Publish it, unless it is published on that day.

        Raises:
            Refused: `partnerskab-selection.unknown`; or for everything that stands
                against it: `partnerskab-selection.published` on another day,
                `partnerskab-selection.role`, `partnerskab-selection.not_begun`,
                `partnerskab-selection.round_open` while one can still apply, or
                `partnerskab-selection.too_few`.
        """
        stream = self.selection
        known = registered(state, stream)
        if known.published == self.effective_from:
            return ()
        refuse_for(
            not_published(stream, known),
            one_who_decides(stream, known, context),
            self._too_early(known),
            self._still_open(known, context),
            _too_few(stream, known),
        )
        return (Published(effective_from=self.effective_from), *self._told(known))

    def _told(self, known: Selection) -> tuple[Event, ...]:
        """What each of those who are selected from is told, in the order they came."""
        told: list[Event] = []
        for each in known.candidates:
            fields: dict[str, Any] = {
                "application": each.application,
                "applicant": each.applicant,
                "effective_from": self.effective_from,
            }
            if each.standing is Standing.UDVALGT:
                told.append(PartnerNamed(**fields))
            elif each.standing is Standing.ANSOEGER:
                told.append(ReferenceOffered(**fields))
        return tuple(told)

    def _too_early(self, known: Selection) -> Reason | None:
        if self.effective_from >= known.effective_from:
            return None
        text = (
            f"{self.selection}: expected a day no earlier than "
            f"{known.effective_from}, got {self.effective_from}"
        )
        return Reason(code=f"{KIND}.not_begun", text=text)

    def _still_open(self, known: Selection, context: Context) -> Reason | None:
        """Say no while one can apply in time: on that day to its end, and now."""
        round_ = registered(context.get(Round, known.round), known.round)
        day = self.effective_from
        deadline = round_.deadline.on(day) or round_.announced_deadline
        if deadline.instant < end_of_day(day) and deadline.instant <= context.now:
            return None
        text = (
            f"{self.selection}: expected a day after the round's deadline, {deadline}, "
            f"got {day} on {context.today}"
        )
        return Reason(code=f"{KIND}.round_open", text=text, source=round_.source)


@attrs.frozen(kw_only=True)
class Answer:
    """Register whether a municipality will be a reference municipality.

    Attributes:
        selection: The selection's stream: `partnerskab-selection/…`.
        application: The stream of its application, which was not selected.
        joins: Whether it will.
        effective_from: The first day that the answer holds.
    """

    selection: StreamId = attrs.field(validator=of_kind(KIND))
    application: StreamId = attrs.field(validator=of_kind("application"))
    joins: bool
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the selection."""
        return self.selection

    def decide(self, state: Selection | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it has answered so.

        It may answer otherwise later; what it answered before stays on record.

        Raises:
            Refused: `partnerskab-selection.unknown`,
                `partnerskab-selection.candidate_unknown`,
                `partnerskab-selection.struck`, or
                `partnerskab-selection.not_invited`, also for a day before it was.
        """
        stream = self.selection
        known = registered(state, stream)
        found = candidate_there(stream, known, self.application)
        standing = Standing.REFERENCE if self.joins else Standing.AFSLAAET
        if (found.standing, found.answered) == (standing, self.effective_from):
            return ()
        since = found.answered or known.published
        if found not in known.invited or since is None or self.effective_from < since:
            text = (
                f"{stream}: {found.applicant}: expected one who was invited by "
                f"{self.effective_from}, got one who is {str(found.standing)!r}"
                f"{f' since {since}' if since else ''}"
            )
            refuse_for(
                Reason(code=f"{KIND}.not_invited", text=text, source=known.source)
            )
        said: dict[str, Any] = {
            "application": self.application,
            "applicant": found.applicant,
            "effective_from": self.effective_from,
        }
        answered = Answered(joins=self.joins, **said)
        leaves = found.standing is Standing.REFERENCE and not self.joins
        return (answered, ReferenceLeft(**said)) if leaves else (answered,)


def _too_few(stream: StreamId, known: Selection) -> Reason | None:
    """Say no to fewer partners than there are to be."""
    selected = len(known.selected)
    if selected >= known.least:
        return None
    text = f"{stream}: expected {counted(known)}, got {selected}"
    return Reason(code=f"{KIND}.too_few", text=text, source=known.source)
