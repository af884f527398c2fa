"""Asking of a stream's states from Python: who set a field, and since when it is so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import (
    Expression,
    Plain,
    blame,
    first_of_all,
    first_true,
    plain_versions,
    unlike,
)
from kvalitet_core.domain import region
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.values import RegionCode

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
NORTH, SOUTH = StreamId("region/1081"), StreamId("region/1083")


@pytest.fixture
def journal() -> Iterator[Journal]:
    """Two regions; the northern one was renamed from a later day."""
    code, day = RegionCode("1081"), date(2007, 1, 1)
    with Journal.open("memory:") as made:
        for command in (
            region.Register(code=code, name="Nord", effective_from=day),
            region.Register(code=RegionCode("1083"), name="Syd", effective_from=day),
            region.Rename(
                code=code, name="Nordjylland", effective_from=date(2008, 1, 1)
            ),
        ):
            made.do(command, by=ANNA)
        yield made


def test_the_plain_states_of_a_stream_can_be_compared(journal: Journal) -> None:
    """Field by field, and not as two objects that are not the same."""
    plain = Plain(journal)

    (_, before), (_, after) = plain_versions(journal, NORTH, plain=plain)

    assert [each.path for each in unlike(before, after)] == [
        "name[0].effective_to",
        "name[1]",
    ]


def test_each_field_was_set_by_the_event_that_gave_it_its_value(
    journal: Journal,
) -> None:
    """What has not been changed since was set by the first."""
    versions = [*plain_versions(journal, NORTH, plain=Plain(journal))]

    every = blame(versions)

    assert every["name"].version == 2
    assert every["code"].version == 1
    assert blame(versions, "name") == {"name": every["name"]}


@pytest.mark.parametrize("field", ["nmae", "name.value"])
def test_a_field_that_no_state_has_is_told(journal: Journal, field: str) -> None:
    """With the nearest."""
    versions = plain_versions(journal, NORTH, plain=Plain(journal))

    with pytest.raises(Unknown, match="field"):
        blame(versions, field)


def test_on_a_day_a_state_has_what_held_on_it(journal: Journal) -> None:
    """Then a name is a text, of which it can be asked since when it is so."""
    plain = Plain(journal, effective=date(2010, 1, 1))
    asked = Expression.of('name == "Nordjylland" or name == "Syd"')

    first = first_true(asked, plain_versions(journal, NORTH, plain=plain))
    anywhere = first_of_all(
        asked, (plain_versions(journal, each, plain=plain) for each in (NORTH, SOUTH))
    )

    assert first is not None
    assert (first.stream, first.version) == (NORTH, 2)
    assert anywhere is not None
    assert (anywhere.stream, anywhere.version) == (SOUTH, 1)


def test_of_no_stream_nothing_was_ever_so(journal: Journal) -> None:
    """Where there is none to look at, there is none that lacks a field."""
    assert first_of_all(Expression.of("name == None"), ()) is None
    assert (
        blame(plain_versions(journal, StreamId("region/9"), plain=Plain(journal))) == {}
    )
