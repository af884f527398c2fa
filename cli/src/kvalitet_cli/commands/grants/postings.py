"""`kvalitet grant postings`: the ledger of a grant."""

from __future__ import annotations

import click

from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.ledgers import as_item, as_row, columns, grant_at, recorded_of
from kvalitet_cli.ledgers_text import balance_rows, say
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.report import put_lines, put_table
from kvalitet_cli.telling import about, note, tell

__all__ = ["command"]


@click.command(name="postings")
@click.argument("grant")
@in_language
@in_form
@stored_in
def command(*, where: Where, grant: str, language: Language, form: Form) -> None:
    r"""List the postings of GRANT, each with the decision that it rests on.

    Every posting moves an amount from one account to another, so all accounts together
    come to nothing. A decision is told by its event's place in the grant's stream.

    \b
    Example:
      kvalitet grant postings recovery-2019-0730 --journal programme.db
      kvalitet grant postings grant/recovery-2019-0730 --lang da --format json
    """
    with where.opened(read_only=True) as journal:
        read = about(journal, language)
        stream, known = grant_at(journal, grant)
        history = recorded_of(journal, stream)
    items = [as_item(stream, entry, history) for entry in known.ledger]
    note(say("ledger", language, grant=stream, count=len(items)))
    if form != "text":
        tell("postings", items, (), form=form, journal=read)
        return
    put_table([as_row(item, language) for item in items], columns(language))
    rows, headings = balance_rows(known.balances, language)
    put_lines([Line(), Line.of(say("balances", language), "bold")])
    put_table(rows, headings)
