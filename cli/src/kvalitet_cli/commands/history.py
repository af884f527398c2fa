"""`kvalitet history`: the events of a stream, oldest first."""

from __future__ import annotations

import click

from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import reading
from kvalitet_cli.records import event_lines, history_item
from kvalitet_cli.streams import EVENT, checked_stream, event_of, no_such_stream

__all__ = ["command"]


@click.command(name="history")
@click.argument("stream")
@reading_from
def command(*, where: Where, view: View, stream: str) -> None:
    r"""List the events of STREAM, oldest first: when, who, what, why.

    `command/<id>` is a stream too: it holds the record of a command. The id of an
    event, such as a finding names for each fact, gives that event alone.

    \b
    Example:
      kvalitet history municipality/0730 --journal demo.db
      kvalitet history municipality/0730 --journal demo.db --format json
    """
    with reading(where, view) as journal:
        if EVENT.fullmatch(stream):
            recorded = event_of(journal.journal, stream)
            item = history_item(recorded, journal.plain, journal.journal)
            found = f"event {stream}: version {item['version']} of {item['stream']}"
            journal.report("events", [item], event_lines, found=found)
            return
        checked = checked_stream(stream)
        items = [
            history_item(recorded, journal.plain, journal.journal)
            for recorded in journal.journal.history(checked)
        ]
        if not items:
            raise no_such_stream(journal.journal, checked)
        found = f"{stream}: events: {len(items)}"
        journal.report("events", items, event_lines, found=found)
