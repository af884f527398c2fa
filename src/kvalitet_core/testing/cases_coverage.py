"""What the tests of a case type went through of it, and what they did not.

    def test_nothing_is_left_untried() -> None:
        coverage(Forloeb, scenarios(Forloeb, FOLDER), [LATE, REFUSED]).require()

What is counted: each stage begun, completed or ended early; each item done or skipped;
each outcome; what each rule can come to; and what keeps an item back: its condition,
four eyes, what it requires, a mandate, duties, rules and invariants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any, Final, Literal

import attrs

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision, Item, Param, Task
from kvalitet_core.casetypes.prospects import Outlook
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case import Case, Decided
from kvalitet_core.testing.cases_course import Played, Tried

__all__ = ["Coverage", "Point", "coverage"]

Sort = Literal["stage", "item", "outcome", "rule", "blocker"]

_SORTS: Final[tuple[Sort, ...]] = ("stage", "item", "outcome", "rule", "blocker")
_BLOCKERS: Final = {
    "case.not_available": "when",
    "case.four_eyes": "four_eyes",
    "case.requires": "requires",
    "case.mandate": "mandate",
    "case.duty": "duty",
}
_RULES: Final = {"case.finding_false": "false", "case.finding_unknown": "unknown"}
_RULE: Final = re.compile(r"rule '([^']+)'")
_INVARIANT: Final = re.compile(r"invariant '([^']+)'")
_ALWAYS_KNOWN: Final = frozenset({"modtaget"})


@attrs.frozen(order=True)
class Point:
    """Something that can happen by a definition.

    Attributes:
        sort: What sort of thing: `rule`.
        place: Where: an item's path, a stage's code, a rule's code.
        what: What can happen there: `false`.
    """

    sort: Sort
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.sort} {self.place} {self.what}"


@attrs.frozen(kw_only=True)
class Coverage:
    """What was gone through of a definition.

    Attributes:
        definition: The definition.
        wanted: All that can happen by it.
        seen: What did.
    """

    definition: Definition
    wanted: frozenset[Point]
    seen: frozenset[Point]

    @property
    def missing(self) -> tuple[Point, ...]:
        """What can happen, and did not, in the order of the sorts and places."""
        return tuple(sorted(self.wanted - self.seen, key=_by_sort))

    def require(self, *, but: Iterable[str] = ()) -> None:
        """Require that nothing is missing, except what is excused.

        Args:
            but: What may be missing, as the report names it: `rule * unknown`.

        Raises:
            AssertionError: Something else is missing, or an excuse excuses nothing.
        """
        __tracebackhide__ = True
        excuses = tuple(but)
        left = [
            point
            for point in self.missing
            if not any(fnmatchcase(str(point), excuse) for excuse in excuses)
        ]
        idle = [
            excuse
            for excuse in excuses
            if not any(fnmatchcase(str(point), excuse) for point in self.missing)
        ]
        if left or idle:
            lines = [self.report(), *(f"excuses nothing: {each!r}" for each in idle)]
            raise AssertionError("\n".join(lines))

    def report(self) -> str:
        """Say how much was gone through of each sort, and name what is missing."""
        definition, seen = self.definition, len(self.wanted & self.seen)
        head = f"{definition.code} {definition.version}: {seen} of {len(self.wanted)}"
        lines = [f"{head} covered"]
        for sort in _SORTS:
            wanted = {point for point in self.wanted if point.sort == sort}
            if wanted:
                done = len(wanted & self.seen)
                lines.append(f"  {sort:<8} {done:>3} of {len(wanted)}")
        if self.missing:
            lines += ["missing", *(f"  {point}" for point in self.missing)]
        return "\n".join(lines)


def coverage(of: type[CaseType], *runs: Any) -> Coverage:
    """Tell what courses went through of a case type.

    Args:
        of: The case type.

        runs: Trials, scenarios or parameters of scenarios, which are run here; courses
            that were run; or rows of these.

    Raises:
        AssertionError: One that is run here does not go as it is told.
    """
    definition = of.definition
    wanted = frozenset(_wanted(definition))
    seen: set[Point] = set()
    for played in _played(runs):
        if played.definition.digest == definition.digest:
            seen |= {*_seen(played)}
    return Coverage(definition=definition, wanted=wanted, seen=frozenset(seen & wanted))


def _by_sort(point: Point) -> tuple[int, str, str]:
    return _SORTS.index(point.sort), point.place, point.what


def _played(runs: Iterable[Any]) -> Iterator[Played]:
    for run in runs:
        if isinstance(run, Played):
            yield run
        elif hasattr(run, "play"):
            yield run.play()
        else:
            yield from _played(getattr(run, "values", run))


def _wanted(definition: Definition) -> Iterator[Point]:
    for stage in definition.stages:
        yield Point("stage", stage.code, "begun")
        yield Point("stage", stage.code, "completed")
        if stage.until is not None:
            yield Point("stage", stage.code, "left")
        for item in stage.items:
            yield Point("item", item.path, "done")
            yield from _wanted_of(definition, item)
    for each in definition.invariants:
        yield Point("blocker", f"invariants.{each.code}", "broken")


def _wanted_of(definition: Definition, item: Item) -> Iterator[Point]:
    if item.when is not None:
        yield Point("blocker", item.path, "when")
    if not isinstance(item, Task):
        return
    if item.optional:
        yield Point("item", item.path, "skipped")
    if item.four_eyes:
        yield Point("blocker", item.path, "four_eyes")
    if item.requires:
        yield Point("blocker", item.path, "requires")
    if isinstance(item, Decision):
        yield from (Point("outcome", item.path, code) for code in item.outcomes)
        if item.mandate is not None:
            yield Point("blocker", item.path, "mandate")
        if any(duty.when == "before" for duty in definition.duties_of(item)):
            yield Point("blocker", item.path, "duty")
        for rule in item.rules:
            yield from _truths(definition, rule)


def _truths(definition: Definition, rule: Rule) -> Iterator[Point]:
    """What a rule can come to: one that asks only what is always known is not open."""
    found = rule.condition.prospects(Outlook())
    if found.most is Truth.TRUE:
        yield Point("rule", rule.code, "true")
    if found.least is Truth.FALSE:
        yield Point("rule", rule.code, "false")
    known = definition.known_facts
    told = {name for name in rule.condition.needs if isinstance(known.get(name), Param)}
    if (
        rule.condition.evaluate({}) is Truth.UNKNOWN
        and {*rule.condition.needs} - told - _ALWAYS_KNOWN
    ):
        yield Point("rule", rule.code, "unknown")


def _seen(played: Played) -> Iterator[Point]:
    for case in played.states:
        yield from _in_state(played.definition, case)
    for recorded in played.history:
        if isinstance(recorded.event, Decided):
            event = recorded.event
            yield Point("outcome", event.item, event.outcome)
            for finding in event.findings:
                yield Point("rule", finding.rule, finding.truth.value)
    for tried in played.tried:
        yield from _refused(tried)


def _in_state(definition: Definition, case: Case) -> Iterator[Point]:
    for stage in definition.stages:
        status = case.work(stage.code).status
        if status is not Status.WAITING:
            yield Point("stage", stage.code, "begun")
        if status is Status.DONE:
            yield Point("stage", stage.code, "completed")
        if status is Status.LEFT:
            yield Point("stage", stage.code, "left")
        for item in stage.items:
            own = case.work(item.path).status
            if own is Status.DONE:
                yield Point("item", item.path, "done")
            if own is Status.SKIPPED:
                yield Point("item", item.path, "skipped")
            if own is Status.WAITING and status is Status.ACTIVE:
                yield Point("blocker", item.path, "when")
    for code in case.breaches:
        yield Point("blocker", f"invariants.{code}", "broken")


def _refused(tried: Tried) -> Iterator[Point]:
    for reason in tried.reasons:
        if reason.code in _BLOCKERS and tried.item is not None:
            yield Point("blocker", tried.item, _BLOCKERS[reason.code])
        if reason.code in _RULES and (named := _RULE.search(reason.text)):
            yield Point("rule", named[1], _RULES[reason.code])
        if reason.code == "case.invariant" and (
            named := _INVARIANT.search(reason.text)
        ):
            yield Point("blocker", f"invariants.{named[1]}", "broken")
