"""Everything that a definition says, one thing at a time, each under its own name.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from kvalitet_core.canonical import canonical
from kvalitet_core.casetypes.facts import Comparison, Fact, IsKnown
from kvalitet_core.casetypes.items import Decision, Item, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.references import Done, Outcome, outcome_fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.casetypes.saying import Words, joined, noted, within
from kvalitet_core.deadlines import Calendar, Term
from kvalitet_core.deadlines.proof import used
from kvalitet_core.values import Hjemmel

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["Entry", "entries"]


@attrs.frozen(kw_only=True)
class Entry:
    """One thing that a definition says.

    Attributes:
        path: Where: `ansoegning.afgoer.due`.
        label: What it is called there.
        value: What is said.
        key: The same as plain JSON, without what is said elsewhere.
        part: The stage, item, role or the like that it belongs to.
    """

    path: str
    label: Words
    value: Any
    key: Any
    part: str


_FIELDS: Final[dict[str, tuple[str, str]]] = {
    "sort": ("slags", "sort"),
    "when": ("betingelse", "condition"),
    "until": ("slutter før tid", "ends early"),
    "role": ("rolle", "role"),
    "remind": ("påmindelser (dage før)", "reminders (days before)"),
    "four_eyes": ("fire øjne med", "four eyes with"),
    "discretionary": ("efter skøn", "discretionary"),
    "planned_by": ("planlægges af", "planned by"),
    "optional": ("kan springes over", "may be skipped"),
    "repeatable": ("kan gentages", "can be repeated"),
    "outcomes": ("udfald", "outcomes"),
    "favourable": ("fuldt medhold", "fully in favour"),
    "granting": ("bevilger", "granting"),
    "afgoerelse": ("er en afgørelse", "is an afgørelse"),
    "returns": ("sender tilbage", "sends back"),
    "mandate": ("mandat", "mandate"),
    "amount": ("beløb", "amount"),
    "quorum": ("antal enige", "quorum"),
    "due": ("frist", "due"),
    "requires": ("krav", "requires"),
}


def entries(
    definition: Definition, names: Mapping[str, str]
) -> Mapping[tuple[str, str], Entry]:
    """Give all that a definition says, each under its path and what sets it apart.

    Args:
        definition: The definition.

        names: Path → the path that it is to be told under instead.
    """
    return _Itemised(definition, names).all()


class _Itemised:
    """One definition, itemised; a path is told under the name that it has now."""

    def __init__(self, definition: Definition, names: Mapping[str, str]) -> None:
        self._definition = definition
        self._names = names
        self._found: dict[tuple[str, str], Entry] = {}

    def all(self) -> Mapping[tuple[str, str], Entry]:
        self._whole()
        for stage in self._definition.stages:
            part = self._now(stage.code)
            self._exists(part, stage.title)
            self._field(part, "when", stage.when)
            self._field(part, "until", stage.until)
            for item in stage.items:
                self._item(item)
        self._titles()
        self._lists()
        return self._found

    def _now(self, path: str) -> str:
        return self._names.get(path, path)

    def _whole(self) -> None:
        labels = {
            "code": ("kode", "code"),
            "version": ("version", "version"),
            "valid_from": ("gælder fra", "valid from"),
            "valid_to": ("gælder til", "valid to"),
            "languages": ("sprog", "languages"),
            "handles": ("afgør", "decides"),
            "calendar": ("kalender", "calendar"),
            "ends": ("kan afsluttes", "can be closed"),
        }
        for name, (da, en) in labels.items():
            told = getattr(self._definition, name)
            self._add(name, Words(da, en), _calendar(told))

    def _titles(self) -> None:
        for language, titles in self._definition.titles.items():
            for part, title in titles.items():
                now = self._now(part)
                what = Words(f"titel ({language})", f"title ({language})")
                label = within(now, what) if now else what
                self._add(f"{now or 'title'}.title.{language}", label, title, part=now)

    def _item(self, item: Item) -> None:
        part = self._now(item.path)
        self._exists(part, item.title)
        self._field(part, "sort", item.sort)
        self._field(part, "when", item.when)
        if isinstance(item, Task):
            self._task(part, item)
        if isinstance(item, Decision):
            self._decision(part, item)

    def _task(self, part: str, task: Task) -> None:
        for name in ("role", "discretionary", "optional", "repeatable"):
            self._field(part, name, getattr(task, name))
        self._field(part, "remind", tuple(sorted(task.remind)))
        self._field(part, "planned_by", tuple(sorted(task.planned_by)))
        self._field(part, "four_eyes", tuple(sorted(map(self._now, task.four_eyes))))
        for condition in task.requires:
            apart = canonical(self._bare(condition)).decode()
            self._field(part, "requires", condition, apart=apart)
        if task.due is not None:
            self._term(f"{part}.due", within(part, _words("due")), task.due, part)

    def _decision(self, part: str, decision: Decision) -> None:
        for name in ("outcomes", "favourable", "granting"):
            self._field(part, name, tuple(sorted(getattr(decision, name))))
        for name in ("afgoerelse", "mandate", "quorum"):
            self._field(part, name, getattr(decision, name))
        amount = decision.amount.name if decision.amount is not None else None
        self._field(part, "amount", amount)
        for outcome, path in decision.returns.items():
            label = within(part, noted(_words("returns"), outcome))
            self._add(f"{part}.returns.{outcome}", label, self._now(path), part=part)
        codes = [rule.code for rule in decision.rules]
        for rule in decision.rules:
            alone = codes.count(rule.code) == 1
            self._rule(part, rule, "" if alone else f"/{rule.version}")

    def _rule(self, part: str, rule: Rule, apart: str) -> None:
        own = f"{part}.rules.{rule.code}{apart}"
        name = Words.of(rule.code.partition(".")[2])
        self._exists(own, str(rule.hjemmel), label=name, of=part)
        self._add(f"{own}.condition", name, rule.condition, part=own)
        for word, (da, en) in {
            "version": ("version", "version"),
            "quote": ("ordlyd", "quote"),
            "as_of": ("gælder ved", "as of"),
            "valid_from": ("gælder fra", "valid from"),
            "valid_to": ("gælder til", "valid to"),
        }.items():
            label = joined(name, Words(da, en))
            self._add(f"{own}.{word}", label, getattr(rule, word), part=own)
        self._law(own, joined(name, Words("hjemmel", "legal basis")), rule.hjemmel)

    def _law(self, own: str, label: Words, law: Hjemmel) -> None:
        self._add(f"{own}.hjemmel", label, str(law), part=own)
        for word in ("source", "valid_from", "valid_to"):
            told = getattr(law, word)
            self._add(f"{own}.hjemmel.{word}", noted(label, word), told, part=own)

    def _term(self, path: str, label: Words, term: Term, part: str) -> None:
        written = term.as_json()
        length = {name: written.pop(name) for name in ("count", "unit", "after")}
        self._add(path, label, term, key=length, part=part)
        for name, value in written.items():
            told = tuple(value) if isinstance(value, list) else value
            self._add(f"{path}.{name}", noted(label, name), told, part=part)

    def _lists(self) -> None:
        definition = self._definition
        for role in definition.roles:
            own = f"roles.{role.code}"
            self._exists(own, role.da)
            self._add(f"{own}.da", noted(Words.of(own), "da"), role.da, part=own)
            self._add(f"{own}.en", noted(Words.of(own), "en"), role.en, part=own)
        for fact in definition.known_facts.values():
            self._fact(fact)
        for owing in definition.obliges:
            own = f"obliges.{self._now(owing.after)}>{self._now(owing.owed)}"
            self._exists(own, _length(owing.within))
            self._term(f"{own}.within", Words.of(own), owing.within, own)
        for each in definition.invariants:
            own, name = f"invariants.{each.code}", Words.of(each.code)
            self._exists(own, str(each.hjemmel), label=name)
            self._add(f"{own}.condition", name, each.condition, part=own)
            self._add(f"{own}.breach", noted(name, "breach"), each.breach, part=own)
            self._law(own, joined(name, Words("hjemmel", "legal basis")), each.hjemmel)
        for hook in definition.hooks:
            own = f"hooks.{hook.code}"
            self._exists(own, hook.code)
            self._add(f"{own}.duties", Words.of(own), hook.as_json(), part=own)
        for version, renamed in definition.migrate_from.items():
            own = f"migrate_from.{version}"
            self._exists(own, version)
            self._add(f"{own}.paths", Words.of(own), renamed.as_json(), part=own)

    def _fact(self, fact: Fact) -> None:
        own = f"facts.{fact.name}"
        self._exists(own, fact.da)
        written = {**fact.as_json(), "one_of": tuple(sorted(fact.one_of))}
        written["class"] = type(fact).__name__
        for name, value in written.items():
            self._add(f"{own}.{name}", noted(Words.of(own), name), value, part=own)

    def _exists(
        self, part: str, title: str, *, label: Words | None = None, of: str = ""
    ) -> None:
        """Say that a part is there; what else is said of it counts only in both."""
        name = label or Words.of(part)
        entry = Entry(path=part, label=name, value=title, key=True, part=of)
        self._found[part, "is"] = entry

    def _field(self, part: str, name: str, value: Any, *, apart: str = "") -> None:
        label = within(part, _words(name))
        self._add(f"{part}.{name}", label, value, part=part, apart=apart)

    def _add(
        self,
        path: str,
        label: Words,
        value: Any,
        *,
        key: Any = None,
        part: str = "",
        apart: str = "",
    ) -> None:
        if value is None or value == ():
            return
        told = self._bare(value) if key is None else key
        entry = Entry(path=path, label=label, value=value, key=told, part=part)
        self._found[path, apart] = entry

    def _bare(self, value: Any) -> Any:
        """As plain JSON; of a condition, by the names now and without labels."""
        if isinstance(value, Condition):
            return _unlabelled(value.with_leaves(self._leaf_now).as_json())
        plain = isinstance(value, bool | int | str | dict)
        return value if plain else str(value)

    def _leaf_now(self, leaf: Condition) -> Condition:
        if isinstance(leaf, Done):
            return Done(self._now(leaf.path))
        if isinstance(leaf, Comparison | IsKnown) and isinstance(leaf.fact, Outcome):
            name = outcome_fact(self._now(leaf.fact.path))
            return attrs.evolve(leaf, fact=attrs.evolve(leaf.fact, name=name))
        return leaf


def _calendar(value: Any) -> Any:
    """A calendar by its name, version and content; anything else as it is."""
    return str(used(value)) if isinstance(value, Calendar) else value


def _length(term: Term) -> str:
    return f"{term.count} {term.unit}"


def _unlabelled(written: Any) -> Any:
    """The same without the labels of facts, which are compared with the facts."""
    if isinstance(written, list):
        return [_unlabelled(each) for each in written]
    if not isinstance(written, dict):
        return written
    if isinstance(written.get("fact"), str):
        return {"fact": written["fact"], "type": written["type"]}
    return {name: _unlabelled(each) for name, each in written.items()}


def _words(name: str) -> Words:
    return Words(*_FIELDS[name])
