"""`kvalitet migrate`: bring an older format up to today's, and make the roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import click

from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.making import on_server
from kvalitet_cli.options import Where, stored_in
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.opening_stores import migrate, store_at

if TYPE_CHECKING:
    from kvalitet_core.journal.postgres.store import PostgresStore

__all__ = ["command"]

_ROLES: Final = ("owner", "application", "eraser", "auditor")


@click.command(name="migrate")
@click.option(
    "--roles",
    is_flag=True,
    help="In PostgreSQL: make owner, application, eraser and auditor.",
)
@click.option(
    "--role-prefix",
    metavar="NAME",
    help="What the roles' names begin with; database and schema by default.",
)
@click.option(
    "--dry-run", is_flag=True, help="With --roles: print the SQL, and change nothing."
)
@in_language
@stored_in
def command(
    *,
    where: Where,
    roles: bool,
    role_prefix: str | None,
    dry_run: bool,
    language: Language,
) -> None:
    r"""Bring a journal of an older format up to the one that this version writes.

    Make a backup first. A journal that is up to date is left as it is.

    With --roles, a journal in PostgreSQL gets its four roles, and each what it may:
    nobody logs in as one; grant them to those who do. Done again, it changes nothing.
    It takes a superuser, or the owner of the schema with CREATEROLE; --dry-run prints
    the SQL for whoever that is.

    \b
    Example:
      kvalitet migrate --journal demo.db
      kvalitet migrate --roles --journal postgresql://dba@db/programme
      kvalitet migrate --roles --dry-run --journal postgresql://db/programme > roles.sql
    """
    _require_sense(where, roles=roles, prefix=role_prefix, dry_run=dry_run)
    if not dry_run:
        _migrate(where, language)
    if roles:
        _roles(where, role_prefix, dry_run=dry_run, language=language)


def _require_sense(
    where: Where, *, roles: bool, prefix: str | None, dry_run: bool
) -> None:
    if not roles and (dry_run or prefix):
        message = "--dry-run and --role-prefix go with --roles"
        raise click.UsageError(message)
    if roles and not on_server(where.journal):
        message = (
            "--roles is for a journal in PostgreSQL; who may do what with a journal "
            "in a file is up to the file's own rights"
        )
        raise click.UsageError(message)


def _migrate(where: Where, language: Language) -> None:
    store = store_at(where.journal, busy_seconds=where.busy_seconds)
    found = store.format()
    store.close()
    if found == FORMAT:
        click.echo(say("up_to_date", language, number=FORMAT))
        return
    for step in migrate(where.journal):
        click.echo(say("migrated", language, step=step))


def _roles(
    where: Where, prefix: str | None, *, dry_run: bool, language: Language
) -> None:
    found = store_at(where.journal, busy_seconds=where.busy_seconds)
    store = cast("PostgresStore", found)
    try:
        if dry_run:
            statements = ("BEGIN", *store.role_script(prefix=prefix), "COMMIT")
            for statement in statements:
                click.echo(f"{statement};")
            return
        names = store.give_roles(prefix=prefix)
    finally:
        store.close()
    for kind in _ROLES:
        facts = {"name": getattr(names, kind), "what": say(kind, language)}
        click.echo(say("role", language, **facts))
    click.echo(say("grant", language, name=names.application))
