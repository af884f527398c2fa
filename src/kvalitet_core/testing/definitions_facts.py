"""What definitions are drawn of: a few roles, facts with values, conditions on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from kvalitet_core.casetypes.conditions import Condition, Fact, Known
from kvalitet_core.casetypes.items import Document
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.values import Hjemmel

__all__ = [
    "AMOUNT",
    "ASKED",
    "FACTS",
    "FORM",
    "LAW",
    "MONTHS",
    "OUTCOMES",
    "RECEIVED",
    "ROLES",
    "Draw",
    "known_facts",
    "mixed",
    "of_facts",
]

Draw = st.DrawFn

ROLES: Final = (
    Role("sagsbehandler", da="Sagsbehandler", en="Case worker"),
    Role("fagchef", da="Fagchef", en="Head of department"),
    Role("jurist", da="Jurist", en="Lawyer"),
)
_GROUNDS: Final = ("SEL85", "SEL107", "SEL108")
ASKED: Final = Fact(
    "svar.lovgrundlag",
    one_of=_GROUNDS,
    da="lovgrundlaget",
    en="the legal ground",
)
MONTHS: Final = Fact("svar.maaneder", int, da="længden", en="the length")
_URGENT: Final = Fact("svar.hast", bool, da="hastesag", en="urgent")
RECEIVED: Final = Fact("modtaget", date, da="modtaget", en="received")
FORM: Final = Document("ansoegningsskema")
AMOUNT: Final = Fact("svar.beloeb", int, da="beløbet", en="the amount")

FACTS: Final = (ASKED, MONTHS, _URGENT, RECEIVED, FORM, AMOUNT)
"""The facts that conditions are drawn of."""

LAW: Final = Hjemmel(source="Opslag 2020", paragraph="hvem kan søge")
OUTCOMES: Final = ("imoedekommet", "delvist", "afslag", "tilbage")

_VALUES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    ASKED.name: st.sampled_from(_GROUNDS),
    MONTHS.name: st.integers(0, 20),
    _URGENT.name: st.booleans(),
    RECEIVED.name: st.dates(date(2020, 1, 1), date(2021, 12, 31)),
    FORM.name: st.just("0" * 64),
    AMOUNT.name: st.integers(0, 10**9),
}

known_facts: Final[st.SearchStrategy[dict[str, Known]]] = st.fixed_dictionaries(
    {}, optional={name: value.map(Known) for name, value in _VALUES.items()}
)
"""Some of the facts, each with a value of its type."""

of_facts: Final[st.SearchStrategy[Condition]] = st.sampled_from(
    [
        ASKED.is_known(),
        ASKED.equals("SEL85"),
        ~ASKED.is_in(("SEL107", "SEL108")),
        MONTHS >= 4,
        MONTHS <= 12,
        _URGENT.equals(True),  # noqa: FBT003 - the value that the fact is held against
        date(2021, 1, 1) > RECEIVED,
        FORM.is_known(),
    ]
)


def mixed(draw: Draw, several: Sequence[Any]) -> tuple[Any, ...]:
    """Several in any order."""
    return tuple(draw(st.permutations(several)))
