"""What the plugin is: a value that names all that it brings."""

from __future__ import annotations

from typing import Final

from kvalitet_core import Plugin
from kvalitet_core.plugins import Catalogue
from kvalitet_core.texts import read_texts
from kvalitet_skabelon import meeting
from kvalitet_skabelon.course import Forloeb
from kvalitet_skabelon.forms import ANSOEGNING
from kvalitet_skabelon.rounds import ROUNDS
from kvalitet_skabelon.rules import RULES
from kvalitet_skabelon.sources import CALL, NAME

__all__ = ["PLUGIN", "VERSION"]

VERSION: Final = "0.1.0"
"""The plugin's own version, kept with every decision."""

PLUGIN: Final = Plugin(
    name=NAME,
    version=VERSION,
    aggregates=(meeting.AGGREGATE,),
    case_types=(Forloeb,),
    rules=RULES,
    forms=(ANSOEGNING,),
    catalogues=(
        Catalogue(
            name="rounds",
            title="Ansøgningsrunder i Skabelon",
            source=CALL,
            commands=ROUNDS,
        ),
    ),
    texts=read_texts("kvalitet_skabelon"),
)
