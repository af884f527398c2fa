"""`kvalitet witness`: cosign another's journal, offline and by file."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "init": "Make a witness of a journal.",
    "cosign": "Verify a bundle, and cosign its checkpoint.",
}


@click.group(
    name="witness",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.witnessing",
)
def command() -> None:
    r"""Witness a journal: cosign its checkpoints, as long as it only grows.

    A witness needs no journal of its own and no network. It remembers what it cosigned
    last, and refuses a journal that is shorter or another.

    \b
    Example:
      kvalitet witness init auditor.key --name auditor.example/w1 --policy policy.txt
      kvalitet witness cosign audit-2026 --key auditor.key --out cosigned.checkpoint
    """
