"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.plugins import Catalogue
from kvalitet_core.texts import read_texts
from kvalitet_ledelse.forms import OPTAGELSE
from kvalitet_ledelse.guidelines import drafting
from kvalitet_ledelse.networks import establishments
from kvalitet_ledelse.reactions import INFORMS
from kvalitet_ledelse.reflection import AGGREGATE
from kvalitet_ledelse.rules import RULES
from kvalitet_ledelse.sources import (
    NAME,
    NETWORK_PAGE,
    NETWORK_PAGE_FIRST,
    PRINCIPLES_PAGE,
    PUBLICATION_PAGE,
)
from kvalitet_ledelse.views import REFLECTIONS

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-ledelse"),
    aggregates=(AGGREGATE,),
    rules=RULES,
    forms=(OPTAGELSE,),
    catalogues=(
        Catalogue(
            name="guidelines",
            title="De syv retningsgivende principper for faglig ledelse",
            source=f"{PRINCIPLES_PAGE}; {PUBLICATION_PAGE}",
            commands=drafting(),
        ),
        Catalogue(
            name="networks",
            title="De to ledernetværk, Østdanmark og Vestdanmark",
            source=f"{NETWORK_PAGE_FIRST}; {NETWORK_PAGE}",
            commands=establishments(),
        ),
    ),
    views=(REFLECTIONS,),
    reactions=INFORMS,
    texts=read_texts("kvalitet_ledelse"),
)
