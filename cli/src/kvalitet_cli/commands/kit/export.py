"""`kvalitet plugin export`: write what is made from a plugin's classes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.findings import put_findings
from kvalitet_cli.kit.place import Placed, placed_in
from kvalitet_cli.options import Form, in_form
from kvalitet_cli.report import Result, report
from kvalitet_core.manifest import MANIFEST, write_manifest
from kvalitet_core.releases import RELEASED, SchemaFinding, export, release

__all__ = ["command"]


@click.command(name="export")
@click.argument(
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--release",
    "releases",
    is_flag=True,
    help=f"Note schemas and case types in {RELEASED}: they never change again.",
)
@in_form
def command(*, folder: Path, releases: bool, form: Form) -> int:
    r"""Write the manifest, schemas and case types of the plugin in FOLDER.

    Lists the files that say something new. A released file is never written again:
    where its class has changed, nothing is written, and it leaves with 1.

    \b
    Example:
      kvalitet plugin export
      kvalitet plugin export kvalitet-mentor --release
    """
    found = placed_in(folder)
    items, against = _exported(found)
    if releases and not against:
        noted, against = release(found.plugin, found.package_folder / "schemas")
        items += [{"file": f"schemas/{file}", "done": "released"} for file in noted]
    if against:
        put_findings(against, form=form, about=found.about)
        return FOUND
    states = ("written", *(("released",) if releases else ()))
    done = Counter(item["done"] for item in items)
    told = ", ".join(f"{done[state]} {state}" for state in states)
    click.echo(f"kvalitet: {found.about}: {told}", err=True)
    columns = ("file", "done")
    report(Result(name="files", journal=None, items=items, text=columns), form=form)
    return 0


def _exported(found: Placed) -> tuple[list[dict[str, str]], list[SchemaFinding]]:
    """The files that say something new; and what stands against writing any."""
    package = found.package_folder
    files, against = export(found.plugin, package / "schemas")
    if against:
        return [], against
    written = [f"schemas/{file}" for file in files]
    manifest, text = package / MANIFEST, write_manifest(found.plugin)
    if not manifest.is_file() or manifest.read_text(encoding="utf-8") != text:
        manifest.write_text(text, encoding="utf-8")
        written.insert(0, MANIFEST)
    return [{"file": file, "done": "written"} for file in written], []
