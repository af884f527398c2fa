"""`kvalitet overrides`: what was let pass though a rule or a duty said otherwise."""

from __future__ import annotations

import click

from kvalitet_cli.hits import Period, list_hits, listed
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.telling import about
from kvalitet_core.audit import overrides

__all__ = ["command"]


@click.command(name="overrides")
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
    r"""List what was let pass though a rule or a duty said otherwise.

    What was granted or paid in spite of something counts, with what that was: a rule
    that was found not to be met, a report that was missing. So does what was owed and
    was waived.

    \b
    Example:
      kvalitet overrides --journal demo.db
      kvalitet overrides --from 2021-01-01 --format json --journal demo.db
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, language)
        refuse_unbegun(journal, period.until)
        found = overrides(journal)
        list_hits(
            found, period, form=form, journal=read, name="overrides", language=language
        )
