"""`kvalitet show`: the state of a stream, now or as it was known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

import click

from kvalitet_cli.assessed import are_findings, finding_lines, sentences
from kvalitet_cli.instants import Day, local
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, fields
from kvalitet_cli.options import LARGEST, View, Where, reading_from
from kvalitet_cli.periods import known_at, refuse_unbegun
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.records_text import say
from kvalitet_cli.streams import checked_stream, no_such_stream, refuse_missing_plugin
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.instants import written

__all__ = ["command"]


@click.command(name="show")
@click.argument("stream")
@click.option(
    "--version",
    type=click.IntRange(1, LARGEST),
    metavar="N",
    help="As it was after its first N events.",
)
@known_at
@click.option(
    "--effective",
    type=Day(),
    metavar="DATE",
    help="Only what held on this day.",
)
@in_language
@reading_from
def command(
    *,
    where: Where,
    view: View,
    stream: str,
    version: int | None,
    known: datetime | None,
    effective: date | None,
    language: Language,
) -> None:
    r"""Show the state of STREAM: what the journal knows of it, and what held when.

    --known asks what was known then (registrering); the days in the answer are when
    something holds in the world (virkning). --effective asks what held on a day:
    whatever changes from day to day is told as of that day, and what did not hold then
    is left out. Both together tell what was held at one time to hold on a day. Dates
    are ISO or Danish, such as 10-03-2020. Danish time where there is no offset; a date
    is the end of that day, a time to the second is all of that second.

    \b
    Example:
      kvalitet show municipality/0730 --journal demo.db
      kvalitet show municipality/0730 --journal demo.db --known 2020-03-10
      kvalitet show municipality/0730 --journal demo.db --version 1
      kvalitet show municipality/0730 --known 2020-03-11 --effective 2020-01-15
    """
    if version is not None and known is not None:
        message = "--version and --known exclude each other: give one of them"
        raise click.UsageError(message, ctx=click.get_current_context())
    checked = checked_stream(stream)
    asked = reading(where, view, effective=effective, language=language, whole=False)
    with asked as journal:
        item = _item(journal, checked, version, known)
        item["effective"] = effective.isoformat() if effective else None
        texts = sentences(journal.journal.registry, item["state"], language)
        text = partial(_lines, texts=texts, language=language)
        journal.report("states", [item], text, found=_found(item, language))


def _found(item: dict[str, Any], language: Language) -> str:
    """Which state it is: of which version, as known when, as held when."""
    told = say("state", language, stream=item["stream"], version=item["version"])
    if item["known"]:
        told = say("state_known", language, told=told, known=local(item["known"]))
    if item["effective"]:
        told = say("state_held", language, told=told, day=item["effective"])
    return told


def _item(
    journal: Reading, stream: StreamId, version: int | None, known: datetime | None
) -> dict[str, Any]:
    source = journal.journal
    refuse_unbegun(source, known, option="--known")
    refuse_missing_plugin(source, stream)
    aggregate = source.registry.aggregate_at(stream)
    newest = list(source.history(stream, known=known))
    if not newest and not any(source.history(stream)):
        raise no_such_stream(source, stream)
    state = source.get(aggregate.state, stream, version=version, known=known)
    reached = version if version is not None else len(newest)
    at = newest[reached - 1].recorded_at if reached else None
    return {
        "stream": stream,
        "version": reached,
        "known": written(known) if known else None,
        "recorded_at": written(at) if at else None,
        "state": None if state is None else journal.plain.of(state, stream=stream),
    }


def _lines(
    item: dict[str, Any], *, texts: dict[str, str], language: Language
) -> Iterator[Line]:
    version, day = item["version"], item["effective"]
    known, at = (
        local(item[name]) if item[name] else None for name in ("known", "recorded_at")
    )
    yield Line.of(item["stream"], "bold")
    if item["state"] is None:
        told = say("not_known", language, known=known, version=version)
        yield Line.of(told, indent=4)
        return
    told = say("version_at", language, version=version, at=at)
    yield Line.of(told, "dim", indent=4)
    if known:
        yield Line.of(say("as_known", language, known=known), "dim", indent=4)
    if day:
        yield Line.of(say("as_held", language, day=day), "dim", indent=4)
    found = {k: v for k, v in item["state"].items() if are_findings(v)}
    rest = {k: v for k, v in item["state"].items() if k not in found}
    yield from fields(rest, indent=4, language=language)
    for findings in found.values():
        yield from finding_lines(findings, texts, language)
