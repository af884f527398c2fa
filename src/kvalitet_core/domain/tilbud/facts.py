"""What rules may ask of a tilbud on a day: what it rests on, and who runs it."""

from __future__ import annotations

from datetime import date

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.conditions import Known
from kvalitet_core.domain.rules import registered
from kvalitet_core.domain.tilbud.events import (
    DriftsformChanged,
    LegalGroundsChanged,
    Registered,
)
from kvalitet_core.domain.tilbud.state import Tilbud
from kvalitet_core.ids import StreamId

__all__ = ["facts_of_tilbud"]


def facts_of_tilbud(stream: StreamId, day: date, context: Context) -> dict[str, Known]:
    """Give what the tilbud rests on and who runs it on the day, by the facts' names.

    Raises:
        Refused: `tilbud.unknown`.
    """
    found = registered(context.get(Tilbud, stream), stream)

    def covers(event: Registered | LegalGroundsChanged | DriftsformChanged) -> bool:
        return event.effective_from <= day and (
            isinstance(event, Registered)
            or event.effective_to is None
            or day < event.effective_to
        )

    facts: dict[str, Known] = {}
    grounds = found.legal_grounds.on(day)
    if grounds is not None:
        by = context.set_by(stream, Registered, LegalGroundsChanged, where=covers)
        facts["lovgrundlag"] = Known(str(grounds.primary), by)
        facts["lovgrundlag_alle"] = Known(frozenset(map(str, grounds.grounds)), by)
    driftsform = found.driftsform.on(day)
    if driftsform is not None:
        by = context.set_by(stream, Registered, DriftsformChanged, where=covers)
        facts["driftsform"] = Known(str(driftsform), by)
    return facts
