"""How what rules found reads: the rule's sentence, the answer, the law, the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kvalitet_cli.layout import Line, labelled
from kvalitet_core.journal.registry import Registry

__all__ = ["are_findings", "finding_lines", "sentences"]

_FINDING: Final = {"rule", "version", "hjemmel", "truth", "inputs", "missing"}
_STYLES: Final = {"true": "green", "false": "red", "unknown": "yellow"}


def are_findings(value: Any) -> bool:
    """Whether a value of a state is a list of what rules found."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and set(item) >= _FINDING for item in value)
    )


def sentences(registry: Registry) -> dict[str, str]:
    """What each rule says, in English, by its code; from the texts of the plugins."""
    return {
        key: text
        for plugin in registry.plugins
        for key, text in plugin.texts.get("en", {}).items()
    }


def finding_lines(found: list[Any], texts: Mapping[str, str]) -> Iterator[Line]:
    """Each finding under its rule; an event that set a fact has a history of its own.

    Args:
        found: The findings, as plain values.

        texts: What the rules say, by their codes.
    """
    yield Line.of("findings", "dim", indent=4)
    for finding in found:
        name, truth = f"{finding['rule']}/{finding['version']}", finding["truth"]
        yield Line(6, ((name, "bold"), (f"  {truth}", _STYLES.get(truth, ""))))
        rows = list(_rows(finding, texts))
        column = max(len(label) for label, _ in rows)
        for label, text in rows:
            yield from labelled(label, text, indent=10, column=column)


def _rows(finding: dict[str, Any], texts: Mapping[str, str]) -> Iterator[Any]:
    hjemmel = finding["hjemmel"]
    if finding["rule"] in texts:
        yield "rule", texts[finding["rule"]]
    days = (("from", hjemmel["valid_from"]), ("until", hjemmel["valid_to"]))
    force = "".join(f", {word} {day}" for word, day in days if day)
    yield "by", f"{hjemmel['source']}, {hjemmel['paragraph']}{force}"
    for given in finding["inputs"]:
        setter = f" (set by {given['set_by']})" if given["set_by"] else ""
        yield given["fact"], f"{given['value']}{setter}"
    for fact in finding["missing"]:
        yield fact, "is not known"
