"""Which rules, case types, facts and persons there are, to tell a slip from a blank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvalitet_core.audit.acts import acts
from kvalitet_core.audit.named import named_in
from kvalitet_core.journal.journal import Journal

if TYPE_CHECKING:
    from kvalitet_core.audit.pointing import Pointers

__all__ = ["known"]

_BROUGHT: Final = ("definition", "rule", "type")


def known(journal: Journal, what: str, *, pointers: Pointers | None = None) -> set[str]:
    """The names of a sort that stand in the journal, or that an installed plugin has.

    Args:
        journal: The journal.

        what: `rule`, `definition`, `fact`, `actor` or `type`.

        pointers: Those of the journal: with them only what was written since is read.

    Raises:
        PointersUnavailable: Their file cannot be read.
    """
    found: set[str] = set()
    if what in _BROUGHT:
        found.update(*map(_called, journal.registry.brought(what)))
    if pointers is not None:
        found |= pointers.names(what)
    for act in acts(journal, after=pointers.position if pointers else 0):
        for entry in act.entries:
            found.update(named_in(what, entry))
    return found


def _called(name: str) -> tuple[str, str]:
    """A name, and the same without its number."""
    return name, name.partition("/")[0]
