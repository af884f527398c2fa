"""A world in memory for the aggregates' own tests: it decides and folds, no more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest

from kvalitet_core import catalogue
from kvalitet_core.domain import municipality, region, tilbud
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import unseen
from kvalitet_core.values import danish_date

S = TypeVar("S")

AGGREGATES = (region.AGGREGATE, municipality.AGGREGATE, tilbud.AGGREGATE)


class World:
    """Streams and their states; a context that reads them; a clock that stands still.

    Attributes:
        states: Stream to state.
        now: The time of every decision.
    """

    def __init__(self) -> None:
        self.states: dict[StreamId, Any] = {}
        self.now = datetime(2021, 6, 1, 10, 0, tzinfo=UTC)
        self._made = 0

    @property
    def today(self) -> date:
        """The date of now in Denmark."""
        return danish_date(self.now)

    def new_id(self) -> str:
        """Count ids up."""
        self._made += 1
        return f"{self._made:04}"

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """Read another stream."""
        found = self.states.get(stream)
        assert found is None or isinstance(found, state)
        return found

    def issue(self, *commands: Any) -> tuple[Any, ...]:
        """Decide each command unseen, fold what follows, give all the events."""
        return tuple(event for command in commands for event in self._issue(command))

    def _issue(self, command: Any) -> tuple[Any, ...]:
        with unseen():
            stream = command.target(self)
            state = self.states.get(stream)
            events: tuple[Any, ...] = command.decide(state, self)
            for event in events:
                state = _evolve_of(command)(state, event)
        if events:
            self.states[stream] = state
        return events


def _evolve_of(command: Any) -> Any:
    return next(
        known.evolve for known in AGGREGATES if type(command) in known.commands.values()
    )


@pytest.fixture
def world() -> World:
    """A world where the five regions and the 98 municipalities are registered."""
    world = World()
    world.issue(*catalogue.regions(), *catalogue.municipalities())
    return world
