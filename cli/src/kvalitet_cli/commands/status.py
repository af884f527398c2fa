"""`kvalitet status`: whether all is well with a journal and what follows from it."""

from __future__ import annotations

from typing import Any

import click

from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.options import Form, Where, in_one_value, stored_in
from kvalitet_cli.report import put_json, put_lines
from kvalitet_cli.standing import standing
from kvalitet_cli.standing_text import lines

__all__ = ["command"]


@click.command(name="status")
@in_one_value
@click.option(
    "--behind",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="Find fault with a run that is behind by more; none by default.",
)
@stored_in
def command(*, where: Where, form: Form, behind: float | None) -> int:
    r"""Tell how a journal stands, and each run of a view or a reaction over it.

    For people and for health checks. Leaves with 0 where all is well; 1 where an event
    is parked, a run was stopped by an error, is behind by more than --behind or is
    declared otherwise than when it was begun, a plugin is broken or missing, or the
    journal was restored, or nobody follows it and a reaction waits; 3 where it could
    not look. A journal without a views database is well where no reaction waits.

    \b
    Example:
      kvalitet status --journal programme.db
      kvalitet status --journal programme.db --behind 60 --format json
    """
    found = standing(where, behind=behind)
    if form == "text":
        put_lines(lines(found))
    else:
        put_json(found, form=form)
    _say(found)
    return _left(found)


def _left(item: dict[str, Any]) -> int:
    if item["views"]["problem"]:
        return COULD_NOT_LOOK
    return FOUND if item["problems"] else 0


def _say(found: dict[str, Any]) -> None:
    problems = found["problems"]
    told = f"{len(problems)} problems" if len(problems) != 1 else "1 problem"
    click.echo(f"kvalitet: status: {told if problems else 'all is well'}", err=True)
    for problem in problems:
        click.echo(f"kvalitet: {problem}", err=True)
