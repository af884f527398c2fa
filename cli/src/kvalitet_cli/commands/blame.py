"""`kvalitet blame`: who last set each field of a stream, and on what ground."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.instants import local
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, fields
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.records import history_item
from kvalitet_cli.streams import checked_stream, no_such_stream, refuse_missing_plugin
from kvalitet_core.audit import blame, plain_versions
from kvalitet_core.ids import StreamId
from kvalitet_core.recorded import Recorded

__all__ = ["command"]

_ABSENT: Any = object()


@click.command(name="blame")
@click.argument("stream")
@click.argument("field", required=False)
@in_language
@reading_from
def command(
    *, where: Where, view: View, stream: str, field: str | None, language: Language
) -> None:
    r"""Tell who last set each field of STREAM, or its FIELD, and on what ground.

    FIELD is the path of one, as `show` has it: `name`, `works.ansoegning`. What set
    it is an event: who asked for that, in which role and on whose authority, by which
    command, and all that the event says. A field that nothing has changed since
    the first event was set by that.

    \b
    Example:
      kvalitet blame municipality/0730 --journal demo.db
      kvalitet blame municipality/0730 name --journal demo.db --format json
    """
    checked = checked_stream(stream)
    with reading(where, view, language=language, whole=False) as journal:
        set_by = _set_by(journal, checked, field)
        items = [
            {"field": path, **history_item(event, journal.plain, journal.journal)}
            for path, event in set_by.items()
        ]
        found = say("fields", language, stream=checked, count=len(items))
        lines = partial(_lines, language=language)
        journal.report("fields", items, lines, found=found)


def _set_by(
    journal: Reading, stream: StreamId, field: str | None
) -> dict[str, Recorded]:
    """The event that last gave each field, or the one, the value that it has.

    Raises:
        Unknown: There is no such stream, or it has no such field.
    """
    refuse_missing_plugin(journal.journal, stream)
    if next(journal.journal.history(stream), None) is None:
        raise no_such_stream(journal.journal, stream)
    states = plain_versions(journal.journal, stream, plain=journal.plain)
    return blame(states, field)


def _lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    actor, at = item["actor"], local(item["recorded_at"])
    told = {
        "set_by": say("event_version", language, **item),
        "when": say("at", language, at=at, position=item["position"]),
    }
    if actor:
        told |= {
            "who": say("acted", language, **actor),
            "ground": actor["authority"],
            "command": f"{item['command']}  {item['command_id']}",
        }
    yield Line.of(item["field"], "bold")
    labels = {key: say(key, language) for key in told}
    column = max(map(len, labels.values())) + 2
    for key, text in told.items():
        yield Line(4, ((labels[key].ljust(column), "dim"), (text, "")))
    yield from fields(item["fields"], indent=8, language=language)
