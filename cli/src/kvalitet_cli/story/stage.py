"""What a story is played on: the journal, its clock, and what goes by a name.

Plugins are known by their names alone: what they bring comes from the registry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Final, Protocol, TypeAlias, TypeVar

import attrs

from kvalitet_cli.catalogues import named
from kvalitet_cli.story.chance import Chance
from kvalitet_cli.story.following import follow
from kvalitet_cli.story.saying import Said
from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Receipt
from kvalitet_core.values import COPENHAGEN

__all__ = [
    "CASEWORKER",
    "LOADER",
    "OFFICE",
    "Chapter",
    "Scene",
    "Stage",
    "Told",
    "at",
    "called",
]

OFFICE: Final = "Omsorgskontoret på Eksempeløen (made up)"

LOADER: Final = Actor(
    id="a-01",
    role="registeransvarlig",
    organisation=OFFICE,
    authority="Programme agreement 2019 (made up)",
)
CASEWORKER: Final = Actor(
    id="a-17",
    role="sagsbehandler",
    organisation=OFFICE,
    authority="Opslag 2019 (made up)",
)


S = TypeVar("S")


def at(text: str) -> datetime:
    """A time in Denmark: `2019-03-01 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@attrs.frozen
class Told:
    """One thing that happened: when, in which chapter, and what, in plain words."""

    at: datetime
    chapter: str
    said: Said


Scene: TypeAlias = tuple[str, Callable[[], Said]]
"""When something happens, in Denmark, and what makes it happen and tells it."""


class Chapter(Protocol):
    """What happens in one part of the programme."""

    @property
    def title(self) -> str:
        """What the part is called."""

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""


class Stage:
    """The journal that a story is played on, whose clock it sets.

    Attributes:
        journal: The journal.
        registry: What its plugins bring.
        number: How many times the story was played on the journal before this one.
        suffix: What keys end in this time.
        kinds: The kinds of stream of which there is one each time.
    """

    def __init__(
        self, journal: Journal, clock: GivenClock, chance: Chance, *, number: int = 0
    ) -> None:
        self.journal = journal
        self.registry = journal.registry
        self.number = number
        self._clock = clock
        self._classes: dict[str, Any] = {}
        self._chance = chance
        self.suffix = f"-{number}" if number else ""
        self.kinds = _SHARED.symmetric_difference(
            aggregate.kind
            for plugin in journal.registry.plugins
            for aggregate in plugin.aggregates
        )

    def set(self, instant: datetime) -> None:
        """Let it be this time."""
        self._clock.set(instant)

    def new_person(self) -> PersonId:
        """An id that says nothing, for somebody made up."""
        return PersonId(f"person-{self._chance.below(1 << 48):012x}")

    def key(self, text: str) -> str:
        """A key as it is called this time, which no other time has."""
        return text + self.suffix

    def stream(self, text: str) -> StreamId:
        """A stream with such a key."""
        return StreamId(text + self.suffix)

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """The newest state of a stream."""
        return self.journal.get(state, stream)

    def do(self, *commands: Command, by: Actor = CASEWORKER) -> StreamId:
        """Give commands, several in one transaction; gives what the last is about."""
        if len(commands) > 1:
            return self.enter(commands, by=by)[-1]
        (command,) = commands
        receipt = self.journal.do(command, by=by, channel="demo")
        self._follow(receipt)
        return receipt.stream

    def enter(
        self,
        commands: Iterable[Command],
        *,
        by: Actor = LOADER,
        progress: Callable[[int], None] = lambda _: None,
    ) -> tuple[StreamId, ...]:
        """Give commands in one transaction; gives what each was about."""
        pending = []
        with self.journal.batch() as batch:
            for done, command in enumerate(commands, start=1):
                pending.append(batch.do(command, by=by, channel="demo"))
                progress(done)
        for each in pending:
            self._follow(each.receipt)
        return tuple(each.stream for each in pending)

    def _follow(self, receipt: Receipt) -> None:
        if self.journal.afterwards is None:
            follow(self.journal, receipt)

    def refused(self, command: Command, *, by: Actor = CASEWORKER) -> str:
        """Let a command be refused; gives the first reason."""
        try:
            self.do(command, by=by)
        except Refused as refused:
            return refused.reasons[0].text
        message = f"the demo's command was not refused: {command}"
        raise AssertionError(message)

    def forget(self, person: PersonId, *, by: Actor, reason: str) -> int:
        """Forget a person, as two have approved; gives how many sections are gone."""
        erasure = self.journal.forget(
            person,
            by=by,
            legal_basis="databeskyttelsesforordningen art. 17, stk. 1",
            reason=reason,
            approved_by=("a-03", "a-08"),
        )
        return erasure.sections

    def catalogue(self, name: str, *, by_day: date | None = None) -> tuple[Any, ...]:
        """The commands of a catalogue; those that hold by a day, if one is given.

        Args:
            name: The plugin's name and the catalogue's own: `ledelse.networks`.

            by_day: The last day that what is entered may begin to hold.
        """
        found = named(self.registry).get(name)
        commands = found.commands if found is not None else ()
        return tuple(
            called(each, self.suffix, self.kinds)
            for each in commands
            if by_day is None or getattr(each, "effective_from", by_day) <= by_day
        )

    def asked(self, name: str, **fields: Any) -> Any:
        """A command of a plugin, by its stored name without its number."""
        return self._class(name)(**fields)

    def plain(self, name: str, **fields: Any) -> Any:
        """A command of a plugin from plain values, as `kvalitet do` takes them."""
        written = json.dumps(fields, default=str, ensure_ascii=False)
        return self.registry.codec.from_input(self._class(name), written.encode())

    def _class(self, name: str) -> Any:
        if name not in self._classes:
            self._classes[name] = self.registry.command(name).cls
        return self._classes[name]


def called(command: Any, suffix: str, kinds: frozenset[str]) -> Any:
    """A command with the keys that it names as they are called this time.

    Args:
        command: The command, as a catalogue has it.

        suffix: What keys end in this time; nothing leaves them as they are.

        kinds: The kinds of stream of which there is one each time.
    """
    if not suffix:
        return command
    changed = {
        field.name: value + suffix
        for field in attrs.fields(type(command))
        if isinstance(value := getattr(command, field.name), str)
        and (field.name in _KEYS or value.rpartition("/")[0] in kinds)
        and not value.endswith(suffix)
    }
    return attrs.evolve(command, **changed)


_KEYS: Final = ("key", "label")
_SHARED: Final = frozenset({"municipality", "region"})
"""What there is one of, however often the story is played."""
