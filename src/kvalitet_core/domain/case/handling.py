"""The application that a case decides: its own record stays where that is read."""

from __future__ import annotations

from kvalitet_core.aggregate import At, at
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.domain.application import Application, Assessed, Outcome
from kvalitet_core.domain.application import Decided as ApplicationDecided
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.domain.case.events import Decided
from kvalitet_core.domain.rules import registered
from kvalitet_core.errors import Reason

__all__ = ["deciding_item", "no_application", "on_application"]

_OUTCOMES = frozenset(each.value for each in Outcome)


def deciding_item(on: Running) -> str | None:
    """Give the path of the decision that decides the application, if any does.

    It is the first, in the order of what waits for what, all of whose outcomes an
    application can have, but for those that send the case back.
    """
    for step in on.definition.order:
        item = on.definition.items.get(step.path) if step.part == "item" else None
        if isinstance(item, Decision) and _OUTCOMES.issuperset(
            set(item.outcomes) - set(item.returns)
        ):
            return item.path
    return None


def no_application(on: Running) -> Reason | None:
    """Say no to deciding on an application that was withdrawn."""
    if on.case.handles is None:
        return None
    application = on.context.get(Application, on.case.handles)
    if application is None or application.withdrawn is None:
        return None
    text = (
        f"{on.stream}: {on.case.handles}: was withdrawn, for reason "
        f"{str(application.withdrawn)!r}; there is nothing to decide"
    )
    return Reason(code="case.application_withdrawn", text=text)


def on_application(on: Running, decided: Decided) -> tuple[At, ...]:
    """Let the application that a case handles be decided by the same commit."""
    handles = on.case.handles
    if handles is None or decided.invalidated or decided.item != deciding_item(on):
        return ()
    application = registered(on.context.get(Application, handles), handles)
    events: list[At] = []
    if decided.findings != application.findings:
        events.append(at(handles, Assessed(findings=decided.findings)))
    newest = application.decisions[-1].number if application.decisions else None
    events.append(
        at(
            handles,
            ApplicationDecided(
                number=(newest or 0) + 1,
                outcome=Outcome(decided.outcome),
                reasons=decided.reasons,
                despite=decided.despite,
                supersedes=newest,
                effective_from=decided.effective_from,
            ),
        )
    )
    return tuple(events)
