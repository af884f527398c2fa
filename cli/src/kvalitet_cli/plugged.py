"""Which plugin a command is about: the core, or an installed one by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import click

from kvalitet_core.core import CORE
from kvalitet_core.discovery import installed, package_of
from kvalitet_core.errors import PluginError, Unknown
from kvalitet_core.journal.registry import nearest
from kvalitet_core.plugins import CORE_NAME, Plugin
from kvalitet_core.releases import CORE_PACKAGE

__all__ = ["about_plugin", "package_with", "plugin_named"]

_Function: TypeAlias = Callable[..., Any]

about_plugin: Final[Callable[[_Function], _Function]] = click.option(
    "--plugin",
    "name",
    default=CORE_NAME,
    metavar="NAME",
    help="An installed plugin; the core, where none is named.",
)
"""Add --plugin, given as `name`."""


def plugin_named(name: str) -> Plugin:
    """The core, or an installed plugin.

    Raises:
        Unknown: None of that name is installed.
        PluginError: It is broken, or not allowed.
    """
    if name == CORE_NAME:
        return CORE
    found = {each.name: each for each in installed()}
    if name not in found:
        hint = "see `kvalitet plugins`"
        raise Unknown("plugin", name, nearest=nearest(name, found), hint=hint)
    plugin = found[name].plugin
    if plugin is None:
        problems = found[name].problems or (f"is {found[name].state}",)
        raise PluginError(name, *problems)
    return plugin


def package_with(plugin: Plugin) -> str:
    """The package that a plugin comes in, with its schemas and texts."""
    return CORE_PACKAGE if plugin is CORE else package_of(plugin) or ""
