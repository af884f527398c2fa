"""Every deadline that something in a case ever had, with its proof and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from kvalitet_cli.casefinding import FoundCase
from kvalitet_cli.casestory import EventTeller
from kvalitet_cli.language import Language
from kvalitet_core.deadlines import DANISH, Calendar, Proof, differences
from kvalitet_core.domain.case import Migrated, Settled
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded

__all__ = ["obligations_of", "proofs_of"]


def obligations_of(journal: Journal, found: FoundCase) -> tuple[str, ...]:
    """What is or ever was owed in a case, or can be by its case type."""
    installed = found.bound.installed
    can_be = {each.code for each in installed.obliges} if installed else set()
    was = {
        owed.obligation
        for recorded in journal.history(found.stream)
        if isinstance(recorded.event, Settled)
        for owed in recorded.event.owed
    }
    return tuple(sorted(can_be | was))


def proofs_of(
    journal: Journal, found: FoundCase, about: str, language: Language
) -> Iterator[dict[str, Any]]:
    """Each deadline that an item or an obligation had, in order, as plain values.

    Args:
        journal: The journal.

        found: The case.

        about: The item's path, or the obligation's code, as it is called now.

        language: What the words in it are in.
    """
    history = list(journal.history(found.stream))
    telling = _Telling(
        teller=EventTeller(journal, found, language),
        calendar=_calendar(found),
        language=language,
    )
    before: Proof | None = None
    for number, (cause, recorded, proof) in enumerate(_kept(history, about), start=1):
        yield telling.item(number, cause, recorded, proof, before)
        before = proof


def _calendar(found: FoundCase) -> Calendar:
    """The calendar that its case type counts by today."""
    installed = found.bound.installed
    return installed.calendar if installed is not None else DANISH


def _kept(
    history: list[Recorded], about: str
) -> Iterator[tuple[Recorded, Recorded, Proof | None]]:
    """Each time that a deadline was set: what caused it, where it stands, the proof."""
    name = _first_name(history, about)
    cause: Recorded | None = None
    for recorded in history:
        event = recorded.event
        if isinstance(event, Migrated):
            name = _renamed(event, name, backwards=False)
        if not isinstance(event, Settled):
            if cause is None or cause.command_id != recorded.command_id:
                cause = recorded
            continue
        set_now = [each.proof for each in event.dues if each.item == name]
        set_now += [each.proof for each in event.owed if each.obligation == name]
        for proof in set_now:
            same = cause is not None and cause.command_id == recorded.command_id
            yield (cause if cause and same else recorded), recorded, proof


def _first_name(history: list[Recorded], name: str) -> str:
    """What something was called when the case was opened."""
    for recorded in reversed(history):
        if isinstance(recorded.event, Migrated):
            name = _renamed(recorded.event, name, backwards=True)
    return name


def _renamed(event: Migrated, name: str, *, backwards: bool) -> str:
    pairs = ((each.was, each.now) for each in event.moved)
    names = {now: was for was, now in pairs} if backwards else dict(pairs)
    return ">".join(names.get(part, part) for part in name.split(">"))


@attrs.frozen(kw_only=True)
class _Telling:
    teller: EventTeller
    calendar: Calendar
    language: Language

    def item(
        self,
        number: int,
        cause: Recorded,
        recorded: Recorded,
        proof: Proof | None,
        before: Proof | None,
    ) -> dict[str, Any]:
        """One deadline: since when, because of what, how it was counted, and again."""
        changes = differences(before, proof) if before and proof else ()
        return {
            "number": number,
            "version": recorded.version,
            "event_id": recorded.event_id,
            "recorded_at": written(recorded.recorded_at),
            "because": self.teller.item(cause),
            "changes": [
                {
                    "path": e.path,
                    "old": e.old,
                    "new": e.new,
                    "text": e.text(self.language),
                }
                for e in changes
            ],
            "deadline": proof.deadline if proof is not None else None,
            "proof": (
                self.teller.plain.of(proof, stream=recorded.stream)
                if proof is not None
                else None
            ),
            "text": self._text(proof),
            "again": self._again(proof) if proof is not None else None,
        }

    def _text(self, proof: Proof | None) -> list[str]:
        if proof is None:
            return []
        return proof.text(self.language, calendar=self.calendar).splitlines()

    def _again(self, proof: Proof) -> dict[str, Any]:
        """What it comes to now: from the proof alone, and by the calendar of today."""
        problems: list[str] = []
        today = None
        try:
            proof.recompute()
            today = proof.recompute(self.calendar)
        except Malformed as error:
            problems = [f"{each.path}: {each.text}" for each in error.problems]
        used = proof.calendar
        return {
            "holds": not problems,
            "problems": problems,
            "calendar": f"{self.calendar.name} {self.calendar.version}",
            "calendar_changed": used is not None
            and used.digest != self.calendar.digest,
            "today": today.deadline if today is not None else None,
            "same": today is not None and today.deadline == proof.deadline,
        }
