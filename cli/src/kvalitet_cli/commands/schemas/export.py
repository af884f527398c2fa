"""`kvalitet schema export`: write the schema files of the core or of a plugin."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.findings import put_findings
from kvalitet_cli.options import Form, in_form
from kvalitet_cli.plugged import about_plugin, plugin_named
from kvalitet_cli.report import Result, report
from kvalitet_core.releases import RELEASED, export, files_in, of_another, release

__all__ = ["command"]


@click.command(name="export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@about_plugin
@click.option(
    "--release",
    "releases",
    is_flag=True,
    help=f"Note all of them in {RELEASED}: they never change again.",
)
@in_form
def command(*, folder: Path, name: str, releases: bool, form: Form) -> int:
    r"""Write a file for each command, event and case type, and an index, into FOLDER.

    A released file is not written again. Where a class has changed its shape under a
    number that is released, a case type has changed under its version, or the index is
    another plugin's, nothing is written, and it leaves with 1. In a plugin's own
    folder, use `kvalitet plugin export`.

    \b
    Example:
      kvalitet schema export schemas
      kvalitet schema export src/kvalitet_example/schemas --plugin example --release
    """
    plugin = plugin_named(name)
    files: list[str] = []
    against = of_another(plugin, files_in(folder))
    if not against:
        files, against = export(plugin, folder)
    items = [{"file": file, "done": "written"} for file in files]
    if releases and not against:
        noted, against = release(plugin, folder)
        items += [{"file": file, "done": "released"} for file in noted]
    if against:
        put_findings(against, form=form, about=f"{name} in {folder}")
        return FOUND
    told = ", ".join(
        f"{sum(item['done'] == done for item in items)} {done}"
        for done in ("written", *(("released",) if releases else ()))
    )
    click.echo(f"kvalitet: schemas of {name} in {folder}: {told}", err=True)
    columns = ("file", "done")
    report(Result(name="files", journal=None, items=items, text=columns), form=form)
    return 0
