"""What keeps an item from being done: a tree of reasons, as data and as text.

    for blocker in blockers(definition, "opstart.forvent", standing, settlement):
        print(blocker.text("en"))

What waits for an item that is itself kept back says why that is, each item once.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.explaining import Explained, explained
from kvalitet_core.casetypes.facts import Fact
from kvalitet_core.casetypes.items import Item, Task
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.ordering import paths_in
from kvalitet_core.casetypes.references import outcome_fact
from kvalitet_core.casetypes.settling import Settlement, Standing
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.casetypes.words import shown
from kvalitet_core.spoken import Language, checked_language

__all__ = ["Blocker", "blockers"]

# These codes are permanent. Do not rename one; add another.

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "stage_waiting": ("Fasen {title} er ikke begyndt", "Stage {title} has not begun"),
    "stage_left": (
        "Fasen {title} er afsluttet før tid",
        "Stage {title} was ended early",
    ),
    "already_done": ("{title} er allerede udført", "{title} is already done"),
    "already_skipped": ("{title} er sprunget over", "{title} was skipped"),
    "not_planned": ("{title} er ikke planlagt", "{title} is not planned"),
    "condition_false": ("{clause}: ikke opfyldt", "{clause}: not met"),
    "condition_unknown": ("{clause}: uafklaret", "{clause}: open"),
    "requires_not_met": ("Det kræves: {clause}", "It is required: {clause}"),
    "fact_missing": ("{title} er ikke oplyst", "It is not known: {title}"),
    "item_waiting": ("{title} kan ikke udføres endnu", "{title} cannot be done yet"),
    "item_open": ("{title} er ikke udført endnu", "{title} is not done yet"),
    "item_impossible": (
        "{title} kan ikke udføres mere",
        "{title} cannot be done any more",
    ),
}


@attrs.frozen(kw_only=True)
class Blocker:
    """One thing that keeps an item back, and what keeps that back in its turn.

    Attributes:
        code: Permanent: `stage_waiting`, `condition_false`, `fact_missing`, …
        subject: What it is about: an item's path, a stage's code, or a fact's name.
        da: What it says in Danish.
        en: What it says in English.
        parts: Why that is.
    """

    code: str
    subject: str
    da: str
    en: str
    parts: tuple[Blocker, ...] = ()

    def says(self, language: str) -> str:
        """Give what it says, in Danish or English."""
        return self.da if checked_language(language) == "da" else self.en

    def text(self, language: str) -> str:
        """Draw it as a tree, a blocker a line, each below what it explains."""
        return "\n".join(self.lines(checked_language(language)))

    def lines(self, language: Language, *, depth: int = 0) -> Iterator[str]:
        """Give the lines of its tree, from a depth on."""
        yield f"{'  ' * depth}{self.says(language)}"
        for part in self.parts:
            yield from part.lines(language, depth=depth + 1)


def blockers(
    definition: Definition,
    path: str,
    standing: Standing,
    settlement: Settlement,
    *,
    to_complete: bool = True,
) -> tuple[Blocker, ...]:
    """Tell what keeps an item from being done; () where nothing does.

    Args:
        definition: What the case runs by.

        path: The item's path.

        standing: How the case stands.

        settlement: How it comes to stand by what is known of it.

        to_complete: Whether what it requires before it is completed counts too.

    Raises:
        Unknown: The definition has no such item; the nearest are named.
    """
    item = definition.item(path)
    asking = _Asking(definition, standing, settlement, seen={path})
    return tuple(asking.of(item, to_complete=to_complete))


@attrs.frozen
class _Asking:
    """One question: `seen` are the items that are explained already."""

    definition: Definition
    standing: Standing
    settlement: Settlement
    seen: set[str]

    @property
    def facts(self) -> Facts:
        return self.settlement.facts

    def of(self, item: Item, *, to_complete: bool) -> Iterator[Blocker]:
        status = self._status(item.path)
        if status.is_done:
            skipped = status is Status.SKIPPED
            code = "already_skipped" if skipped else "already_done"
            yield self._about(code, item.path)
            return
        if not status.is_open:
            yield from self._stage(item.path)
            if self._is_unplanned(item):
                yield self._about("not_planned", item.path)
            yield from self._condition(item.path, item.when)
        if to_complete and isinstance(item, Task):
            for condition in item.requires:
                if condition.evaluate(self.facts) is not Truth.TRUE:
                    yield self._required(item.path, condition)

    def _is_unplanned(self, item: Item) -> bool:
        wanted = isinstance(item, Task) and item.discretionary
        return wanted and item.path not in self.standing.planned

    def _status(self, part: str) -> Status:
        return self.settlement.statuses.get(part, Status.WAITING)

    def _stage(self, path: str) -> Iterator[Blocker]:
        stage = self.definition.stage_of[path]
        status = self._status(stage.code)
        if status is Status.LEFT:
            yield self._about("stage_left", stage.code)
        elif status is Status.WAITING:
            parts = tuple(self._condition(stage.code, stage.when))
            yield self._about("stage_waiting", stage.code, parts)

    def _condition(self, path: str, condition: Condition | None) -> Iterator[Blocker]:
        if condition is None:
            return
        tree = explained(condition, self.facts)
        if tree.truth is not Truth.TRUE:
            yield self._unmet(path, tree)

    def _required(self, path: str, condition: Condition) -> Blocker:
        unmet = self._unmet(path, explained(condition, self.facts))
        return _worded(
            "requires_not_met",
            path,
            parts=unmet.parts,
            clause=(condition.text("da"), condition.text("en")),
        )

    def _unmet(self, path: str, tree: Explained) -> Blocker:
        """Tell why a condition is not met: by its parts, or by what its leaf lacks."""
        is_false = tree.truth is Truth.FALSE
        code = "condition_false" if is_false else "condition_unknown"
        parts: tuple[Blocker, ...]
        if tree.parts:
            unmet = (part for part in tree.parts if part.truth is not Truth.TRUE)
            parts = tuple(self._unmet(path, part) for part in unmet)
        else:
            parts = tuple(self._lacking(tree))
        return _worded(code, path, parts=parts, clause=(tree.da, tree.en))

    def _lacking(self, leaf: Explained) -> Iterator[Blocker]:
        """Tell which items and facts a leaf waits for."""
        about = paths_in(leaf.condition)
        for path in sorted(about):
            if not self._status(path).is_done:
                yield self._item(path)
        outcomes = {outcome_fact(path) for path in about}
        for name in leaf.missing:
            if name not in outcomes:
                fact = self.definition.known_facts.get(name)
                yield _missing(name, fact)

    def _item(self, path: str) -> Blocker:
        """Tell why an item, or a stage, that something waits for is not done."""
        item = self.definition.items.get(path)
        if path not in self.settlement.possible:
            code = "item_impossible"
        else:
            is_open = self._status(path).is_open or item is None
            code = "item_open" if is_open else "item_waiting"
        if item is None or path in self.seen:
            return self._about(code, path)
        self.seen.add(path)
        return self._about(code, path, tuple(self.of(item, to_complete=True)))

    def _about(self, code: str, part: str, parts: tuple[Blocker, ...] = ()) -> Blocker:
        names = [self.definition.name_of(part, language) for language in ("da", "en")]
        da, en = names
        return _worded(
            code,
            part,
            parts=parts,
            title=(shown(Kind.TEXT, da, "da"), shown(Kind.TEXT, en, "en")),
        )


def _missing(name: str, fact: Fact | None) -> Blocker:
    da, en = (name, name) if fact is None else (fact.da, fact.en)
    return _worded("fact_missing", name, title=(da[:1].upper() + da[1:], en))


def _worded(
    code: str,
    subject: str,
    *,
    parts: tuple[Blocker, ...] = (),
    **words: tuple[str, str],
) -> Blocker:
    da, en = _TEXTS[code]
    return Blocker(
        code=code,
        subject=subject,
        da=da.format(**{name: said[0] for name, said in words.items()}),
        en=en.format(**{name: said[1] for name, said in words.items()}),
        parts=parts,
    )
