"""The facts that both sides record: a case file that is opened, then noted upon.

Ours as an aggregate in the house form; the baseline's as `eventsourcing` writes it by
default. Neither looks at any other stream, and neither has a personal field.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import attrs
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate as BaselineAggregate
from eventsourcing.domain import event

from kvalitet_core import Actor, Plugin
from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.ids import StreamId, stream_id

ACTOR = Actor(
    id="a-17", role="sagsbehandler", organisation="Eksempel Kommune", authority="Opslag"
)
DAY = date(2020, 11, 27)


@attrs.frozen(kw_only=True)
class Opened:
    """A case file was opened."""

    title: str
    municipality: str
    received: date


@attrs.frozen(kw_only=True)
class Noted:
    """Something was noted."""

    text: str
    day: date


Event: TypeAlias = Opened | Noted


@attrs.frozen(kw_only=True)
class CaseFile:
    """A case file: what it is about, and its last note."""

    title: str
    municipality: str
    received: date
    notes: int = 0
    last: str = ""


def evolve(state: CaseFile | None, happened: Event) -> CaseFile:
    """Fold one event into the state."""
    if isinstance(happened, Noted):
        assert state is not None  # noqa: S101 - a benchmark's own events
        return attrs.evolve(state, notes=state.notes + 1, last=happened.text)
    return CaseFile(
        title=happened.title,
        municipality=happened.municipality,
        received=happened.received,
    )


@attrs.frozen(kw_only=True)
class Open:
    """Open a case file, with some notes at once."""

    title: str
    notes: int = 0

    def target(self, context: Context) -> StreamId:
        """A new stream."""
        return stream_id("casefile", context.new_id())

    def decide(self, state: CaseFile | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002
        """Open it."""
        opened = Opened(title=self.title, municipality="0730", received=DAY)
        return (opened, *(Noted(text=f"Note {n}", day=DAY) for n in range(self.notes)))


@attrs.frozen(kw_only=True)
class Note:
    """Note something, once or more."""

    stream: StreamId
    times: int = 1

    def target(self, context: Context) -> StreamId:  # noqa: ARG002
        """The case file."""
        return self.stream

    def decide(self, state: CaseFile | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002
        """Note it."""
        return tuple(Noted(text=f"Note {n}", day=DAY) for n in range(self.times))


PLUGIN = Plugin(
    name="casefile",
    version="1",
    aggregates=(
        Aggregate(
            kind="casefile",
            state=CaseFile,
            evolve=evolve,
            events={"casefile.opened/1": Opened, "casefile.noted/1": Noted},
            commands={"casefile.open/1": Open, "casefile.note/1": Note},
        ),
    ),
)


class BaselineCaseFile(BaselineAggregate):
    """The same case file as `eventsourcing` has it by default."""

    @event("Opened")
    def __init__(self, title: str, municipality: str, received: str) -> None:
        self.title = title
        self.municipality = municipality
        self.received = received
        self.notes = 0
        self.last = ""

    @event("Noted")
    def note(self, text: str, day: str) -> None:  # noqa: ARG002
        """Note something."""
        self.notes += 1
        self.last = text


def baseline_open(title: str, notes: int = 0) -> BaselineCaseFile:
    """A new case file, not yet saved; dates as text, which costs the least there."""
    made = BaselineCaseFile(title, "0730", DAY.isoformat())
    for number in range(notes):
        made.note(f"Note {number}", DAY.isoformat())
    return made


def baseline_application(**environment: str) -> Application[Any]:
    """An application of `eventsourcing` with its default mapper and transcoder."""
    return Application(env=environment)
