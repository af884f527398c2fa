"""What a journal can be filled with, made when somebody asks for it.

Whoever shows a case of the plugin needs none of it, nor what it is made of.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.aggregate import Command
from kvalitet_core.plugins import Catalogue
from kvalitet_partnerskab.sources import (
    ANNOUNCEMENT,
    EVALUATION,
    GUIDE,
    NEWSLETTER,
    PAGE,
    POOL,
    PRACTICE,
    SELECTED,
    STAFF_GUIDE,
)

__all__ = ["CATALOGUES"]


def _rounds() -> tuple[Command, ...]:
    from kvalitet_partnerskab import rounds  # noqa: PLC0415 - only when it is loaded

    return rounds.announcements()


def _frame() -> tuple[Command, ...]:
    from kvalitet_partnerskab import grants  # noqa: PLC0415 - only when it is loaded

    return (grants.POOL_FRAME,)


def _networks() -> tuple[Command, ...]:
    from kvalitet_partnerskab import networks  # noqa: PLC0415 - only when it is loaded

    return networks.catalogue()


def _publications() -> tuple[Command, ...]:
    from kvalitet_partnerskab import publications  # noqa: PLC0415 - only when loaded

    return publications.catalogue()


CATALOGUES: Final = (
    Catalogue(
        name="rounds",
        title="Puljens ansøgningsrunde 2019, med den flyttede frist",
        source=f"{POOL}; {ANNOUNCEMENT}",
        commands=_rounds,
    ),
    Catalogue(
        name="frame",
        title="Puljens ramme, § 15.75.55.10, 13,0 mio. kr.",
        source=POOL,
        commands=_frame,
    ),
    Catalogue(
        name="networks",
        title="Referencenetværket og styregruppen",
        source=f"{PAGE}; {SELECTED}",
        commands=_networks,
    ),
    Catalogue(
        name="publications",
        title="Partnerskabets udgivelser",
        source=f"{GUIDE}; {STAFF_GUIDE}; {EVALUATION}; {PRACTICE}; {NEWSLETTER}",
        commands=_publications,
    ),
)
