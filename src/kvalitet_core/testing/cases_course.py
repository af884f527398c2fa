"""A case that runs in a journal of its own, step by step, by a clock that is told.

Nothing stands in for the engine: each step is a command, given to a journal in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command, Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.settling import Settlement, settle
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Facts
from kvalitet_core.domain.case import Case, Work, evolve
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.spoken import Language
from kvalitet_core.testing.cases_values import Named, path_in, person
from kvalitet_core.values import danish_date

__all__ = ["Asked", "Course", "Played", "Step", "Tried", "office"]

S = TypeVar("S")

Asked: TypeAlias = tuple[Command, Actor]
"""A command, and who gives it."""

office: Final = person("kontor", "kontor")
"""Who does what is not said to be done by somebody."""


@attrs.frozen(kw_only=True)
class Step:
    """Something that is done in a case, as a test says it.

    Attributes:
        asks: Gives the commands that do it, in the case as it stands.
        words: What it is in Danish, and in English.
        item: The item that it is about, as it was named.
        doable: Whether it is one that somebody may or may not do.
    """

    asks: Callable[[Course], Iterator[Asked]] = attrs.field(repr=False)
    words: tuple[str, str]
    item: Named | None = None
    doable: bool = True

    def text(self, language: Language) -> str:
        """Say what it is."""
        return self.words[language != "da"]


@attrs.frozen(kw_only=True)
class Tried:
    """A step that was tried, and what came of it.

    Attributes:
        step: The step.
        at: When.
        item: The path of the item that it is about, if it is about one.
        came: Whether something followed, nothing did, or it was refused.
        reasons: Why it was refused.
        since: How many events the case had before.
    """

    step: Step
    at: datetime
    item: str | None
    came: Literal["accepted", "nothing", "refused"]
    reasons: tuple[Reason, ...] = ()
    since: int


@attrs.frozen(kw_only=True)
class Played:
    """A course that was run, as data.

    Attributes:
        definition: What it ran by.
        tried: Every step that was tried, those that were only asked about among them.
        history: The case's events.
        states: How the case stood after each commit.
    """

    definition: Definition
    tried: tuple[Tried, ...]
    history: tuple[Recorded, ...]
    states: tuple[Case, ...]


class Course:
    """One case, running."""

    def __init__(
        self,
        journal: Journal,
        clock: GivenClock,
        definition: Definition,
        stream: StreamId,
    ) -> None:
        self.journal = journal
        self.clock = clock
        self.definition = definition
        self.stream = stream
        self.tried: list[Tried] = []
        self.asked: list[Tried] = []
        self.states: list[Case] = []

    @property
    def now(self) -> datetime:
        """What time it is."""
        return self.clock()

    @property
    def today(self) -> date:
        """Which day it is in Denmark."""
        return danish_date(self.clock())

    @property
    def state(self) -> Case:
        """How the case stands.

        Raises:
            AssertionError: It is not opened.
        """
        found = self.journal.get(Case, self.stream)
        assert found is not None, f"{self.stream} is not opened"
        return found

    @property
    def history(self) -> tuple[Recorded, ...]:
        """The case's events."""
        return tuple(self.journal.history(self.stream))

    @property
    def running(self) -> Running:
        """The case with what it runs by, as the engine sees it."""
        return Running(
            stream=self.stream,
            case=self.state,
            definition=self.definition,
            context=cast("Context", _Reading(self.journal, self.now)),
        )

    @property
    def settlement(self) -> Settlement:
        """How it stands by what is known of it today."""
        return self.running.settlement

    @property
    def facts(self) -> Facts:
        """What is known of it today."""
        return self.running.known_on(self.today)

    def path(self, named: Named) -> str:
        """Give the path of an item or a stage by its path or title."""
        case = self.journal.get(Case, self.stream)
        added = {} if case is None else {**case.added}
        for path, each in added.items():
            if each.title == named:
                return path
        return path_in(self.definition, named, added=added)

    def work(self, named: Named) -> Work:
        """How far an item or a stage has come."""
        return self.state.work(self.path(named))

    def role_of(self, path: str) -> str:
        """The role that an item is for."""
        added = self.state.added.get(path)
        if added is not None:
            return added.role
        item = self.definition.items.get(path)
        return item.role if isinstance(item, Task) else office.role

    def by(
        self,
        who: str | None,
        path: str | None = None,
        *,
        role: str | None = None,
        on_behalf_of: str | None = None,
    ) -> Actor:
        """Give who acts: in the item's role, unless another is said.

        Who is not said is whoever has the item, or else somebody for that item alone.
        """
        if path is None:
            named = who or office.id
            return person(named, role or office.role, on_behalf_of=on_behalf_of)
        work = self.state.work(path)
        if who is None and work.status in (Status.CLAIMED, Status.STARTED):
            who = work.holder
        return person(
            who or path.replace(".", "-").replace("_", "-"),
            role or self.role_of(path),
            on_behalf_of=on_behalf_of,
        )

    def take(self, step: Step) -> Tried:
        """Take a step, and note what came of it; a refusal is no failure."""
        tried = self._tried(step, dry_run=False)
        self.tried.append(tried)
        case = self.journal.get(Case, self.stream)
        if case is not None:
            self.states.append(case)
            self.definition = self._runs_by(case)
        return tried

    def _runs_by(self, case: Case) -> Definition:
        """What it runs by now: another version, where it was moved to one."""
        known = self.journal.registry.definitions(Definition, of=self.definition.owner)
        running = (case.definition, case.version)
        found = (each for each in known if (each.code, each.version) == running)
        return next(found, self.definition)

    def ask(self, step: Step) -> Tried:
        """Tell what would come of a step, without taking it."""
        tried = self._tried(step, dry_run=True)
        self.asked.append(tried)
        return tried

    def _tried(self, step: Step, *, dry_run: bool) -> Tried:
        case = self.journal.get(Case, self.stream)
        item = None if step.item is None or case is None else self.path(step.item)
        tried = Tried(
            step=step,
            at=self.now,
            item=item,
            came="nothing",
            since=0 if case is None else case.events,
        )
        try:
            for command, actor in step.asks(self):
                receipt = self.journal.do(command, by=actor, dry_run=dry_run)
                if receipt.outcome == "accepted":
                    tried = attrs.evolve(tried, came="accepted")
        except Refused as no:
            return attrs.evolve(tried, came="refused", reasons=no.reasons)
        return tried

    def leads_to(self, path: str, command: Command, by: Actor) -> bool:
        """Tell whether an item can be done after a command, or still can be later."""
        try:
            receipt = self.journal.do(command, by=by, dry_run=True)
        except Refused:
            return False
        if not receipt.events:
            return False
        case = self.state
        for recorded in receipt.events:
            if recorded.stream == self.stream:
                case = evolve(case, recorded.event)
        after = settle(self.definition, self.running.standing_as(case))
        return path in after.possible

    def played(self) -> Played:
        """Give what there is so far, as data."""
        return Played(
            definition=self.definition,
            tried=(*self.tried, *self.asked),
            history=self.history,
            states=tuple(self.states),
        )


@attrs.frozen
class _Reading:
    """Other streams as they stand; which event said what is not looked up."""

    journal: Journal
    now: datetime

    @property
    def today(self) -> date:
        """The date of now in Denmark."""
        return danish_date(self.now)

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """The state of another stream."""
        return self.journal.get(state, stream)

    def set_by(self, stream: StreamId, *events: type[Any], where: Any = None) -> None:
        """Leave open which event it was."""
