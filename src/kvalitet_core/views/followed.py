"""What a view follows, once it is known what is installed, and the digest of it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

import attrs

from kvalitet_core.journal.following import OWN_EVENTS
from kvalitet_core.journal.registry import Registry
from kvalitet_core.plugins import Plugin
from kvalitet_core.view import EVERY, View

__all__ = ["FORGOTTEN", "digest_of", "followed", "holds_persons", "views_of"]

FORGOTTEN: Final = "person.forgotten/2"
"""The event after which everything personal of somebody is cleared."""

_FORMAT: Final = 1
"""Changed when tables are kept otherwise than before, so that all are made anew."""


def views_of(registry: Registry) -> dict[str, tuple[View, Plugin]]:
    """Every view of the installed plugins by its name, with who brings it."""
    return {
        view.name: (view, plugin)
        for plugin in registry.plugins
        for view in sorted(plugin.views, key=lambda view: view.name)
    }


def followed(view: View, registry: Registry) -> frozenset[str]:
    """The stored names whose events a view is told of, older numbers too."""
    names = set(view.events - {EVERY})
    if EVERY in view.events:
        for aggregate in registry.aggregates.values():
            names |= set(aggregate.events)
    own = frozenset(names & OWN_EVENTS)
    return own.union(*(registry.numbers(name) for name in names - OWN_EVENTS))


def holds_persons(view: View) -> bool:
    """Whether anything in a view's tables is sealed."""
    return any(column.person for table in view.tables for column in table.columns)


def digest_of(view: View, plugin: Plugin, registry: Registry) -> str:
    """The digest of a view: of its declaration, and its plugin's name and version.

    The code of its function is not in it, for nothing tells that from another version
    of Python; what changes it is released as a new version of the plugin.
    """
    state = view.state
    told = {
        "events": sorted(followed(view, registry)),
        "format": _FORMAT,
        "name": view.name,
        "plugin": [plugin.name, plugin.version],
        "state": None if state is None else registry.aggregate_of(state).kind,
        "tables": [attrs.asdict(table) for table in view.tables],
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
