"""Events and commits as plain items, and as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs
import msgspec

from kvalitet_cli.instants import local
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line, fields, labelled
from kvalitet_cli.records_text import say
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.records import CommandRecord
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.plain import Plain
from kvalitet_core.recorded import Recorded

__all__ = ["commit_item", "commit_lines", "event_item", "event_lines", "history_item"]

_COLUMN: Final = 8
_INDENT: Final = 4
_STYLES: Final = {"accepted": "green", "refused": "red", "nothing": "yellow"}


def event_item(recorded: Recorded, plain: Plain) -> dict[str, Any]:
    """An event with its circumstances."""
    event = recorded.event
    return {
        "position": recorded.position,
        "stream": recorded.stream,
        "version": recorded.version,
        "name": recorded.name,
        "known": not isinstance(event, UnknownEvent),
        "recorded_at": written(recorded.recorded_at),
        "event_id": recorded.event_id,
        "fields": _told(event, plain, recorded.stream),
    }


def _told(event: Any, plain: Plain, stream: str) -> Any:
    """What an event says; a command's record as it stands, what is sealed stays so."""
    if isinstance(event, CommandRecord):
        return msgspec.json.decode(msgspec.json.encode(event))
    return plain.of(event, stream=stream)


def history_item(recorded: Recorded, plain: Plain, journal: Journal) -> dict[str, Any]:
    """An event with who asked for it, as what, and under which command."""
    item = event_item(recorded, plain)
    item |= {"command_id": recorded.command_id, "command": None, "actor": None}
    if recorded.command_id:
        commit = journal.commit(recorded.command_id)
        if commit:
            item["command"] = commit.record.name
            item["actor"] = attrs.asdict(commit.record.actor)
    return item


def commit_item(commit: Commit, plain: Plain) -> dict[str, Any]:
    """A command, who gave it, and what came of it."""
    recorded, record = commit.recorded, commit.record
    command = commit.command
    return {
        "position": recorded.position,
        "recorded_at": written(recorded.recorded_at),
        "command_id": recorded.stream.partition("/")[2],
        "command": record.name,
        "known": not isinstance(command, UnknownEvent),
        "outcome": record.outcome,
        "actor": attrs.asdict(record.actor),
        "channel": record.channel,
        "cause": record.cause,
        "reaction": record.reaction,
        "deployment": record.deployment,
        "targets": list(record.targets),
        "fields": plain.of(command, stream=recorded.stream),
        "reads": dict(sorted(record.reads.items())),
        "reasons": [attrs.asdict(reason) for reason in record.reasons],
        "events": [event_item(event, plain) for event in commit.events],
    }


def commit_lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """A commit, as a version-control log would show it."""
    outcome = say(item["outcome"], language)
    yield Line(
        0,
        (
            (item["command"], "bold"),
            (f"  {outcome}", _STYLES[item["outcome"]]),
            (f"  {item['command_id']}", "dim"),
        ),
    )
    yield from _label(say("when", language), _at(item, language))
    yield from _label(say("who", language), _actor(item["actor"], language))
    for name in ("channel", "cause", "reaction"):
        if item[name]:
            yield from _label(say(name, language), item[name])
    yield from _label(say("on", language), ", ".join(item["targets"]))
    what = say("what", language)
    yield from _fields(what, item["fields"], language, known=item["known"])
    for number, (stream, version) in enumerate(item["reads"].items()):
        key = "read_version" if version else "read_nothing"
        text = say(key, language, stream=stream, version=version)
        yield from _label("" if number else say("read", language), text)
    yield from _label(say("code", language), f"deployment/{item['deployment']}")
    for reason in item["reasons"]:
        source = f" [{reason['source']}]" if reason["source"] else ""
        text = f"{reason['text']} ({reason['code']}){source}"
        yield from _label(say("why", language), text, "red")
    for event in item["events"]:
        yield from _event_of(event, item["fields"], language)


def _event_of(event: dict[str, Any], asked: Any, language: Language) -> Iterator[Line]:
    """An event under its command; fields that say what was asked are not repeated."""
    text = say("version_of", language, **event)
    yield from _label(say("event", language), text, "cyan")
    yield from _label("", say("event_at", language, **event))
    missing = object()
    new = {k: v for k, v in event["fields"].items() if asked.get(k, missing) != v}
    if len(new) < len(event["fields"]):
        rest = "others_as_asked" if new else "fields_as_asked"
        yield from _label("", say(rest, language))
    if new:
        yield from _fields("", new, language, known=event["known"])


def event_lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """An event of a history: what, when, by whom, on which command."""
    yield Line(
        0,
        (
            (f"{item['version']}  ", "bold"),
            (item["name"], "bold cyan"),
            (f"  {item['stream']}", "dim"),
        ),
    )
    yield from _label(say("when", language), _at(item, language))
    if item["actor"]:
        yield from _label(say("who", language), _actor(item["actor"], language))
    if item["command_id"]:
        command = f"{item['command'] or ''} {item['command_id']}".strip()
        yield from _label(say("command", language), command)
    yield from _label(say("id", language), item["event_id"])
    what = say("what", language)
    yield from _fields(what, item["fields"], language, known=item["known"])


def _at(item: dict[str, Any], language: Language) -> str:
    at = local(item["recorded_at"])
    return say("at", language, at=at, position=item["position"])


def _label(label: str, text: str, style: str = "") -> Iterator[Line]:
    yield from labelled(label, text, indent=_INDENT, column=_COLUMN, style=style)


def _fields(
    label: str, values: dict[str, Any], language: Language, *, known: bool
) -> Iterator[Line]:
    """Fields beside a label: the first of them on the label's own line."""
    if not known:
        yield from _label(say("note", language), say("unknown", language), "yellow")
    beside = label
    for line in fields(values, indent=_INDENT + _COLUMN + 2, language=language):
        if beside:
            yield Line(_INDENT, ((beside.ljust(_COLUMN + 2), "dim"), *line.parts))
        else:
            yield line
        beside = ""


def _actor(actor: dict[str, Any], language: Language) -> str:
    text = say("acted", language, **actor)
    if not actor["delegated_by"]:
        return text
    by = actor["delegated_by"]
    return say("delegated", language, actor=text, delegated_by=by)
