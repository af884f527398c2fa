"""The catalogue: all that is known of the programme, as commands that enter it."""

from __future__ import annotations

from typing import Final, TypeAlias

from kvalitet_core.domain.programme import (
    ChangeAuthority,
    Establish,
    StateBudget,
    StateGoal,
    StatePage,
    StateSubInitiative,
    StateTrack,
)
from kvalitet_core.plugins import Catalogue
from kvalitet_programmet.budgets import BUDGETS
from kvalitet_programmet.pages import PAGES
from kvalitet_programmet.parts import (
    ESTABLISH,
    GOALS,
    NEW_AUTHORITY,
    SUB_INITIATIVES,
    TRACKS,
)

__all__ = ["PROGRAMME_CATALOGUE", "facts"]

_Fact: TypeAlias = (
    Establish
    | ChangeAuthority
    | StateBudget
    | StateGoal
    | StatePage
    | StateSubInitiative
    | StateTrack
)


def facts() -> tuple[_Fact, ...]:
    """The commands, in the order that each can stand on the ones before it."""
    return (
        ESTABLISH,
        *TRACKS,
        *GOALS,
        *SUB_INITIATIVES,
        *BUDGETS,
        *PAGES,
        NEW_AUTHORITY,
    )


PROGRAMME_CATALOGUE: Final = Catalogue(
    name="programme",
    title="Programmet med dets spor, delinitiativer, mål, budgetter og sider",
    source=ESTABLISH.source,
    commands=facts(),
)
