"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.plugins import Catalogue
from kvalitet_core.texts import read_texts
from kvalitet_pejlemaerker import selvvurdering
from kvalitet_pejlemaerker.overview import SELVVURDERINGER
from kvalitet_pejlemaerker.publishing import catalogue
from kvalitet_pejlemaerker.rules import OF_USE
from kvalitet_pejlemaerker.sources import NAME, PUBLICATION
from kvalitet_pejlemaerker.tilblivelse import Tilblivelse

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-pejlemaerker"),
    aggregates=(selvvurdering.AGGREGATE,),
    case_types=(Tilblivelse,),
    rules=OF_USE,
    views=(SELVVURDERINGER,),
    catalogues=(
        Catalogue(
            name="publication",
            title="Publikationen af de ti pejlemærker, og det, den bygger på",
            source=PUBLICATION,
            commands=catalogue(),
        ),
    ),
    texts=read_texts("kvalitet_pejlemaerker"),
)
