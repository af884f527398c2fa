"""`kvalitet late`: what was not done, or did not come, in time."""

from __future__ import annotations

import click

from kvalitet_cli.hits import Period, list_hits, listed
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.telling import about
from kvalitet_core.audit import late

__all__ = ["command"]

_MOST_DAYS = 100_000


@click.command(name="late")
@click.option(
    "--days",
    type=click.IntRange(0, _MOST_DAYS),
    metavar="N",
    help="Also what was recorded more than N days after it took effect.",
)
@listed
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    period: Period,
    days: int | None,
    language: Language,
    form: Form,
) -> None:
    r"""List what was not done, or did not come, in time.

    A deadline that passed counts, what was owed and not done in time, and a rule that
    compares two times and was found not to be met, such as the last day to apply. That
    a deadline has passed is known once `kvalitet tick` has noted it.

    \b
    Example:
      kvalitet late --journal demo.db
      kvalitet late --days 30 --from 2020-01-01 --journal demo.db
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, language)
        refuse_unbegun(journal, period.until)
        found = late(journal, days=days)
        list_hits(
            found, period, form=form, journal=read, name="late", language=language
        )
