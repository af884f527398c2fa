"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.texts import read_texts
from kvalitet_kompetence.kompetenceplan import Kompetenceplan
from kvalitet_kompetence.offering import OFFERS
from kvalitet_kompetence.rules import RULES
from kvalitet_kompetence.sources import NAME

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-kompetence"),
    case_types=(Kompetenceplan,),
    rules=RULES,
    reactions=(OFFERS,),
    texts=read_texts("kvalitet_kompetence"),
)
