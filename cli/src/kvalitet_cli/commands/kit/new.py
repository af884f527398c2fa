"""`kvalitet plugin new`: make the folder of a new plugin."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import click

from kvalitet_cli.kit.copying import make
from kvalitet_cli.kit.template import TEMPLATE, checked_name
from kvalitet_cli.program import program
from kvalitet_core.discovery import GROUP
from kvalitet_core.errors import Malformed

__all__ = ["command"]


@click.command(name="new")
@click.argument("name")
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder to make (kvalitet-NAME); it may be there if it is empty.",
)
def command(*, name: str, folder: Path | None) -> None:
    r"""Make the folder of a new plugin with this NAME: a-z, then a-z, 0-9 and _.

    It is a whole distribution that passes its own tests: a round, a form, rules, an
    aggregate with its commands, texts in Danish and English, and tests. All of it is
    made up, and there to be changed.

    \b
    Example:
      kvalitet plugin new mentor
      kvalitet plugin new mentor --into plugins/mentor
    """
    checked_name(name)
    taken = [point.value for point in entry_points(group=GROUP, name=name)]
    if taken:
        problem = f"is taken: {taken[0]} is installed under it"
        raise Malformed(f"plugin name {name!r}", problem)
    place = folder or Path(f"kvalitet-{name.replace('_', '-')}")
    done = make(TEMPLATE, name, place)
    click.echo(f"made {place}: {len(done)} files of the plugin {name}")
    click.echo(f"try: {program()} plugin check {place}")
