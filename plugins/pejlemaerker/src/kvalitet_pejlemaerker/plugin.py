"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.texts import read_texts
from kvalitet_pejlemaerker import selvvurdering
from kvalitet_pejlemaerker.overview import SELVVURDERINGER
from kvalitet_pejlemaerker.rules import OF_USE
from kvalitet_pejlemaerker.sources import NAME
from kvalitet_pejlemaerker.tilblivelse import Tilblivelse

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-pejlemaerker"),
    aggregates=(selvvurdering.AGGREGATE,),
    case_types=(Tilblivelse,),
    rules=OF_USE,
    views=(SELVVURDERINGER,),
    texts=read_texts("kvalitet_pejlemaerker"),
)
