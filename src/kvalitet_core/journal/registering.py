"""Registering plugins: each is looked at, and what it brings gets its names.

Whatever does not fit is told of the first plugin that it is found in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import PluginError
from kvalitet_core.ids import KIND
from kvalitet_core.journal.fitting import misfits
from kvalitet_core.journal.following import unfollowable
from kvalitet_core.journal.names import Names, numbered
from kvalitet_core.journal.shaping import looked_at, misshapen
from kvalitet_core.plugins import Plugin

__all__ = ["register"]

_NAME: Final = re.compile(rf"{KIND.pattern}\.[a-z][a-z0-9_]*/[1-9][0-9]*")
"""A stored name: kind, words, number."""


def register(plugins: Sequence[Plugin], names: Names) -> None:
    """Take in what plugins bring.

    Raises:
        PluginError: One of them does not fit.
    """
    registering = _Registering(plugins, names)
    for look in (registering.problems, registering.unfollowable):
        for plugin in plugins:
            problems = looked_at(partial(look, plugin))
            if problems:
                raise PluginError(plugin.name, *problems)


class _Registering:
    """Looks at plugins, one after another."""

    def __init__(self, plugins: Sequence[Plugin], names: Names) -> None:
        self._plugins = plugins
        self._names = names

    def problems(self, plugin: Plugin) -> list[str]:
        """What is wrong with a plugin by itself, and beside those before it."""
        found = misshapen(plugin) or self._twice(plugin)
        return found or [*misfits(plugin), *self._add(plugin)]

    def unfollowable(self, plugin: Plugin) -> list[str]:
        """What is wrong with what follows, once every name is known."""
        return unfollowable(plugin, self._names.aggregates)

    def _twice(self, plugin: Plugin) -> list[str]:
        times = [other.name for other in self._plugins].count(plugin.name)
        return ["two plugins have this name"] if times > 1 else []

    def _add(self, plugin: Plugin) -> list[str]:
        problems: list[str] = []
        for aggregate in plugin.aggregates:
            if aggregate.kind in self._names.aggregates:
                problems.append(self._taken(aggregate.kind))
                continue
            self._names.add_aggregate(aggregate)
            for name, cls in {**aggregate.events, **aggregate.commands}.items():
                problems += self._add_class(name, cls, aggregate)
        for name in plugin.upcasters:
            problems += _foreign(name, plugin) or self._names.add_older(
                name, plugin.upcasters, plugin.sealed_upcasters
            )
        return problems + self._gaps(plugin) + _sealed_from_nowhere(plugin)

    def _taken(self, kind: str) -> str:
        first = self._names.aggregates[kind]
        owners = (
            plugin.name
            for plugin in self._plugins
            if any(aggregate is first for aggregate in plugin.aggregates)
        )
        owner = next(owners)
        return f"kind {kind!r}: is taken by plugin {owner!r}; give it another name"

    def _add_class(self, name: str, cls: type[Any], aggregate: Aggregate) -> list[str]:
        prefix = f"{aggregate.kind}."
        if not name.startswith(prefix) or not _NAME.fullmatch(name):
            return [f"stored name {name!r}: expected {prefix}<words>/<number from 1>"]
        return self._names.add_class(name, cls, aggregate)

    def _gaps(self, plugin: Plugin) -> list[str]:
        own = [
            name
            for aggregate in plugin.aggregates
            for name in {**aggregate.events, **aggregate.commands}
            if name in self._names.classes
        ]
        return [
            f"{name}: no upcaster from {stem}/{older}"
            for name in own
            for stem, number in [numbered(name)]
            for older in range(1, number)
            if f"{stem}/{older}" not in self._names.older
        ]


def _foreign(name: str, plugin: Plugin) -> list[str]:
    """What is wrong with the name that an upcaster leads from."""
    if not _NAME.fullmatch(name):
        return [f"upcaster from {name!r}: expected <kind>.<words>/<number from 1>"]
    kind = name.partition(".")[0]
    if kind not in {aggregate.kind for aggregate in plugin.aggregates}:
        rule = f"the plugin brings no kind {kind!r}, and only its own history"
        return [f"upcaster from {name!r}: {rule} is its to read; drop it"]
    return []


def _sealed_from_nowhere(plugin: Plugin) -> list[str]:
    return [
        f"sealed upcaster from {key!r}: expected an older stored name that an upcaster "
        "leads on from, and a personal field; mend the name, or drop it"
        for key in plugin.sealed_upcasters
        if key[0] not in plugin.upcasters
    ]
