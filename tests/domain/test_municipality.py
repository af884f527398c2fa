"""A municipality is registered, renamed, moved, merged, and may leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from kvalitet_core.dated import Period
from kvalitet_core.domain import municipality, region
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import stream_id
from kvalitet_core.values import MunicipalityCode, RegionCode

if TYPE_CHECKING:
    from tests.domain.conftest import World

START = date(2019, 1, 1)
LATER = date(2021, 1, 1)
RANDERS = MunicipalityCode("0730")
FAVRSKOV = MunicipalityCode("0710")
NEW = MunicipalityCode("0999")
MIDTJYLLAND = RegionCode("1082")
NORDJYLLAND = RegionCode("1081")
NOWHERE = RegionCode("1099")

REGISTER = municipality.Register(
    code=NEW, name="Ny", region=MIDTJYLLAND, effective_from=LATER
)
RENAME = municipality.Rename(code=RANDERS, name="Randers Fjord", effective_from=LATER)
MOVE = municipality.Move(code=RANDERS, region=NORDJYLLAND, effective_from=LATER)
MERGE = municipality.Merge(code=RANDERS, into=FAVRSKOV, effective_from=LATER)
LEAVE = municipality.Leave(code=RANDERS, effective_from=LATER)

CLOSE_REGION = region.Close(code=NORDJYLLAND, effective_from=LATER)


def randers(world: World) -> municipality.Municipality:
    """Read the municipality that most of these tests are about."""
    found = world.get(municipality.Municipality, stream_id("municipality", RANDERS))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (
            REGISTER,
            municipality.Registered(
                code=NEW, name="Ny", region=MIDTJYLLAND, effective_from=LATER
            ),
        ),
        (RENAME, municipality.Renamed(name="Randers Fjord", effective_from=LATER)),
        (MOVE, municipality.Moved(region=NORDJYLLAND, effective_from=LATER)),
        (MERGE, municipality.Merged(into=FAVRSKOV, effective_from=LATER)),
        (LEAVE, municipality.Left(effective_from=LATER)),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    world: World, command: Any, event: municipality.Event
) -> None:
    """What is already so needs no event."""
    assert world.issue(command) == (event,)

    assert world.issue(command) == ()


def test_name_and_region_hold_from_their_days(world: World) -> None:
    """What was before the change stands."""
    world.issue(RENAME, MOVE)

    known = randers(world)
    assert [known.name.on(START), known.name.on(LATER)] == ["Randers", "Randers Fjord"]
    assert [known.region.on(START), known.region.on(LATER)] == ["1082", "1081"]


@pytest.mark.parametrize(("command", "into"), [(MERGE, FAVRSKOV), (LEAVE, None)])
def test_who_merges_or_leaves_is_off_the_list_from_that_day(
    world: World, command: Any, into: MunicipalityCode | None
) -> None:
    """Only who merges is part of another."""
    world.issue(command)

    assert randers(world).period == Period(start=START, end=LATER)
    assert randers(world).merged_into == into


def test_a_municipality_is_registered_once(world: World) -> None:
    """The code is the key: anything else under it is refused, and named."""
    again = attrs.evolve(REGISTER, code=RANDERS)

    with pytest.raises(Refused) as refused:
        world.issue(again)

    assert str(refused.value) == (
        "municipality/0730: is already registered as 'Randers' in region '1082' "
        "from 2019-01-01, got 'Ny' in region '1082' from 2021-01-01"
    )


@pytest.mark.parametrize(
    ("given", "command", "codes"),
    [
        ((), attrs.evolve(RENAME, code=NEW), ["unknown"]),
        ((), attrs.evolve(MOVE, code=NEW), ["unknown"]),
        ((), attrs.evolve(MERGE, code=NEW), ["unknown"]),
        ((), attrs.evolve(LEAVE, code=NEW), ["unknown"]),
        ((), attrs.evolve(REGISTER, region=NOWHERE), ["region_unknown"]),
        (
            (CLOSE_REGION,),
            attrs.evolve(REGISTER, region=NORDJYLLAND),
            ["region_not_in_force"],
        ),
        ((), attrs.evolve(RENAME, effective_from=date(2018, 1, 1)), ["not_begun"]),
        ((LEAVE,), RENAME, ["closed"]),
        (
            (),
            attrs.evolve(MOVE, region=NOWHERE, effective_from=date(2018, 1, 1)),
            ["not_begun", "region_unknown"],
        ),
        ((LEAVE, CLOSE_REGION), MOVE, ["closed", "region_not_in_force"]),
        ((), attrs.evolve(MERGE, into=RANDERS), ["into_itself"]),
        ((), attrs.evolve(MERGE, into=NEW), ["into_unknown"]),
        (
            (attrs.evolve(LEAVE, code=FAVRSKOV),),
            MERGE,
            ["into_not_in_force"],
        ),
        (
            (LEAVE,),
            attrs.evolve(MERGE, into=NEW),
            ["closed", "into_unknown"],
        ),
        ((MERGE,), LEAVE, ["closed"]),
        ((), attrs.evolve(LEAVE, effective_from=START), ["not_begun"]),
    ],
)
def test_what_the_list_does_not_bear_is_refused_for_every_reason(
    world: World, given: tuple[Any, ...], command: Any, codes: list[str]
) -> None:
    """All broken rules are named at once."""
    world.issue(*given)

    with pytest.raises(Refused) as refused:
        world.issue(command)

    assert [reason.code for reason in refused.value.reasons] == [
        f"municipality.{code}" for code in codes
    ]


def test_two_cannot_merge_into_each_other(world: World) -> None:
    """The one that is itself merged is no longer there to merge into."""
    world.issue(MERGE)

    with pytest.raises(Refused) as refused:
        world.issue(
            municipality.Merge(code=FAVRSKOV, into=RANDERS, effective_from=LATER)
        )

    assert str(refused.value) == (
        "municipality/0730: expected it to be there on 2021-01-01, "
        "it is from 2019-01-01 until 2021-01-01"
    )


def test_a_history_without_its_beginning_is_malformed() -> None:
    """The fold names the event that has nothing to stand on."""
    with pytest.raises(Malformed, match="Left: expected an earlier event"):
        municipality.evolve(None, municipality.Left(effective_from=START))
