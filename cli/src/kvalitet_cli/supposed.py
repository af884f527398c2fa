"""Telling of a supposition: which commands, then which streams, stand otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from kvalitet_cli.instants import local
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line, labelled, scalar
from kvalitet_cli.reading import Reading
from kvalitet_cli.supposed_text import say
from kvalitet_core.audit import (
    Fate,
    Matter,
    Parted,
    Supposed,
    Supposition,
    Unasked,
    matters,
    unlike,
)
from kvalitet_core.journal.instants import written

__all__ = ["items", "lines_in", "said"]

_COLUMN: Final = len("afgørelse")
_COUNTED: Final = re.compile(r"\bproof\.(?!deadline\b)")
"""A place in how a deadline was counted: its proof, but for what it comes to."""

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")
_ASKED: Final = "command."


def items(journal: Reading, found: Supposition) -> list[dict[str, Any]]:
    """What comes of a supposition, as plain values: commands, then streams."""
    return [
        *map(_supposed, found.supposed),
        *map(_unasked, found.unasked),
        *(_parted(journal, each) for each in found.parted),
    ]


def said(found: Supposition, told: list[dict[str, Any]], language: Language) -> str:
    """What was found, as a sentence or two."""
    fates = Counter(each.fate for each in found.supposed)
    counts = {fate.value: fates[fate] for fate in Fate}
    held = sum(each.held for each in found.supposed)
    about: Counter[str] = Counter()
    for item in told:
        if item["role"] == "stream":
            about.update(
                {each for place in item["differences"] for each in place["about"]}
            )
    streams = {matter.value: about[matter.value] for matter in Matter}
    first = say("found", language, decided=found.commands, held=held, **counts)
    second = say("streams", language, parted=len(found.parted), **streams)
    return f"{first}; {second}"


def lines_in(language: Language) -> Callable[[dict[str, Any]], Iterator[Line]]:
    """Lays out one item as text in a language."""

    def lines(item: dict[str, Any]) -> Iterator[Line]:
        if item["role"] == "stream":
            change = item["change"]
            told = "" if change == "changed" else f"  {say(change, language)}"
            yield Line(0, ((item["stream"], "bold"), (told, "yellow")))
            if change == "gone":
                return
        else:
            fate = say(item.get("fate", item["role"]), language)
            yield Line(0, ((item["command"], "bold"), (f"  {fate}", "yellow")))
            yield from _circumstances(item, language)
        told = item.get("differences", [])
        shown = [each for each in told if not _COUNTED.search(each["path"])]
        for each in shown:
            yield from _difference(each, language)
        if len(shown) < len(told):
            more = say("counted", language, count=len(told) - len(shown))
            yield from _label("", more)

    return lines


def _supposed(found: Supposed) -> dict[str, Any]:
    commit = found.commit
    return {
        "role": "command",
        "fate": found.fate.value,
        "held": found.held,
        "command": commit.record.name,
        "command_id": commit.recorded.command_id,
        "position": commit.recorded.position,
        "recorded_at": written(commit.recorded.recorded_at),
        "targets": list(commit.record.targets),
        "actor": commit.record.actor.id,
        "reaction": commit.record.reaction,
        "why": found.why,
        "differences": [attrs.asdict(each) for each in found.differences],
    }


def _unasked(found: Unasked) -> dict[str, Any]:
    return {"role": "unasked", **attrs.asdict(found)}


def _parted(journal: Reading, found: Parted) -> dict[str, Any]:
    was, now = (
        {} if state is None else journal.plain.of(state, stream=found.stream)
        for state in (found.recorded, found.supposed)
    )
    return {
        "role": "stream",
        "stream": found.stream,
        "change": _change(found),
        "differences": [
            {
                "path": each.path,
                "recorded": each.before,
                "again": each.after,
                "about": [matter.value for matter in matters(each)],
            }
            for each in unlike(was, now)
        ],
    }


def _change(found: Parted) -> str:
    """Whether a stream stands otherwise, would not be there, or would be new."""
    if found.supposed is None:
        return "gone"
    return "new" if found.recorded is None else "changed"


def _circumstances(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """When a command was given, by whom, about what, and what is to be known of it."""
    if item["role"] == "unasked":
        told = say("answers", language, **item)
        yield from _label(say("because", language), told)
        yield from _label(say("on", language), item["stream"])
        return
    by, at = item["reaction"] or item["actor"], local(item["recorded_at"])
    told = say("at", language, at=at, position=item["position"], by=by)
    yield from _label(say("when", language), told)
    yield from _label(say("on", language), ", ".join(item["targets"]))
    if item["held"]:
        yield from _label(say("held", language), say("is_held", language, by=by))
    if item["why"]:
        yield from _label(say("why", language), item["why"])


def _difference(each: dict[str, Any], language: Language) -> Iterator[Line]:
    was, now = (_shown(each[key], language) for key in ("recorded", "again"))
    path = each["path"].removeprefix(_ASKED)
    is_asked = path != each["path"] or path == "now"
    path = say("given", language) if path == "now" else path
    key = next(iter(each.get("about", ())), "asked" if is_asked else "differs")
    told = say("difference", language, path=path, was=was, now=now)
    yield from _label(say(key, language), told)


def _shown(value: Any, language: Language) -> str:
    """A value in a line; of a reason for saying no, its text and code."""
    match value:
        case None:
            return say("nothing", language)
        case {"code": code, "text": text}:
            return f"{text} ({code})"
        case str() if _INSTANT.fullmatch(value):
            return local(value)
        case dict():
            return _in_short(value, language)
        case [dict() | list(), *_]:
            return "; ".join(_shown(each, language) for each in value)
        case _:
            return scalar(value, language)


def _in_short(value: dict[str, Any], language: Language) -> str:
    """The single values of one that has several; what is within them is left out."""
    told = {key: item for key, item in value.items() if item not in (None, [], {})}
    single = {k: item for k, item in told.items() if not isinstance(item, dict | list)}
    parts = [f"{key} {_shown(item, language)}" for key, item in single.items()]
    more = ["…"] if len(single) < len(told) else []
    return ", ".join([*parts, *more]) or scalar([], language)


def _label(label: str, text: str) -> Iterator[Line]:
    yield from labelled(label, text, indent=4, column=_COLUMN)
