"""The made-up terms that made-up grants are given on."""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.domain.frame import (
    AuditLevel,
    Auditor,
    BeginLimit,
    ChangeBase,
    ChangeLimit,
    DeMinimis,
    GrantTerms,
)
from kvalitet_core.values import Hjemmel, Money

__all__ = ["AFTERWARDS", "TERMS", "kr"]

_BOOK: Final = Hjemmel(source="Opdigtet håndbog", paragraph="Tilskud")


def kr(kroner: int) -> Money:
    """So many kroner."""
    return Money(oere=kroner * 100)


TERMS: Final = GrantTerms(
    source=_BOOK.source,
    caveat="Håndbogen er opdigtet",
    change=ChangeLimit(
        percent=10, of=ChangeBase.POST, amount=kr(100_000), hjemmel=_BOOK
    ),
    audit=(
        AuditLevel(
            above=kr(0), auditor=Auditor.INDEPENDENT, performance=False, hjemmel=_BOOK
        ),
        AuditLevel(
            above=kr(500_000),
            auditor=Auditor.REGISTERED,
            performance=True,
            hjemmel=_BOOK,
        ),
    ),
    de_minimis=DeMinimis(amount=kr(500), at_amount=True, hjemmel=_BOOK),
)
"""The first terms."""

AFTERWARDS: Final = attrs.evolve(
    TERMS, caveat=None, begin=BeginLimit(months=6, hjemmel=_BOOK)
)
"""What holds after a while: a project begins within six months."""
