"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.texts import read_texts
from kvalitet_partnerskab import evaluation, partnership, selection
from kvalitet_partnerskab.ansoegning import Ansoegning2019
from kvalitet_partnerskab.catalogues import CATALOGUES
from kvalitet_partnerskab.forms import ANSOEGNING
from kvalitet_partnerskab.reactions import REACTIONS
from kvalitet_partnerskab.rules import RULES
from kvalitet_partnerskab.sources import NAME
from kvalitet_partnerskab.surveys import PRINCIPPER
from kvalitet_partnerskab.views import VIEWS

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-partnerskab"),
    aggregates=(evaluation.AGGREGATE, partnership.AGGREGATE, selection.AGGREGATE),
    case_types=(Ansoegning2019,),
    rules=RULES,
    forms=(ANSOEGNING, PRINCIPPER),
    reactions=REACTIONS,
    views=VIEWS,
    catalogues=CATALOGUES,
    texts=read_texts("kvalitet_partnerskab"),
)
