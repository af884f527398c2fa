"""What a party can be told of a case: what came in, what stopped it, what was notified.

Who did what, notes, votes, findings and what is not notified stay inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import attrs

from kvalitet_cli.casefinding import FoundCase
from kvalitet_cli.casestory import EventTeller
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line
from kvalitet_core.deadlines.words import when
from kvalitet_core.domain.case import Decided, Notified, Revoked
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded

__all__ = ["public_events", "public_lines"]

_TOLD: Final = frozenset(
    {
        "case.closed",
        "case.document_received",
        "case.extended",
        "case.notified",
        "case.opened",
        "case.reopened",
        "case.resumed",
        "case.revoked",
        "case.suspended",
    }
)
"""The events that a party is told of; a new one is inside until it stands here."""


def public_events(
    journal: Journal, found: FoundCase, language: Language
) -> Iterator[dict[str, Any]]:
    """Each event of a case that a party can be told of, in order.

    Args:
        journal: The journal.

        found: The case.

        language: What it is told in.
    """
    teller = _Public(EventTeller(journal, found, language), language)
    for recorded in journal.history(found.stream):
        yield from teller.told(recorded)


def public_lines(items: Iterable[dict[str, Any]], language: Language) -> Iterator[Line]:
    """The same as text: when, what, and the reasons of a decision."""
    for item in items:
        recorded = datetime.fromisoformat(item["recorded_at"])
        at = when(recorded.replace(second=0, microsecond=0), language)
        yield Line(0, ((at, "dim"), (f"  {item['text']}", "bold")))
        for why in item["why"]:
            yield Line.of(why, indent=4)


@attrs.define
class _Public:
    """Goes through a case; what was decided is told when it is notified."""

    teller: EventTeller
    language: Language
    decided: dict[int, Decided] = attrs.field(factory=dict)
    notified: set[int] = attrs.field(factory=set)

    def told(self, recorded: Recorded) -> Iterator[dict[str, Any]]:
        """What is told of an event; nothing where it stays inside."""
        event = recorded.event
        if isinstance(event, Decided):
            self.decided[event.number] = event
        if recorded.name.partition("/")[0] not in _TOLD:
            return
        if isinstance(event, Revoked) and event.number not in self.notified:
            return
        text, reasons = self.teller.sentence(recorded), getattr(event, "reasons", ())
        if isinstance(event, Notified):
            self.notified.add(event.number)
            text = self._notified(event)
            reasons = self.decided[event.number].reasons
        yield {
            "version": recorded.version,
            "name": recorded.name,
            "recorded_at": written(recorded.recorded_at),
            "event_id": recorded.event_id,
            "text": text,
            "why": [say("why_reasons", self.language, text=each) for each in reasons],
        }

    def _notified(self, event: Notified) -> str:
        """What was decided, and when the party was told."""
        decided = self.decided[event.number]
        return say(
            "public_notified",
            self.language,
            item=self.teller.name(decided.item),
            outcome=self.teller.outcome(decided.item, decided.outcome),
            number=event.number,
            on=when(event.on, self.language),
        )
