"""Catalogues, tried on a new journal: whether they can be loaded, and how often."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.core import CORE
from kvalitet_core.errors import KvalitetError, Refused
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plugins import Catalogue, Plugin
from kvalitet_core.testing.examples import TESTER
from kvalitet_core.testing.given_when_then import NOW

__all__ = ["Entered", "enter_all"]


@attrs.frozen(kw_only=True)
class Entered:
    """What came of one command of a catalogue.

    Attributes:
        place: Which it is: the catalogue, and the number of the command.
        again: Whether the catalogues were loaded before.
        came: `accepted`, `nothing`, `refused`, or `failed`.
        said: Why it was refused, or how it failed.
    """

    place: str
    again: bool
    came: str
    said: str = ""


def enter_all(plugin: Plugin) -> tuple[Entered, ...]:
    """Load every catalogue of a plugin, and load all of them again."""
    clock = GivenClock(NOW)
    with Journal.open("memory:", plugins=(plugin,), clock=clock) as journal:
        with journal.batch() as batch:
            for catalogue in CORE.catalogues:
                for command in catalogue.commands:
                    batch.do(command, by=TESTER)
        return tuple(
            entered
            for again in (False, True)
            for catalogue in plugin.catalogues
            for entered in _entered(catalogue, journal, again=again)
        )


def _entered(
    catalogue: Catalogue, journal: Journal, *, again: bool
) -> Iterator[Entered]:
    for number, command in enumerate(catalogue.commands, start=1):
        came, said = "failed", ""
        try:
            came = journal.do(command, by=TESTER).outcome
        except Refused as refusal:
            came, said = "refused", str(refusal)
        except KvalitetError as error:
            said = str(error)
        place = f"catalogue {catalogue.name!r}, command {number}"
        yield Entered(place=place, again=again, came=came, said=said)
