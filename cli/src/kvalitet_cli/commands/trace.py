"""`kvalitet trace`: what led to an event, and what followed from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import click

from kvalitet_cli.asked import asked_for
from kvalitet_cli.instants import local
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, stored_in
from kvalitet_cli.telling import about, in_form, note, tell
from kvalitet_core.audit import Act, Node, Place, trace
from kvalitet_core.journal.records import written

__all__ = ["command"]

_HEADINGS: Final = {"beside": "of the same correlation", "rests": "what rests on it"}
_STYLES: Final = {"accepted": "green", "refused": "red", "nothing": "yellow"}


@click.command(name="trace")
@click.argument("event")
@in_form
@stored_in
def command(*, where: Where, event: str, form: Form) -> None:
    r"""Tell what led to EVENT and what followed from it, as a tree.

    EVENT is the id of an event, STREAM@VERSION, or the id of a command. The tree begins
    with what somebody asked for: below each command its events, below each event the
    commands that a reaction asked for because of it. Then what rests on the event:
    later findings that looked at the fact that it set. Last, commands of the same
    correlation that no event in the tree has caused.

    In JSON the nodes stand in the order of the tree, each with its depth.

    \b
    Example:
      kvalitet trace tilbud/016cf10a-9ba0-7f1a-bf74-18739990efe4@1 --journal demo.db
      kvalitet trace 016cf10a-9ba0-7b40-99be-a50567b5810c --format json
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, "en")
        act, asked = asked_for(journal, event)
        found = trace(journal, act, asked)
        items = [
            *(_node(node) for node in found.nodes),
            *(_rest(place) for place in found.rests),
            *(_command(each, depth=0, role="beside") for each in found.beside),
        ]
    counts = (len(found.nodes), len(found.rests), len(found.beside))
    note("in the tree: {}; rest on it: {}; beside it: {}".format(*counts))
    tell("nodes", items, _lines(items), form=form, journal=read)


def _node(node: Node) -> dict[str, Any]:
    if node.act is not None:
        return _command(node.act, depth=node.depth, traced=node.traced)
    entry = node.entry
    return {
        "role": "event",
        "depth": node.depth,
        "traced": node.traced,
        "position": entry.position,
        "recorded_at": entry.metadata.recorded_at,
        "stream": entry.stream,
        "version": entry.version,
        "name": entry.name,
        "event_id": entry.event_id,
    }


def _command(
    act: Act, *, depth: int, traced: bool = False, role: str = "command"
) -> dict[str, Any]:
    record = act.entry.fields
    return {
        "role": role,
        "depth": depth,
        "traced": traced,
        "position": act.position,
        "recorded_at": written(act.recorded_at),
        "command_id": act.command_id,
        "name": act.name,
        "outcome": act.outcome,
        "actor": record["actor"],
        "cause": record["cause"],
        "reaction": record["reaction"],
        "correlation": act.entry.metadata.correlation,
        "targets": record["targets"],
    }


def _rest(place: Place) -> dict[str, Any]:
    return {
        "role": "rests",
        "depth": 0,
        "traced": False,
        "stream": place.stream,
        "version": place.version,
        "name": place.name,
        "event_id": place.event_id,
        "path": place.path,
    }


def _lines(items: Sequence[dict[str, Any]]) -> Iterator[Line]:
    for role, same in groupby(items, key=lambda item: _HEADINGS.get(item["role"])):
        if role is not None:
            yield Line()
            yield Line.of(role, "bold")
        for _, places in groupby(same, key=lambda item: item.get("event_id")):
            first, *others = places
            yield from _line(first, others)


def _line(item: dict[str, Any], others: Sequence[dict[str, Any]]) -> Iterator[Line]:
    """A node; of places in the same event, the first and how many more."""
    mark = ("  <- this" if item["traced"] else "", "bold")
    indent = 4 * (item["depth"] or item["role"] in _HEADINGS)
    if item["role"] in ("event", "rests"):
        text = f"  version {item['version']} of {item['stream']}"
        yield Line(indent, ((item["name"], "cyan"), (text, ""), mark))
        if item["role"] == "rests":
            more = f", and {len(others)} more places" if others else ""
            yield Line.of(f"{item['path']}{more}", "dim", indent=indent + 4)
        return
    asked = item["reaction"] or item["actor"]["id"]
    outcome = (f"  {item['outcome']}", _STYLES[item["outcome"]])
    when = f"  {local(item['recorded_at'])} by {asked}  {item['command_id']}"
    yield Line(indent, ((item["name"], "bold"), outcome, (when, "dim"), mark))
    for each in others:
        yield from _line(each, ())
