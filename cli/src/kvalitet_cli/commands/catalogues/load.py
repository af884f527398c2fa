"""`kvalitet catalogue load`: give a catalogue's commands to a journal."""

from __future__ import annotations

import click

from kvalitet_cli.catalogues import fill, named
from kvalitet_cli.inputs import actor
from kvalitet_cli.options import Where, acting, stored_in
from kvalitet_core.errors import Refused, Unknown
from kvalitet_core.journal.registry import nearest

__all__ = ["command"]


@click.command(name="load")
@click.argument("name")
@acting
@stored_in
def command(*, where: Where, by: str | None, name: str) -> None:
    r"""Give the commands of the catalogue NAME to the journal, all of them or none.

    What the journal knows already is left as it is, so loading twice changes nothing.

    \b
    Example:
      kvalitet catalogue load core.municipalities --journal programme.db --as @me.json
    """
    acts = actor(by)
    with where.opened(read_only=False) as journal:
        known = named(journal.registry)
        if name not in known:
            hint = "`kvalitet catalogue list` lists them"
            raise Unknown("catalogue", name, nearest=nearest(name, known), hint=hint)
        commands = known[name].commands
        try:
            outcomes = fill(journal, commands, by=acts, channel="cli")
        except Refused as refused:
            click.echo(f"kvalitet: nothing of {name} was loaded", err=True)
            raise Refused(*refused.reasons) from refused
    click.echo(
        f"{name}: commands: {len(commands)}, of them accepted: "
        f"{outcomes['accepted']}, with nothing to do: {outcomes['nothing']}"
    )
