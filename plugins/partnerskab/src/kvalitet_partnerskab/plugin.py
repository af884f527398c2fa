"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.plugins import Catalogue
from kvalitet_core.texts import read_texts
from kvalitet_partnerskab import partnership, selection
from kvalitet_partnerskab.ansoegning import Ansoegning2019
from kvalitet_partnerskab.forms import ANSOEGNING
from kvalitet_partnerskab.reactions import REACTIONS
from kvalitet_partnerskab.rounds import announcements
from kvalitet_partnerskab.rules import RULES
from kvalitet_partnerskab.sources import ANNOUNCEMENT, NAME, POOL

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-partnerskab"),
    aggregates=(partnership.AGGREGATE, selection.AGGREGATE),
    case_types=(Ansoegning2019,),
    rules=RULES,
    forms=(ANSOEGNING,),
    reactions=REACTIONS,
    catalogues=(
        Catalogue(
            name="rounds",
            title="Puljens ansøgningsrunde 2019, med den flyttede frist",
            source=f"{POOL}; {ANNOUNCEMENT}",
            commands=announcements(),
        ),
    ),
    texts=read_texts("kvalitet_partnerskab"),
)
