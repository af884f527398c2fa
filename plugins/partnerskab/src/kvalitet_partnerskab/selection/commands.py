"""What may be asked of a selection, until it is published."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.round import Round
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode, not_blank
from kvalitet_partnerskab.selection.checks import (
    candidate_there,
    counted,
    not_published,
    of_the_circle,
    one_who_decides,
    standing_application,
)
from kvalitet_partnerskab.selection.events import (
    Deselected,
    Entered,
    Event,
    Opened,
    Selected,
    Struck,
)
from kvalitet_partnerskab.selection.state import (
    KIND,
    Selection,
    Standing,
    selection_of,
)

__all__ = ["Deselect", "Enter", "Open", "Select", "Strike"]


@attrs.frozen(kw_only=True)
class Open:
    """Begin the selection of partners among those who apply in a round.

    Attributes:
        round: The round's stream: `round/…`.
        least: How many partners there are to be at least.
        most: How many partners there are to be at most.
        source: The document that the two limits come from.
        effective_from: The first day that the limits hold.
    """

    round: StreamId = attrs.field(validator=of_kind("round"))
    least: int = attrs.field(validator=Whole(of="partners"))
    most: int = attrs.field(validator=Whole(of="partners", not_below="least"))
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the round's selection."""
        return selection_of(self.round)

    def decide(self, state: Selection | None, context: Context) -> tuple[Event, ...]:
        """Begin it, unless it is begun so.

        Raises:
            Refused: `partnerskab-selection.opened` otherwise, or
                `partnerskab-selection.round_unknown`.
        """
        stream = self.target(context)
        fields = [each.name for each in attrs.fields(Opened)]
        if state is not None:
            refuse_for(*(self._otherwise(stream, state, name) for name in fields))
            return ()
        if context.get(Round, self.round) is None:
            text = f"{stream}: {self.round}: no such round is announced"
            refuse_for(Reason(code=f"{KIND}.round_unknown", text=text))
        return (Opened(**{name: getattr(self, name) for name in fields}),)

    def _otherwise(
        self, stream: StreamId, state: Selection, name: str
    ) -> Reason | None:
        before, now = getattr(state, name), getattr(self, name)
        if before == now:
            return None
        text = f"{stream}: is already begun with {name} {before}, got {now}"
        return Reason(code=f"{KIND}.opened", text=text, source=state.source)


@attrs.frozen(kw_only=True)
class Enter:
    """Let an application be among those that are selected from.

    Attributes:
        selection: The selection's stream: `partnerskab-selection/…`.
        application: The application's stream: `application/…`.
    """

    selection: StreamId = attrs.field(validator=of_kind(KIND))
    application: StreamId = attrs.field(validator=of_kind("application"))

    def target(self, context: Context) -> StreamId:
        """The stream of the selection."""
        return self.selection

    def decide(self, state: Selection | None, context: Context) -> tuple[Event, ...]:
        """Let it enter, in time or late, unless it has entered.

        Raises:
            Refused: `partnerskab-selection.unknown`,
                `partnerskab-selection.published`,
                `partnerskab-selection.application_unknown`,
                `partnerskab-selection.application_withdrawn`,
                `partnerskab-selection.other_round` or
                `partnerskab-selection.applicant_circle`.
        """
        stream = self.selection
        known = registered(state, stream)
        found = known.candidate(self.application)
        if found is not None and found.standing is not Standing.TRUKKET:
            return ()
        refuse_for(not_published(stream, known))
        applied = standing_application(stream, known, self.application, context)
        refuse_for(of_the_circle(stream, known, applied.applicant))
        return (Entered(application=self.application, applicant=applied.applicant),)


@attrs.frozen(kw_only=True)
class Strike:
    """Let an application be selected from no longer, as when it is withdrawn.

    Attributes:
        selection: The selection's stream: `partnerskab-selection/…`.
        application: The application's stream: `application/…`.
        reason: Why, as a code; nothing about a person.
    """

    selection: StreamId = attrs.field(validator=of_kind(KIND))
    application: StreamId = attrs.field(validator=of_kind("application"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the selection."""
        return self.selection

    def decide(self, state: Selection | None, context: Context) -> tuple[Event, ...]:
        """Strike it, unless it is struck.

        Raises:
            Refused: `partnerskab-selection.unknown`,
                `partnerskab-selection.published` or
                `partnerskab-selection.candidate_unknown`.
        """
        stream = self.selection
        known = registered(state, stream)
        found = known.candidate(self.application)
        if found is not None and found.standing is Standing.TRUKKET:
            return ()
        refuse_for(not_published(stream, known))
        candidate_there(stream, known, self.application)
        return (Struck(application=self.application, reason=self.reason),)


@attrs.frozen(kw_only=True)
class Select:
    """Select a municipality as a partner. Nobody is told before it is published.

    Attributes:
        selection: The selection's stream: `partnerskab-selection/…`.
        application: The application's stream: `application/…`.
        reasons: Why, each a text; at least one. They name no person.
    """

    selection: StreamId = attrs.field(validator=of_kind(KIND))
    application: StreamId = attrs.field(validator=of_kind("application"))
    reasons: tuple[str, ...]

    def target(self, context: Context) -> StreamId:
        """The stream of the selection."""
        return self.selection

    def decide(self, state: Selection | None, context: Context) -> tuple[Event, ...]:
        """Select it, unless it is selected.

        Raises:
            Refused: `partnerskab-selection.unknown`,
                `partnerskab-selection.candidate_unknown`,
                `partnerskab-selection.struck`,
                `partnerskab-selection.application_unknown`,
                `partnerskab-selection.application_withdrawn`,
                `partnerskab-selection.other_round`; or for everything that stands
                against it: `partnerskab-selection.published`,
                `partnerskab-selection.role`, `partnerskab-selection.reasons`, or
                `partnerskab-selection.full` where there are as many as there may be.
        """
        stream = self.selection
        known = registered(state, stream)
        found = candidate_there(stream, known, self.application)
        if found.standing in (Standing.UDVALGT, Standing.PARTNER):
            return ()
        standing_application(stream, known, self.application, context)
        refuse_for(
            not_published(stream, known),
            one_who_decides(stream, known, context),
            self._without_reasons(),
            _full(stream, known, found.applicant),
        )
        return (
            Selected(
                application=self.application,
                applicant=found.applicant,
                reasons=self.reasons,
            ),
        )

    def _without_reasons(self) -> Reason | None:
        if self.reasons and all(text.strip() for text in self.reasons):
            return None
        text = f"{self.selection}: $.reasons: expected some text that says why"
        return Reason(code=f"{KIND}.reasons", text=text)


@attrs.frozen(kw_only=True)
class Deselect:
    """Let a municipality be selected no longer, before the selection is published.

    Attributes:
        selection: The selection's stream: `partnerskab-selection/…`.
        application: The application's stream: `application/…`.
        reason: Why, as a code; nothing about a person.
    """

    selection: StreamId = attrs.field(validator=of_kind(KIND))
    application: StreamId = attrs.field(validator=of_kind("application"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the selection."""
        return self.selection

    def decide(self, state: Selection | None, context: Context) -> tuple[Event, ...]:
        """Deselect it, unless it is not selected.

        Raises:
            Refused: `partnerskab-selection.unknown`,
                `partnerskab-selection.candidate_unknown`,
                `partnerskab-selection.struck`, `partnerskab-selection.published` or
                `partnerskab-selection.role`.
        """
        stream = self.selection
        known = registered(state, stream)
        found = candidate_there(stream, known, self.application)
        refuse_for(not_published(stream, known))
        if found.standing is not Standing.UDVALGT:
            return ()
        refuse_for(one_who_decides(stream, known, context))
        return (Deselected(application=self.application, reason=self.reason),)


def _full(stream: StreamId, known: Selection, applicant: StreamId) -> Reason | None:
    """Say no to one partner more than there may be."""
    selected = known.selected
    if len(selected) < known.most:
        return None
    text = (
        f"{stream}: expected {counted(known)}, of which {len(selected)} are selected "
        f"({', '.join(each.applicant for each in selected)}), got {applicant} too"
    )
    return Reason(code=f"{KIND}.full", text=text, source=known.source)
