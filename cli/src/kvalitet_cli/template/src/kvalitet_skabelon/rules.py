"""What applications are judged by: one rule a condition of the call text.

What changes from round to round stands in the round: `runde.…` are its parameters,
`svar.…` the answers of the form.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.values import Deadline
from kvalitet_skabelon.sources import BEGINS, call

__all__ = ["RETTIDIG", "RULES", "TEMAER"]

_received = Fact(
    "modtaget", datetime, da="ansøgningen er modtaget", en="the application came in"
)
_deadline = Fact(
    "runde.ansoegningsfrist", Deadline, da="rundens frist", en="the round's deadline"
)
_wished = Fact("svar.temaer", tuple, da="de ønskede temaer", en="the wished themes")
_themes = Fact("runde.temaer", frozenset, da="rundens temaer", en="the round's themes")

RETTIDIG: Final = Rule(
    code="skabelon.rettidig",
    version=1,
    condition=_received <= _deadline,
    hjemmel=call("Ansøgningsfrist"),
    quote="Ansøgningen skal være modtaget senest ved rundens frist.",
    valid_from=BEGINS,
)

TEMAER: Final = Rule(
    code="skabelon.temaer",
    version=1,
    condition=_wished.subset_of(_themes),
    hjemmel=call("Temaer"),
    quote="Der kan søges om et eller flere af rundens temaer.",
    valid_from=BEGINS,
)

RULES: Final = (RETTIDIG, TEMAER)
"""All of them, by their codes."""
