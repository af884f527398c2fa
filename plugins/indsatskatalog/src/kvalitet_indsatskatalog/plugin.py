"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.texts import read_texts
from kvalitet_indsatskatalog.sources import NAME
from kvalitet_indsatskatalog.tilblivelse import Tilblivelse

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-indsatskatalog"),
    case_types=(Tilblivelse,),
    texts=read_texts("kvalitet_indsatskatalog"),
)
