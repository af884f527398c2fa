"""`kvalitet history`: the events of a stream, oldest first."""

from __future__ import annotations

from functools import partial

import click

from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import reading
from kvalitet_cli.records import event_lines, history_item
from kvalitet_cli.records_text import say
from kvalitet_cli.streams import EVENT, checked_stream, event_of, no_such_stream

__all__ = ["command"]


@click.command(name="history")
@click.argument("stream")
@in_language
@reading_from
def command(*, where: Where, view: View, stream: str, language: Language) -> None:
    r"""List the events of STREAM, oldest first: when, who, what, why.

    `command/<id>` is a stream too: it holds the record of a command. The id of an
    event, such as a finding names for each fact, gives that event alone.

    \b
    Example:
      kvalitet history municipality/0730 --journal demo.db
      kvalitet history municipality/0730 --journal demo.db --format json
    """
    text = partial(event_lines, language=language)
    with reading(where, view, language=language, whole=False) as journal:
        if EVENT.fullmatch(stream):
            recorded = event_of(journal.journal, stream)
            item = history_item(recorded, journal.plain, journal.journal)
            found = say("one_event", language, event=stream, **item)
            journal.report("events", [item], text, found=found)
            return
        checked = checked_stream(stream)
        items = [
            history_item(recorded, journal.plain, journal.journal)
            for recorded in journal.journal.history(checked)
        ]
        if not items:
            raise no_such_stream(journal.journal, checked)
        found = say("events", language, stream=stream, count=len(items))
        journal.report("events", items, text, found=found)
