"""What is installed, to be brought in piece by piece, for those who only read.

A kind of the core's own stands in its own module. That of a plugin begins with the
plugin's name, so nothing of the others is imported to find it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kvalitet_core import kinds
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.on_demand import Brought
from kvalitet_core.journal.registry import Registry
from kvalitet_core.plugins import CORE_NAME, Plugin

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["Installed"]


class Installed:
    """The core, and the plugins that are installed and allowed."""

    def __init__(self) -> None:
        self._points: Mapping[str, list[EntryPoint]] | None = None
        self._plugins: dict[str, Plugin] = {}

    def aggregate(self, kind: str) -> Brought | None:
        """The aggregate of a kind; None where nobody brings it.

        Raises:
            PluginError: The plugin that should bring it is not fit to be used, or more
                than one can be meant.
        """
        if kind in kinds.KINDS:
            return Brought(kinds.aggregate(kind), kinds.UPCASTERS, {})
        names = [name for name in self._names() if _may_bring(name, kind)]
        if len(names) > 1:
            raise PluginError(names[0], f"may not be the only one with kind {kind!r}")
        plugin = self.plugin(names[0]) if names else None
        for each in plugin.aggregates if plugin is not None else ():
            if plugin is not None and each.kind == kind:
                return Brought(each, plugin.upcasters, plugin.sealed_upcasters)
        return None

    def plugin(self, name: str) -> Plugin | None:
        """The plugin of a name; None where it is not installed, or not allowed.

        Raises:
            PluginError: It is not fit to be used, or its name is taken twice.
        """
        if name not in self._plugins:
            if name == CORE_NAME:
                return _core()
            points = self._names().get(name)
            if points is None:
                return None
            if len(points) > 1:
                raise PluginError(name, "its name is taken twice")
            from kvalitet_core.entrypoints import plugin_at

            self._plugins[name] = plugin_at(points[0])
        return self._plugins[name]

    def kind_of(self, cls: type[Any]) -> str | None:
        """The kind of the aggregate that a class belongs to, where that can be told."""
        own = kinds.kind_of(cls)
        package = cls.__module__.partition(".")[0]
        if own is not None or package == __name__.partition(".")[0]:
            return own
        from kvalitet_core.entrypoints import package_at

        for name, points in self._names().items():
            if [package_at(point) for point in points] == [package]:
                return self._kind_in(name, cls)
        return None

    def _kind_in(self, name: str, cls: type[Any]) -> str | None:
        try:
            plugin = self.plugin(name)
        except PluginError:
            return None
        for each in plugin.aggregates if plugin is not None else ():
            brought = (each.state, *each.events.values(), *each.commands.values())
            if cls in brought:
                return each.kind
        return None

    def brought(self, what: str) -> Iterator[str]:
        """The names of what is installed, with their numbers, as manifests say."""
        if what == "type":
            for aggregate in map(kinds.aggregate, kinds.KINDS):
                yield from (*aggregate.events, *aggregate.commands)
        from kvalitet_core.entrypoints import manifest_at

        for points in self._names().values():
            for point in points:
                try:
                    manifest = manifest_at(point)
                except PluginError:
                    continue
                yield from {
                    "rule": manifest.rules,
                    "definition": manifest.case_types,
                    "type": (*manifest.events, *manifest.commands),
                }[what]

    def everything(self) -> tuple[Registry, tuple[PluginError, ...]]:
        """All that is fit to be used, and what is wrong with the rest."""
        from kvalitet_core.discovery import assembled, problems_of

        found, registry = assembled()
        return registry, problems_of(found)

    def _names(self) -> Mapping[str, list[EntryPoint]]:
        """The entry points of the plugins that are allowed, by their names."""
        if self._points is None:
            from importlib.metadata import entry_points

            from kvalitet_core.discovery import GROUP, allowed_names

            allowed = allowed_names()
            points: dict[str, list[EntryPoint]] = {}
            for point in entry_points(group=GROUP):
                if allowed is None or point.name in allowed:
                    points.setdefault(point.name, []).append(point)
            self._points = points
        return self._points


def _core() -> Plugin:
    from kvalitet_core.core import CORE

    return CORE


def _may_bring(name: str, kind: str) -> bool:
    """Whether a kind begins with a plugin's name, as its kinds do."""
    return f"{kind}_".startswith((f"{name}_", f"{name}-"))
