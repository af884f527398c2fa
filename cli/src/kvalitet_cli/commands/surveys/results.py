"""`kvalitet survey results`: how many gave each answer, as far as it may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from kvalitet_cli.casefinding import now_of
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import FORMATS, Form, Where, stored_in
from kvalitet_cli.report import put_lines, put_table
from kvalitet_cli.streams import state_at
from kvalitet_cli.surveyed import (
    as_csv,
    as_item,
    counted,
    least_shown,
    waves_of,
)
from kvalitet_cli.surveyed_text import say, shown, tables
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.domain.survey import BY, By, Results, Survey
from kvalitet_core.forms import Form as Questionnaire
from kvalitet_core.values import danish_date

if TYPE_CHECKING:
    from kvalitet_core.ids import StreamId

__all__ = ["command"]


@click.command(name="results")
@click.argument("survey")
@click.option("--wave", metavar="WAVE", help="Only this wave; all, if none.")
@click.option(
    "--threshold",
    type=click.IntRange(min=1),
    metavar="N",
    help="The least number that is shown, besides 0; never below the survey's own, "
    "which counts where none is given.",
)
@click.option(
    "--by",
    type=click.Choice(BY),
    default="none",
    help="What the numbers are divided by: nothing, the group, or who is answered for.",
)
@in_language
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMATS, "csv")),
    default="text",
    help="Text for people; JSON for programs; a number a row for a spreadsheet.",
)
@stored_in
def command(
    *,
    where: Where,
    survey: str,
    wave: str | None,
    threshold: int | None,
    by: By,
    language: Language,
    form: Form | Literal["csv"],
) -> None:
    r"""Count what was answered in SURVEY, and withhold what is too small to be shown.

    A number below the threshold is withheld, and so many others with it that no total
    tells which it is. Groups with fewer responses are put together. What is free text
    or personal is not counted. What holds is said of one way to divide a wave: publish
    no other beside it.

    \b
    Example:
      kvalitet survey results trivsel --wave 2021 --threshold 5
      kvalitet survey results trivsel --by group --threshold 5 --format csv
    """
    with where.opened(read_only=True) as journal:
        read = about(journal, language)
        stream, known = state_at(journal, Survey, survey, kind="survey")
        today = danish_date(now_of(journal, None))
        least = least_shown(known, threshold, today, stream)
        found = [
            (each, *counted(journal, stream, each, threshold=least, by=by))
            for each in waves_of(known, wave, stream)
        ]
    items = [as_item(stream, each, result) for each, _, result in found]
    if not found:
        note(say("no_wave", language, survey=stream))
    for _, _, result in found:
        _note_withheld(stream, result, language)
    if form == "text":
        for _, asked, result in found:
            _put(stream, asked, result, language)
    elif form == "csv":
        click.echo(as_csv(items), nl=False)
    else:
        tell("results", items, (), form=form, journal=read)


def _note_withheld(stream: StreamId, result: Results, language: Language) -> None:
    if result.withheld:
        told = {"survey": stream, "wave": result.wave, "count": result.withheld}
        note(say("withheld", language, threshold=result.threshold, **told))


def _put(
    stream: StreamId, asked: Questionnaire, result: Results, language: Language
) -> None:
    """A wave for people: how many answered, then a table a question."""
    total = result.total
    heading = say(
        "wave",
        language,
        survey=stream,
        wave=result.wave,
        invited=total.invited,
        answered=shown(total.answered, language),
        rate=shown(total.rate, language),
    )
    put_lines([Line.of(heading, "bold")])
    for title, rows, columns in tables(asked, result, language):
        put_lines([Line(), Line.of(title, "bold")])
        put_table(rows, columns, folds=columns[0])
