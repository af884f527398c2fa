"""The case type of an application, in its one version: that of the round of 2019."""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import CaseType, forvaltningsloven
from kvalitet_core.texts import read_texts
from kvalitet_partnerskab.ansoegning.stages import (
    House,
    Partner,
    Reference,
    ansoegning,
)
from kvalitet_partnerskab.call import ANNOUNCED, LABEL
from kvalitet_partnerskab.sources import NAME

__all__ = ["CODE", "Ansoegning2019", "case_type"]

CODE: Final = f"{NAME}.ansoegning"

_AS_TAKEN: Final = House()
_TEXTS: Final = read_texts("kvalitet_partnerskab")


def case_type(house: House = _AS_TAKEN) -> type[CaseType]:
    """The case type, for how your authority decides.

    Args:
        house: What no source tells of that.
    """

    class Ansoegning2019(CaseType):
        """Ansøgning om at blive partnerkommune"""

        code, version, valid_from = CODE, LABEL, ANNOUNCED
        stages = (ansoegning(house), Partner, Reference)
        handles = "application"
        hooks = (forvaltningsloven.afgoerelse,)
        texts = _TEXTS

    return Ansoegning2019


Ansoegning2019 = case_type()
