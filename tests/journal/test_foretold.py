"""The id of an event to come: told while deciding, and the same on record."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from tests.conftest import Place

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.aggregate import Aggregate, At, Context, at
from kvalitet_core.errors import PluginError
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.testing import given

BO = Actor(id="b-2", role="fagchef", organisation="19174883", authority="Opslag 2020")


@attrs.frozen(kw_only=True)
class Said:
    """Something was said.

    Attributes:
        text: What.
    """

    text: str


@attrs.frozen(kw_only=True)
class Box:
    """How often something was said.

    Attributes:
        times: That.
    """

    times: int = 0


def evolve(state: Box | None, _: Said) -> Box:
    """Fold one event."""
    return Box(times=(state.times if state else 0) + 1)


@attrs.frozen(kw_only=True)
class Say:
    """Say the ids of events to come.

    Attributes:
        ahead: How many places ahead one is asked for.
        news: Whether a new id is asked for afterwards.
        elsewhere: Whether the first event goes to another stream.
    """

    ahead: int = 1
    news: bool = False
    elsewhere: bool = False

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The box."""
        return stream_id("foretold_box", "a")

    def decide(self, state: Box | None, context: Context) -> tuple[Said | At, ...]:
        """Say them, two events in all."""
        assert context.stream == "foretold_box/a"
        version = (state.times if state else 0) + self.ahead
        told = context.event_id(context.stream, version)
        if self.news:
            context.new_id()
        other = stream_id("foretold_box", "b")
        context.get(Box, other)
        first: Any = Said(text=told)
        return (at(other, first) if self.elsewhere else first, Said(text=told))


PLUGIN = Plugin(
    name="foretold",
    version="1",
    aggregates=(
        Aggregate(
            kind="foretold_box",
            state=Box,
            evolve=evolve,
            events={"foretold_box.said/1": Said},
            commands={"foretold_box.say/1": Say},
        ),
    ),
)


@pytest.mark.parametrize("ahead", [1, 2])
def test_the_id_that_is_told_is_the_one_on_record(place: Place, ahead: int) -> None:
    """Also when others are there already, and repeated it is the same."""
    with Journal.open(place.url, plugins=[PLUGIN], keys=place.keys, create=True) as j:
        for _ in range(2):
            receipt = j.do(Say(ahead=ahead), by=BO)

            said = {recorded.event.text for recorded in receipt.events}
            assert said == {receipt.events[ahead - 1].event_id}
            assert j.do(Say(ahead=ahead), by=BO, command_id=receipt.command_id) == (
                receipt
            )


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (Say(news=True), "asks for a new id after that of an event to come"),
        (Say(ahead=3), "gives fewer"),
        (Say(elsewhere=True), "gives others before it"),
    ],
)
def test_what_would_make_it_another_is_an_error(command: Say, problem: str) -> None:
    """The plugin is told which rule it breaks."""
    with pytest.raises(PluginError, match=problem):
        given(plugins=[PLUGIN]).when(command)
