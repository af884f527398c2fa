"""What every journal knows: the core's own aggregates and public facts, as a plugin."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from kvalitet_core import catalogue
from kvalitet_core.kinds import KINDS, UPCASTERS, aggregate
from kvalitet_core.overviews import OVERVIEWS
from kvalitet_core.plugins import CORE_NAME, Catalogue, Plugin
from kvalitet_core.texts import read_texts

__all__ = ["CORE"]

CORE: Final = Plugin(
    name=CORE_NAME,
    version=version("kvalitet-core"),
    aggregates=tuple(map(aggregate, KINDS)),
    upcasters=UPCASTERS,
    catalogues=(
        Catalogue(
            name="municipalities",
            title="Danmarks 98 kommuner og de fem regioner, de ligger i",
            source="Danmarks Adresseregister, by data/municipalities.csv",
            commands=(*catalogue.regions(), *catalogue.municipalities()),
        ),
        Catalogue(
            name="regions",
            title="Danmarks fem regioner",
            source="public code lists, by data/regions.csv",
            commands=catalogue.regions(),
        ),
    ),
    views=OVERVIEWS,
    texts=read_texts("kvalitet_core"),
)
"""The core, as a plugin like any; only its kinds need not begin with its name."""
