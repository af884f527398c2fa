"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.texts import read_texts

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name="programmet",
    version=version("kvalitet-programmet"),
    texts=read_texts("kvalitet_programmet"),
)
