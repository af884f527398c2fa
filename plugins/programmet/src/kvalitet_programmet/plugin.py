"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.texts import read_texts
from kvalitet_programmet import orientering
from kvalitet_programmet.catalogue import PROGRAMME_CATALOGUE
from kvalitet_programmet.reactions import REACTIONS
from kvalitet_programmet.sources import NAME

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-programmet"),
    aggregates=(orientering.AGGREGATE,),
    catalogues=(PROGRAMME_CATALOGUE,),
    reactions=REACTIONS,
    texts=read_texts("kvalitet_programmet"),
)
