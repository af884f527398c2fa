"""`kvalitet plugin doc`: what a plugin brings, as a page."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.kit.page import page
from kvalitet_cli.kit.place import placed
from kvalitet_core.testing.examined import examples_of

__all__ = ["command"]


@click.command(name="doc")
@click.argument("plugin", default=".", metavar="[NAME|FOLDER]")
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the page to this file, in place of what is there.",
)
def command(*, plugin: str, file: Path | None) -> None:
    r"""Write what a plugin brings as a page of Markdown, in Danish and English.

    Its commands and events with their fields, its rules with their legal basis and what
    they ask, its forms, catalogues, examples and texts. The same plugin gives the same
    page.

    \b
    Example:
      kvalitet plugin doc indsatsteam
      kvalitet plugin doc kvalitet-mentor -o mentor.md
    """
    found = placed(plugin)
    text = page(found.plugin, examples_of(found.package))
    if file is None:
        click.echo(text, nl=False)
        return
    file.write_text(text, encoding="utf-8")
    click.echo(f"wrote {file}: {found.about}")
