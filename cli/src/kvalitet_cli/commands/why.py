"""`kvalitet why`: why a decision of a case came out as it did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from kvalitet_cli.casefinding import case_at
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.layout import Line
from kvalitet_cli.options import LARGEST, Form, Where, in_form, stored_in
from kvalitet_cli.periods import known_at
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.casework import Why, why
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plain import Plain

__all__ = ["command"]


@click.command(name="why")
@click.argument("case")
@click.option(
    "--decision",
    "number",
    type=click.IntRange(1, LARGEST),
    metavar="N",
    help="Which of its decisions, from 1; the newest, if none.",
)
@known_at
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    case: str,
    number: int | None,
    known: datetime | None,
    language: Language,
    form: Form,
) -> None:
    r"""Tell why a decision of CASE came out as it did, as it was found then.

    A tree: what each rule came to and the law it rests on, the facts it looked at, the
    event that each was known from, and who brought that about. Nothing is worked out
    anew. With --known, it is told as it was known then: a decision that was taken
    later, notified or revoked later, is not. `kvalitet why-not` tells what keeps an
    item from being done.

    \b
    Example:
      kvalitet why indsatsteam.forloeb.7 --journal programme.db
      kvalitet why indsatsteam.forloeb.7 --decision 1 --lang da
      kvalitet why indsatsteam.forloeb.7 --known 2020-12-10
    """
    with where.opened(read_only=True, whole=False) as journal:
        read = about(journal, language)
        found = case_at(journal, case, language, known=known)
        if not found.case.decisions:
            hint = "nothing was decided in it yet; `kvalitet why-not` tells what waits"
            what = "decision"
            raise Unknown(what, f"{number or 1} of {found.stream}", hint=hint)
        answer = why(journal, found.stream, number, known=known)
        item = _item(journal, answer, told_in(form, language))
    taken = len(found.case.decisions)
    said = say("why", language, case=found.stream, number=answer.number, count=taken)
    note(said)
    lines = (_line(text) for text in answer.lines(language))
    tell("decisions", [item], lines, form=form, journal=read)


def _item(journal: Journal, answer: Why, language: Language) -> dict[str, Any]:
    """The answer as plain values: what there is a name for is in both languages."""
    plain = Plain(journal, opens=False).of(answer, stream=answer.case)
    assert isinstance(plain, dict)  # noqa: S101 - for the type checker
    return plain | {"text": answer.text(language).splitlines()}


def _line(text: str) -> Line:
    told = text.lstrip()
    return Line.of(told, indent=len(text) - len(told))
