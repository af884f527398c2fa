"""`kvalitet attachments get`: the content of a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.options import View, Where, acting, showing_persons, stored_in
from kvalitet_cli.output import put_bytes
from kvalitet_cli.reading import reading
from kvalitet_core.attachments.checking import Mention
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.mentions import attachments_named
from kvalitet_core.personal import Forgotten

__all__ = ["command"]


@click.command(name="get")
@click.argument("digest")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write it to a new file, not to standard output.",
)
@showing_persons
@acting
@stored_in
def command(
    *,
    where: Where,
    by: str | None,
    purpose: str | None,
    digest: str,
    path: Path | None,
) -> int:
    r"""Get the content of the file that the journal names by this SHA-256 DIGEST.

    What is about a person is opened only with --persons PURPOSE. What is at PATH
    already is not overwritten. Leaves with 1 where the person was forgotten.

    \b
    Example:
      kvalitet attachments get 5e88…42d8 --journal demo.db -o budget.pdf
    """
    with reading(where, View(form="text", purpose=purpose, by=by)) as journal:
        mentions = _mentions(journal.journal, digest)
        attachment = mentions[0].attachment
        content: Iterable[bytes]
        if attachment.subject is None:
            content = journal.journal.attachment_chunks(attachment)
        else:
            if purpose is None:
                message = "it is about a person: say why with --persons PURPOSE"
                raise click.UsageError(message, ctx=click.get_current_context())
            journal.note_access(mention.stream for mention in mentions)
            opened = journal.journal.attachment(attachment)
            if isinstance(opened, Forgotten):
                told = f"person {attachment.subject} was forgotten by decision"
                click.echo(f"kvalitet: {told}; nothing of it is left", err=True)
                return FOUND
            content = (opened,)
        _put(content, path)
    return 0


def _mentions(journal: Journal, digest: str) -> list[Mention]:
    """Where the journal names a file.

    Raises:
        Unknown: Nowhere.
    """
    found = [
        mention
        for mention in attachments_named(journal.commits())
        if mention.attachment.sha256 == digest
    ]
    if not found:
        hint = f"no event of {journal.place} names it"
        raise Unknown("attachment", digest, hint=hint)
    return found


def _put(content: Iterable[bytes], path: Path | None) -> None:
    if path is None:
        for chunk in content:
            put_bytes(chunk)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(content)
    except BaseException:
        path.unlink()
        raise
