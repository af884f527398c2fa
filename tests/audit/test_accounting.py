"""What a replay accounts for: schemas, reactions and timers, and what it cannot see."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.cli import shelter
from tests.cli.sheltering import ANNA as CLERK
from tests.cli.sheltering import MONDAY, case_of, opening, receipt
from tests.reactions import relay
from tests.reactions.relay import ANNA, room, say
from tests.reactions.running import bench

from kvalitet_core import Journal
from kvalitet_core.audit import (
    Followed,
    Reached,
    Replayed,
    Unchecked,
    replay,
)
from kvalitet_core.casework.ticking import tick
from kvalitet_core.domain import region
from kvalitet_core.domain.case import AddTask
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.engine import Settings
from kvalitet_core.schemas import json_schema
from kvalitet_core.values import Deadline, ReasonCode, RegionCode

LATE = datetime(2020, 12, 1, tzinfo=UTC)
ANSWER = "relay.answer"


@pytest.fixture
def relayed() -> Iterator[Journal]:
    """A journal in which something was said three times, and nothing answered."""
    with Journal.open("memory:", plugins=[relay.PLUGIN], views=False) as journal:
        for number, text in enumerate(("first", "quiet", "second")):
            journal.do(say(number, text), by=ANNA)
        yield journal


def checked(journal: Journal, **reached: Any) -> Replayed:
    """The journal, replayed and checked; with how far the answer has come."""
    known = {ANSWER: Reached(**reached)} if reached else {}
    return replay(journal, check=True, reached=known)


def test_every_event_is_held_against_its_schema(relayed: Journal) -> None:
    """One that does not fit the schema that was handed out is named, not repeated."""
    own = json_schema(relay.Said, "relay.said/1")
    own["properties"]["text"]["maxLength"] = 5

    honest = checked(relayed)
    found = replay(
        relayed, check=True, released=lambda name: own if "said" in name else None
    )

    assert honest.fitted == honest.events == found.fitted == 3
    assert honest.flaws == ()
    (flaw,) = found.flaws
    assert flaw.stream == room(2)
    assert "does not fit its schema relay.said/1: $.text breaks 'maxLength'" in (
        flaw.text
    )
    assert "second" not in flaw.text


def test_what_is_sealed_fits_its_schema() -> None:
    """Where a person would enter a name, the place of the sealed section stands."""
    greeting = relay.Greet(
        room=room(1), person=relay.PersonId("person-1"), name=relay.Personal("Bo")
    )
    with Journal.open("memory:", plugins=[relay.PLUGIN], views=False) as journal:
        journal.do(greeting, by=ANNA)

        found = checked(journal)

    assert found.flaws == ()
    assert found.fitted == 1


def test_without_a_schema_nothing_is_said_of_an_event(tmp_path: Path) -> None:
    """An older number whose file is not at hand is not looked at."""
    place = tmp_path / "j.db"
    events = {**relay.AGGREGATE.events, "relay.said/2": relay.Said}
    del events["relay.said/1"]
    newer = attrs.evolve(
        relay.plugin(),
        aggregates=(attrs.evolve(relay.AGGREGATE, events=events),),
        upcasters={"relay.said/1": lambda fields: fields},
    )
    with Journal.open(place, plugins=[relay.plugin()]) as journal:
        journal.do(say(1, "first"), by=ANNA)

    with Journal.open(place, plugins=[newer], read_only=True) as journal:
        found = replay(journal, check=True)

    assert found.flaws == ()
    assert found.unchecked == (
        Unchecked(name="relay.said/1", count=1, why="no_schema"),
    )


def test_an_answer_on_record_is_accounted_for(relayed: Journal) -> None:
    """Whoever has answered all has nothing left; what leads to nothing is not due."""
    with bench(relayed) as here:
        here.settle()
        position = here.run().position

    found = checked(relayed, position=position)

    assert found.flaws == found.unchecked == ()
    assert found.followed == {ANSWER: Followed(answered=2)}


def test_what_a_reaction_has_not_come_to_waits(relayed: Journal) -> None:
    """Behind its position, parked or put aside, it is known to come, or not to."""
    places = [each.position for each in relayed.events(names=["relay.said/1"])]

    waiting = checked(relayed, position=0)
    parked = checked(
        relayed,
        position=places[-1],
        parked=frozenset(places[:1]),
        aside=frozenset(places[2:]),
    )

    assert waiting.flaws == waiting.unchecked == parked.flaws == parked.unchecked == ()
    assert waiting.followed == {ANSWER: Followed(waiting=2)}
    assert parked.followed == {ANSWER: Followed(parked=1, aside=1)}


def test_what_a_reaction_has_passed_is_on_record(relayed: Journal) -> None:
    """Each event without its command is named, where it stands."""
    found = checked(relayed, position=relayed.head())

    assert [flaw.stream for flaw in found.flaws] == [room(0), room(2)]
    assert all("reaction relay.answer has passed it" in f.text for f in found.flaws)
    assert found.followed == {}


@pytest.mark.parametrize(
    ("plugin", "reached", "why"),
    [
        (relay.PLUGIN, {}, "never_run"),
        (relay.plugin(relay.ANSWER, version="2"), {"position": 99}, "other_version"),
        (relay.PLUGIN, {"position": 99, "refused": 2}, "refusals_not_kept"),
    ],
)
def test_what_nobody_can_say_is_told(
    tmp_path: Path, plugin: Any, reached: dict[str, int], why: str
) -> None:
    """Neither a flaw nor fine: how far it is, what it gave then, what was refused."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=[relay.PLUGIN], views=False) as journal:
        for number, text in enumerate(("first", "second")):
            journal.do(say(number, text), by=ANNA)
    with Journal.open(place, plugins=[plugin], views=False, read_only=True) as journal:
        found = checked(journal, **reached)

    assert found.flaws == ()
    assert found.unchecked == (Unchecked(name=ANSWER, count=2, why=why),)


def test_a_reaction_that_fails_now_cannot_be_looked_at() -> None:
    """Unless it has parked the event, or has not come to it."""
    with Journal.open("memory:", plugins=[relay.PLUGIN], views=False) as journal:
        journal.do(say(1, "bad"), by=ANNA)
        (event,) = journal.events(names=["relay.said/1"])

        passed = checked(journal, position=event.position)
        parked = checked(
            journal, position=event.position, parked=frozenset({event.position})
        )

    assert passed.unchecked == (Unchecked(name=ANSWER, count=1, why="fails"),)
    assert parked.unchecked == ()
    assert parked.followed == {ANSWER: Followed(parked=1)}


def test_answers_of_an_absent_reaction_are_not_looked_at(tmp_path: Path) -> None:
    """They are on record; whether any is missing, nobody here can say."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=[relay.PLUGIN], views=False) as journal:
        journal.do(say(1, "first"), by=ANNA)
        with bench(journal) as here:
            here.settle()

    with Journal.open(place, plugins=[relay.plugin()], read_only=True) as journal:
        found = replay(journal, check=True)

    assert found.flaws == ()
    assert found.unchecked == (Unchecked(name=ANSWER, count=1, why="not_installed"),)


@pytest.mark.parametrize(
    ("cause", "reaction", "said"),
    [
        ("01764c17-d900-76e4-9df8-244ada7bab3e", None, "which is not before it"),
        ("own", ANSWER, "under another id"),
    ],
)
def test_a_cause_is_an_event_before_it(
    relayed: Journal, cause: str, reaction: str | None, said: str
) -> None:
    """And a reaction's command has the id that is made of both."""
    (first, *_) = relayed.events(names=["relay.said/1"])
    cause = first.event_id if cause == "own" else cause
    relayed.do(say(9, "quiet"), by=ANNA, cause=cause, reaction=reaction)

    found = checked(relayed, position=0)

    (flaw,) = found.flaws
    assert said in flaw.text


def test_a_refusal_on_record_is_an_answer() -> None:
    """It says no, and it is said."""
    with Journal.open("memory:", plugins=[relay.PLUGIN], views=False) as journal:
        journal.do(say(1, "no"), by=ANNA)
        with bench(journal) as here:
            here.settle()
            position = here.run().position

        found = checked(journal, position=position)

    assert found.followed == {ANSWER: Followed(answered=1)}
    assert found.unchecked == ()


@pytest.fixture
def sheltered() -> Iterator[Journal]:
    """Two cases, each with something that falls due in the autumn."""
    clock = GivenClock(MONDAY + timedelta(days=1))
    with Journal.open("memory:", plugins=[shelter.PLUGIN], clock=clock) as journal:
        for key in ("1", "2"):
            journal.do(opening(key), by=CLERK)
            task = AddTask(
                case=case_of(key),
                title="Ring op",
                role="clerk",
                reason=ReasonCode("aftalt"),
                due=Deadline("2020-09-18T12:00:00+02:00"),
            )
            journal.do(task, by=CLERK)
        yield journal


def test_what_had_fallen_due_by_the_newest_tick_is_noted(sheltered: Journal) -> None:
    """Where a runner looked at everything, everything is noted."""
    before = replay(sheltered, check=True)
    tick(sheltered, at=LATE)

    found = replay(sheltered, check=True)

    assert before.timed == {}
    assert before.flaws == found.flaws == ()
    assert set(found.timed) == {"case.tick/1"}


def test_what_was_due_and_is_not_noted_is_named(sheltered: Journal) -> None:
    """A runner that left a case out, or a note that was taken away."""
    tick(sheltered, at=LATE, cases=[case_of("2")])

    found = replay(sheltered, check=True)

    assert {flaw.stream for flaw in found.flaws} == {case_of("1")}
    assert "is not noted" in found.flaws[0].text


def test_a_case_that_was_opened_since_owes_no_tick_anything(
    sheltered: Journal,
) -> None:
    """What came after the newest tick is for the next."""
    tick(sheltered, at=LATE)
    sheltered.do(opening("3"), by=CLERK)
    sheltered.do(receipt("3"), by=CLERK)

    assert replay(sheltered, check=True).flaws == ()


def test_several_parts_come_to_the_same_as_one(tmp_path: Path) -> None:
    """However many processes share the work, also where something is wrong."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=[relay.PLUGIN], views=False) as journal:
        for number in range(40):
            journal.do(say(number % 7, f"text {number}"), by=ANNA)
        for code in ("1081", "1082", "1083"):
            command = region.Register(
                code=RegionCode(code), name="Region", effective_from=MONDAY.date()
            )
            journal.do(command, by=ANNA)
        with bench(journal) as here:
            here.settle()
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
            " 'text 30', 'txt 30') AS BLOB) WHERE topic = 'relay.said/1'"
        )
        connection.execute(
            "UPDATE stored_events SET state = X'7B7D' WHERE originator_id = 'relay/3'"
            " AND originator_version = 2"
        )

    with Journal.open(
        place, plugins=[relay.PLUGIN], views=False, read_only=True
    ) as journal:
        whole = replay(journal, check=True)
        for jobs in (2, 3, 5):
            assert replay(journal, check=True, jobs=jobs) == whole
    assert whole.flaws


def test_refusals_that_are_not_kept_are_no_flaw() -> None:
    """What was refused and not recorded is known by how many there were."""
    settings = Settings(keep_refusals=False)
    with Journal.open(
        "memory:", plugins=[relay.PLUGIN], views=False, settings=settings
    ) as journal:
        journal.do(say(1, "no"), by=ANNA)
        with bench(journal) as here:
            here.settle()
            position, refused = here.run().position, here.answered().refused

        found = checked(journal, position=position, refused=refused)

    assert refused == 1
    assert found.flaws == ()
    assert [each.why for each in found.unchecked] == ["refusals_not_kept"]


def test_every_store_is_replayed_alike(journal_url: str) -> None:
    """The same history comes to the same digest, in one part or in three."""
    told = []
    for url in ("memory:", journal_url):
        with Journal.open(
            url, plugins=[relay.PLUGIN], views=False, create=True
        ) as journal:
            for number in range(12):
                journal.do(say(number % 4, f"text {number}"), by=ANNA)
            told += [checked(journal), replay(journal, check=True, jobs=3)]

    assert told[0].flaws == ()
    assert told[0].events == 12
    assert all(each == told[0] for each in told)
