"""`kvalitet why-not`: what keeps an item of a case from being done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import click

from kvalitet_cli.casefinding import as_of as told_time
from kvalitet_cli.casefinding import case_at, item_of, now_of
from kvalitet_cli.casereasons import reasons_against
from kvalitet_cli.casewords import say_count
from kvalitet_cli.inputs import actor_from
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, acting, in_form, stored_in
from kvalitet_cli.periods import known_at
from kvalitet_cli.telling import about, note, tell

__all__ = ["command"]


@click.command(name="why-not")
@click.argument("case")
@click.argument("item")
@told_time
@known_at
@in_language
@in_form
@acting
@stored_in
def command(
    *,
    where: Where,
    case: str,
    item: str,
    as_of: datetime | None,
    known: datetime | None,
    by: str | None,
    language: Language,
    form: Form,
) -> None:
    r"""Tell what keeps ITEM of CASE from being done now: a tree of codes and texts.

    With --as, it is asked for that actor: also by role, mandate and four eyes. Else it
    is asked what keeps anybody from doing it. With --known, it is asked of what was
    known then, and deadlines are held against that time, if --as-of names no other.

    \b
    Example:
      kvalitet why-not indsatsteam.forloeb.7 opstart.forvent --journal programme.db
      kvalitet why-not indsatsteam.forloeb.7 ansoegning.afgoer --as @me.json --lang da
      kvalitet why-not indsatsteam.forloeb.7 opstart.forvent --known 10-12-2020
    """
    acts = actor_from(by) if by is not None else None
    with where.opened(read_only=True, whole=False) as journal:
        read = about(journal, language)
        found = case_at(journal, case, language, known=known)
        path = item_of(found, item)
        now = now_of(journal, as_of or known)
        items = reasons_against(
            journal,
            found,
            path,
            by=acts,
            now=now,
            known=known,
            language=told_in(form, language),
        )
    key = "why_not" if items else "why_not_none"
    note(say_count(key, language, case=found.stream, item=path, count=len(items)))
    lines = _lines(items, about_case=f"{found.stream}: ")
    tell("reasons", items, lines, form=form, journal=read)


def _lines(
    reasons: Iterable[dict[str, Any]], *, about_case: str = "", depth: int = 0
) -> Iterator[Line]:
    """The tree; that it is about the case that was asked about goes without saying."""
    for reason in reasons:
        text = reason["text"].removeprefix(about_case)
        parts = [(text, ""), (f" ({reason['code']})", "dim")]
        if reason["source"] is not None:
            parts.append((f" [{reason['source']}]", "dim"))
        yield Line(2 * depth, tuple(parts))
        yield from _lines(reason["because"], depth=depth + 1)
