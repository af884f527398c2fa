"""Resting a task or a decision of a case on what is published."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.case.availability import known_item, other_role
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import Cited, Event
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.publication import uncitable
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind

__all__ = ["Cite"]


@attrs.frozen(kw_only=True)
class Cite:
    """Cite a publication, or a part of it, for a task or a decision still to be done.

    Attributes:
        case: The case's stream: `case/…`.
        item: The path of what rests on it.
        citation: What is cited.
        effective_from: The day that it is cited; None for today.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    citation: Citation
    effective_from: date | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Cite it, unless it is cited there.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`; or for everything that stands against it:
                `case.role`, `case.item_done`, `publication.unknown`,
                `publication.version_unknown`, `publication.not_published`,
                `publication.superseded`, `publication.part_unknown`.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        if self.citation in on.case.citations.get(path, ()):
            return ()
        day = self.effective_from or context.today
        refuse_for(
            other_role(on, path),
            _over(on, path),
            *uncitable((self.citation,), on=day, by=self.case, context=context),
        )
        event = Cited(
            item=path,
            citation=self.citation,
            by=ActorId(context.actor.id),
            effective_from=day,
        )
        return followed(on, event)


def _over(on: Running, path: str) -> Reason | None:
    """Say no to resting what is done on something that it did not rest on."""
    status = on.case.work(path).status
    if status.is_open or status is Status.WAITING:
        return None
    text = f"{on.stream}: {path}: is {status}, expected what is still to be done"
    return Reason(code="case.item_done", text=text)
