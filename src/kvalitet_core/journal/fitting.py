"""What a plugin must be besides its classes: names, number, case types, rules, forms.

Each finding names the thing, the rule and the remedy. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations, groupby
from typing import Final

from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.ids import KIND
from kvalitet_core.journal.questions import unanswerable
from kvalitet_core.plugins import CORE_NAME, PLUGIN_API, Plugin

__all__ = ["misfits", "wrong_api"]

_JOURNALS_KINDS: Final = frozenset({"command", "deployment", "journal"})

_FORM: Final = "expected a-z, then a-z, 0-9, - or _"


def misfits(plugin: Plugin) -> list[str]:
    """Everything that keeps a plugin of the right shape from being used."""
    return [
        *_names(plugin),
        *_kinds(plugin),
        *_case_types(plugin),
        *_rules(plugin),
        *_forms(plugin),
        *_catalogues(plugin),
    ]


def _names(plugin: Plugin) -> Iterator[str]:
    if not KIND.fullmatch(plugin.name):
        yield f"its name: {_FORM}"
    if not plugin.version.strip():
        yield "its version: expected some text, got none"
    if plugin.api != PLUGIN_API:
        yield wrong_api(plugin.api)


def wrong_api(api: int) -> str:
    """The finding about a plugin that is written for another interface."""
    remedy = (
        "upgrade kvalitet-core"
        if api > PLUGIN_API
        else "install a newer version of the plugin"
    )
    return (
        f"is written for plugin interface {api}, "
        f"this kvalitet-core has {PLUGIN_API}; {remedy}"
    )


def _kinds(plugin: Plugin) -> Iterator[str]:
    name = plugin.name
    for kind in (aggregate.kind for aggregate in plugin.aggregates):
        if not KIND.fullmatch(kind):
            yield f"kind {kind!r}: {_FORM}"
        elif kind in _JOURNALS_KINDS:
            yield f"kind {kind!r}: is the journal's own; give it another name"
        elif name != CORE_NAME and not (f"{kind}_").startswith(
            (f"{name}_", f"{name}-")
        ):
            yield (
                f"kind {kind!r}: does not begin with the plugin's name; "
                f"call it '{name}', or begin it with '{name}_' or '{name}-'"
            )


def _case_types(plugin: Plugin) -> Iterator[str]:
    found = Counter((each.code, each.version) for each in plugin.definitions)
    for (code, version), times in found.items():
        if not code.startswith(f"{plugin.name}."):
            yield _foreign(f"case type {code!r}", plugin)
        if times > 1:
            yield (
                f"case type {code!r}: has version {version!r} {times} times; "
                "give each a version of its own"
            )


def _rules(plugin: Plugin) -> Iterator[str]:
    for code, found in groupby(sorted(plugin.rules, key=_version), key=_code):
        versions = list(found)
        if not code.startswith(f"{plugin.name}."):
            yield _foreign(f"rule {code!r}", plugin)
        for rule, other in combinations(versions, 2):
            if rule.version == other.version:
                yield (
                    f"rule {code!r}: has version {rule.version} twice; "
                    "give each a number of its own"
                )
            elif clash := _clash(rule, other):
                yield (
                    f"rule {code!r}: versions {rule.version} and {other.version} both "
                    f"{clash}; let one end where the other begins"
                )


def _code(rule: Rule) -> str:
    return rule.code


def _version(rule: Rule) -> tuple[str, int]:
    return rule.code, rule.version


def _clash(rule: Rule, other: Rule) -> str | None:
    """When two versions of a rule count at once, if they ever do."""
    day = max(each.valid_from or date.min for each in (rule, other))
    if rule.as_of == other.as_of:
        end = min(each.valid_to or date.max for each in (rule, other))
        return f"hold on {day}" if day < end else None
    decided = rule if rule.as_of == "decided" else other
    end = decided.valid_to or date.max
    return f"count for some of what is decided on {day}" if day < end else None


def _forms(plugin: Plugin) -> Iterator[str]:
    for name, times in Counter(str(form.name) for form in plugin.forms).items():
        if not name.startswith(f"{plugin.name}."):
            yield _foreign(f"form {name!r}", plugin)
        if times > 1:
            yield f"form {name!r}: is there {times} times; give each its own number"
    for form in plugin.forms:
        yield from unanswerable(form)


def _catalogues(plugin: Plugin) -> Iterator[str]:
    for name, times in Counter(each.name for each in plugin.catalogues).items():
        if not KIND.fullmatch(name):
            yield f"catalogue {name!r}: {_FORM}"
        if times > 1:
            yield f"catalogue {name!r}: is there {times} times; give each its own name"


def _foreign(thing: str, plugin: Plugin) -> str:
    rule = "does not begin with the plugin's name"
    return f"{thing}: {rule}; begin it with '{plugin.name}.'"
