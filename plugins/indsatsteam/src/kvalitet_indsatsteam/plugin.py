"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.plugins import Catalogue
from kvalitet_core.texts import read_texts
from kvalitet_indsatsteam.forloeb import OPENS, Forloeb2020, Forloeb2021
from kvalitet_indsatsteam.forms import ANSOEGNING
from kvalitet_indsatsteam.reporting import VIEWS
from kvalitet_indsatsteam.rounds import announcements
from kvalitet_indsatsteam.rules import RULES
from kvalitet_indsatsteam.sources import NAME, OFFER_2020, OFFER_2021

__all__ = ["PLUGIN"]

PLUGIN: Final = Plugin(
    name=NAME,
    version=version("kvalitet-indsatsteam"),
    case_types=(Forloeb2020, Forloeb2021),
    rules=RULES,
    forms=(ANSOEGNING,),
    views=VIEWS,
    reactions=(OPENS,),
    catalogues=(
        Catalogue(
            name="rounds",
            title="Indsatsteamets kendte ansøgningsrunder",
            source=f"{OFFER_2020}; {OFFER_2021}",
            commands=announcements(),
        ),
    ),
    texts=read_texts("kvalitet_indsatsteam"),
)
