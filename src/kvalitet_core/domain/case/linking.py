"""Tying a case to other things in the journal."""

from __future__ import annotations

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.case.engine import followed, open_case
from kvalitet_core.domain.case.events import Event, Linked
from kvalitet_core.domain.case.state import Case, Link
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["LinkTo"]


@attrs.frozen(kw_only=True)
class LinkTo:
    """Tie a case to something else in the journal.

    Attributes:
        case: The case's stream: `case/…`.
        to: The stream of the other thing.
        relation: How the two belong together, as a code: `follow_up`.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    to: StreamId
    relation: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Tie them, unless they are.

        Raises:
            Refused: `case.unknown`, `case.closed` or `case.link`, to itself.
        """
        on = open_case(state, self.case, context)
        if Link(self.to, self.relation) in on.case.links:
            return ()
        if self.to == self.case:
            text = f"{self.case}: $.to: expected another stream, got itself"
            refuse_for(Reason(code="case.link", text=text))
        return followed(on, Linked(to=self.to, relation=self.relation))
