"""`kvalitet attachments`: the files that events refer to."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "check": "Check that every file that the journal names is there, unaltered.",
    "add": "Keep a file, and give what a command names it by.",
    "get": "Get the content of a file.",
}


@click.group(
    name="attachments",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.attached",
)
def command() -> None:
    r"""Check attached files, and add or get one. They lie outside the journal.

    Each is kept under the digest of its bytes, in a folder beside an SQLite journal,
    or where --attachments says: a path, or an address that fsspec knows (s3://…).
    What is about a person is sealed, and is removed when the person is forgotten.

    \b
    Example:
      kvalitet attachments check --journal demo.db
      kvalitet attachments add budget.pdf --journal demo.db \
        --media-type application/pdf --label budget
    """
