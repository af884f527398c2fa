"""One entry point: the package it leads to, its manifest there, and its plugin.

The manifest is found without importing the package, wherever it is installed; the
plugin is imported, and whatever goes wrong with that is told as a finding.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.journal.fitting import wrong_api
from kvalitet_core.journal.shaping import looked_at, misshapen
from kvalitet_core.manifest import MANIFEST, Manifest, differences, read_manifest
from kvalitet_core.plugins import CORE_NAME, PLUGIN_API, Plugin

__all__ = ["manifest_at", "package_at", "plugin_at", "value_at"]

_PLACE: Final = re.compile(r"([\w.]+)\s*:\s*([\w.]+)")


def package_at(point: EntryPoint) -> str:
    """The package that an entry point leads into: the first part of its module."""
    return re.split(r"[.:\s]", point.value, maxsplit=1)[0]


def manifest_at(point: EntryPoint) -> Manifest:
    """The manifest in the folder of the package; nothing is imported.

    Raises:
        PluginError: There is none, or it is no manifest.
    """
    path = _manifest_path(point)
    try:
        return read_manifest(path.read_text(encoding="utf-8"))
    except Malformed as error:
        findings = [f"{MANIFEST}: {each.path}: {each.text}" for each in error.problems]
        raise PluginError(point.name, *findings) from error
    except (OSError, UnicodeDecodeError) as error:
        text = f"{MANIFEST} cannot be read: {error}"
        raise PluginError(point.name, text) from error


def _manifest_path(point: EntryPoint) -> Path:
    package = package_at(point)
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        raise PluginError(point.name, f"there is no package {package!r} to import")
    if spec.submodule_search_locations is None:
        text = f"{package!r} is a module; make it a package, with {MANIFEST} in it"
        raise PluginError(point.name, text)
    for folder in spec.submodule_search_locations:
        if (Path(folder) / MANIFEST).is_file():
            return Path(folder) / MANIFEST
    text = f"there is no {MANIFEST} in the folder of package {package!r}"
    raise PluginError(point.name, f"{text}; `kvalitet plugin export` writes it")


def plugin_at(point: EntryPoint) -> Plugin:
    """Import the plugin, and compare it with its manifest.

    Raises:
        PluginError: It cannot be imported, is no plugin, or its manifest lies.
    """
    if point.name == CORE_NAME:
        raise PluginError(point.name, "has the core's own name; give it another")
    manifest = manifest_at(point)
    if manifest.name != point.name:
        text = f"its entry point has this name, {MANIFEST} says {manifest.name!r}"
        raise PluginError(point.name, text)
    if manifest.api != PLUGIN_API:
        raise PluginError(point.name, wrong_api(manifest.api))
    plugin = value_at(point)
    if not isinstance(plugin, Plugin):
        text = f"{point.value}: expected a Plugin, got {type(plugin).__name__}"
        raise PluginError(point.name, text)
    findings = looked_at(lambda: misshapen(plugin) or differences(manifest, plugin))
    if findings:
        raise PluginError(point.name, *findings)
    return plugin


def value_at(point: EntryPoint) -> Any:
    """Import what an entry point leads to, whatever that is.

    Raises:
        PluginError: It cannot be imported.
    """
    place = _PLACE.fullmatch(point.value.strip())
    if place is None:
        text = f"its entry point is {point.value!r}, expected package:NAME"
        raise PluginError(point.name, text)
    try:
        return attrgetter(place[2])(import_module(place[1]))
    except (Exception, SystemExit) as error:
        # A loader is there to tell what a plugin raises, whatever that is: one that
        # ends the program would end it in silence, and as if nothing were wrong.
        first = (str(error).strip().splitlines() or ["without a word"])[0]
        text = f"{point.value} cannot be imported: {type(error).__name__}: {first}"
        raise PluginError(point.name, text) from error
