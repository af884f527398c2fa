"""Which rules, case types, facts and persons there are, to tell a slip from a blank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from kvalitet_core.audit.acts import acts
from kvalitet_core.audit.finding import nodes
from kvalitet_core.journal.journal import Journal

__all__ = ["known"]


def known(journal: Journal, what: str) -> set[str]:
    """The names of a sort that stand in the journal, or that an installed plugin has.

    Args:
        journal: The journal.

        what: `rule`, `definition`, `fact`, `actor` or `type`.
    """
    said = _SAID[what]
    found: set[str] = {*_INSTALLED.get(what, _nothing)(journal)}
    for act in acts(journal):
        for entry in act.entries:
            for path, node in nodes(entry.fields):
                found.update(said(path, node))
            if what == "type":
                found.update((entry.name, entry.name.partition("/")[0]))
    return found


def _rules(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"rule": str(code), "truth": _, "version": version}:
            yield from (code, f"{code}/{version}")
        case {"code": str(code), "text": _}:
            yield code
        case _:
            return


def _facts(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"fact": str(name)}:
            yield name
        case _:
            return


def _definitions(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"definition": str(code), "version": version, "digest": _}:
            yield from (code, f"{code}/{version}")
        case _:
            return


def _actors(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"id": str(name), "authority": _, "role": _}:
            yield name
        case {"by": str(name)}:
            yield name
        case _:
            return


def _types(path: str, node: Any) -> Iterator[str]:
    match node:
        case {"name": str(name), "outcome": _} if not path:
            yield from (name, name.partition("/")[0])
        case _:
            return


def _nothing(_: Journal) -> Iterator[str]:
    yield from ()


def _installed_rules(journal: Journal) -> Iterator[str]:
    for plugin in journal.registry.plugins:
        for rule in plugin.rules:
            yield from (rule.code, f"{rule.code}/{rule.version}")


def _installed_definitions(journal: Journal) -> Iterator[str]:
    for plugin in journal.registry.plugins:
        for each in plugin.definitions:
            yield from (each.code, f"{each.code}/{each.version}")


def _installed_types(journal: Journal) -> Iterator[str]:
    for name in journal.registry.classes:
        yield from (name, name.partition("/")[0])


_SAID: Final[dict[str, Callable[[str, Any], Iterator[str]]]] = {
    "actor": _actors,
    "definition": _definitions,
    "fact": _facts,
    "rule": _rules,
    "type": _types,
}
_INSTALLED: Final[dict[str, Callable[[Journal], Iterator[str]]]] = {
    "definition": _installed_definitions,
    "rule": _installed_rules,
    "type": _installed_types,
}
