"""Telling what other rules had found: which cases flip, and by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.reformed_text import say
from kvalitet_core.audit import Effect, Reformed, Turned, Weighed
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.rules import Finding

__all__ = ["case_of", "lines", "summed_up"]

_COLUMN: Final = len("ikke kontrolleret")
_CALL: Final = "runde.kilde"
"""The call that a rule was found by: the same for all cases of a round."""

_STYLES: Final = {
    Effect.FLIPS: "yellow",
    Effect.UNKNOWN: "yellow",
    Effect.NOT_CHECKED: "red",
}


def case_of(found: Reformed) -> dict[str, Any]:
    """A case as plain values."""
    return {
        "case": found.case,
        "version": found.version,
        "effect": found.effect.value,
        "decisions": [_weighed(each) for each in found.decisions],
    }


def summed_up(
    definition: Definition, round_: str, cases: list[dict[str, Any]], *, every: bool
) -> dict[str, Any]:
    """How many cases stay and flip, by which rules, and the cases.

    Args:
        definition: What they were held against.

        round_: Of which round they are.

        cases: All of them.

        every: Whether those that stay are among what is listed.
    """
    counts = Counter(each["effect"] for each in cases)
    rules: Counter[str] = Counter()
    for each in cases:
        turned = (one for taken in each["decisions"] for one in taken["turned"])
        rules.update({one["rule"] for one in turned if one["flips"]})
    return {
        "definition": definition.code,
        "version": definition.version,
        "digest": definition.digest,
        "round": round_,
        "counts": {effect.value: counts[effect] for effect in Effect},
        "rules": dict(sorted(rules.items())),
        "cases": [each for each in cases if every or each["effect"] != Effect.SAME],
    }


def lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """The sum, and then each case that is listed."""
    for effect, count in item["counts"].items():
        yield from _label(effect, str(count), language, indent=0)
    for rule, count in item["rules"].items():
        yield from _label("by", f"{rule}: {count}", language, indent=0)
    for each in item["cases"]:
        effect = Effect(each["effect"])
        told = f"  {say(effect.value, language)}"
        yield Line()
        yield Line(0, ((each["case"], "bold"), (told, _STYLES.get(effect, ""))))
        for taken in each["decisions"]:
            yield from _decision(taken, language)


def _weighed(found: Weighed) -> dict[str, Any]:
    return {
        "item": found.item,
        "number": found.number,
        "outcome": found.outcome,
        "effect": found.effect.value,
        "was": found.was.value,
        "now": None if found.now is None else found.now.value,
        "turned": [_turned(each) for each in found.turned],
        "why": found.why,
    }


def _turned(found: Turned) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "flips": found.flips,
        "was": _finding(found.was),
        "now": _finding(found.now),
    }


def _finding(found: Finding | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "version": found.version,
        "truth": found.truth.value,
        "source": str(found.hjemmel),
        "inputs": {each.fact: each.value for each in found.inputs},
        "missing": list(found.missing),
    }


def _decision(each: dict[str, Any], language: Language) -> Iterator[Line]:
    yield from _label("decision", say("decided", language, **each), language)
    if each["why"]:
        yield from _label("why", each["why"], language)
    if each["now"] is not None and each["now"] != each["was"]:
        was, now = (say(each[key], language) for key in ("was", "now"))
        yield from _label("rules", say("shift", language, was=was, now=now), language)
    for turned in each["turned"]:
        key = "by" if turned["flips"] else "also"
        yield from _label(key, _rule(turned, language), language)


def _rule(turned: dict[str, Any], language: Language) -> str:
    """What a rule was found to come to, and had come to, on which facts."""
    was, now = (
        say("not_asked", language)
        if turned[key] is None
        else say(turned[key]["truth"], language)
        for key in ("was", "now")
    )
    told = say("rule", language, rule=turned["rule"], was=was, now=now)
    after = turned["now"]
    if after is None:
        return told
    if after["missing"]:
        facts = ", ".join(after["missing"])
        return say("missing", language, rule=told, facts=facts)
    known = after["inputs"].items()
    inputs = "; ".join(f"{fact} {value}" for fact, value in known if fact != _CALL)
    return say("on", language, rule=told, inputs=inputs) if inputs else told


def _label(
    key: str, text: str, language: Language, *, indent: int = 4
) -> Iterator[Line]:
    yield from labelled(say(key, language), text, indent=indent, column=_COLUMN)
