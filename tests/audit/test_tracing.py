"""Tracing: causes and effects are a tree, and nothing of it is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden import history
from tests.golden.play import PROGRAMME

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import Traced, Wanted, act_of, act_of_event, search, trace
from kvalitet_core.domain import region
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import EventId
from kvalitet_core.journal.records import Receipt
from kvalitet_core.values import RegionCode

FOLDER = next(each for each in history.folders() if each.name == "0.3.0.dev1")
ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
DAY = date(2020, 1, 1)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A captured history in which rules look at facts."""
    place = tmp_path_factory.mktemp("golden") / "golden.db"
    with history.opened(FOLDER, place, plugins=(PROGRAMME,)) as journal:
        yield journal


def asked(journal: Journal, number: int, *, cause: str | None = None) -> Receipt:
    """One region more, because of an event, if any."""
    command = region.Register(
        code=RegionCode(f"{1081 + number}"), name=f"Region {number}", effective_from=DAY
    )
    return journal.do(command, by=ANNA, cause=cause)


def traced(journal: Journal, event_id: EventId) -> Traced:
    """What is told of an event."""
    return trace(journal, act_of_event(journal, event_id), event_id)


def tree(found: Traced) -> list[tuple[int, str]]:
    """Each node with its depth."""
    return [(node.depth, str(node.entry.event_id)) for node in found.nodes]


@given(causes=st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_the_tree_is_what_the_causes_say(causes: list[int]) -> None:
    """Issue 8: whichever of its events is asked about, the tree is the same."""
    with Journal.open("memory:", plugins=()) as journal:
        first = asked(journal, 0)
        events = [first.events[0].event_id]
        above = {events[0]: 1}
        for number, each in enumerate(causes, start=1):
            cause = events[each % len(events)]
            receipt = asked(journal, number, cause=cause)
            (event,) = receipt.events
            above[event.event_id] = above[cause] + 2
            events.append(event.event_id)

        trees = [tree(traced(journal, event)) for event in events]

    assert all(each == trees[0] for each in trees)
    told = {event: depth for depth, event in trees[0] if depth % 2}
    assert told == above


def test_a_command_is_asked_about_by_its_own_id() -> None:
    """Then it is the command that is marked, and not one of its events."""
    with Journal.open("memory:", plugins=()) as journal:
        receipt = asked(journal, 0)
        act = act_of(journal, receipt.command_id)
        assert act is not None

        marked = [node.act for node in trace(journal, act).nodes if node.traced]

    assert [each and each.command_id for each in marked] == [receipt.command_id]


def test_what_only_correlates_stands_beside() -> None:
    """A host may say that commands belong together; none caused the other."""
    with Journal.open("memory:", plugins=()) as journal:
        first = asked(journal, 0)
        command = region.Rename(
            code=RegionCode("1081"), name="Region Ny", effective_from=date(2021, 1, 1)
        )
        beside = journal.do(command, by=ANNA, correlation=first.command_id)

        found = traced(journal, first.events[0].event_id)

    assert [act.command_id for act in found.beside] == [beside.command_id]
    assert len(found.nodes) == 2


def test_a_cause_that_is_in_no_journal_begins_a_tree() -> None:
    """It is told as it stands, and what followed is told all the same."""
    with Journal.open("memory:", plugins=()) as journal:
        receipt = asked(journal, 0, cause="016fa94e-a060-7a86-b166-5390076236ad")

        found = traced(journal, receipt.events[0].event_id)

    assert [node.depth for node in found.nodes] == [0, 1]


def test_a_long_chain_is_told_to_its_end() -> None:
    """There is no limit to how deep a tree may be."""
    with Journal.open("memory:", plugins=()) as journal:
        cause = asked(journal, 0).events[0].event_id
        for number in range(1, 60):
            name = f"Region {number}"
            command = region.Rename(
                code=RegionCode("1081"),
                name=name,
                effective_from=date(2020 + number, 1, 1),
            )
            cause = journal.do(command, by=ANNA, cause=cause).events[0].event_id

        found = traced(journal, cause)

    assert [node.depth for node in found.nodes] == [*range(120)]
    assert found.nodes[-1].traced


def test_what_rests_on_an_event_is_named(golden: Journal) -> None:
    """Each finding that looked at the fact that it set."""
    hit = next(search(golden, Wanted(type="application.assessed")))
    finding = hit.act.events[0].fields["findings"][0]
    set_by = finding["inputs"][0]["set_by"]

    rests = traced(golden, set_by).rests

    places = {(place.event_id, place.path) for place in rests}
    assert (hit.act.events[0].event_id, "findings[0].inputs[0].set_by") in places


def test_an_event_that_nobody_knows_is_an_error(golden: Journal) -> None:
    """No empty tree is given for it."""
    with pytest.raises(Unknown, match="unknown event 'none'"):
        act_of_event(golden, "none")
    assert act_of(golden, "none") is None
