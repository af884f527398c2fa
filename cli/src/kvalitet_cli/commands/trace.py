"""`kvalitet trace`: what led to an event, and what followed from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import click

from kvalitet_cli.asked import asked_for
from kvalitet_cli.asking_text import say
from kvalitet_cli.instants import local
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.progressing import progressing
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.audit import Act, Node, Place, trace
from kvalitet_core.journal.instants import written

__all__ = ["command"]

_BELOW: Final = ("beside", "rests")
_STYLES: Final = {"accepted": "green", "refused": "red", "nothing": "yellow"}


@click.command(name="trace")
@click.argument("event")
@in_language
@in_form
@stored_in
def command(*, where: Where, event: str, language: Language, form: Form) -> None:
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
    with where.opened(read_only=True, following=False, whole=False) as journal:
        read = about(journal, language)
        act, asked = asked_for(journal, event)
        with progressing(say("searching", language), total=None):
            found = trace(journal, act, asked)
        items = [
            *(_node(node) for node in found.nodes),
            *(_rest(place) for place in found.rests),
            *(_command(each, depth=0, role="beside") for each in found.beside),
        ]
    counts = {name: len(getattr(found, name)) for name in ("nodes", "rests", "beside")}
    note(say("traced", language, **counts))
    tell("nodes", items, _lines(items, language), form=form, journal=read)


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


def _lines(items: Sequence[dict[str, Any]], language: Language) -> Iterator[Line]:
    for role, same in groupby(items, key=_heading):
        if role is not None:
            yield Line()
            yield Line.of(say(role, language), "bold")
        for _, places in groupby(same, key=lambda item: item.get("event_id")):
            first, *others = places
            yield from _line(first, others, language)


def _heading(item: dict[str, Any]) -> str | None:
    role = str(item["role"])
    return role if role in _BELOW else None


def _line(
    item: dict[str, Any], others: Sequence[dict[str, Any]], language: Language
) -> Iterator[Line]:
    """A node; of places in the same event, the first and how many more."""
    mark = (f"  {say('this', language)}" if item["traced"] else "", "bold")
    indent = 4 * (item["depth"] or item["role"] in _BELOW)
    if item["role"] in ("event", "rests"):
        text = f"  {say('version_of', language, **item)}"
        yield Line(indent, ((item["name"], "cyan"), (text, ""), mark))
        if item["role"] == "rests":
            path, count = item["path"], len(others)
            told = say("more_places", language, path=path, count=count)
            yield Line.of(told if others else path, "dim", indent=indent + 4)
        return
    asked = item["reaction"] or item["actor"]["id"]
    outcome = (f"  {say(item['outcome'], language)}", _STYLES[item["outcome"]])
    at = say("when_by", language, at=local(item["recorded_at"]), asked=asked)
    when = f"  {at}  {item['command_id']}"
    yield Line(indent, ((item["name"], "bold"), outcome, (when, "dim"), mark))
    for each in others:
        yield from _line(each, (), language)
