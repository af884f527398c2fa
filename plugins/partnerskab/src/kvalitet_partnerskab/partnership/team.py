"""The rule on who must be represented in an implementation team.

A group that is missing is a finding, and no reason to say no: the team stands as the
municipality has named it, and the record says what it lacks.
"""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Final

from kvalitet_core.casetypes.conditions import Fact, Known
from kvalitet_core.casetypes.rules import Finding, Rule
from kvalitet_core.values import Hjemmel
from kvalitet_partnerskab.partnership.events import Group
from kvalitet_partnerskab.sources import PAGE

__all__ = ["TEAM", "found_of"]

_groups: Final = Fact(
    "team.grupper",
    frozenset,
    one_of=tuple(map(str, Group)),
    da="implementeringsteamets grupper",
    en="the groups in the implementation team",
)

TEAM: Final = Rule(
    code="partnerskab.implementeringsteam",
    version=1,
    condition=reduce(and_, (_groups.includes(str(group)) for group in Group)),
    hjemmel=Hjemmel(source=PAGE, paragraph="Implementeringsteam"),
    quote=(
        "Restated: represented in each municipality's implementeringsteam must be: "
        "political and administrative leadership; myndighed; leaders and staff in the "
        "tilbud; citizens receiving support; collaborators in the municipality's other "
        "departments; regions; civil society actors."
    ),
)
"""All seven groups are represented; team roles, size and meetings are not found."""


def found_of(groups: frozenset[Group]) -> Finding:
    """Give what the rule comes to for a team of these groups."""
    return TEAM.find({"team.grupper": Known(frozenset(map(str, groups)))})
