"""`kvalitet grant`: the ledgers of grants, and what each amount rests on."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "postings": "List the postings of a grant, and what stands on each account.",
    "trace": "Lead from a posting to its decision, and from a decision to postings.",
}


@click.group(
    name="grant", cls=LazyGroup, table=COMMANDS, package="kvalitet_cli.commands.grants"
)
def command() -> None:
    r"""See the ledger of a grant, and what each amount in it rests on.

    A grant is named by its stream, which may leave out its kind:
    grant/recovery-2019-0730 or recovery-2019-0730. `kvalitet views query core.budgets`
    tells what is left of each frame, core.grants how each grant stands.

    \b
    Example:
      kvalitet grant postings recovery-2019-0730 --lang da
      kvalitet grant trace recovery-2019-0730 --posting 3
    """
