"""`kvalitet streams`: what there is."""

from __future__ import annotations

import click

from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import reading
from kvalitet_cli.streams import refuse_unknown_kind

__all__ = ["command"]


@click.command(name="streams")
@click.argument("kind", required=False)
@reading_from
def command(*, where: Where, view: View, kind: str | None) -> None:
    r"""List the streams, or those of one KIND, with their newest versions.

    Records of commands, `command/…`, are not listed; `kvalitet log` lists commits.

    \b
    Example:
      kvalitet streams --journal demo.db
      kvalitet streams tilbud --journal demo.db
    """
    with reading(where, view) as journal:
        if kind is not None:
            refuse_unknown_kind(journal.journal, kind)
        items = [
            {"stream": stream, "version": version}
            for stream, version in journal.journal.streams(kind)
        ]
        found = f"streams{f' of kind {kind!r}' if kind else ''}: {len(items)}"
        journal.report("streams", items, ("stream", "version"), found=found)
