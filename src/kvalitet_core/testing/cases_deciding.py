"""How decisions are taken, told and revoked, as a test says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kvalitet_core.casetypes.items import Decision, Document
from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Discharged, Way
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.testing.cases_acting import acted
from kvalitet_core.testing.cases_course import Asked, Course, Step, office
from kvalitet_core.testing.cases_telling import document_received
from kvalitet_core.testing.cases_values import (
    Named,
    When,
    day_of,
    named_path,
)

__all__ = [
    "brought_to",
    "complete",
    "decide",
    "not_owed",
    "notify",
    "revoke",
]

_AS_THE_LAW_ASKS: Final = "Som loven kræver (made up)"

Duties = Mapping[str, str | tuple[Way, str]]
"""How each duty was met: how, or `not_owed`."""


def not_owed(why: str) -> tuple[Way, str]:
    """Say why a duty before a decision is not owed.

    It goes where the decision is told: `duties={"partshoering": not_owed("…")}`.
    """
    return Way.NOT_OWED, why


def decide(
    item: Named,
    outcome: str,
    *,
    by: str | None = None,
    reasons: str | Iterable[str] = (),
    despite: str | Iterable[str] = (),
    duties: Duties | None = None,
    role: str | None = None,
    on_behalf_of: str | None = None,
    since: When | None = None,
) -> Step:
    """Let somebody take a decision.

    Args:
        item: The decision.

        outcome: What it comes to.

        by: Who decides.

        reasons: Why.

        despite: The rules that it is granted against.

        duties: How each duty before it was met, or why it is not owed; each one as the
            law asks, unless this is told.

        role: The role that they act in; the item's, unless it is told.

        on_behalf_of: Who had delegated the authority.

        since: The first day that it holds; today, unless it is told.
    """
    day = day_of(since) if since is not None else None

    def make(course: Course, path: str) -> Any:
        return cases.Decide(
            case=course.stream,
            item=path,
            outcome=outcome,
            reasons=texts_of(reasons),
            despite=frozenset(_rules(course, path, despite)),
            duties=tuple(discharged(course, path, duties)),
            effective_from=day,
        )

    return acted(
        item,
        make,
        by=by,
        role=role,
        on_behalf_of=on_behalf_of,
        words=(f"afgør »{{}}« som {outcome}", f"decides “{{}}” as {outcome}"),
    )


def complete(
    item: Named,
    *,
    by: str | None = None,
    reasons: str | Iterable[str] = (),
    note: str | None = None,
    duties: Duties | None = None,
    role: str | None = None,
    on_behalf_of: str | None = None,
) -> Step:
    """Let somebody complete a task.

    A decision is completed by what its rules lead to: with a rule that is not met, the
    only outcome that grants nothing; otherwise the first that is in favour.
    """

    def make(course: Course, path: str) -> Any:
        known = course.definition.items.get(path)
        if not isinstance(known, Decision):
            return cases.Complete(case=course.stream, item=path, note=note)
        return cases.Decide(
            case=course.stream,
            item=path,
            outcome=_led_to(course, known),
            reasons=texts_of(reasons),
            duties=tuple(discharged(course, path, duties)),
        )

    return acted(
        item,
        make,
        by=by,
        role=role,
        on_behalf_of=on_behalf_of,
        words=("udfører »{}«", "completes “{}”"),
    )


def notify(
    number: int | None = None, *, on: When | None = None, by: str | None = None
) -> Step:
    """Register that the party was told of a decision: the newest, unless said."""
    day = day_of(on) if on is not None else None

    def asks(course: Course) -> Iterator[Asked]:
        which = len(course.state.decisions) if number is None else number
        command = cases.Notify(case=course.stream, number=which, on=day or course.today)
        yield command, course.by(by)

    return Step(asks=asks, words=("parten underrettes", "the party is told"))


def revoke(
    item: Named,
    *,
    reasons: str | Iterable[str],
    by: str | None = None,
    role: str | None = None,
    since: When | None = None,
) -> Step:
    """Let the decision that counts be revoked, and what depends on it with it."""
    day = day_of(since) if since is not None else None

    def make(course: Course, path: str) -> Any:
        return cases.Revoke(
            case=course.stream,
            number=course.state.outcomes.get(path, ("", 0))[1],
            reasons=texts_of(reasons),
            effective_from=day or course.today,
        )

    return acted(
        item,
        make,
        by=by,
        role=role,
        on_behalf_of=None,
        words=("tilbagekalder »{}«", "revokes “{}”"),
    )


def texts_of(texts: str | Iterable[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _rules(course: Course, path: str, named: str | Iterable[str]) -> Iterator[str]:
    """The codes of rules, each named whole or by its last word."""
    known = course.definition.items.get(path)
    codes = [rule.code for rule in known.rules] if isinstance(known, Decision) else []
    for name in texts_of(named):
        yield next((code for code in codes if code.endswith(f".{name}")), name)


def discharged(
    course: Course, path: str, duties: Duties | None
) -> Iterator[Discharged]:
    known = course.definition.items.get(path)
    if duties is None and isinstance(known, Decision):
        duties = {
            duty.code: _AS_THE_LAW_ASKS
            for duty in course.definition.duties_of(known)
            if duty.when == "before"
        }
    for code, met in (duties or {}).items():
        way, text = (Way.DONE, met) if isinstance(met, str) else met
        yield Discharged(duty=code, way=way, text=text)


def _led_to(course: Course, item: Decision) -> str:
    """What a decision's rules lead to, where they leave one outcome.

    Raises:
        Malformed: They leave several.
    """
    granting = next((code for code in item.outcomes if code in item.granting), None)
    others = [
        code
        for code in item.outcomes
        if code not in item.granting and code not in item.returns
    ]
    if granting is not None and not _against(course, item, granting):
        return granting
    if len(others) == 1:
        return others[0]
    several = ", ".join(item.outcomes)
    raise Malformed(f"decision {item.path}", f"expected which of {several}, got none")


def _against(course: Course, item: Decision, outcome: str) -> bool:
    """Whether granting goes against a rule."""
    command = cases.Decide(case=course.stream, item=item.path, outcome=outcome)
    try:
        course.journal.do(command, by=course.by(None, item.path), dry_run=True)
    except Refused as no:
        return any(reason.code == "case.finding_false" for reason in no.reasons)
    return False


def brought_to(item: Named) -> Step:
    """Let everything be done that comes before an item, by others for each.

    Documents that are asked for are received. Decisions come to the first outcome that
    leads there; facts that are asked for must be told before.
    """

    def asks(course: Course) -> Iterator[Asked]:
        path = course.path(item)
        while not course.state.work(path).status.is_open:
            found = next(_onwards(course, path), None)
            if found is None:
                return
            yield from found

    title = named_path(item)
    words = (f"alt før »{title}« udføres", f"everything before “{title}” is done")
    return Step(asks=asks, words=words, item=item, doable=False)


def _onwards(course: Course, to: str) -> Iterator[list[Asked]]:
    """What can be done next on the way to an item."""
    definition, case = course.definition, course.state
    before = [
        path
        for path in definition.items
        if path != to and case.work(path).status.is_open
    ]
    before.sort(key=lambda path: to not in definition.dependents[path])
    for path in before:
        needed = [
            (document_received(course, name), office)
            for condition in getattr(definition.items[path], "requires", ())
            for name in sorted({*condition.needs} - {*course.facts})
            if isinstance(definition.known_facts.get(name), Document)
        ]
        if needed:
            yield needed
        for command in _ways(course, path):
            actor = course.by(_another(course, path), path)
            if course.leads_to(to, command, actor):
                yield [(command, actor)]


def _another(course: Course, path: str) -> str | None:
    """Whoever has an item; of those who decide together, each time another one."""
    votes = len(course.state.votes.get(path, ()))
    return f"{path.replace('.', '-').replace('_', '-')}-{votes}" if votes else None


def _ways(course: Course, path: str) -> Iterator[Any]:
    known = course.definition.items[path]
    if not isinstance(known, Decision):
        yield cases.Complete(case=course.stream, item=path)
        return
    for outcome in known.outcomes:
        if outcome in known.returns:
            continue
        yield cases.Decide(
            case=course.stream,
            item=path,
            outcome=outcome,
            reasons=("Opdigtet begrundelse",),
            duties=tuple(discharged(course, path, None)),
        )
