"""Who could be in a network of leaders: the rules that an admission can name.

What they are held against stands in the record, in each network's admission, since it
changed while the networks ran. See `admission` for its two versions.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.values import Hjemmel
from kvalitet_ledelse.sources import NETWORK_PAGE, NETWORK_PAGE_FIRST

__all__ = [
    "ANSATTE",
    "FAGLIG_LEDER",
    "MERE_END",
    "MINDST",
    "READING",
    "RULES",
    "TILBUDSTYPE",
]

MERE_END: Final = "mere_end"
"""The reading by which a leader must have more staff than the threshold."""

READING: Final = "sammenligning"
"""The limit that says how the threshold is read."""

MINDST: Final = "mindst"
"""The reading by which as many staff as the threshold is enough."""

_professional = Fact(
    "svar.fagligt_ansvar",
    bool,
    da="lederen har fagligt ansvar",
    en="the leader has professional responsibility",
)
_grounds = Fact(
    "lovgrundlag_alle", frozenset, da="tilbuddets lovgrundlag", en="the legal grounds"
)
_eligible = Fact(
    "optagelse.lovgrundlag",
    tuple,
    da="de lovgrundlag, netværket er for",
    en="the grounds that the network is for",
)
_staff = Fact(
    "svar.ansatte",
    int,
    da="antallet af ansatte, lederen har fagligt ansvar for",
    en="the number of staff whom the leader has professional responsibility for",
)
_threshold = Fact(
    "optagelse.ansatte",
    int,
    da="netværkets grænse for antal ansatte",
    en="the network's threshold of staff",
)
_reading = Fact(
    f"optagelse.{READING}",
    str,
    one_of=(MERE_END, MINDST),
    da="måden at læse grænsen på",
    en="the reading of the threshold",
)

FAGLIG_LEDER: Final = Rule(
    code="ledelse.faglig_leder",
    version=1,
    condition=_professional.equals(True),  # noqa: FBT003 - yes is what is asked for
    hjemmel=Hjemmel(source=NETWORK_PAGE_FIRST, paragraph="hvem kan deltage"),
    quote="Restated: leaders with professional responsibility; later: professional "
    "leaders.",
)

TILBUDSTYPE: Final = Rule(
    code="ledelse.tilbudstype",
    version=1,
    condition=_grounds.intersects(_eligible),
    hjemmel=Hjemmel(source=NETWORK_PAGE, paragraph="hvem kan deltage"),
    quote="Restated: first on botilbud; later on botilbud and bostøttetilbud.",
)

ANSATTE: Final = Rule(
    code="ledelse.ansatte",
    version=1,
    condition=(_staff > _threshold)
    | ((_staff >= _threshold) & _reading.equals(MINDST)),
    hjemmel=Hjemmel(source=NETWORK_PAGE_FIRST, paragraph="hvem kan deltage"),
    quote="»mere end 15«, and in the same text »mindst 15«",
)
"""The number of staff. The source says both "mere end 15" and "mindst 15".

More than the threshold is enough by either reading, and fewer by neither. One who has
exactly as many is met by the one and not by the other: until an admission says how its
threshold is read, what is found of that leader is that nobody knows.
"""

RULES: Final = (ANSATTE, FAGLIG_LEDER, TILBUDSTYPE)
"""All of them, by their codes."""
