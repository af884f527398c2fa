"""Which rules, case types, facts and persons there are, to tell a slip from a blank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from kvalitet_core.audit.acts import acts
from kvalitet_core.audit.named import named_in
from kvalitet_core.journal.journal import Journal

if TYPE_CHECKING:
    from kvalitet_core.audit.pointing import Pointers

__all__ = ["known"]


def known(journal: Journal, what: str, *, pointers: Pointers | None = None) -> set[str]:
    """The names of a sort that stand in the journal, or that an installed plugin has.

    Args:
        journal: The journal.

        what: `rule`, `definition`, `fact`, `actor` or `type`.

        pointers: Those of the journal: with them only what was written since is read.

    Raises:
        PointersUnavailable: Their file cannot be read.
    """
    found: set[str] = {*_INSTALLED.get(what, _nothing)(journal)}
    if pointers is not None:
        found |= pointers.names(what)
    for act in acts(journal, after=pointers.position if pointers else 0):
        for entry in act.entries:
            found.update(named_in(what, entry))
    return found


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


_INSTALLED: Final[dict[str, Callable[[Journal], Iterator[str]]]] = {
    "definition": _installed_definitions,
    "rule": _installed_rules,
    "type": _installed_types,
}
