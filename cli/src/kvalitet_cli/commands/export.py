"""`kvalitet export`: what stands in the journal, as a file with its provenance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kvalitet_cli.access import typed, who
from kvalitet_cli.asking_text import say
from kvalitet_cli.exported import Asked, exported, provenance_of
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import View, Where, acting, showing_persons, stored_in
from kvalitet_cli.periods import between, refuse_backwards, refuse_unbegun
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.report import put_lines
from kvalitet_cli.streams import checked_stream
from kvalitet_cli.telling import about, note
from kvalitet_cli.unmatched import refuse_unknown_name, refuse_untouched
from kvalitet_core.audit import refuse_taken
from kvalitet_core.privacy.look import who_text

__all__ = ["command"]


@click.command(name="export")
@click.option(
    "--format",
    "sort",
    type=click.Choice(("jsonl", "csv", "sqlite")),
    required=True,
    help="JSON, a row a line; CSV; or an SQLite database.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to; a file that is there is never written over.",
)
@click.option(
    "--what",
    type=click.Choice(("events", "commands")),
    default="events",
    show_default=True,
    help="A row for each event, or for each command, refused ones too.",
)
@click.option(
    "--dialect",
    type=click.Choice(("excel-dk", "rfc4180")),
    default="excel-dk",
    show_default=True,
    help="CSV for Danish Excel, or by RFC 4180.",
)
@click.option("--stream", metavar="STREAM", help="Only what is on this stream.")
@click.option("--type", metavar="NAME", help="Only this event or command.")
@click.option("--actor", metavar="ID", help="Only what this person asked for.")
@between("what was recorded")
@in_language
@showing_persons
@acting
@stored_in
def command(
    *,
    where: Where,
    purpose: str | None,
    by: str | None,
    output: Path,
    language: Language,
    **asked_for: Any,
) -> None:
    r"""Write events or commands of the journal to FILE, with where they come from.

    Beside FILE, FILE.provenance.json keeps the query, the filters, when and by whom,
    the journal and its head, versions, control totals and the SHA-256 of FILE. Either
    both files are there in the end, or neither. What is about persons is left out,
    unless --persons gives a purpose, which goes to the access store first; what a
    command was asked with about persons is always left out.

    In CSV, cells that begin as a formula are neutralised with an apostrophe, amounts
    are in kroner, and for Danish Excel what looks like a number and is none stays
    text. With --type, each field of an event has a column of its own. The SQLite file
    has a table of rows, one of single values by path, and one with the provenance.

    \b
    Example:
      kvalitet export --format csv --output navne.csv --type tilbud.renamed
      kvalitet export --format sqlite --output journal.sqlite --journal demo.db
      kvalitet export --format jsonl --what commands --output commands.jsonl
    """
    asked = Asked(**asked_for)
    refuse_backwards(asked.since, asked.until)
    refuse_taken(output, provenance_of(output))
    view = View(form="text", purpose=purpose, by=by)
    with reading(where, view) as journal:
        about(journal.journal, language)
        refuse_unbegun(journal.journal, asked.until)
        _refuse_wrong_question(journal, asked)
        result = exported(journal, asked, output, _query(by, purpose), language)
    count = result["totals"]["rows"]
    note(say("written", language, file=output, count=count))
    put_lines(_lines(result, output, language))


def _query(by: str | None, purpose: str | None) -> dict[str, Any]:
    """Who exports, by which command, and for what."""
    return {
        "query": typed(),
        "operator": who_text(who(by)),
        "persons": purpose,
    }


def _refuse_wrong_question(journal: Reading, asked: Asked) -> None:
    """Tell a name that nothing has from one of which nothing is found."""
    source = journal.journal
    if asked.stream is not None:
        checked_stream(asked.stream)
        refuse_untouched(source, asked.stream)
    if asked.type is not None and asked.what == "events":
        refuse_unknown_name(source, "event", asked.type)
    elif asked.type is not None:
        refuse_unknown_name(source, "command", asked.type)


def _lines(result: dict[str, Any], output: Path, language: Language) -> Iterator[Line]:
    totals = result["totals"]
    key = "first_to_last" if totals["rows"] else "no_positions"
    told = {
        "file": str(output),
        "beside_it": str(provenance_of(output)),
        "rows": str(totals["rows"]),
        "positions": say(key, language, first=totals["first"], last=totals["last"]),
        "persons": result["persons"] or say("left_out", language),
        "sha256": result["sha256"],
    }
    labels = {name: say(name, language) for name in told}
    column = max(map(len, labels.values()))
    for name, text in told.items():
        yield from labelled(labels[name], text, indent=0, column=column)
