"""`kvalitet plugin export`: write what is made from a plugin's classes."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.findings import put_findings
from kvalitet_cli.kit.place import placed_in
from kvalitet_cli.options import FORMATS, Form
from kvalitet_cli.report import Result, report
from kvalitet_core.manifest import MANIFEST, write_manifest
from kvalitet_core.releases import export

__all__ = ["command"]


@click.command(name="export")
@click.argument(
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; one JSON value, or one a line, for programs.",
)
def command(*, folder: Path, form: Form) -> int:
    r"""Write the manifest and the schemas of the plugin in FOLDER from its classes.

    Lists the files that say something new. A released schema is never written again:
    where its class has changed, nothing is written, and it leaves with 1.

    \b
    Example:
      kvalitet plugin export
      kvalitet plugin export kvalitet-mentor
    """
    found = placed_in(folder)
    package = found.package_folder
    files, against = export(found.plugin, package / "schemas")
    if against:
        put_findings(against, form=form, about=found.about)
        return FOUND
    written = [f"schemas/{file}" for file in files]
    manifest, text = package / MANIFEST, write_manifest(found.plugin)
    if not manifest.is_file() or manifest.read_text(encoding="utf-8") != text:
        manifest.write_text(text, encoding="utf-8")
        written.insert(0, MANIFEST)
    click.echo(f"kvalitet: {found.about}: {len(written)} written", err=True)
    items = [{"file": file, "done": "written"} for file in written]
    columns = ("file", "done")
    report(Result(name="files", journal=None, items=items, text=columns), form=form)
    return 0
