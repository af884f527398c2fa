"""`kvalitet history`: the events of a stream, oldest first."""

from __future__ import annotations

import click

from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import reading
from kvalitet_cli.records import event_lines, history_item
from kvalitet_cli.streams import checked_stream, no_such_stream

__all__ = ["command"]


@click.command(name="history")
@click.argument("stream")
@reading_from
def command(*, where: Where, view: View, stream: str) -> None:
    r"""List the events of STREAM, oldest first: when, who, what, why.

    `command/<id>` is a stream too: it holds the record of a command.

    \b
    Example:
      kvalitet history municipality/0730 --journal demo.db
      kvalitet history municipality/0730 --journal demo.db --format json
    """
    checked = checked_stream(stream)
    with reading(where, view) as journal:
        items = [
            history_item(recorded, journal.plain, journal.journal)
            for recorded in journal.journal.history(checked)
        ]
        if not items:
            raise no_such_stream(journal.journal, checked)
        found = f"{stream}: events: {len(items)}"
        journal.report("events", items, event_lines, found=found)
