"""`kvalitet key append list`: whose append signatures count."""

from __future__ import annotations

import click

from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_one_value, stored_in
from kvalitet_cli.report import put_json
from kvalitet_cli.telling import note
from kvalitet_core.opening_evidence import append_keys_at

__all__ = ["command"]


@click.command(name="list")
@in_one_value
@in_language
@stored_in
def command(*, where: Where, form: Form, language: Language) -> None:
    r"""List the keys whose signatures count, and from which position each does.

    \b
    Example:
      kvalitet key append list --journal programme.db
    """
    standing = append_keys_at(where.journal, busy_seconds=where.busy_seconds)
    if form != "text":
        told = [{"key": key, "since": since} for key, since in standing.items()]
        put_json({"keys": told}, form=form)
        return
    for key, since in standing.items():
        click.echo(say("counting", language, position=since, named=key))
    if not standing:
        note(say("counting_none", language))
