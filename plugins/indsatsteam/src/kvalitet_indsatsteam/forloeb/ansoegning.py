"""The application: clarified, recommended, and decided by somebody else.

No source tells how the agency decided, so that is the house's own: three steps with
four eyes, and the plugin's five rules, which rest on the call.
"""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.casetypes import Decision, Role, Stage, Task
from kvalitet_core.deadlines import Term
from kvalitet_indsatsteam.forloeb.roles import CASEWORKER, HEAD
from kvalitet_indsatsteam.rules import RULES, received

__all__ = ["WITHIN", "House", "ansoegning_2020", "ansoegning_2021"]

WITHIN: Final = Term(
    6,
    "weeks",
    after=received,
    suspendable=("manglende_oplysninger", "partshoering"),
)
"""How long there is to decide: made up, since no source has a term. Give your own."""


@attrs.frozen(kw_only=True)
class House:
    """How an authority decides applications, which no source tells.

    Attributes:
        afgoerelse: Whether the decision is an *afgørelse*, so that forvaltningsloven's
            duties attach to it. It is taken to be one, because that owes the applicant
            more.
        within: How long there is to decide; None for no term.
        decides: The role that decides, one of those that the round names.
    """

    afgoerelse: bool = True
    within: Term | None = WITHIN
    decides: Role = HEAD


_OUTCOMES: Final = {
    "imoedekommet": "imødekommet",
    "delvist": "delvist imødekommet",
    "afslag": "afslag",
}
_GRANTING: Final = ("imoedekommet", "delvist")


def ansoegning_2020(house: House) -> type[Stage]:
    """The stage as it was in the round of 2020.

    Args:
        house: How the authority decides.
    """

    class Ansoegning(Stage):
        """Ansøgning"""

        oplys = Task("Oplys sagen", role=CASEWORKER)
        vurder = Task("Vurdér ansøgningen", role=CASEWORKER, when=oplys.done)
        afgoer = Decision(
            "Afgør ansøgningen",
            role=house.decides,
            when=vurder.done,
            four_eyes=[vurder],
            outcomes=_OUTCOMES,
            granting=_GRANTING,
            rules=RULES,
            afgoerelse=house.afgoerelse,
            due=house.within,
        )

    return Ansoegning


def ansoegning_2021(house: House) -> type[Stage]:
    """The stage since the round of 2021: what was an assessment is a recommendation.

    Args:
        house: How the authority decides.
    """

    class Ansoegning(Stage):
        """Ansøgning"""

        oplys = Task("Oplys sagen", role=CASEWORKER)
        indstil = Task("Indstil til afgørelse", role=CASEWORKER, when=oplys.done)
        afgoer = Decision(
            "Afgør ansøgningen",
            role=house.decides,
            when=indstil.done,
            four_eyes=[indstil],
            outcomes=_OUTCOMES,
            granting=_GRANTING,
            rules=RULES,
            afgoerelse=house.afgoerelse,
            due=house.within,
        )

    return Ansoegning
