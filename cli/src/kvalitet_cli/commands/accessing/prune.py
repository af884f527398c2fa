"""`kvalitet access prune`: looks are kept as long as they are needed, and no longer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from kvalitet_cli.access import kept_for, place_of, stored_at, who
from kvalitet_cli.access_text import say
from kvalitet_cli.instants import local
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, acting, in_form
from kvalitet_cli.options import stored_in_if_named as stored_in
from kvalitet_cli.telling import note, tell
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.privacy.access import AccessStore

__all__ = ["command"]


@click.command(name="prune")
@kept_for
@stored_at
@in_language
@in_form
@acting
@stored_in
def command(
    *,
    where: Where | None,
    store: str | None,
    days: int,
    by: str | None,
    language: Language,
    form: Form,
) -> None:
    r"""Remove the looks that are more than N days old, for good.

    That it was done, when, by whom, and how many went, stays in the access store, and
    `kvalitet access log` says so. Nothing in the journal changes. Nothing is removed
    unless this is called: have it done each night, as `kvalitet tick` is.

    \b
    Example:
      kvalitet access prune --journal programme.db
      kvalitet access prune --days 1826 --store looks.access --as @me.json
    """
    place, now = place_of(store, where), host_clock()
    before = now - timedelta(days=days)
    done = AccessStore(Path(place)).prune(before=before, at=now, by=who(by))
    at = written(before)
    note(say("pruned", language, place=place, before=local(at), count=done.removed))
    item = {"before": at, "days": days, "removed": done.removed}
    tell("pruned", [item], (), form=form)
