"""How what rules found reads: the rule's sentence, the answer, the law, the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.records_text import say
from kvalitet_core.journal.registry import Registry

__all__ = ["are_findings", "finding_lines", "sentences"]

_FINDING: Final = {"rule", "version", "hjemmel", "truth", "inputs", "missing"}
_STYLES: Final = {"true": "green", "false": "red", "unknown": "yellow"}
_TRUTHS: Final = {"true": "true", "false": "false", "unknown": "truth_unknown"}


def are_findings(value: Any) -> bool:
    """Whether a value of a state is a list of what rules found."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and set(item) >= _FINDING for item in value)
    )


def sentences(registry: Registry, state: Any, language: Language) -> dict[str, str]:
    """What each rule says that was applied, by its code; from its plugin's texts."""
    fields = state.values() if isinstance(state, dict) else ()
    rules = {
        finding["rule"] for found in filter(are_findings, fields) for finding in found
    }
    said = {}
    for rule in sorted(rules):
        plugin = registry.plugin(rule.partition(".")[0])
        text = plugin.texts.get(language, {}).get(rule) if plugin else None
        if text is not None:
            said[rule] = text
    return said


def finding_lines(
    found: list[Any], texts: Mapping[str, str], language: Language
) -> Iterator[Line]:
    """Each finding under its rule; an event that set a fact has a history of its own.

    Args:
        found: The findings, as plain values.

        texts: What the rules say, by their codes.

        language: The language of all else.
    """
    yield Line.of(say("findings", language), "dim", indent=4)
    for finding in found:
        name, truth = f"{finding['rule']}/{finding['version']}", finding["truth"]
        told = f"  {say(_TRUTHS[truth], language)}"
        yield Line(6, ((name, "bold"), (told, _STYLES.get(truth, ""))))
        rows = list(_rows(finding, texts, language))
        column = max(len(label) for label, _ in rows)
        for label, text in rows:
            yield from labelled(label, text, indent=10, column=column)


def _rows(
    finding: dict[str, Any], texts: Mapping[str, str], language: Language
) -> Iterator[tuple[str, str]]:
    hjemmel = finding["hjemmel"]
    if finding["rule"] in texts:
        yield say("rule", language), texts[finding["rule"]]
    days = (("from", hjemmel["valid_from"]), ("until", hjemmel["valid_to"]))
    force = "".join(
        say(f"in_force_{word}", language, day=day) for word, day in days if day
    )
    yield say("by", language), f"{hjemmel['source']}, {hjemmel['paragraph']}{force}"
    for given in finding["inputs"]:
        value, event = str(given["value"]), given["set_by"]
        told = say("set_by", language, value=value, event=event) if event else value
        yield given["fact"], told
    for fact in finding["missing"]:
        yield fact, say("fact_missing", language)
