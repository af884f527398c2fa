"""`kvalitet do`: carry out a command that is given as JSON."""

from __future__ import annotations

from typing import Any

import click

from kvalitet_cli.inputs import actor, parsed, text_of
from kvalitet_cli.options import FORMATS, Form, Where, acting, stored_in
from kvalitet_cli.receipts import carry_out, report_receipt
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.registry import Registry
from kvalitet_core.privacy.person import Forget
from kvalitet_core.schemas import json_schema, problems

__all__ = ["command"]


@click.command(name="do")
@click.argument("name")
@click.argument("data", required=False, default="-", metavar="[JSON|@FILE|-]")
@click.option(
    "--id",
    "command_id",
    metavar="ID",
    help="The command's id; used again, nothing is done twice.",
)
@click.option("--dry-run", is_flag=True, help="Decide, and write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; JSON for programs.",
)
@acting
@stored_in
def command(
    *,
    where: Where,
    by: str | None,
    name: str,
    data: str,
    command_id: str | None,
    dry_run: bool,
    form: Form,
) -> None:
    r"""Carry out the command NAME with the given JSON, or standard input.

    The JSON is checked against the command's schema, and every problem is told at
    once. A refusal by a rule is recorded, and is exit code 1.

    \b
    Example:
      kvalitet do municipality.rename --journal programme.db --as @me.json \
        '{"code": "0730", "name": "Randers", "effective_from": "2020-01-01"}'
      kvalitet schema show municipality.rename
    """
    acts = actor(by)
    text = text_of(data)
    with where.opened(read_only=dry_run) as journal:
        asked = asked_for(journal.registry, name, text)
        item = carry_out(
            journal,
            asked,
            by=acts,
            command_id=command_id,
            dry_run=dry_run,
            form=form,
        )
    report_receipt(item, form=form)


def asked_for(registry: Registry, name: str, text: str) -> Any:
    """The command of a name with the fields that a JSON text gives it.

    Raises:
        Unknown: There is no such command.
        Malformed: The text does not fit its schema; every problem is named. Or the
            command has a way of its own.
    """
    stored = registry.command(name)
    if stored.cls is Forget:
        raise Malformed(stored.name, "is given by `kvalitet forget`")
    found = problems(
        json_schema(stored.cls, stored.name), parsed(text, subject=stored.name)
    )
    if found:
        raise Malformed(stored.name, *found)
    try:
        return registry.codec.from_input(stored.cls, text.encode())
    except Malformed as error:
        raise Malformed(stored.name, *error.problems) from error
