"""`kvalitet case timeline`: what happened in a case, in dated sentences."""

from __future__ import annotations

import click

from kvalitet_cli.casefinding import case_at
from kvalitet_cli.casestory import told_events, told_lines
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.telling import about, note, tell

__all__ = ["command"]


@click.command(name="timeline")
@click.argument("case")
@in_language
@in_form
@stored_in
def command(*, where: Where, case: str, language: Language, form: Form) -> None:
    r"""Tell what happened in CASE, event by event: when, what, by whom, and why.

    Below an event stands what followed from it by the case type, and on which facts.

    \b
    Example:
      kvalitet case timeline indsatsteam.forloeb.7 --journal programme.db
      kvalitet case timeline indsatsteam.forloeb.7 --format json
    """
    with where.opened(read_only=True, whole=False) as journal:
        read = about(journal, language)
        found = case_at(journal, case, language)
        items = list(told_events(journal, found, told_in(form, language)))
    note(say("events", language, case=found.stream, count=len(items)))
    lines = (line for item in items for line in told_lines(item, language))
    tell("events", items, lines, form=form, journal=read)
