"""What comes after a decision: telling the party, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.case.anew import invalidated
from kvalitet_core.domain.case.availability import other_role
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import Event, Notified, Revoked
from kvalitet_core.domain.case.grounds import REASONS
from kvalitet_core.domain.case.state import Case, DecisionTaken
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId, StreamId, of_kind

__all__ = ["Notify", "Revoke"]


@attrs.frozen(kw_only=True)
class Notify:
    """Register that the party was told of a decision.

    Attributes:
        case: The case's stream: `case/…`.
        number: The decision's number.
        on: The day when the party was told.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    number: int
    on: date

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it is.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.decision_unknown`;
                `case.notified` on another day, or `case.notified_when`: before it was
                decided, or in the future.
        """
        on = open_case(state, self.case, context)
        taken = _taken(on, self.number)
        if taken.notified == self.on:
            return ()
        if taken.notified is not None:
            text = f"{self.case}: $.on: was told on {taken.notified}, got {self.on}"
            raise Refused(Reason(code="case.notified", text=text))
        if not taken.decided_on <= self.on <= context.today:
            text = (
                f"{self.case}: $.on: expected a day from {taken.decided_on}, when it "
                f"was decided, to {context.today}, got {self.on}"
            )
            raise Refused(Reason(code="case.notified_when", text=text))
        return followed(on, Notified(number=self.number, on=self.on))


@attrs.frozen(kw_only=True)
class Revoke:
    """Revoke a decision; it and what depends on it are to be done anew.

    Attributes:
        case: The case's stream: `case/…`.
        number: The decision's number.
        reasons: Why, each a text to the party; they name no person.
        effective_from: The first day that it no longer holds.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    number: int
    reasons: tuple[str, ...]
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Revoke it, unless it is revoked from that day.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.decision_unknown`; or for
                everything that stands against it: `case.role`, `case.superseded`, where
                it does not count any more, `case.reasons`,
                `case.effective_before_decision`.
        """
        on = open_case(state, self.case, context)
        taken = _taken(on, self.number)
        if taken.revoked == self.effective_from:
            return ()
        refuse_for(
            other_role(on, taken.item),
            _superseded(on, taken),
            *_unsaid(self),
            _too_early(self, taken),
        )
        event = Revoked(
            number=self.number,
            reasons=self.reasons,
            by=ActorId(context.actor.id),
            effective_from=self.effective_from,
            invalidated=invalidated(on, taken.item),
        )
        return followed(on, event)


def _taken(on: Running, number: int) -> DecisionTaken:
    for taken in on.case.decisions:
        if taken.number == number:
            return taken
    count = len(on.case.decisions)
    text = f"{on.stream}: $.number: expected a decision from 1 to {count}, got {number}"
    raise Refused(Reason(code="case.decision_unknown", text=text))


def _superseded(on: Running, taken: DecisionTaken) -> Reason | None:
    if on.case.outcomes.get(taken.item, ("", 0))[1] == taken.number:
        return None
    text = f"{on.stream}: decision {taken.number} of {taken.item} counts no more"
    return Reason(code="case.superseded", text=text)


def _unsaid(command: Revoke) -> Iterator[Reason]:
    if not command.reasons or not all(text.strip() for text in command.reasons):
        text = f"{command.case}: $.reasons: expected texts that say why"
        yield Reason(code="case.reasons", text=text, source=REASONS)


def _too_early(command: Revoke, taken: DecisionTaken) -> Reason | None:
    if taken.effective_from <= command.effective_from:
        return None
    text = (
        f"{command.case}: $.effective_from: expected no earlier than "
        f"{taken.effective_from}, the first day that decision {taken.number} holds, "
        f"got {command.effective_from}"
    )
    return Reason(code="case.effective_before_decision", text=text)
