"""Given these events, those rows: a view, followed in every way that it must bear.

    rows = given_events((VISIT, [Planned(day=DAY), Held()])).rows(VISITS)

    assert rows == ({"visit": VISIT, "day": DAY, "state": "held"},)

The events are told to a journal in memory. The view follows it event by event, in
batches of seven and in one; each batch is given twice, and the second time must change
nothing; and its tables are made anew, in the middle and at the end. All must come to
the same rows. Needs `kvalitet-core[views]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from kvalitet_core.aggregate import Aggregate, At, Context, at
from kvalitet_core.core import CORE
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.examples import TESTER
from kvalitet_core.testing.given_when_then import NOW
from kvalitet_core.view import View

if TYPE_CHECKING:
    from kvalitet_core.views.views import Row

__all__ = ["Happened", "given_events"]

Told: TypeAlias = At | tuple[StreamId, Sequence[Any]]
"""An event by `at(stream, event)`, or a stream and some of its events."""

_MINUTE: Final = timedelta(minutes=1)
_BATCHES: Final = (1, 7, 10_000)


def given_events(
    *told: Told,
    plugins: Iterable[Plugin] = (),
    forgotten: Iterable[str] = (),
    since: datetime = NOW,
) -> Happened:
    """Tell what has happened, in order; no rule is asked whether it may.

    Args:
        told: `(stream, events)`, or `at(stream, event)`, one after another.

        plugins: Where the events come from, besides the core.

        forgotten: The ids of people who are forgotten after it all.

        since: When the first event is recorded; each next one is a minute later.
    """
    events = []
    for each in told:
        if isinstance(each, At):
            events.append((each.stream, each.event))
        else:
            events += [(each[0], event) for event in each[1]]
    return Happened(
        events=tuple(events),
        plugins=tuple(plugins),
        forgotten=tuple(forgotten),
        since=since,
    )


@attrs.frozen(kw_only=True)
class Happened:
    """What has happened.

    Attributes:
        events: Each event with its stream, in order.
        plugins: Where they come from, besides the core.
        forgotten: Who is forgotten after it all.
        since: When the first event is recorded.
    """

    events: tuple[tuple[StreamId, Any], ...]
    plugins: tuple[Plugin, ...]
    forgotten: tuple[str, ...] = ()
    since: datetime = NOW

    def rows(
        self,
        view: View,
        *,
        table: str | None = None,
        where: Mapping[str, Any] | None = None,
        as_of: date | None = None,
    ) -> tuple[Row, ...]:
        """The rows of a view, in the order of their keys, what is personal opened.

        Args:
            view: The view; it need not be a plugin's yet.

            table: One of its tables; the first when none is named.

            where: Column → what a row has in it.

            as_of: The day that rows are to hold on.

        Raises:
            AssertionError: The rows depend on how the view follows the journal.
            Malformed: What the view gives does not fit its tables.
        """
        from kvalitet_core.testing.following import followed_in_every_way  # noqa: PLC0415 - an extra

        with (
            self._told(view) as journal,
            followed_in_every_way(journal, view.name, _BATCHES) as views,
        ):
            return views.query(view.name, table, where=where, as_of=as_of, persons=True)

    def _told(self, view: View) -> Journal:
        """A journal in memory, in which it all has happened."""
        clock = GivenClock(self.since)
        viewing = tuple(_with_view(self.plugins, view))
        plugins = (*viewing, _telling(self.events, (CORE, *viewing)))
        journal = Journal.open("memory:", plugins=plugins, clock=clock, views=False)
        tell = journal.registry.command("told.tell").cls
        for number in range(len(self.events)):
            clock.set(self.since + number * _MINUTE)
            journal.do(tell(number=number), by=TESTER)
        for person in self.forgotten:
            journal.forget(
                person,
                by=TESTER,
                legal_basis="a test",
                reason="a test",
                approved_by=("one", "another"),
            )
        return journal


def _with_view(plugins: Iterable[Plugin], view: View) -> Iterator[Plugin]:
    """The plugins, and the view as that of whose name it begins with."""
    owner = view.name.partition(".")[0]
    is_owned = owner == CORE.name
    for plugin in plugins:
        if plugin.name == owner:
            others = (each for each in plugin.views if each.name != view.name)
            yield attrs.evolve(plugin, views=(*others, view))
            is_owned = True
        else:
            yield plugin
    if not is_owned:
        yield Plugin(name=owner, version="0", views=(view,))


@attrs.frozen(kw_only=True)
class _Nothing:
    """The state of what is told: there is none."""


def _telling(
    events: Sequence[tuple[StreamId, Any]], plugins: Iterable[Plugin]
) -> Plugin:
    """A plugin whose command makes the event of a number happen."""
    states = {each.kind: each.state for plugin in plugins for each in plugin.aggregates}

    @attrs.frozen(kw_only=True)
    class Tell:
        """Let it happen."""

        number: int

        def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
            """A stream of its own, without events."""
            return stream_id("told", f"{self.number}")

        def decide(self, state: None, context: Context) -> tuple[At, ...]:  # noqa: ARG002 - the protocol's
            """What was told, after a look at its stream."""
            stream, event = events[self.number]
            context.get(states[stream.partition("/")[0]], stream)
            return (at(stream, event),)

    return Plugin(
        name="told",
        version="0",
        aggregates=(
            Aggregate(
                kind="told",
                state=_Nothing,
                evolve=lambda state, _: state,
                events={},
                commands={"told.tell/1": Tell},
            ),
        ),
    )
