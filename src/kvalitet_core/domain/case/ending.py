"""How a case ends: what is left to do in it, waiving, closing, opening again."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.case.engine import Running, followed, open_case, running
from kvalitet_core.domain.case.events import Closed, Event, ObligationWaived, Reopened
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["Close", "Reopen", "Waive"]


@attrs.frozen(kw_only=True)
class Waive:
    """Let something that is owed not be done.

    Attributes:
        case: The case's stream: `case/…`.
        obligation: Which obligation.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    obligation: str
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Waive it, unless it is waived.

        Raises:
            Refused: `case.unknown`, `case.closed` or `case.not_owed`.
        """
        on = open_case(state, self.case, context)
        if self.obligation in on.case.waived:
            return ()
        if self.obligation not in on.case.owed:
            owed = ", ".join(sorted(on.case.owed)) or "nothing"
            text = (
                f"{self.case}: $.obligation: expected {owed}, got {self.obligation!r}"
            )
            refuse_for(Reason(code="case.not_owed", text=text))
        event = ObligationWaived(
            obligation=self.obligation,
            by=ActorId(context.actor.id),
            reason=self.reason,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class Close:
    """Close a case.

    Attributes:
        case: The case's stream: `case/…`.
        reason: Why, as a code.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed.

        A case about an application that was withdrawn may have things left to do.

        Raises:
            Refused: `case.unknown`; or for everything that is open in it:
                `case.unfinished`, `case.owed`, `case.not_notified`.
        """
        on = running(state, self.case, context)
        if on.case.closed is not None:
            return ()
        refuse_for(*_unfinished(on), *_owed(on), *_untold(on))
        return (Closed(reason=self.reason, by=ActorId(context.actor.id)),)


def _unfinished(on: Running) -> Iterator[Reason]:
    """Say no for everything that is still to be done in a case."""
    if _is_withdrawn(on):
        return
    texts = [*_unended(on)] if on.definition.ends is not None else [*_possible(on)]
    texts += [
        f"{path} is still to be done"
        for path in sorted(on.case.added)
        if on.case.work(path).status.is_open
    ]
    for text in texts:
        yield Reason(code="case.unfinished", text=f"{on.stream}: {text}")


def _is_withdrawn(on: Running) -> bool:
    if on.case.handles is None:
        return False
    application = on.context.get(Application, on.case.handles)
    return application is not None and application.withdrawn is not None


def _unended(on: Running) -> Iterator[str]:
    ends, facts = on.definition.ends, on.settlement.facts
    if ends is not None and ends.evaluate(facts) is not Truth.TRUE:
        missing = ends.missing(facts)
        found = f"; {', '.join(missing)} is missing" if missing else ""
        yield f"expected that {ends.says('en')}{found}"


def _possible(on: Running) -> Iterator[str]:
    for path in sorted(on.settlement.possible.intersection(on.definition.items)):
        item = on.definition.items[path]
        if not (isinstance(item, Task) and item.optional):
            yield f"{path} is still to be done"


def _owed(on: Running) -> Iterator[Reason]:
    for code in sorted(on.case.owed):
        text = f"{on.stream}: {code} is still owed; do it, or waive it"
        yield Reason(code="case.owed", text=text)


def _untold(on: Running) -> Iterator[Reason]:
    """Say no for each decision of which the party was not told, and must be."""
    for taken in on.case.decisions:
        item = on.definition.items.get(taken.item)
        counts = on.case.outcomes.get(taken.item, ("", 0))[1] == taken.number
        if not isinstance(item, Decision) or not counts or taken.notified is not None:
            continue
        for duty in on.definition.duties_of(item):
            if duty.when == "after":
                text = f"{on.stream}: the party was not told of decision {taken.number}"
                source = str(duty.hjemmel)
                yield Reason(code="case.not_notified", text=text, source=source)


@attrs.frozen(kw_only=True)
class Reopen:
    """Open a closed case again; nothing in it is cleared.

    Attributes:
        case: The case's stream: `case/…`.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Open it again, unless it is open.

        Raises:
            Refused: `case.unknown`.
        """
        on = running(state, self.case, context)
        if on.case.closed is None:
            return ()
        event = Reopened(reason=self.reason, by=ActorId(context.actor.id))
        return followed(on, event, refusing=False, anew=True)
