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
from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.checking import Mention
from kvalitet_core.errors import (
    AttachmentUnavailable,
    KvalitetError,
    Malformed,
    Unknown,
)
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
    already is not overwritten. Leaves with 1 where the person was forgotten, or where
    other bytes are there than those that were attached: then nothing is written.

    \b
    Example:
      kvalitet attachments get 5e88…42d8 --journal demo.db -o budget.pdf
    """
    with reading(where, View(form="text", purpose=purpose, by=by)) as journal:
        mentions = _mentions(journal.journal, digest)
        said = sorted(
            dict.fromkeys(each.attachment for each in mentions), key=_is_sealed
        )
        if any(map(_is_sealed, said)) and purpose is not None:
            journal.note_access(
                (mention.stream for mention in mentions),
                (each.subject for each in said if each.subject is not None),
            )
        try:
            content = _content(journal.journal, said, shows_persons=purpose is not None)
        except Malformed as error:
            click.echo(f"kvalitet: {error}", err=True)
            return FOUND
        if isinstance(content, Attachment):
            told = f"person {content.subject} was forgotten by decision"
            click.echo(f"kvalitet: {told}; nothing of it is left", err=True)
            return FOUND
        _put(content, path)
    return 0


def _is_sealed(attachment: Attachment) -> bool:
    return attachment.subject is not None


def _content(
    journal: Journal, said: Iterable[Attachment], *, shows_persons: bool
) -> Iterable[bytes] | Attachment:
    """The content by the first of these that is right, or one that was forgotten.

    Anyone can say anything of a digest in a draft or in a command that is refused:
    only the bytes tell what is so. They are read to their end before any is given.

    Raises:
        Malformed: None is right.
        AttachmentUnavailable: There is nothing, or it cannot be read.
    """
    wrong: list[KvalitetError] = []
    forgotten = None
    for attachment in said:
        if attachment.subject is not None and not shows_persons:
            message = "it is about a person: say why with --persons PURPOSE"
            raise click.UsageError(message, ctx=click.get_current_context())
        try:
            content = _read(journal, attachment)
        except (Malformed, AttachmentUnavailable) as error:
            wrong.append(error)
            continue
        if content is not Forgotten.FORGOTTEN:
            return content
        forgotten = forgotten or attachment
    if forgotten is None:
        raise next((each for each in wrong if isinstance(each, Malformed)), wrong[0])
    return forgotten


def _read(journal: Journal, attachment: Attachment) -> Iterable[bytes] | Forgotten:
    if attachment.subject is None:
        for _ in journal.attachment_chunks(attachment):
            pass
        return journal.attachment_chunks(attachment)
    opened = journal.attachment(attachment)
    return opened if isinstance(opened, Forgotten) else (opened,)


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
