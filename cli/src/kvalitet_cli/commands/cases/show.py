"""`kvalitet case show`: how a case stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from kvalitet_cli.casefinding import FoundCase, case_at, now_of
from kvalitet_cli.casefinding import as_of as told_time
from kvalitet_cli.casestanding import decided_in, standing_of
from kvalitet_cli.casetext import standing_lines
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.casework import public
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plain import Plain

__all__ = ["command"]


@click.command(name="show")
@click.argument("case")
@click.option(
    "--public",
    "outside",
    is_flag=True,
    help="Only what somebody outside may see, such as the party.",
)
@told_time
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    case: str,
    outside: bool,
    as_of: datetime | None,
    language: Language,
    form: Form,
) -> None:
    r"""Show how CASE stands: what is done, what can be done, and what is owed.

    Each stage and item has its status, who has it and by when it is due; each decision
    its reasons and what its rules came to. A case whose case type is not installed, or
    says something else now, is shown all the same.

    With --public, it is shown as somebody outside may see it: where it has come, by
    what its stages are called, and the decisions that the party was told of.

    \b
    Example:
      kvalitet case show indsatsteam.forloeb.7 --journal programme.db
      kvalitet case show case/indsatsteam.forloeb.7 --as-of 2020-12-01 --lang da
      kvalitet case show indsatsteam.forloeb.7 --public --lang da
    """
    with where.opened(read_only=True, whole=False) as journal:
        read = about(journal, language)
        found = case_at(journal, case, language)
        if outside:
            item, lines = _seen(journal, found, told_in(form, language))
        else:
            now = now_of(journal, as_of)
            item, lines = _standing(journal, found, now, told_in(form, language))
    note(say("stand", language, case=found.stream, count=found.case.events))
    tell("cases", [item], lines, form=form, journal=read)


def _standing(
    journal: Journal, found: FoundCase, now: datetime, language: Language
) -> tuple[dict[str, Any], Iterable[Line]]:
    """All of it, as plain values and as lines."""
    decided = decided_in(journal, found.stream) if found.case.decisions else {}
    item = standing_of(found, decided, as_of=now, language=language)
    return item, standing_lines(item, found.bound, language)


def _seen(
    journal: Journal, found: FoundCase, language: Language
) -> tuple[dict[str, Any], Iterable[Line]]:
    """What somebody outside may see of it."""
    seen = public(journal, found.stream)
    plain = Plain(journal, opens=False).of(seen, stream=seen.case)
    assert isinstance(plain, dict)  # noqa: S101 - for the type checker
    lines = (
        Line.of(text.lstrip(), indent=len(text) - len(text.lstrip()))
        for text in seen.lines(language)
    )
    return plain, lines
