"""A journal in memory for the aggregates' own tests, with Denmark's map in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import attrs
import pytest

from kvalitet_core import Actor, Journal, catalogue
from kvalitet_core.domain import tilbud
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock

S = TypeVar("S")

ACTOR = Actor(id="a-1", role="test", organisation="test", authority="test")


class World:
    """A journal whose tilbud are named in the order of their registering.

    Tests write `tilbud/0001` for the first; its real id is new in every run.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._registered: list[StreamId] = []

    def issue(self, *commands: Any) -> tuple[Any, ...]:
        """Carry out each command, give all the events that follow."""
        return tuple(event for command in commands for event in self._issue(command))

    def _issue(self, command: Any) -> tuple[Any, ...]:
        if hasattr(command, "tilbud"):
            command = attrs.evolve(command, tilbud=self._real(command.tilbud))
        receipt = self.journal.do(command, by=ACTOR)
        if isinstance(command, tilbud.Register):
            self._registered.append(receipt.stream)
        return tuple(recorded.event for recorded in receipt.events)

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """The newest state of a stream."""
        return self.journal.get(state, self._real(stream))

    def _real(self, stream: StreamId) -> StreamId:
        number = stream.removeprefix("tilbud/")
        if number == stream or int(number) > len(self._registered):
            return stream
        return self._registered[int(number) - 1]


@pytest.fixture
def world() -> Iterator[World]:
    """A world where the five regions and the 98 municipalities are registered."""
    clock = GivenClock(datetime(2021, 6, 1, 10, 0, tzinfo=UTC))
    with Journal.open("memory:", clock=clock) as journal:
        with journal.batch() as batch:
            for command in (*catalogue.regions(), *catalogue.municipalities()):
                batch.do(command, by=ACTOR)
        yield World(journal)
