"""`kvalitet refusals`: what was refused, and why."""

from __future__ import annotations

import click

from kvalitet_cli.hits import Period, list_hits, listed
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.telling import about
from kvalitet_core.audit import known, refusals
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.registry import nearest

__all__ = ["command"]


@click.command(name="refusals")
@click.option("--code", metavar="CODE", help="Only those with this reason.")
@listed
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    period: Period,
    code: str | None,
    language: Language,
    form: Form,
) -> None:
    r"""List the commands that were refused, each with its reasons.

    A refused command changes nothing, and stands in the journal all the same, unless
    whoever runs the journal has set otherwise. A reason may come from others, which
    are told with it.

    \b
    Example:
      kvalitet refusals --journal demo.db
      kvalitet refusals --code tilbud.closed --from 2021-01-01 --format json
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, language)
        refuse_unbegun(journal, period.until)
        found = refusals(journal, code=code)
        if list_hits(
            found, period, form=form, journal=read, name="refusals", language=language
        ):
            return
        if code is not None and not any(refusals(journal, code=code)):
            names = known(journal, "rule")
            if code not in names:
                hint = f"nothing in journal {journal.place} has it"
                near = nearest(code, names)
                raise Unknown("reason", code, nearest=near, hint=hint)
