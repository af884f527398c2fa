"""`kvalitet plugin update`: bring a folder up to date with its template."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from kvalitet_cli.kit.copying import update
from kvalitet_cli.kit.template import TEMPLATE
from kvalitet_cli.options import Form, in_form
from kvalitet_cli.report import Result, report

__all__ = ["command"]


@click.command(name="update")
@click.argument(
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@in_form
def command(*, folder: Path, form: Form) -> None:
    r"""Bring the files of FOLDER that nobody has changed up to date.

    \b
    written  it was as the template wrote it, or is new in the template
    same     it is as the template has it
    kept     you changed it, and the template did not
    beside   both changed it: yours is left, the template's is FILE.new
    deleted  you deleted it, and it stays so
    dropped  the template has it no more; yours is left

    \b
    Example:
      kvalitet plugin update
      kvalitet plugin update kvalitet-mentor --format json
    """
    before, done = update(TEMPLATE, folder)
    told = f"template {before.template} to {TEMPLATE.number}"
    click.echo(f"kvalitet: plugin {before.name} in {folder}: {told}", err=True)
    items = [attrs.asdict(each) for each in done]
    columns = ("file", "done")
    report(Result(name="files", journal=None, items=items, text=columns), form=form)
