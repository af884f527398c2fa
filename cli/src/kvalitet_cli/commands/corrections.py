"""`kvalitet corrections`: what was put right after it had been recorded otherwise."""

from __future__ import annotations

import click

from kvalitet_cli.hits import Period, list_hits, listed
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.telling import about
from kvalitet_core.audit import corrections

__all__ = ["command"]


@click.command(name="corrections")
@listed
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    period: Period,
    language: Language,
    form: Form,
) -> None:
    r"""List what was put right after it had been recorded otherwise.

    An event counts that is called a correction, and one that states anew, or takes
    back, what an earlier event had stated for the same day: a new name from the day of
    the old one. What changes from a later day on is no correction. History is never
    edited: both stand, and `kvalitet diff` tells what became otherwise.

    \b
    Example:
      kvalitet corrections --journal demo.db
      kvalitet corrections --from 2020-01-01 --to 2020-12-31 --format jsonl
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, language)
        refuse_unbegun(journal, period.until)
        found = corrections(journal)
        list_hits(
            found,
            period,
            form=form,
            journal=read,
            name="corrections",
            language=language,
        )
