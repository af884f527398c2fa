"""An application: judged, selected from, decided; then the partnership, or the offer.

The call tells what is assessed, how many are selected, and what the others are offered.
How the agency did it is not to be found, so the steps are the house's own: what is
recommended is decided by somebody else, once the selection is published.
"""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.casetypes import Decision, Milestone, Role, Stage, Task, ref
from kvalitet_core.deadlines import Term
from kvalitet_partnerskab.ansoegning.facts import ADVANCED, JOINS
from kvalitet_partnerskab.ansoegning.roles import CASEWORKER, HEAD, KOMMUNE
from kvalitet_partnerskab.rules import RULES, UDVALGT, selected

__all__ = ["House", "Partner", "Reference", "ansoegning"]


@attrs.frozen(kw_only=True)
class House:
    """How an authority decides applications, which no source tells.

    Attributes:
        within: How long there is to decide; None for no term.
        decides: The role that decides, one of those that the round names.
    """

    within: Term | None = None
    decides: Role = HEAD


_OUTCOMES: Final = {
    "imoedekommet": "imødekommet",
    "delvist": "delvist imødekommet",
    "afslag": "afslag",
}
_GRANTING: Final = ("imoedekommet", "delvist")
_DECIDED: Final = ref("ansoegning.afgoer").outcome


def ansoegning(house: House) -> type[Stage]:
    """The stage from receipt to decision, which is an *afgørelse*: it is of a grant.

    Args:
        house: How the authority decides.
    """

    class Ansoegning(Stage):
        """Ansøgning"""

        oplys = Task("Oplys sagen", role=CASEWORKER)
        vurder = Task("Vurdér ansøgning og budget", role=CASEWORKER, when=oplys.done)
        indstil = Task(
            "Indstil til udvælgelsen",
            role=CASEWORKER,
            when=vurder.done,
            requires=[ADVANCED],
        )
        afgoer = Decision(
            "Afgør ansøgningen",
            role=house.decides,
            when=indstil.done & selected.is_known(),
            four_eyes=[indstil],
            outcomes=_OUTCOMES,
            granting=_GRANTING,
            rules=(*RULES, UDVALGT),
            afgoerelse=True,
            due=house.within,
        )

    return Ansoegning


class Partner(Stage, when=_DECIDED.is_in(_GRANTING)):
    """Partnerskab

    Restated: a partner enters the partnership with the agency and the supplier.
    """

    indgaa = Task("Indgå partnerskabet", role=KOMMUNE)
    indgaaet = Milestone("Partnerskabet er indgået", when=indgaa.done)


class Reference(Stage, when=_DECIDED.equals("afslag")):
    """Referencekommune

    Restated: who is not selected is offered the status of reference municipality.
    """

    svar = Task(
        "Svar på tilbuddet om at være referencekommune",
        role=KOMMUNE,
        requires=[JOINS],
    )
