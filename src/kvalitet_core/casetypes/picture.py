"""The picture of a definition: its stages and items, and what leads on to what.

A case laid over it shows how far each part has come; a portfolio, how many cases are
where. It is made from the definition, never drawn by hand.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import Final

import attrs

from kvalitet_core.casetypes.definition import Definition, StageDefinition
from kvalitet_core.casetypes.facts import Comparison
from kvalitet_core.casetypes.items import Decision, Item, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.ordering import paths_in
from kvalitet_core.casetypes.references import Outcome
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Known, Truth
from kvalitet_core.casetypes.words import OR, listed
from kvalitet_core.drawing import Edge, Graph, Group, Node
from kvalitet_core.drawing.graph import Mark
from kvalitet_core.spoken import Language, checked_language

__all__ = ["Overlay", "picture"]

_START: Final = "start"
_ADDED: Final = "+added"
_ADDED_TASKS: Final[Mapping[Language, str]] = {
    "da": "Tilføjede opgaver",
    "en": "Added tasks",
}
_PAIR: Final = 2

_PEOPLE: Final[Mapping[Language, str]] = {"da": "personer", "en": "people"}

_FOUR_EYES: Final[Mapping[Language, str]] = {
    "da": "fire øjne",
    "en": "four eyes",
}

_MARKS: Final[Mapping[Status, Mark]] = {
    Status.WAITING: "waiting",
    Status.AVAILABLE: "available",
    Status.CLAIMED: "active",
    Status.STARTED: "active",
    Status.DONE: "done",
    Status.SKIPPED: "skipped",
    Status.FAILED: "failed",
    Status.ACTIVE: "active",
    Status.LEFT: "skipped",
}


@attrs.frozen(kw_only=True)
class Overlay:
    """What is laid over the picture of a definition.

    Attributes:
        title: What the picture is of; the definition's own title where it is empty.
        statuses: How far each stage and item of a case has come; None for no case.
        late: The items whose deadline has passed.
        lines: Item → small text of its own, such as a deadline.
        added: The tasks of a case that its definition does not have, or that are done
            once more: path → what it is called.
        counts: Stage or item → how many cases are there; None for no portfolio.
    """

    title: str = ""
    statuses: Mapping[str, Status] | None = None
    late: frozenset[str] = frozenset()
    lines: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    added: Mapping[str, str] = attrs.field(factory=dict)
    counts: Mapping[str, int] | None = None


def picture(
    definition: Definition, language: str, *, overlay: Overlay | None = None
) -> Graph:
    """Give the picture of a definition, with a case or a portfolio laid over it.

    Args:
        definition: What is drawn.

        language: `da` or `en`.

        overlay: What is laid over it.

    Raises:
        Malformed: It is another language.
    """
    drawn = _Picture(definition, checked_language(language), overlay or Overlay())
    return Graph(
        title=drawn.overlay.title or definition.name_of("", language),
        groups=tuple(drawn.groups()),
        nodes=(
            drawn.start(),
            *map(drawn.node, definition.items.values()),
            *starmap(drawn.added, drawn.overlay.added.items()),
        ),
        edges=tuple(drawn.edges()),
        language=drawn.language,
    )


@attrs.frozen
class _Picture:
    definition: Definition
    language: Language
    overlay: Overlay

    def start(self) -> Node:
        """Where it begins."""
        title = {"da": "Sagen åbnes", "en": "The case is opened"}[self.language]
        return Node(id=_START, title=title, kind="start")

    def groups(self) -> Iterator[Group]:
        """The stages, and a frame round what was added to none."""
        for stage in self.definition.stages:
            yield self.group(stage)
        added = tuple(each for each in self.overlay.added if self._own(each) is None)
        if added:
            yield Group(id=_ADDED, title=_ADDED_TASKS[self.language], nodes=added)

    def group(self, stage: StageDefinition) -> Group:
        """A stage, as a frame round its items, each as often as it is done."""
        items = [item.path for item in stage.items]
        again = [each for each in self.overlay.added if self._own(each) in items]
        return Group(
            id=stage.code,
            title=self.definition.name_of(stage.code, self.language),
            nodes=(*items, *again),
            mark=self._mark(stage.code),
            count=self._count(stage.code),
        )

    def node(self, item: Item) -> Node:
        """An item, with who does it, and when it is due."""
        return Node(
            id=item.path,
            title=self.definition.name_of(item.path, self.language),
            kind=item.sort if item.sort != "stage" else "task",
            lines=tuple(self._lines(item)),
            mark=self._mark(item.path),
            count=self._count(item.path),
            tooltip=item.when.text(self.language) if item.when is not None else "",
        )

    def added(self, path: str, title: str) -> Node:
        """A task of the case's own, or one that is done once more."""
        lines = self.overlay.lines.get(path, ())
        return Node(
            id=path, title=title, kind="task", lines=lines, mark=self._mark(path)
        )

    def _own(self, path: str) -> str | None:
        """The item that an added task does once more, if it does."""
        own = path.partition("#")[0]
        return own if own in self.definition.items else None

    def edges(self) -> Iterator[Edge]:
        """Every arrow: what goes on, what sends back, what is owed, and four eyes."""
        yield from self._flow()
        for path in self.overlay.added:
            own = self._own(path)
            if own is not None:
                yield Edge(source=own, target=path)
        for item in self.definition.items.values():
            for outcome, back in getattr(item, "returns", {}).items():
                label = self._outcome(item.path, outcome)
                yield Edge(source=item.path, target=back, label=label, kind="return")
        for owing in self.definition.obliges:
            yield Edge(
                source=owing.after,
                target=owing.owed,
                label=owing.within.text(self.language),
                kind="obligation",
            )
        for one, other in self._pairs():
            yield Edge(source=one, target=other, kind="four_eyes")

    def _flow(self) -> Iterator[Edge]:
        for stage in self.definition.stages:
            sources = sorted(paths_in(stage.when))
            for source in sources or [_START]:
                label = self._label(stage.when, source)
                yield Edge(source=source, target=stage.code, label=label)
            for item in stage.items:
                for source in sorted(paths_in(item.when)):
                    label = self._label(item.when, source)
                    yield Edge(source=source, target=item.path, label=label)

    def _label(self, condition: Condition | None, source: str) -> str:
        """The outcomes by which one decision leads on."""
        item = self.definition.items.get(source)
        if condition is None or not isinstance(item, Decision):
            return ""
        leaves = [leaf for leaf in condition.leaves if _asks(leaf, source)]
        codes = [code for code in item.outcomes if any(_met(x, code) for x in leaves)]
        names = [self._outcome(source, code) for code in codes]
        return listed(names, OR[self.language]) if names else ""

    def _outcome(self, decision: str, code: str) -> str:
        return self.definition.outcome_name(decision, code, self.language)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """The items that two people must do, but for those of larger rounds."""
        rounds = [{*each} for each in self._rounds()]
        for path, others in sorted(self.definition.kept_apart.items()):
            for other in sorted(others):
                together = any({path, other} <= each for each in rounds)
                if path < other and not together:
                    yield path, other

    def _rounds(self) -> list[tuple[str, ...]]:
        """Items of which each must be done by somebody else than all the others.

        Arrows between all of them would hide what matters, so each says it in words.
        """
        apart = self.definition.kept_apart
        found: list[tuple[str, ...]] = []
        for path in sorted(apart):
            joined = {path, *apart[path]}
            all_apart = all(joined - {each} <= apart[each] for each in joined)
            if len(joined) > _PAIR and all_apart and path == min(joined):
                found.append(tuple(sorted(joined)))
        return found

    def _lines(self, item: Item) -> Iterator[str]:
        if isinstance(item, Task):
            yield self._role(item.role)
            if isinstance(item, Decision) and item.quorum > 1:
                yield f"{item.quorum} {_PEOPLE[self.language]}"
            rounds = self._rounds()
            for number, joined in enumerate(rounds, start=1):
                if item.path in joined:
                    words = _FOUR_EYES[self.language]
                    yield f"{words} {number}" if len(rounds) > 1 else words
            if item.due is not None and item.path not in self.overlay.lines:
                yield item.due.text(self.language)
        yield from self.overlay.lines.get(item.path, ())

    def _role(self, code: str) -> str:
        for role in self.definition.roles:
            if role.code == code:
                return role.da if self.language == "da" else role.en
        return code

    def _mark(self, part: str) -> Mark:
        statuses = self.overlay.statuses
        if statuses is None:
            return "none"
        status = statuses.get(part, Status.WAITING)
        late = part in self.overlay.late and not status.is_done
        return "late" if late else _MARKS[status]

    def _count(self, part: str) -> int | None:
        counts = self.overlay.counts
        return counts.get(part, 0) if counts is not None else None


def _asks(leaf: Condition, decision: str) -> bool:
    """Whether a leaf holds the outcome of a decision against something."""
    if not isinstance(leaf, Comparison) or not isinstance(leaf.fact, Outcome):
        return False
    return leaf.fact.path == decision


def _met(leaf: Condition, outcome: str) -> bool:
    """Whether a leaf that asks about one decision is met by an outcome."""
    facts = {name: Known(outcome) for name in leaf.needs}
    return leaf.evaluate(facts) is Truth.TRUE
