"""Which plugin a command is about: one that is installed, or one in a folder."""

from __future__ import annotations

import os
import sys
import tomllib
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import attrs

from kvalitet_cli.plugged import package_with, plugin_named
from kvalitet_core.discovery import GROUP
from kvalitet_core.entrypoints import package_at, value_at
from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.journal.shaping import misshapen
from kvalitet_core.plugins import Plugin

__all__ = ["Placed", "placed", "placed_in"]


@attrs.frozen(kw_only=True)
class Placed:
    """A plugin, and where it is.

    Attributes:
        plugin: The plugin.
        package: The name of its package.
        folder: The folder that it is written in; None where it is installed.
    """

    plugin: Plugin
    package: str
    folder: Path | None = None

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        where = f" in {self.folder}" if self.folder else ""
        return f"plugin {self.plugin.name} {self.plugin.version}{where}"

    @property
    def package_folder(self) -> Path:
        """The folder of its package."""
        return Path(str(import_module(self.package).__file__)).parent


def placed(what: str) -> Placed:
    """The installed plugin of a name, or the one in a folder.

    Raises:
        Malformed: The folder is no plugin's.
        Unknown: No plugin of that name is installed.
        PluginError: It is broken.
    """
    if os.sep in what or what == "." or Path(what).is_dir():
        return placed_in(Path(what))
    plugin = plugin_named(what)
    return Placed(plugin=plugin, package=package_with(plugin))


def placed_in(folder: Path) -> Placed:
    """The plugin in a folder; nothing needs to be installed.

    Raises:
        Malformed: The folder is no plugin's.
        PluginError: It cannot be imported, or is no plugin.
    """
    point = _entry_point(folder)
    package = package_at(point)
    root = folder / "src" if (folder / "src" / package).is_dir() else folder
    if not (root / package).is_dir():
        problem = f"has no package {package!r}, which its entry point leads to"
        raise Malformed(f"folder {folder}", problem)
    sys.path.insert(0, str(root.resolve()))
    sys.dont_write_bytecode = True
    plugin = value_at(point)
    if not isinstance(plugin, Plugin):
        text = f"{point.value} is a {type(plugin).__name__}, expected a Plugin"
        raise PluginError(point.name, text)
    findings = [*misshapen(plugin), *_elsewhere(point, plugin, package, root)]
    if findings:
        raise PluginError(point.name, *findings)
    return Placed(plugin=plugin, package=package, folder=folder)


def _elsewhere(
    point: EntryPoint, plugin: Plugin, package: str, root: Path
) -> list[str]:
    """What shows that it is not the plugin that the folder names."""
    found = Path(str(import_module(package).__file__)).resolve()
    if not found.is_relative_to(root.resolve()):
        return [f"{package} was imported from {found.parent}"]
    if point.name != plugin.name:
        return [f"its entry point has this name, the plugin is {plugin.name!r}"]
    return []


def _entry_point(folder: Path) -> EntryPoint:
    """The one entry point of the group that the folder's project names."""
    subject = f"folder {folder}"
    file = folder / "pyproject.toml"
    try:
        project: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        problem = "expected a plugin's folder, with its pyproject.toml"
        raise Malformed(subject, problem) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Malformed(str(file), f"is no TOML: {error}") from error
    points = project.get("project", {}).get("entry-points", {}).get(GROUP, {})
    if len(points) != 1:
        named = ", ".join(points) or "none"
        problem = f"expected one entry point in the group {GROUP}, got {named}"
        raise Malformed(subject, problem)
    (name, value), *_ = points.items()
    return EntryPoint(name=name, value=value, group=GROUP)
