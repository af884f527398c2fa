"""The story at size: played over and over, each time with others, until it is long.

Every time has its own made-up municipalities, tilbud, persons, rounds and books, and
the same proportions, since the same things happen in it. All times go on side by side,
scene by scene, so that the clock never goes back. It is written in transactions of some
thousand commands, and nothing of what is written is kept in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final, TypeVar

from kvalitet_cli.story.chance import Chance
from kvalitet_cli.story.playing import Play
from kvalitet_cli.story.register import BEGINNING
from kvalitet_cli.story.stage import CASEWORKER, LOADER, Stage, at, called
from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.batch import Batch, Pending
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plugins import CORE_NAME
from kvalitet_core.reactions.asking import asked, declared

__all__ = ["Bulk", "scaled"]

S = TypeVar("S")

COMMANDS: Final = 4_000
"""How many commands are written in a transaction."""


_NAMED_BY_REACTIONS: Final = frozenset({"network"})
"""The kinds of stream that a reaction names itself, and not by the event."""


TOGETHER: Final = 8
"""In how many of the times the same made-up persons take part; not in the first."""


class Bulk:
    """The transaction that commands are written in, and the next one after it."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._open = ExitStack()
        self._batch: Batch | None = None
        self._given = 0

    @contextmanager
    def writing(self) -> Iterator[Bulk]:
        """Write until the end, and commit what is written by then."""
        with self._open:
            yield self

    @property
    def batch(self) -> Batch:
        """The transaction that is open."""
        if self._batch is None:
            self._batch = self._open.enter_context(self.journal.batch())
        return self._batch

    def do(self, command: Command, *, by: Actor, channel: str) -> Pending:
        """Give a command."""
        self._given += 1
        return self.batch.do(command, by=by, channel=channel)

    @property
    def is_full(self) -> bool:
        """Whether much is written."""
        return self._given >= COMMANDS

    def commit(self) -> None:
        """Commit what is written."""
        self._open.close()
        self._batch, self._given = None, 0


class _BulkStage(Stage):
    """A stage that writes into a transaction with other stages.

    Attributes:
        written: How many events were written on it, the commands' own among them.
    """

    def __init__(
        self, bulk: Bulk, clock: GivenClock, chance: Chance, *, number: int, people: str
    ) -> None:
        super().__init__(bulk.journal, clock, chance, number=number)
        self.written = 0
        self._people = people
        self._met = 0
        self._bulk = bulk
        self._follows = {
            name: [each for each in reactions if name in each.reaction.events]
            for reactions in [declared(bulk.journal.registry.plugins)]
            for name in {name for each in reactions for name in each.reaction.events}
        }

    def new_person(self) -> PersonId:
        """Somebody made up, who takes part in a few of the times."""
        if self.number == 0:
            return super().new_person()
        self._met += 1
        return PersonId(f"person-{self._people}-{self._met}")

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """The newest state of a stream, with all that is not committed yet."""
        return self._bulk.batch.get(state, stream)

    def do(self, *commands: Command, by: Actor = CASEWORKER) -> StreamId:
        """Give commands; gives what the last is about."""
        return self.enter(commands, by=by)[-1]

    def enter(
        self,
        commands: Iterable[Command],
        *,
        by: Actor = LOADER,
        progress: Callable[[int], None] = lambda _: None,
    ) -> tuple[StreamId, ...]:
        """Give commands; gives what each was about."""
        streams = []
        for done, command in enumerate(commands, start=1):
            pending = self._given(command, by=by)
            streams.append(pending.stream)
            progress(done)
        return tuple(streams)

    def forget(self, person: PersonId, *, by: Actor, reason: str) -> int:
        """Forget the first time's person: forgetting has a transaction of its own."""
        if self.number:
            return 0
        self._bulk.commit()
        return super().forget(person, by=by, reason=reason)

    def _given(self, command: Command, *, by: Actor) -> Pending:
        """Give a command, and what follows from it.

        A runner that comes later finds it done.
        """
        self.written += 1
        pending = self._bulk.do(command, by=by, channel="demo")
        self.written += len(pending.events)
        for recorded in pending.events:
            for each in self._follows.get(recorded.name, ()):
                follows = asked(each, recorded, self.registry)
                if follows is None:
                    continue
                own = called(follows, self.suffix, _NAMED_BY_REACTIONS)
                with suppress(Refused):
                    self._given(own, by=each.actor)
        return pending


def scaled(
    journal: Journal, clock: GivenClock, *, events: int, seed: bytes
) -> Iterator[int]:
    """Play the story until about so many events are written; gives how many are.

    Args:
        journal: Where it is written; what follows from events is written with them.

        clock: The journal's clock.

        events: About how many events there are to be in the end. The story is played
            once at least, and whole.

        seed: What made-up persons are drawn from: the same ones from the same seed.
    """
    with Bulk(journal).writing() as bulk:
        stages = [*_stages(bulk, clock, Chance(seed), _times(journal, events))]
        for _ in _together(bulk, clock, stages):
            yield journal.head()


def _times(journal: Journal, events: int) -> int:
    """How often the story makes so many events, as two that are tried out tell."""
    plugins = [each for each in journal.registry.plugins if each.name != CORE_NAME]
    clock = GivenClock(BEGINNING)
    trial = Journal.open("memory:", plugins=plugins, clock=clock, views=False)
    with trial, Bulk(trial).writing() as bulk:
        stages = [*_stages(bulk, clock, Chance(b"a trial"), 2)]
        for _ in _together(bulk, clock, stages):
            pass
    first, next_ = (stage.written for stage in stages)
    return max(1, 1 + round((events - first) / next_))


def _stages(
    bulk: Bulk, clock: GivenClock, chance: Chance, times: int
) -> Iterator[_BulkStage]:
    people = ""
    for number in range(times):
        if number % TOGETHER == 1:
            people = f"{chance.below(1 << 48):012x}"
        yield _BulkStage(bulk, clock, chance, number=number, people=people)


def _together(
    bulk: Bulk, clock: GivenClock, stages: list[_BulkStage]
) -> Iterator[None]:
    """Play the story on all stages, scene by scene; pauses after each transaction."""
    plays = [Play(stage) for stage in stages]
    plays[0].register.load(lambda _, __: None)
    for when, chapter, scene in plays[0].order:
        clock.set(at(when))
        for play in plays:
            play.happen(chapter, scene)
            if bulk.is_full:
                bulk.commit()
                yield
    bulk.commit()
    yield
