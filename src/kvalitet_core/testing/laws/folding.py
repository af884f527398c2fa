"""Laws about folding: a state is a function of the events, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import unseen
from kvalitet_core.testing.breaches import Breach, NotJudged, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws, named
from kvalitet_core.testing.strategies import simplest_breach, stored

__all__ = ["FoldingLaws"]

_Judge = Callable[[Aggregate, list[Any]], Breach | None]

_DRAWN_AFTER: Final = 3
"""How many events of each class are folded after everything that can come before."""


class FoldingLaws(Laws):
    """How a state follows from events, whichever they are and in whatever order."""

    def test_every_event_can_be_folded(self) -> None:
        """`evolve` gives a state for each event, or says Malformed of a false order."""
        hold(_judged(self.examined, _total))

    def test_folding_depends_on_the_events_alone(self) -> None:
        """`evolve` gives the same for the same, and leaves the state as it was."""
        hold(_judged(self.examined, _pure))

    def test_folding_opens_nothing_personal(self) -> None:
        """A state carries personal values unseen, so that forgetting changes none."""
        hold(_judged(self.examined, _unseeing))


def _judged(examined: Examined, judge: _Judge) -> Iterator[Breach]:
    for aggregate in examined.plugin.aggregates:
        events = [
            stored(examined.sound[name])
            for name in aggregate.events
            if name in examined.sound
        ]
        if events:
            breach = simplest_breach(
                st.lists(st.one_of(events), min_size=4, max_size=8),
                partial(judge, aggregate),
                drawn=examined.drawn,
            ) or simplest_breach(
                st.tuples(*events),
                partial(_after_all, examined, aggregate, judge),
                drawn=min(examined.drawn, _DRAWN_AFTER),
            )
            if breach is not None:
                yield breach


def _after_all(
    examined: Examined, aggregate: Aggregate, judge: _Judge, drawn: tuple[Any, ...]
) -> Breach | None:
    """An event of each class, after each of them, and after what the examples show."""
    before = [*_shown(examined, aggregate), *([event] for event in drawn)]
    found = (judge(aggregate, [*told, event]) for told in before for event in drawn)
    return next((breach for breach in found if breach), None)


def _shown(examined: Examined, aggregate: Aggregate) -> Iterator[list[Any]]:
    """What has happened in each stream of the examples, after each event of it."""
    try:
        examples = examined.played
    except NotJudged:
        return
    for played in examples:
        streams: dict[StreamId, list[Any]] = {}
        for step in played.steps:
            for stream, event in step.events:
                if stream.partition("/")[0] == aggregate.kind:
                    streams[stream] = [*streams.get(stream, ()), event]
                    yield streams[stream]


def _total(aggregate: Aggregate, events: list[Any]) -> Breach | None:
    state = None
    for event in events:
        try:
            with unseen():
                state = aggregate.evolve(state, event)
        except (Malformed, PluginError):
            continue
        except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
            rule = f"cannot be folded: {type(error).__name__}: {error}"
            return Breach(_of(aggregate, event), rule, "handle it in evolve")
        if not isinstance(state, aggregate.state):
            rule = f"is folded to {state!r}, no {aggregate.state.__qualname__}"
            return Breach(_of(aggregate, event), rule, "let evolve give a state")
    return None


def _pure(aggregate: Aggregate, events: list[Any]) -> Breach | None:
    state = None
    for event in events:
        before = repr(state)
        try:
            with unseen():
                one, two = (aggregate.evolve(state, event) for _ in range(2))
        except Exception:  # noqa: BLE001, S112 - another law's business
            continue
        if one != two:
            rule = "gives one state now and another later"
            remedy = "let evolve use nothing but the state and the event"
            return Breach(_of(aggregate, event), rule, remedy)
        if before != repr(state):
            rule = "changes the state that it is folded onto"
            return Breach(_of(aggregate, event), rule, "make a new one: attrs.evolve")
        state = one
    return None


def _unseeing(aggregate: Aggregate, events: list[Any]) -> Breach | None:
    state = None
    for event in events:
        try:
            with unseen():
                state = aggregate.evolve(state, event)
        except PluginError as error:
            remedy = "copy it into the state as it is"
            return Breach(_of(aggregate, event), str(error), remedy)
        except Exception:  # noqa: BLE001, S112 - another law's business
            continue
    return None


def _of(aggregate: Aggregate, event: Any) -> str:
    return f"{aggregate.kind}: {named(type(event))}"
