"""What a decision comes to now, held against what was recorded of it then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import attrs
import msgspec

from kvalitet_core.audit.unlike import unlike
from kvalitet_core.journal.codec import plain_copy
from kvalitet_core.journal.deciding import Proposal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.records import KeptReason
from kvalitet_core.journal.registry import Registry
from kvalitet_core.recorded import Recorded

__all__ = ["Difference", "asked_differently", "differences", "is_alike"]


@attrs.frozen
class Difference:
    """One place where a decision comes to something else than was recorded.

    Attributes:
        path: Where: `outcome`, `reads.round/x`, `reasons[0].code`, or a field of an
            event, `application.assessed/1.findings[2].truth`.
        recorded: What was recorded, as plain values; None where nothing was.
        again: What it comes to now; None where that is nothing.
    """

    path: str
    recorded: Any
    again: Any


def _unlike(path: str, recorded: Any, again: Any) -> Iterator[Difference]:
    for place in unlike(recorded, again, path=path):
        yield Difference(place.path, place.before, place.after)


def differences(
    commit: Commit, proposal: Proposal, registry: Registry
) -> Iterator[Difference]:
    """Give every place where a decision comes to something else than was recorded.

    Events are held against each other in their newest shapes, and what is personal in
    them by its place alone: nothing that is sealed is opened.

    Args:
        commit: What was recorded.

        proposal: What it comes to now.

        registry: The classes of the events.
    """
    if _is_same(commit, proposal, registry):
        return
    record = commit.record
    yield from _unlike("outcome", record.outcome, proposal.outcome)
    yield from _unlike("target", record.targets[0], proposal.target)
    yield from _unlike("reads", dict(record.reads), dict(proposal.reads))
    again = tuple(map(KeptReason.of, proposal.reasons))
    yield from _unlike("reasons", _plain(record.kept), _plain(again))
    found: list[Difference] = []
    for then, now in zip_longest(commit.events, proposal.events):
        found += _of_event(then, now, registry)
    yield from found
    if not found:
        yield from _unlike("events", list(record.events), list(proposal.ids[1:]))


def _is_same(commit: Commit, proposal: Proposal, registry: Registry) -> bool:
    """Whether all is plainly as it was recorded, which costs less to see than where."""
    record, events = commit.record, proposal.events
    return (
        record.outcome == proposal.outcome
        and record.targets[0] == proposal.target
        and not record.kept
        and not proposal.reasons
        and record.events == proposal.ids[1:]
        and record.reads == proposal.reads
        and len(events) == len(commit.events)
        and all(
            then.stream == stream
            and type(then.event) is type(event)
            and not registry.stored(type(event)).personal
            and then.event == event
            for then, (stream, event) in zip(commit.events, events, strict=True)
        )
    )


def asked_differently(
    commit: Commit, command: Any, registry: Registry
) -> Iterator[Difference]:
    """Give every place where another command is asked for than was recorded.

    Args:
        commit: What was recorded.

        command: What is asked for instead.

        registry: The classes of commands.
    """
    if command is commit.command:
        return
    stored = registry.stored(type(command))
    if type(command) is not type(commit.command):
        yield Difference("command", commit.record.name, stored.name)
        return
    was, now = (plain_copy(stored.encode(each)) for each in (commit.command, command))
    for each in _unlike("", was, now):
        yield attrs.evolve(each, path=f"command.{each.path}")


def is_alike(then: Recorded, stream: str, event: Any, registry: Registry) -> bool:
    """Whether an event says, and stands, what was recorded; what is sealed aside."""
    return not any(_of_event(then, (stream, event), registry))


def _of_event(
    then: Recorded | None, now: tuple[str, Any] | None, registry: Registry
) -> Iterator[Difference]:
    """Hold one event against the one in its place."""
    was = None if then is None else (then.stream, registry.stored(type(then.event)))
    comes = None if now is None else (now[0], registry.stored(type(now[1])))
    if then is None or now is None or was != comes:
        told = [
            None if each is None else f"{each[1].name} on {each[0]}"
            for each in (was, comes)
        ]
        yield Difference("event", *told)
        return
    stored = registry.stored(type(now[1]))
    if not stored.personal and then.event == now[1]:
        return
    one, other = (plain_copy(stored.encode(each)) for each in (then.event, now[1]))
    yield from _unlike(stored.name, one, other)


def _plain(value: tuple[KeptReason, ...]) -> list[Any]:
    return [msgspec.to_builtins(each) for each in value]
