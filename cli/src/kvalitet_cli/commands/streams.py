"""`kvalitet streams`: what there is."""

from __future__ import annotations

import click

from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import reading
from kvalitet_cli.records_text import say
from kvalitet_cli.streams import refuse_unknown_kind

__all__ = ["command"]


@click.command(name="streams")
@click.argument("kind", required=False)
@in_language
@reading_from
def command(*, where: Where, view: View, kind: str | None, language: Language) -> None:
    r"""List the streams, or those of one KIND, with their newest versions.

    Records of commands, `command/…`, are not listed; `kvalitet log` lists commits.

    \b
    Example:
      kvalitet streams --journal demo.db
      kvalitet streams tilbud --journal demo.db
    """
    with reading(where, view, language=language) as journal:
        if kind is not None:
            refuse_unknown_kind(journal.journal, kind)
        names = ("stream", "version")
        if view.form == "text":
            names = say("stream", language), say("version", language)
        items = [
            dict(zip(names, each, strict=True))
            for each in journal.journal.streams(kind)
        ]
        key = "streams_of" if kind else "streams"
        found = say(key, language, kind=kind, count=len(items))
        journal.report("streams", items, names, found=found)
