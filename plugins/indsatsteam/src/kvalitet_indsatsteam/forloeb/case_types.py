"""The two versions of the course: the round of 2020, and the round of 2021.

In 2021 the offer was called an "udviklingsforløb", which is the one change that a
source tells. Versions are called by their rounds.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from kvalitet_core.casetypes import CaseType, Hook, Renamed, forvaltningsloven
from kvalitet_core.texts import read_texts
from kvalitet_indsatsteam.forloeb.ansoegning import (
    House,
    ansoegning_2020,
    ansoegning_2021,
)
from kvalitet_indsatsteam.forloeb.facts import LENGTH, PARTICIPANTS
from kvalitet_indsatsteam.forloeb.faser import PHASES
from kvalitet_indsatsteam.rounds import AUTUMN_2020, SUMMER_2021
from kvalitet_indsatsteam.sources import BEGINS, NAME

__all__ = ["CODE", "Forloeb2020", "Forloeb2021", "case_types"]

CODE: Final = f"{NAME}.forloeb"
AFTER_2020: Final = date(2020, 11, 28)
"""The day after the deadline of the round of 2020, whose applications are the other's.

No source tells when the round of 2021 was announced. What is received late in a round
still goes by the version of that round: see `opening`.
"""

_AS_TAKEN: Final = House()
_TEXTS: Final = read_texts("kvalitet_indsatsteam")


def case_types(house: House = _AS_TAKEN) -> tuple[type[CaseType], type[CaseType]]:
    """Both versions of the course, for how your authority decides.

    Args:
        house: What no source tells of that.
    """
    laws: tuple[Hook, ...] = (forvaltningsloven.afgoerelse,) * house.afgoerelse

    class Forloeb2020(CaseType):
        """Rådgivningsforløb fra Indsatsteamet"""

        code, version = CODE, AUTUMN_2020.label
        valid_from, valid_to = BEGINS, AFTER_2020
        stages = (ansoegning_2020(house), *PHASES)
        handles = "application"
        invariants = (LENGTH,)
        facts = (PARTICIPANTS,)
        hooks = laws
        texts = _TEXTS

    class Forloeb2021(CaseType):
        """Udviklingsforløb fra Indsatsteamet"""

        code, version, valid_from = CODE, SUMMER_2021.label, AFTER_2020
        stages = (ansoegning_2021(house), *PHASES)
        handles = "application"
        invariants = (LENGTH,)
        facts = (PARTICIPANTS,)
        hooks = laws
        texts = _TEXTS
        migrate_from: ClassVar = {
            Forloeb2020.version: Renamed({"ansoegning.vurder": "ansoegning.indstil"})
        }

    return Forloeb2020, Forloeb2021


Forloeb2020, Forloeb2021 = case_types()
