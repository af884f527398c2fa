"""`kvalitet case timeline`: what happened in a case, in dated sentences."""

from __future__ import annotations

import click

from kvalitet_cli.casefinding import case_at
from kvalitet_cli.casepublic import public_events, public_lines
from kvalitet_cli.casestory import told_events, told_lines
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.telling import about, note, tell

__all__ = ["command"]


@click.command(name="timeline")
@click.argument("case")
@click.option(
    "--internal/--public",
    "internal",
    default=True,
    help="Every event, with who and why; or what a party can be told.",
)
@in_language
@in_form
@stored_in
def command(
    *, where: Where, case: str, internal: bool, language: Language, form: Form
) -> None:
    r"""Tell what happened in CASE, event by event: when, what, by whom, and why.

    Below an event stands what followed from it by the case type, and on which facts.

    With --public, it is what a party can be told: that the case was opened, what came
    in, that it waits or was given more time, and each decision when it was notified,
    with its reasons. Who did what, and what is not notified, stays inside.

    \b
    Example:
      kvalitet case timeline indsatsteam.forloeb.7 --journal programme.db
      kvalitet case timeline indsatsteam.forloeb.7 --public --lang da
      kvalitet case timeline indsatsteam.forloeb.7 --format json
    """
    with where.opened(read_only=True, whole=False) as journal:
        read = about(journal, language)
        found = case_at(journal, case, language)
        events = told_events if internal else public_events
        items = list(events(journal, found, told_in(form, language)))
    if internal:
        said = say("events", language, case=found.stream, count=len(items))
        lines = (line for item in items for line in told_lines(item, language))
    else:
        counts = {"count": len(items), "inside": found.case.events - len(items)}
        said = say("public_events", language, case=found.stream, **counts)
        lines = (line for line in public_lines(items, language))
    note(said)
    tell("events", items, lines, form=form, journal=read)
