"""`kvalitet attachments add`: keep a file."""

from __future__ import annotations

import sys
from pathlib import Path

import attrs
import click

from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.report import put_json
from kvalitet_core.attachments.keeping import Source

__all__ = ["command"]


@click.command(name="add")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), nargs=1
)
@click.option(
    "--media-type",
    required=True,
    metavar="TYPE",
    help="What the content is, for programs: application/pdf.",
)
@click.option(
    "--label",
    required=True,
    metavar="CODE",
    help="What it is in the case, as a code: ansoegningsskema. Never a file's name.",
)
@click.option(
    "--subject",
    metavar="ID",
    help="The person whom it is about: it is sealed with that person's key.",
)
@stored_in
def command(
    *, where: Where, file: str, media_type: str, label: str, subject: str | None
) -> None:
    r"""Keep FILE, or standard input for `-`, and print what a command names it by.

    The JSON goes where a command has a field for an attachment. The file's own name is
    not kept. A file that no command names afterwards does no harm.

    \b
    Example:
      kvalitet attachments add budget.pdf --journal programme.db \
        --media-type application/pdf --label budget
    """
    with where.opened(read_only=False) as journal:
        source: Source = sys.stdin.buffer if file == "-" else Path(file)
        attachment = journal.attach(
            source, media_type=media_type, label=label, subject=subject
        )
    put_json(attrs.asdict(attachment), form="jsonl")
