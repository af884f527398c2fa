"""What if a command had been given otherwise, or at another time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.applied import OPENS, Applied, Round, played, plugin
from tests.cli import garden
from tests.domain.programme import ROUND

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import (
    Fate,
    Matter,
    Otherwise,
    Supposition,
    matters,
    told_by,
    told_of,
    unlike,
    whatif,
)
from kvalitet_core.domain import region
from kvalitet_core.domain.case import Case
from kvalitet_core.domain.region import Region
from kvalitet_core.errors import Malformed, Refused, Unknown
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.codec import plain_copy
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.reading import Commit
from kvalitet_core.personal import Personal
from kvalitet_core.values import RegionCode

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
BEGUN = datetime(2020, 1, 1, 8, tzinfo=UTC)
PROGRAMME = plugin(reactions=(OPENS,))
NAMES = st.sampled_from(("Region Nord", "Region Syd"))
DAYS = st.dates(date(2018, 1, 1), date(2022, 1, 1))
ASKED = st.lists(
    st.tuples(
        st.sampled_from(("1081", "1082")),
        NAMES,
        DAYS,
        st.sampled_from((region.Register, region.Rename, region.Close)),
    ),
    min_size=1,
    max_size=8,
)


def commands(asked: Sequence[tuple[str, str, date, Any]]) -> dict[str, Any]:
    """Each command under a number of its own."""
    found = {}
    for number, (code, name, day, kind) in enumerate(asked):
        fields: dict[str, Any] = {"code": RegionCode(code), "effective_from": day}
        if kind is not region.Close:
            fields["name"] = name
        found[f"c-{number}"] = kind(**fields)
    return found


def given_in(
    journal: Journal, clock: GivenClock, told: dict[str, Any], at: dict[str, datetime]
) -> None:
    """Give commands, each at its time."""
    for command_id in sorted(told, key=lambda each: (at[each], each)):
        clock.set(at[command_id])
        with suppress(Refused):
            journal.do(told[command_id], by=ANNA, command_id=command_id)


def hours(told: dict[str, Any]) -> dict[str, datetime]:
    """An hour between any two commands."""
    return {each: BEGUN + timedelta(hours=n + 1) for n, each in enumerate(told)}


def branch_of(journal: Journal, found: Supposition) -> dict[StreamId, Any]:
    """How every region stands on the branch."""
    states = dict(journal.states(Region))
    states |= {each.stream: each.supposed for each in found.parted}
    return {stream: state for stream, state in states.items() if state}


@settings(max_examples=40)
@given(asked=ASKED, name=NAMES, day=DAYS, data=st.data())
def test_with_other_fields_it_is_the_history_that_they_would_have_made(
    asked: list[tuple[str, str, date, Any]], name: str, day: date, data: st.DataObject
) -> None:
    """The branch is the journal in which the command was given so."""
    told = commands(asked)
    which = data.draw(st.sampled_from(sorted(told)))
    fields: dict[str, Any] = {"effective_from": day}
    if not isinstance(told[which], region.Close):
        fields["name"] = name
    changed = told | {which: attrs.evolve(told[which], **fields)}
    clocks = GivenClock(BEGUN), GivenClock(BEGUN)
    with (
        Journal.open("memory:", plugins=(), clock=clocks[0]) as journal,
        Journal.open("memory:", plugins=(), clock=clocks[1]) as other,
    ):
        given_in(journal, clocks[0], told, hours(told))
        given_in(other, clocks[1], changed, hours(told))
        plain = fields | {"effective_from": day.isoformat()}

        found = whatif(journal, otherwise=[Otherwise(command_id=which, fields=plain)])

        assert branch_of(journal, found) == dict(other.states(Region))


@settings(max_examples=40)
@given(asked=ASKED, data=st.data())
def test_at_another_time_it_is_the_history_in_that_order(
    asked: list[tuple[str, str, date, Any]], data: st.DataObject
) -> None:
    """A command takes its place among the others by the time it is given."""
    told = commands(asked)
    which = data.draw(st.sampled_from(sorted(told)))
    at = hours(told)
    moved = BEGUN + timedelta(
        hours=data.draw(st.integers(0, len(told) - 1)), minutes=30
    )
    clocks = GivenClock(BEGUN), GivenClock(BEGUN)
    with (
        Journal.open("memory:", plugins=(), clock=clocks[0]) as journal,
        Journal.open("memory:", plugins=(), clock=clocks[1]) as other,
    ):
        given_in(journal, clocks[0], told, at)
        given_in(other, clocks[1], told, at | {which: moved})

        found = whatif(journal, otherwise=[Otherwise(command_id=which, at=moved)])

        assert branch_of(journal, found) == dict(other.states(Region))


def as_it_was(commit: Commit, journal: Journal) -> Otherwise:
    """A command supposed to have been what it was, when it was."""
    plain = plain_copy(bytes(commit.record.data))
    personal = {
        each.name for each in journal.registry.stored(type(commit.command)).personal
    }
    return Otherwise(
        command_id=str(commit.recorded.command_id),
        fields={name: told for name, told in plain.items() if name not in personal},
        at=instant(commit.record.now),
    )


@settings(max_examples=20)
@given(
    applied=st.lists(
        st.builds(Applied, st.integers(1, 24), st.booleans()), min_size=1, max_size=3
    )
)
def test_what_if_it_had_been_as_it_was_is_the_same_history(
    applied: list[Applied],
) -> None:
    """Every field of every command set to what it was, at its own time."""
    with played(*applied, plugin=PROGRAMME) as told:
        journal = told.journal
        same = [as_it_was(each, journal) for each in journal.commits()]

        found = whatif(journal, otherwise=same)

    assert (found.supposed, found.parted, found.unasked) == ((), (), ())
    assert found.commands == len(same)


@settings(max_examples=20)
@given(asked=ASKED, day=DAYS, data=st.data())
def test_it_begins_where_something_is_otherwise(
    asked: list[tuple[str, str, date, Any]], day: date, data: st.DataObject
) -> None:
    """To go through all that was before comes to the same."""
    told = commands(asked)
    which = data.draw(st.sampled_from(sorted(told)))
    supposed = Otherwise(command_id=which, fields={"effective_from": day.isoformat()})
    clock = GivenClock(BEGUN)
    with Journal.open("memory:", plugins=(), clock=clock) as journal:
        given_in(journal, clock, told, hours(told))

        some = whatif(journal, otherwise=[supposed])
        every = whatif(journal, otherwise=[supposed], everything=True)

    assert some.supposed == every.supposed
    assert some.parted == every.parted


def fates(found: Supposition) -> list[tuple[str, Fate]]:
    """What becomes of which command."""
    return [(each.commit.record.name, each.fate) for each in found.supposed]


def submission(told: Round) -> str:
    """The id of the command that the first one applied by."""
    (first, *_) = told.journal.history(told.applications[0])
    return str(first.command_id)


def test_people_choose_again_what_they_chose() -> None:
    """The choice is held, and what the rules say to it is told."""
    with played(Applied(9), plugin=PROGRAMME) as told:
        supposed = told_of(told.journal, told.cases[0], "svar.maaneder", "14")

        found = whatif(told.journal, otherwise=supposed)

    assert fates(found) == [
        ("application.submit/2", Fate.SUPPOSED),
        ("case.decide/1", Fate.OTHERWISE),
    ]
    _, decided = found.supposed
    assert decided.held
    assert not found.supposed[0].held
    outcome, reason, *_ = decided.differences
    assert (outcome.path, outcome.again) == ("outcome", "refused")
    assert reason.again["code"] == "case.finding_false"


def test_an_application_that_comes_later_is_late() -> None:
    """What a reaction asked for because of it comes no earlier than it."""
    with played(Applied(9), plugin=PROGRAMME) as told:
        at = datetime(2020, 12, 1, 9, tzinfo=UTC)
        later = Otherwise(command_id=submission(told), at=at)

        found = whatif(told.journal, otherwise=[later])

        (case,) = [each for each in found.parted if each.stream == told.cases[0]]
    opened = next(e for e in found.supposed if e.commit.record.name == "case.open/1")
    assert opened.fate is Fate.OTHERWISE
    assert not opened.held
    assert isinstance(case.supposed, Case)
    assert case.supposed.received == at
    assert case.supposed.decisions == ()


def test_before_the_round_is_there_nobody_can_apply() -> None:
    """It would have been refused, and nothing had followed from it."""
    with played(Applied(9), plugin=PROGRAMME) as told:
        first = next(told.journal.history(ROUND))
        early = Otherwise(
            command_id=submission(told), at=first.recorded_at - timedelta(minutes=1)
        )

        found = whatif(told.journal, otherwise=[early])

    assert found.supposed[0].fate is Fate.SUPPOSED
    places = found.supposed[0].differences
    assert "refused" in [each.again for each in places if each.path == "outcome"]
    assert ("case.open/1", Fate.NEVER_ASKED) in fates(found)


@pytest.fixture
def beds(tmp_path: Path) -> Any:
    """A garden in which parsley was sown after dill, and mint after nothing."""
    with Journal.open(
        tmp_path / "beds.db", plugins=(garden.PLUGIN,), views=False
    ) as journal:
        for what in ("dill", "mint"):
            receipt = journal.do(sowing(what), by=ANNA, command_id=what)
            (sown,) = receipt.events
            follows = garden.follow(sown)
            if follows is not None:
                journal.do(
                    follows,
                    by=ANNA,
                    command_id=f"{sown.event_id}.garden.follow",
                    cause=sown.event_id,
                    reaction="garden.follow",
                )
        yield journal


def sowing(what: str) -> garden.Sow:
    """The command that sows something."""
    return garden.Sow(
        bed=StreamId(f"garden/{what}"),
        what=what,
        gardener=PersonId("p-gro"),
        name=Personal("Gro"),
    )


@pytest.mark.parametrize(
    ("command", "what", "becomes", "unasked"),
    [
        ("dill", "mint", [Fate.SUPPOSED, Fate.NEVER_ASKED], []),
        ("dill", "stone", [Fate.SUPPOSED, Fate.NOT_DECIDED], []),
        ("mint", "dill", [Fate.SUPPOSED], ["garden.sow/1"]),
        ("mint", "cress", [Fate.SUPPOSED], []),
    ],
)
def test_reactions_ask_for_what_they_would_have_asked_for(
    beds: Journal, command: str, what: str, becomes: list[Fate], unasked: list[str]
) -> None:
    """Not for what they would not; what they never asked for is told, and not done."""
    supposed = told_by(beds, command, "what", what)

    found = whatif(beds, otherwise=[supposed])

    assert [each.fate for each in found.supposed] == becomes
    assert [each.command for each in found.unasked] == unasked


def test_it_tells_how_far_it_has_come(beds: Journal) -> None:
    """Position by position, as far as the newest command."""
    reached: list[int] = []

    whatif(beds, dropped=["dill"], progress=reached.append)

    assert reached == sorted(reached)
    *_, last = beds.commits()
    assert reached[-1] == last.recorded.position


def test_nothing_is_written_and_nothing_is_opened(beds: Journal) -> None:
    """The journal has come no further."""
    head = beds.head()

    whatif(beds, otherwise=[Otherwise(command_id="dill", fields={"what": "mint"})])

    assert beds.head() == head


@pytest.mark.parametrize(
    ("dropped", "otherwise", "error", "said"),
    [
        ([], [{"fields": {"wat": "mint"}}], Unknown, "did you mean what"),
        ([], [{"fields": {"what": 7}}], Malformed, "supposed garden.sow/1"),
        ([], [{"fields": {"name": "Ida"}}], Malformed, "is about a person"),
        ([], [{"fields": {"a..b": 1}}], Malformed, "names with dots between"),
        ([], [{"fields": {"what": "x"}}] * 2, Malformed, "what is supposed twice"),
        ([], [{"command_id": "thyme"}], Unknown, "unknown command 'thyme'"),
        (["thyme"], [], Unknown, "unknown command 'thyme'"),
        (["dill"], [{"fields": {"what": "x"}}], Malformed, "suppose one of them"),
        ([], [{"at": datetime(1999, 1, 1, tzinfo=UTC)}], Malformed, "journal began"),
        ([], [{"at": datetime(2999, 1, 1, tzinfo=UTC)}], Malformed, "has come to"),
    ],
)
def test_what_contradicts_the_history_is_told(
    beds: Journal,
    dropped: list[str],
    otherwise: list[dict[str, Any]],
    error: type[Exception],
    said: str,
) -> None:
    """A supposition that the history cannot have is none."""
    supposed = [Otherwise(**({"command_id": "dill"} | each)) for each in otherwise]

    with pytest.raises(error) as raised:
        whatif(beds, dropped=dropped, otherwise=supposed)

    assert said in str(raised.value)


def test_no_answer_comes_before_its_question() -> None:
    """A reaction asked for it because of what was not there yet."""
    with played(Applied(9), plugin=PROGRAMME) as told:
        (opened, *_) = told.journal.history(told.cases[0])
        first = next(told.journal.history(ROUND)).recorded_at
        early = Otherwise(command_id=str(opened.command_id), at=first)

        with pytest.raises(Malformed, match=f"{OPENS.name} asked for it because of"):
            whatif(told.journal, otherwise=[early])


def test_a_field_that_several_told_is_asked_of_which(beds: Journal) -> None:
    """The versions are named; a fact stands for all that was told of it."""
    with pytest.raises(Malformed, match=r"versions: 1 .*, 2 .*: 1\.what"):
        told_of(beds, StreamId("garden/dill"), "what", "mint")
    with pytest.raises(Unknown, match="did you mean what"):
        told_of(beds, StreamId("garden/mint"), "wat", "mint")
    (only,) = told_of(beds, StreamId("garden/mint"), "what", '"dill"')
    assert only == Otherwise(command_id="mint", fields={"what": "dill"})


@pytest.mark.parametrize(
    ("before", "after", "about"),
    [
        ({"name": "a"}, {"name": "b"}, ()),
        ({"decisions": []}, {"decisions": [{"number": 1}]}, (Matter.DECISION,)),
        (
            {"works": {"a": {"proof": None}}},
            {"works": {"a": {"proof": {"deadline": "2020-01-01"}}}},
            (Matter.DEADLINE,),
        ),
        ({"paid": {"oere": 1}}, {"paid": {"oere": 2}}, (Matter.MONEY,)),
        (
            {},
            {"claim": {"due": "2020-01-01", "amount": {"oere": 2}, "outcome": None}},
            (Matter.DEADLINE, Matter.MONEY),
        ),
    ],
)
def test_decisions_deadlines_and_money_are_told_apart(
    before: Any, after: Any, about: tuple[Matter, ...]
) -> None:
    """By the names of fields, wherever they stand."""
    (place,) = unlike(before, after)

    assert matters(place) == about
