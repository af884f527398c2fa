"""`kvalitet case show`: how a case stands."""

from __future__ import annotations

from datetime import datetime

import click

from kvalitet_cli.casefinding import as_of as told_time
from kvalitet_cli.casefinding import case_at, now_of
from kvalitet_cli.casestanding import decided_in, standing_of
from kvalitet_cli.casetext import standing_lines
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.telling import about, note, tell

__all__ = ["command"]


@click.command(name="show")
@click.argument("case")
@told_time
@in_language
@in_form
@stored_in
def command(
    *, where: Where, case: str, as_of: datetime | None, language: Language, form: Form
) -> None:
    r"""Show how CASE stands: what is done, what can be done, and what is owed.

    Each stage and item has its status, who has it and by when it is due; each decision
    its reasons and what its rules came to. A case whose case type is not installed, or
    says something else now, is shown all the same.

    \b
    Example:
      kvalitet case show indsatsteam.forloeb.7 --journal programme.db
      kvalitet case show case/indsatsteam.forloeb.7 --as-of 2020-12-01 --lang da
    """
    with where.opened(read_only=True, whole=False) as journal:
        read = about(journal, language)
        found = case_at(journal, case, language)
        item = standing_of(
            found,
            decided_in(journal, found.stream) if found.case.decisions else {},
            as_of=now_of(journal, as_of),
            language=told_in(form, language),
        )
    note(say("stand", language, case=found.stream, count=found.case.events))
    lines = standing_lines(item, found.bound, language)
    tell("cases", [item], lines, form=form, journal=read)
