"""The admission to the networks, in its two versions.

When the first gave way to the second is not to be found: `opened_to_all` takes the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.network import Admission, ChangeAdmission
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Answer, Answers, Hjemmel
from kvalitet_ledelse.forms import OPTAGELSE
from kvalitet_ledelse.rules import ANSATTE, FAGLIG_LEDER, READING, TILBUDSTYPE
from kvalitet_ledelse.sources import NETWORK_PAGE, NETWORK_PAGE_FIRST

__all__ = [
    "BOSTOETTETILBUD",
    "BOTILBUD",
    "LATER",
    "QUOTES",
    "THRESHOLD",
    "first",
    "opened_to_all",
]

BOTILBUD: Final = frozenset(
    {LegalGround.SEL107, LegalGround.SEL108, LegalGround.ABL105_SEL85}
)
"""What a botilbud rests on, as the Indsatsteam's offer of 2020 has it.

The networks' pages do not say; give `first` another set where it is read otherwise.
"""

BOSTOETTETILBUD: Final = frozenset({LegalGround.SEL85})
"""What a bostøttetilbud rests on: serviceloven § 85."""

THRESHOLD: Final = 15
"""The number of staff in the first version."""

QUOTES: Final = ("mere end 15", "mindst 15")
"""The two ways that the first version's source says it in. It is not known which one
was followed."""


def _named(grounds: Iterable[LegalGround]) -> tuple[str, ...]:
    return tuple(sorted(map(str, grounds)))


def first(
    reading: Literal["mere_end", "mindst"] | None = None,
    *,
    grounds: frozenset[LegalGround] = BOTILBUD,
) -> Admission:
    """The first version: leaders with responsibility for some 15 staff on botilbud.

    Args:
        reading: How the threshold is read, which the source leaves open: None leaves
            it open here too, and one who leads exactly 15 is then neither admitted nor
            told not to be one to admit, but told what is missing.

        grounds: What a botilbud rests on.
    """
    limits: dict[str, Answer] = {"ansatte": THRESHOLD, "lovgrundlag": _named(grounds)}
    if reading is not None:
        limits[READING] = reading
    return Admission(
        form=OPTAGELSE.name,
        rules=frozenset({ANSATTE.code, FAGLIG_LEDER.code, TILBUDSTYPE.code}),
        limits=Answers(limits),
        unsaid=frozenset({READING} - limits.keys()),
        source=Hjemmel(source=NETWORK_PAGE_FIRST, paragraph="hvem kan deltage"),
        quotes=QUOTES,
    )


LATER: Final = Admission(
    form=OPTAGELSE.name,
    rules=frozenset({FAGLIG_LEDER.code, TILBUDSTYPE.code}),
    limits=Answers({"lovgrundlag": _named(BOTILBUD | BOSTOETTETILBUD)}),
    source=Hjemmel(source=NETWORK_PAGE, paragraph="hvem kan deltage"),
    quotes=(
        "Restated: professional leaders of botilbud and bostøttetilbud.",
        "Restated: open for new participants at all times.",
    ),
)
"""The later version: no threshold any more, and bostøttetilbud too."""


def opened_to_all(network: StreamId, *, since: date) -> ChangeAdmission:
    """The command that lets the later version hold in a network.

    Args:
        network: The network's stream.

        since: The first day that it holds, which no source tells.
    """
    return ChangeAdmission(network=network, admission=LATER, effective_from=since)
