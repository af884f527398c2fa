"""`kvalitet views status`: how far each view has come."""

from __future__ import annotations

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.following import required_place, runs_at
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.report import Result, report
from kvalitet_cli.standing import problems_of, run_items
from kvalitet_cli.standing_text import run_lines

__all__ = ["command"]


@click.command(name="status")
@in_form
@stored_in
def command(*, where: Where, form: Form) -> int:
    r"""Tell how far each view has come, how much it is behind, and what is parked.

    Leaves with 0 where all is well, with 1 where a view has parked an event, was
    stopped by an error or is declared otherwise than its tables.

    \b
    Example:
      kvalitet views status --journal programme.db
      kvalitet views status --journal programme.db --format json
    """
    address = required_place(where)
    with (
        where.opened(read_only=True) as journal,
        runs_at(address, journal, where, read_only=True) as store,
    ):
        items = run_items(journal, store, kind="view")
        place, simulated = journal.place, journal.simulated
        about = {"id": journal.id, "place": place, "simulated": simulated}
    problems = [told for item in items for told in problems_of(item, behind=None)]
    report(Result(name="views", journal=about, items=items, text=run_lines), form=form)
    told = f"problems: {len(problems)}" if problems else "all is well"
    click.echo(f"kvalitet: views: {len(items)}; {told}", err=True)
    for problem in problems:
        click.echo(f"kvalitet: {problem}", err=True)
    return FOUND if problems else 0
