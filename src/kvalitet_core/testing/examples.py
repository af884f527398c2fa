"""Examples: a plugin's author shows who asks for what, and what it comes to.

    def a_visit_is_held() -> Story:
        \"\"\"The office plans a visit and holds it.\"\"\"
        visit = yield Ask(Plan(…), by=ANNA)
        yield Ask(Hold(visit=visit), by=ANNA)
        yield Ask(Hold(visit=visit), by=ANNA, silent=True)

Each `yield` gives back the stream that the command was about. An example is carried
out on a journal of its own, on which nothing is known yet.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final, Literal, TypeAlias

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import KvalitetError, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.deciding import decide
from kvalitet_core.journal.engine import Engine
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.given_when_then import NOW

__all__ = ["TESTER", "Ask", "Example", "Played", "Step", "Story", "play"]

TESTER: Final = Actor(
    id="tester", role="test", organisation="test", authority="an example"
)
"""Who asks, where an example does not say."""

Came: TypeAlias = Literal["accepted", "nothing", "refused", "failed"]


@attrs.frozen(kw_only=True)
class Ask:
    """A command as an example gives it, and what is to come of it.

    Without `silent` and `refused`, some event is to follow.

    Attributes:
        command: What is asked.
        by: Who asks.
        at: When; the time of the step before where it is None.
        silent: Whether there is nothing to do.
        refused: The codes of the reasons, in order, where it is refused.
    """

    command: Command = attrs.field(kw_only=False)
    by: Actor = TESTER
    at: datetime | None = None
    silent: bool = False
    refused: tuple[str, ...] = ()

    @property
    def expects(self) -> str:
        """What is to come of it, for people."""
        if self.refused:
            return f"a refusal for {', '.join(self.refused)}"
        return "nothing to do" if self.silent else "an event"


Story: TypeAlias = Generator[Ask, StreamId, None]
"""What an example is made of: commands, one after another."""

Example: TypeAlias = Callable[[], Story]
"""A function whose docstring says what it shows, and which tells the story."""


@attrs.frozen(kw_only=True)
class Step:
    """What came of one command of an example.

    Attributes:
        place: Which it is: the example, the number of the step, and the command.
        ask: What was asked.
        came: What came of it.
        said: The reasons of a refusal, or how it failed, for people.
        codes: The codes of the reasons of a refusal.
        events: What follows, each with its stream.
        decided_alike: Whether deciding it twice, on the same reads, came to the same.
        again: What comes of the same command once more, now that this is done.
        renews: Whether each such command is about a stream that it makes itself.
    """

    place: str
    ask: Ask
    came: Came
    said: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    events: tuple[tuple[StreamId, Any], ...] = ()
    decided_alike: bool = True
    again: Came = "nothing"
    renews: bool = False

    @property
    def is_as_told(self) -> bool:
        """Whether the example says so."""
        if self.came == "refused":
            return self.codes == tuple(self.ask.refused)
        silent = self.ask.silent and not self.ask.refused
        expected = "nothing" if silent else "accepted"
        return self.came == expected and not self.ask.refused


@attrs.frozen(kw_only=True)
class Played:
    """An example that was carried out.

    Attributes:
        name: The name of its function.
        steps: What came of each command, up to the first that it tells otherwise.
        changed: The events that the journal gave back as other values.
    """

    name: str
    steps: tuple[Step, ...]
    changed: tuple[Any, ...]


def play(example: Example, *, plugins: Iterable[Plugin], place: str) -> Played:
    """Carry out an example on a new journal.

    Args:
        example: The function that tells it.

        plugins: Where its commands come from, besides the core.

        place: Where the journal is made: `memory:`, or a path.
    """
    clock = GivenClock(NOW)
    with Journal.open(
        place, plugins=tuple(plugins), clock=clock, views=False
    ) as journal:
        engine = journal._rooms.engine  # noqa: SLF001 - a decision without a receipt
        steps = tuple(_steps(example, engine, clock))
        changed = tuple(_changed(steps, journal))
    return Played(name=name_of(example), steps=steps, changed=changed)


def _changed(steps: Iterable[Step], journal: Journal) -> Iterator[Any]:
    """The events that are read back as other values, what is personal opened."""
    told: dict[StreamId, list[Any]] = {}
    for step in steps:
        for stream, event in step.events:
            told.setdefault(stream, []).append(event)
    for stream, events in told.items():
        read = [recorded.event for recorded in journal.history(stream)]
        for event, back in zip_longest(events, read):
            if _differs(event, back):
                yield event


def _differs(event: Any, back: Any) -> bool:
    try:
        return bool(event != back)
    except KvalitetError:
        return True


def name_of(example: Example) -> str:
    """The name of an example's function."""
    return str(getattr(example, "__name__", example))


def _steps(example: Example, engine: Engine, clock: GivenClock) -> Iterator[Step]:
    story = example()
    try:
        ask = next(story)
        for number in range(1, 1_000_000):
            command = type(ask.command).__qualname__
            place = f"{name_of(example)}, step {number} ({command})"
            step, stream = _carried_out(ask, place, engine, clock)
            yield step
            if stream is None or not step.is_as_told:
                return
            ask = story.send(stream)
    except StopIteration:
        return


def _carried_out(
    ask: Ask, place: str, engine: Engine, clock: GivenClock
) -> tuple[Step, StreamId | None]:
    try:
        if ask.at is not None:
            clock.set(ask.at)
        request = engine.request(ask.command, by=ask.by, command_id=None)
        proposal = decide(request, engine.folder())
        alike = decide(request, engine.folder()) == proposal
        _done(engine, request)
        once_more = engine.request(ask.command, by=ask.by, command_id=None)
        again = decide(once_more, engine.folder())
    except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
        said = (_said(error),)
        return Step(place=place, ask=ask, came="failed", said=said), None
    step = Step(
        place=place,
        ask=ask,
        came=proposal.outcome,
        said=tuple(reason.text for reason in proposal.reasons),
        codes=tuple(reason.code for reason in proposal.reasons),
        events=proposal.events,
        decided_alike=alike,
        again=again.outcome,
        renews=again.target in again.new,
    )
    return step, proposal.target


def _done(engine: Engine, request: Any) -> None:
    try:
        engine.do(request)
    except Refused:
        return


def _said(error: Exception) -> str:
    """What went wrong: an error of the library as it is, another with its kind."""
    if isinstance(error, KvalitetError):
        return str(error)
    return f"{type(error).__name__}: {error}"
