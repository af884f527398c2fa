"""A region is registered, renamed and closed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kvalitet_core.dated import Period
from kvalitet_core.domain import region
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import stream_id
from kvalitet_core.values import RegionCode

if TYPE_CHECKING:
    from tests.domain.conftest import World

HOVEDSTADEN = RegionCode("1084")
NEW = RegionCode("1086")
START = date(2019, 1, 1)
MERGER = date(2027, 1, 1)

REGISTER = region.Register(code=NEW, name="Region Østdanmark", effective_from=MERGER)
RENAME = region.Rename(code=HOVEDSTADEN, name="Øst", effective_from=date(2020, 1, 1))
CLOSE = region.Close(code=HOVEDSTADEN, effective_from=MERGER)


def hovedstaden(world: World) -> region.Region:
    """Read the region that most of these tests are about."""
    found = world.get(region.Region, stream_id("region", HOVEDSTADEN))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (
            REGISTER,
            region.Registered(
                code=NEW, name="Region Østdanmark", effective_from=MERGER
            ),
        ),
        (RENAME, region.Renamed(name="Øst", effective_from=date(2020, 1, 1))),
        (CLOSE, region.Closed(effective_from=MERGER)),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    world: World, command: Any, event: region.Event
) -> None:
    """What is already so needs no event."""
    assert world.issue(command) == (event,)

    assert world.issue(command) == ()


def test_a_name_holds_on_its_days_and_the_old_one_before(world: World) -> None:
    """A rename says nothing of the days before it, or after its end."""
    world.issue(
        region.Rename(
            code=HOVEDSTADEN,
            name="Øst",
            effective_from=date(2020, 1, 1),
            effective_to=date(2021, 1, 1),
        )
    )

    name = hovedstaden(world).name
    assert name.on(date(2019, 12, 31)) == "Region Hovedstaden"
    assert name.on(date(2020, 1, 1)) == "Øst"
    assert name.on(date(2021, 1, 1)) == "Region Hovedstaden"


def test_a_closed_region_keeps_its_name_and_has_an_end(world: World) -> None:
    """What was is still called what it was called."""
    world.issue(CLOSE)

    assert hovedstaden(world).period == Period(start=START, end=MERGER)
    assert hovedstaden(world).name.on(MERGER) == "Region Hovedstaden"


def test_a_region_is_registered_once(world: World) -> None:
    """The code is the key: another name or day under it is refused, both named."""
    again = region.Register(code=HOVEDSTADEN, name="Øst", effective_from=MERGER)

    with pytest.raises(Refused) as refused:
        world.issue(again)

    assert str(refused.value) == (
        "region/1084: is already registered as 'Region Hovedstaden' from 2019-01-01, "
        "got 'Øst' from 2027-01-01"
    )


@pytest.mark.parametrize(
    ("given", "command", "code"),
    [
        ((), region.Rename(code=NEW, name="Øst", effective_from=START), "unknown"),
        ((), region.Close(code=NEW, effective_from=START), "unknown"),
        (
            (),
            region.Rename(
                code=HOVEDSTADEN, name="Øst", effective_from=date(2018, 12, 31)
            ),
            "not_begun",
        ),
        ((), region.Close(code=HOVEDSTADEN, effective_from=START), "not_begun"),
        (
            (CLOSE,),
            region.Rename(code=HOVEDSTADEN, name="Øst", effective_from=MERGER),
            "closed",
        ),
        (
            (CLOSE,),
            region.Close(code=HOVEDSTADEN, effective_from=date(2026, 1, 1)),
            "closed",
        ),
    ],
)
def test_nothing_takes_effect_outside_a_regions_life(
    world: World, given: tuple[Any, ...], command: Any, code: str
) -> None:
    """Before it is registered, before it begins and from its end on, it is refused."""
    world.issue(*given)

    with pytest.raises(Refused) as refused:
        world.issue(command)

    assert [reason.code for reason in refused.value.reasons] == [f"region.{code}"]


def test_a_region_has_a_name() -> None:
    """A blank name is no name."""
    with pytest.raises(Malformed, match="name ' ': expected some text"):
        region.Register(code=NEW, name=" ", effective_from=START)


def test_a_history_without_its_beginning_is_malformed() -> None:
    """The fold names the event that has nothing to stand on."""
    with pytest.raises(Malformed, match=r"region\.Closed: expected an earlier event"):
        region.evolve(None, region.Closed(effective_from=START))
