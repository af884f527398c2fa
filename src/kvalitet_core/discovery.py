"""How installed plugins are found, and what state each is in.

A distribution names its plugin in the entry-point group `kvalitet.plugins`, and puts a
manifest in the folder of the plugin's package. Only plugins that are allowed are
imported; one that is broken is told, and never left out in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final, Literal

import attrs

from kvalitet_core.entrypoints import manifest_at, package_at, plugin_at
from kvalitet_core.errors import PluginError
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.registry import Registry
from kvalitet_core.manifest import Manifest
from kvalitet_core.plugins import CORE_NAME, Plugin

if TYPE_CHECKING:
    from kvalitet_core.journal.journal import Journal

__all__ = [
    "GROUP",
    "SETTING",
    "Found",
    "allowed_names",
    "assembled",
    "installed",
    "load",
    "missing",
    "package_of",
    "problems_of",
    "refuse",
]

GROUP: Final = "kvalitet.plugins"
"""The group of entry points: `indsatsteam = "kvalitet_indsatsteam:PLUGIN"`."""

SETTING: Final = "KVALITET_PLUGINS"
"""The names of the plugins that are allowed, with commas; unset allows all."""


@attrs.frozen(kw_only=True)
class Found:
    """One plugin that is installed, or that somebody expects to be.

    Attributes:
        name: The plugin's name.
        distribution: What it was installed as; None where it is not.
        version: The distribution's version, or the one that a journal knows it by.
        state: `ok`; `disabled`: not allowed, and not imported; `broken`; or `missing`:
            a journal or the setting names it, and it is not installed.
        problems: Everything that is wrong with it.
        plugin: The plugin, where it is ok.
        manifest: Its manifest, where that can be read.
        deployment: The newest deployment of a journal that had it, where it is missing.
    """

    name: str
    distribution: str | None = None
    version: str | None = None
    state: Literal["ok", "disabled", "broken", "missing"]
    problems: tuple[str, ...] = ()
    plugin: Plugin | None = attrs.field(default=None, repr=False)
    manifest: Manifest | None = attrs.field(default=None, repr=False)
    deployment: StreamId | None = None

    @property
    def problem(self) -> str | None:
        """The first thing that is wrong with it, if anything is."""
        return self.problems[0] if self.problems else None


def installed(allow: Iterable[str] | None = None) -> tuple[Found, ...]:
    """Every installed plugin, by name, and what state it is in.

    Args:
        allow: The names of those that may be used; None takes `KVALITET_PLUGINS`, and
            all where that is not set. A name that is not installed is `missing`.
    """
    return assembled(allow)[0]


def load(allow: Iterable[str] | None = None) -> tuple[Plugin, ...]:
    """The installed and allowed plugins, by name.

    Raises:
        PluginError: One or more are broken, or not installed; all are named at once.
    """
    found = installed(allow)
    refuse(problems_of(found))
    return tuple(each.plugin for each in found if each.plugin is not None)


def problems_of(found: Iterable[Found]) -> tuple[PluginError, ...]:
    """What is wrong with those that are broken or missing, an error for each."""
    return tuple(
        PluginError(each.name, *each.problems)
        for each in found
        if each.state in ("broken", "missing")
    )


def refuse(problems: Sequence[PluginError]) -> None:
    """Go no further with plugins that have problems.

    Raises:
        PluginError: There are some; it names them all.
    """
    if problems:
        first, *others = problems
        raise PluginError(first.plugin, *first.findings, others=others)


def assembled(
    allow: Iterable[str] | None = None,
) -> tuple[tuple[Found, ...], Registry]:
    """Every installed plugin, and a registry of the core and those that are ok."""
    from kvalitet_core.core import CORE  # noqa: PLC0415 - it is all of the domain

    found = _all(allowed_names(allow))
    while True:
        fine = [each.plugin for each in found if each.plugin is not None]
        try:
            return found, Registry((CORE, *fine))
        except PluginError as error:
            if error.plugin not in {plugin.name for plugin in fine}:
                raise
            found = tuple(_broken_by(error, each) for each in found)


def _broken_by(error: PluginError, found: Found) -> Found:
    if found.plugin is None or found.name != error.plugin:
        return found
    return attrs.evolve(found, state="broken", problems=error.findings, plugin=None)


def missing(found: Iterable[Found], journal: Journal) -> tuple[Found, ...]:
    """The plugins that only a journal's deployments know, by name."""
    known = {CORE_NAME, *(each.name for each in found)}
    versions = {
        name: (version, recorded.stream)
        for recorded in journal.events(names=["journal.deployed/1"])
        for name, version in recorded.event.plugins.items()
        if name not in known
    }
    return tuple(
        Found(
            name=name,
            version=version,
            state="missing",
            problems=("is not installed, and a deployment of the journal had it",),
            deployment=stream,
        )
        for name, (version, stream) in sorted(versions.items())
    )


def package_of(plugin: Plugin) -> str | None:
    """The package that an installed plugin comes in, by its entry point."""
    for point in entry_points(group=GROUP, name=plugin.name):
        return package_at(point)
    return None


def allowed_names(allow: Iterable[str] | None = None) -> frozenset[str] | None:
    """The names of the plugins that may be used; None where all may."""
    if allow is None:
        setting = os.environ.get(SETTING)
        if setting is None:
            return None
        allow = setting.split(",")
    return frozenset(name.strip() for name in allow if name.strip())


def _all(allowed: frozenset[str] | None) -> tuple[Found, ...]:
    """What the entry points lead to, and the allowed names that have none."""
    points: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=GROUP):
        points.setdefault(point.name, []).append(point)
    found = []
    for name, twins in points.items():
        if allowed is not None and name not in allowed:
            found += [_listed(point, "disabled") for point in twins]
        elif len(twins) > 1:
            found += _twins(twins)
        else:
            found.append(_looked_at(twins[0]))
    for name in (allowed or frozenset()).difference(points):
        text = f"is allowed by name, and not installed; install it or mend {SETTING}"
        found.append(Found(name=name, state="missing", problems=(text,)))
    return tuple(sorted(found, key=lambda each: (each.name, each.distribution or "")))


def _listed(point: EntryPoint, state: Literal["disabled", "broken"]) -> Found:
    """What can be told without running any of its code."""
    distribution = point.dist
    try:
        manifest = manifest_at(point)
    except PluginError:
        manifest = None
    return Found(
        name=point.name,
        distribution=distribution.name if distribution else None,
        version=distribution.version if distribution else None,
        state=state,
        manifest=manifest,
    )


def _twins(points: list[EntryPoint]) -> list[Found]:
    found = [_listed(point, "broken") for point in points]
    owners = sorted(f"{each.distribution} {each.version}" for each in found)
    text = f"its name is taken twice, by {' and by '.join(owners)}; uninstall one"
    return [attrs.evolve(each, problems=(text,)) for each in found]


def _looked_at(point: EntryPoint) -> Found:
    found = _listed(point, "broken")
    try:
        plugin = plugin_at(point)
    except PluginError as error:
        return attrs.evolve(found, problems=error.findings)
    return attrs.evolve(found, state="ok", plugin=plugin)
