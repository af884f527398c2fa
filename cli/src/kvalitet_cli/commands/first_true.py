"""`kvalitet first-true`: when something first became true of a stream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.everywhere import Everywhere
from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.instants import Day
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.progressing import progressing
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.records import event_lines, history_item
from kvalitet_cli.streams import checked_stream, no_such_stream, refuse_missing_plugin
from kvalitet_cli.telling import note
from kvalitet_core.audit import Expression, first_of_all, first_true, plain_versions
from kvalitet_core.recorded import Recorded

__all__ = ["command"]


@click.command(name="first-true")
@click.argument("stream", required=False)
@click.option(
    "--expr",
    "text",
    required=True,
    metavar="EXPRESSION",
    help="What is to be so of the state, such as 'closed != None'.",
)
@click.option(
    "--effective",
    type=Day(),
    metavar="DATE",
    help="Look at what held on this day.",
)
@in_language
@reading_from
def command(
    *,
    where: Where,
    view: View,
    stream: str | None,
    text: str,
    effective: date | None,
    language: Language,
) -> int:
    r"""Tell the first event after which EXPRESSION is so of the state of STREAM.

    Without STREAM, every stream that has the fields which it names is looked at, and
    the earliest event is told after which it was so of any.

    The expression names fields as `show --format json` has them: a name, a path with
    points, an index in brackets: spans[0].value, works["ansoegning.afgoer"].status. It
    has == != < <= > >=, in and not in, and, or and not, + - * // % on whole numbers,
    texts in quotes, True, False and None, and nothing else. What is not there yet is
    None. With --effective, what changes from day to day is what held on that day.

    Leaves with 0 where it has been so; 1 where it never has; 3 where some streams could
    not be looked at, as their plugin is not installed.

    \b
    Example:
      kvalitet first-true municipality/0730 --expr 'name != None'
      kvalitet first-true municipality/0730 --effective 2021-01-01 --expr 'name == "A"'
      kvalitet first-true --expr 'closing_reason != None' --journal demo.db
    """
    expression = Expression.of(text)
    if stream is None:
        return _anywhere(where, view, expression, effective, language)
    checked = checked_stream(stream)
    asked = reading(where, view, effective=effective, language=language, whole=False)
    with asked as journal:
        refuse_missing_plugin(journal.journal, checked)
        states = plain_versions(journal.journal, checked, plain=journal.plain)
        first = first_true(expression, states)
        if first is None and next(journal.journal.history(checked), None) is None:
            raise no_such_stream(journal.journal, checked)
        items = [] if first is None else [_item(journal, first, text)]
        told = {"stream": checked, "text": text, "version": first and first.version}
        found = say("first_true" if first else "never_true", language, **told)
        lines = partial(_lines, language=language)
        journal.report("first", items, lines, found=found)
    return 0 if first is not None else FOUND


def _anywhere(
    where: Where,
    view: View,
    expression: Expression,
    effective: date | None,
    language: Language,
) -> int:
    """The same of every stream that has such fields."""
    with reading(where, view, effective=effective, language=language) as journal:
        every = Everywhere(journal.journal, expression)
        with progressing(say("looking", language), total=None) as show:

            def asked() -> Iterator[Iterator[tuple[Recorded, dict[str, Any]]]]:
                for stream in every.streams():
                    show(every.looked)
                    yield plain_versions(journal.journal, stream, plain=journal.plain)

            first = first_of_all(expression, asked())
        told = {"text": expression.text, "count": every.looked}
        if first is not None:
            told |= {"stream": first.stream, "version": first.version}
        items = [] if first is None else [_item(journal, first, expression.text)]
        found = say("first_of_all" if first else "never_in_any", language, **told)
        if every.unknown:
            note(say("kinds_missing", language, count=every.unknown))
        lines = partial(_lines, language=language)
        journal.report("first", items, lines, found=found)
    if every.unknown:
        return COULD_NOT_LOOK
    return 0 if first is not None else FOUND


def _item(journal: Reading, first: Recorded, text: str) -> dict[str, Any]:
    told = history_item(first, journal.plain, journal.journal)
    return {"expression": text, **told}


def _lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    yield Line.of(item["expression"], "bold")
    yield from event_lines(item, language)
