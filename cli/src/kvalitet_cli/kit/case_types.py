"""A plugin's case types, as sections of its page: a drawing, and tables."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision, Document, Item, Task
from kvalitet_core.casetypes.picture import picture
from kvalitet_core.drawing import mermaid

__all__ = ["case_type"]


def case_type(definition: Definition) -> Iterator[str]:
    """Write of a case type all that an author said, and its drawing."""
    titles = [definition.name_of("", each) for each in definition.languages]
    yield from (f"### Case type `{definition.code}`, version {definition.version}", "")
    yield from (" · ".join(dict.fromkeys(titles)), "")
    yield from (_about(definition), "")
    drawn = mermaid(picture(definition, definition.languages[0]))
    yield from ("```mermaid", drawn.rstrip("\n"), "```", "")
    yield from _items(definition)
    for item in definition.items.values():
        if isinstance(item, Decision):
            yield from _decision(definition, item)
    yield from _facts(definition)
    yield from _promises(definition)


def _about(definition: Definition) -> str:
    until = f" until {definition.valid_to}" if definition.valid_to else ""
    handles = f", handles an {definition.handles}" if definition.handles else ""
    return (
        f"Opened from {definition.valid_from}{until}{handles}; "
        f"digest `{definition.digest}`."
    )


def _items(definition: Definition) -> Iterator[str]:
    yield "| stage | item | called | who | when | due |"
    yield "|---|---|---|---|---|---|"
    for stage in definition.stages:
        for item in stage.items:
            yield _row(
                f"`{stage.code}`",
                f"`{item.path}`",
                _called(definition, item.path),
                _who(item),
                _when(item),
                _due(item),
            )
    yield ""


def _called(definition: Definition, path: str) -> str:
    names = (definition.name_of(path, language) for language in definition.languages)
    return " · ".join(dict.fromkeys(names))


def _who(item: Item) -> str:
    if not isinstance(item, Task):
        return ""
    said = [f"`{item.role}`"]
    if item.four_eyes:
        others = ", ".join(f"`{path}`" for path in item.four_eyes)
        said.append(f"not who did {others}")
    said += [word for word in ("discretionary", "optional") if getattr(item, word)]
    return "; ".join(said)


def _when(item: Item) -> str:
    said = [] if item.when is None else [item.when.text("en")]
    if isinstance(item, Task) and item.requires:
        said.append("needs that " + ", ".join(x.says("en") for x in item.requires))
    return "; ".join(said)


def _due(item: Item) -> str:
    if not isinstance(item, Task) or item.due is None:
        return ""
    return item.due.text("en")


def _decision(definition: Definition, item: Decision) -> Iterator[str]:
    yield f"Decision `{item.path}`:"
    yield ""
    outcomes = ", ".join(f"`{outcome}`" for outcome in item.outcomes)
    yield f"- comes to {outcomes}"
    for outcome, path in sorted(item.returns.items()):
        yield f"- `{outcome}` sends the case back to `{path}`"
    if item.quorum > 1:
        yield f"- is granted by {item.quorum} people"
    if item.mandate is not None:
        yield f"- needs mandate `{item.mandate}`"
    for rule in item.rules:
        yield f"- finds rule `{rule.code}/{rule.version}`: {rule.hjemmel}"
    for duty in definition.duties_of(item):
        yield f"- owes {duty.en.lower()} ({duty.da}): {duty.hjemmel}"
    yield ""


def _facts(definition: Definition) -> Iterator[str]:
    if not definition.known_facts:
        return
    yield "| fact | holds | in English | på dansk |"
    yield "|---|---|---|---|"
    for name, fact in sorted(definition.known_facts.items()):
        holds = "a document" if isinstance(fact, Document) else fact.noun
        yield _row(f"`{name}`", holds, fact.en, fact.da)
    yield ""


def _promises(definition: Definition) -> Iterator[str]:
    """What is owed, and what ought to hold throughout."""
    told = [
        f"- `{each.owed}` is owed {each.within.text('en')} after `{each.after}`"
        for each in definition.obliges
    ]
    told += [
        f"- `{each.code}` {each.breach} unless {each.condition.says('en')}: "
        f"{each.hjemmel}"
        for each in definition.invariants
    ]
    if told:
        yield from (*told, "")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
