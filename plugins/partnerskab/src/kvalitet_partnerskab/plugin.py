"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.plugins import Catalogue
from kvalitet_core.texts import read_texts
from kvalitet_partnerskab import (
    evaluation,
    networks,
    partnership,
    publications,
    selection,
)
from kvalitet_partnerskab.ansoegning import Ansoegning2019
from kvalitet_partnerskab.forms import ANSOEGNING
from kvalitet_partnerskab.grants import POOL_FRAME
from kvalitet_partnerskab.reactions import REACTIONS
from kvalitet_partnerskab.rounds import announcements
from kvalitet_partnerskab.rules import RULES
from kvalitet_partnerskab.sources import (
    ANNOUNCEMENT,
    EVALUATION,
    GUIDE,
    NAME,
    NEWSLETTER,
    PAGE,
    POOL,
    PRACTICE,
    SELECTED,
    STAFF_GUIDE,
)
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
    catalogues=(
        Catalogue(
            name="rounds",
            title="Puljens ansøgningsrunde 2019, med den flyttede frist",
            source=f"{POOL}; {ANNOUNCEMENT}",
            commands=announcements(),
        ),
        Catalogue(
            name="frame",
            title="Puljens ramme, § 15.75.55.10, 13,0 mio. kr.",
            source=POOL,
            commands=(POOL_FRAME,),
        ),
        Catalogue(
            name="networks",
            title="Referencenetværket og styregruppen",
            source=f"{PAGE}; {SELECTED}",
            commands=networks.catalogue(),
        ),
        Catalogue(
            name="publications",
            title="Partnerskabets udgivelser",
            source=f"{GUIDE}; {STAFF_GUIDE}; {EVALUATION}; {PRACTICE}; {NEWSLETTER}",
            commands=publications.catalogue(),
        ),
    ),
    texts=read_texts("kvalitet_partnerskab"),
)
