"""The plugin holds the contract of every plugin."""

from __future__ import annotations

from kvalitet_core.testing import PluginContract
from kvalitet_programmet import PLUGIN


class TestContract(PluginContract):
    """Everything that every plugin must hold."""

    plugin = PLUGIN
