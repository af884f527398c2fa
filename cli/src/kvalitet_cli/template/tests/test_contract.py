"""The plugin holds what every plugin must."""

from kvalitet_core.testing import PluginContract
from kvalitet_skabelon import PLUGIN


class TestContract(PluginContract):
    """Each law is a test of its own; a failure says what to do."""

    plugin = PLUGIN
    package = "kvalitet_skabelon"
