"""`kvalitet forget`: destroy a person's key and data."""

from __future__ import annotations

import click

from kvalitet_cli.inputs import actor
from kvalitet_cli.instants import local
from kvalitet_cli.options import Where, acting, stored_in
from kvalitet_cli.outermost import RECORDED
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.privacy.person import Forgotten

__all__ = ["command"]


@click.command(name="forget")
@click.argument("subject")
@click.option(
    "--legal-basis", required=True, metavar="LAW", help="The law that it rests on."
)
@click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help="Why, without a word about the person.",
)
@click.option(
    "--approved-by",
    required=True,
    multiple=True,
    metavar="ID",
    help="Who approves it; give it twice or more.",
)
@click.option(
    "--archived",
    metavar="DELIVERY",
    help="The archive delivery that holds the data, if it had to be kept.",
)
@click.option(
    "--id",
    "command_id",
    metavar="ID",
    help="The command's id; used again, nothing is done twice.",
)
@acting
@stored_in
def command(
    *,
    where: Where,
    by: str | None,
    subject: str,
    legal_basis: str,
    reason: str,
    approved_by: tuple[str, ...],
    archived: str | None,
    command_id: str | None,
) -> None:
    r"""Destroy the key and the sealed data of the person with the id SUBJECT.

    The person's attached files are removed too. The decision is recorded, and cannot
    be undone. Two different people approve it.

    \b
    Example:
      kvalitet forget person-7 --journal programme.db --as @me.json \
        --legal-basis "databeskyttelsesforordningen art. 17" \
        --reason "no longer needed" --approved-by a-3 --approved-by a-8
    """
    acts = actor(by)
    with where.opened(read_only=False) as journal:
        erasure = journal.forget(
            subject,
            by=acts,
            legal_basis=legal_basis,
            reason=reason,
            approved_by=approved_by,
            archived=archived,
            command_id=command_id,
        )
        decided = _decided(journal, subject)
    again = erasure.receipt.outcome == "nothing"
    click.get_current_context().meta[RECORDED] = erasure.receipt.command_id
    click.echo(
        f"nothing to do: person {subject} was forgotten already, {decided}"
        if again
        else f"person {subject} is forgotten: "
        f"{erasure.sections} sealed sections{_files(erasure.attachments)} destroyed"
    )
    click.echo(f"recorded as command {erasure.receipt.command_id}")
    if erasure.attachments is None:
        told = "no place of attachments was given, so none were looked for"
        click.echo(f"kvalitet: {told}: give --attachments if there are any", err=True)
    if erasure.remnants:
        click.echo(f"kvalitet: {erasure.remnants}", err=True)


def _files(count: int | None) -> str:
    return f" and {count} attached files" if count else ""


def _decided(journal: Journal, subject: str) -> str:
    """When it was decided first, and in which event."""
    return next(
        f"{local(written(each.recorded_at))} (version {each.version} of {each.stream})"
        for each in journal.history(f"person/{subject}")
        if isinstance(each.event, Forgotten)
    )
