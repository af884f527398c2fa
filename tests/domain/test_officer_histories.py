"""Whatever is said of an officer, in whatever order: what then holds.

As known: the state at a version is the fold of the events until then. As effective: of
what was known, the newest statement that covers a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import officer
from kvalitet_core.domain.officer import MandateCode, officer_stream
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import ActorId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import Money, ReasonCode

ACTOR = Actor(id="a-1", role="test", organisation="test", authority="test")
BO = ActorId("bo@eksempel.dk")
STREAM = officer_stream(BO)
GRANT = MandateCode("bevilling")
BEGUN: Final = datetime(2021, 6, 1, 10, 0, tzinfo=UTC)
CALENDAR: Final = [date(2021, 1, 1) + timedelta(days=n) for n in range(12)]


def lasts(event: Any) -> bool:
    """Whether the days of an event are days: what commands give always are."""
    first, after = event.effective_from, getattr(event, "effective_to", None)
    return first is None or after is None or first < after


EVENTS = st.one_of(
    strategies.stored(cls).filter(lasts) for cls in officer.AGGREGATE.events.values()
)
DAYS = st.sampled_from(CALENDAR)
ENDS = st.none() | DAYS
CODES = st.sampled_from([ReasonCode("leave"), ReasonCode("misread")])
DEPUTIES = st.sampled_from([ActorId("a-3"), ActorId("a-8")])
CEILINGS = st.sampled_from([None, Money(oere=0), Money(oere=100)])
SOURCES = st.sampled_from(["Delegation 7", "Delegation 8"])
COMMON: Final[dict[str, Any]] = {"officer": st.just(BO)}
DEPUTY: Final[dict[str, Any]] = {**COMMON, "deputy": DEPUTIES, "reason": CODES}
MANDATE: Final[dict[str, Any]] = {**COMMON, "mandate": st.just(GRANT)}


def command(cls: type[Any], **fields: Any) -> st.SearchStrategy[Any]:
    """Commands of a class, those that can be made."""
    return (
        st.fixed_dictionaries(fields).map(lambda given: made(cls, given)).filter(bool)
    )


def made(cls: type[Any], given: dict[str, Any]) -> Any:
    """The command with these fields, or None where there is none such."""
    with suppress(Malformed):
        return cls(**given)
    return None


ON_DEPUTIES = st.one_of(
    command(officer.NameDeputy, effective_from=DAYS, effective_to=ENDS, **DEPUTY),
    command(officer.EndDeputy, effective_from=DAYS, **DEPUTY),
    command(
        officer.CorrectDeputy,
        was_from=DAYS,
        effective_from=ENDS,
        effective_to=ENDS,
        **DEPUTY,
    ),
)
ON_MANDATES = st.one_of(
    command(
        officer.GiveMandate,
        ceiling=CEILINGS,
        effective_from=DAYS,
        effective_to=ENDS,
        source=SOURCES,
        **MANDATE,
    ),
    command(officer.EndMandate, effective_from=DAYS, reason=CODES, **MANDATE),
    command(
        officer.CorrectMandate,
        was_from=DAYS,
        ceiling=CEILINGS,
        effective_from=ENDS,
        effective_to=ENDS,
        source=SOURCES,
        reason=CODES,
        **MANDATE,
    ),
)
COMMANDS = st.lists(st.one_of(ON_DEPUTIES, ON_MANDATES), max_size=10)


class Calendar:
    """The same told day by day: which statement holds on each, by its number."""

    def __init__(self) -> None:
        self.said: dict[date, tuple[int, Any]] = {}

    def tell(self, number: int, event: officer.Event, value: Any) -> None:
        """Lay one statement over the others."""
        if isinstance(event, officer.DeputyCorrected | officer.MandateCorrected):
            self._take_out(event.was_from)
        if isinstance(event, officer.DeputyEnded | officer.MandateEnded):
            for day in days_between(event.effective_from, None):
                self.said.pop(day, None)
        elif event.effective_from is not None:
            for day in days_between(event.effective_from, event.effective_to):
                self.said[day] = (number, value)

    def _take_out(self, first: date) -> None:
        """The run of days that one statement has from this day on."""
        number = self._number(first)
        if number != self._number(first - timedelta(days=1)):
            day = first
            while number is not None and self._number(day) == number:
                del self.said[day]
                day += timedelta(days=1)

    def _number(self, day: date) -> int | None:
        number, _ = self.said.get(day, (None, None))
        return number

    def on(self, day: date) -> Any:
        """What was said of the day, if anything."""
        _, value = self.said.get(day, (None, None))
        return value


def days_between(first: date, after: date | None) -> Iterable[date]:
    """The days of the calendar from the one until the other."""
    return (day for day in CALENDAR if day >= first and (not after or day < after))


def about(event: officer.Event) -> str:
    """Whom or what an event is of."""
    match event:
        case officer.DeputyNamed() | officer.DeputyEnded() | officer.DeputyCorrected():
            return event.deputy
        case _:
            return event.mandate


def value_of(event: officer.Event) -> Any:
    """What an event says that holds on its days."""
    match event:
        case officer.MandateGiven() | officer.MandateCorrected():
            return (event.ceiling, event.source)
        case _:
            return True


@each(st.lists(EVENTS, max_size=8))
def test_the_fold_takes_any_history(events: list[officer.Event]) -> None:
    """It evaluates no rule, and needs no beginning."""
    state = None

    for event in events:
        state = officer.evolve(state, event)

    named = [about(event) for event in events]
    if state is not None:
        known = [deputy.actor for deputy in state.deputies]
        known += [held.code for held in state.mandates]
        assert sorted(known) == sorted(set(named))


@each(COMMANDS)
def test_who_stood_in_and_what_could_be_decided_as_known_and_as_effective(
    commands: list[Any],
) -> None:
    """Asked at any instant of any day, it is what had been said of that day by then."""
    clock = GivenClock(BEGUN)
    with Journal.open("memory:", plugins=(), clock=clock) as journal:
        for hour, given in enumerate(commands):
            clock.set(BEGUN + timedelta(hours=hour))
            with suppress(Refused):
                journal.do(given, by=ACTOR)

        state, told = None, dict[str, Calendar]()
        for recorded in journal.history(STREAM):
            event = recorded.event
            state = officer.evolve(state, event)
            calendar = told.setdefault(about(event), Calendar())
            calendar.tell(recorded.version, event, value_of(event))
            at_version = journal.get(officer.Officer, STREAM, version=recorded.version)
            then = journal.get(officer.Officer, STREAM, known=recorded.recorded_at)
            assert at_version == then == state
            for day in CALENDAR:
                agrees(state, told, day)


def agrees(state: officer.Officer, told: dict[str, Calendar], day: date) -> None:
    """What is known of a day is what was said of it."""
    said = {who for who in told if who != GRANT and told[who].on(day)}
    assert state.deputies_on(day) == said
    mandate = state.mandate_on(GRANT, day)
    found = (mandate.ceiling, mandate.source) if mandate else None
    assert found == (told[GRANT].on(day) if GRANT in told else None)


@each(COMMANDS)
def test_whatever_was_said_before_a_command_is_silent_the_second_time(
    commands: list[Any],
) -> None:
    """It acts, or is refused; and what acted has nothing left to do."""
    with Journal.open("memory:", plugins=()) as journal:
        for given in commands:
            try:
                journal.do(given, by=ACTOR)
            except Refused:
                continue

            assert journal.do(given, by=ACTOR).events == ()


@each(COMMANDS)
def test_no_day_of_a_mandate_is_told_another_ceiling(commands: list[Any]) -> None:
    """Only an end or a correction changes what could be decided on a day."""
    with Journal.open("memory:", plugins=()) as journal:
        for given in commands:
            with suppress(Refused):
                journal.do(given, by=ACTOR)

        state = None
        for recorded in journal.history(STREAM):
            before, state = state, officer.evolve(state, recorded.event)
            if before is not None and isinstance(recorded.event, officer.MandateGiven):
                for day in CALENDAR:
                    had, has = (each.mandate_on(GRANT, day) for each in (before, state))
                    assert had is None or (has and has.ceiling == had.ceiling)
