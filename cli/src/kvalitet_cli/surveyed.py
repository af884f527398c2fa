"""Results of surveys: counted from the journal, and told as items and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from kvalitet_core.domain.survey import By, Results, Row, Survey, Wave, results
from kvalitet_core.domain.survey_response import SurveyResponse, response_stream
from kvalitet_core.errors import Malformed, PluginError, Unknown
from kvalitet_core.forms import Form
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import Answer, Answers

__all__ = ["as_csv", "as_item", "counted", "least_shown", "waves_of"]


def waves_of(survey: Survey, label: str | None, stream: StreamId) -> tuple[Wave, ...]:
    """The wave with a label, or all of them.

    Raises:
        Unknown: There is none such; the nearest are named.
    """
    if label is None:
        return survey.waves
    wave = survey.wave(label)
    if wave is None:
        known = [each.label for each in survey.waves]
        near = get_close_matches(label, known)
        hint = f"it has {', '.join(known) or 'none'}"
        raise Unknown(f"wave of {stream}", label, nearest=near, hint=hint)
    return (wave,)


def least_shown(survey: Survey, told: int | None, today: date, stream: StreamId) -> int:
    """The least number that is shown: what was told, else what the survey has today.

    Raises:
        Malformed: None was told and none is laid down, or less than is laid down.
    """
    laid_down = survey.threshold.on(today)
    if laid_down is None and told is None:
        problem = f"{stream} has none on {today}; expected a number"
        raise Malformed("--threshold", problem)
    if laid_down is None:
        return told or 1
    if told is not None and told < laid_down.least:
        problem = (
            f"expected no less than {laid_down.least} on {today}, "
            f"as {laid_down.source!r} says"
        )
        raise Malformed(f"--threshold {told}", problem)
    return told or laid_down.least


def counted(
    journal: Journal, stream: StreamId, wave: Wave, *, threshold: int, by: By
) -> tuple[Form, Results]:
    """The results of a wave, with the questionnaire that it asked.

    Raises:
        PluginError: The questionnaire is not installed, or has other questions now.
    """
    asked = wave.questionnaire
    found = journal.registry.definitions(Form, of=asked.name.owner)
    form = next((form for form in found if form.name == asked.name), None)
    if form is None or form.digest != asked.digest:
        got = "none" if form is None else form.digest
        problem = (
            f"questionnaire {str(asked.name)!r} of {stream}: expected the questions "
            f"that wave {wave.label!r} asked, {asked.digest}, got {got}"
        )
        raise PluginError(asked.name.owner, problem)
    answers = dict(_answers(journal, stream, wave))
    return form, results(form, wave, answers, threshold=threshold, by=by)


def _answers(
    journal: Journal, stream: StreamId, wave: Wave
) -> Iterator[tuple[PersonId, Answers]]:
    """What counts of the wave's responses; those that were taken back do not."""
    for each in wave.invitations:
        respondent = each.respondent
        place = response_stream(stream, wave.label, respondent)
        response = journal.get(SurveyResponse, place)
        if response is not None and response.withdrawn is None:
            yield respondent, response.answers


def as_item(stream: StreamId, wave: Wave, found: Results) -> dict[str, Any]:
    """The results of a wave as plain values; null is withheld."""
    return {
        "survey": stream,
        "wave": found.wave,
        "questionnaire": str(wave.questionnaire.name),
        "digest": str(wave.questionnaire.digest),
        "by": found.by,
        "threshold": found.threshold,
        **_counts(found.total),
        "rows": [{"names": list(row.names), **_counts(row)} for row in found.rows],
        "questions": [
            {
                "question": tally.question,
                "option": tally.option,
                "answers": list(tally.answers),
                "cells": [list(cells) for cells in tally.cells],
                "totals": list(tally.totals),
            }
            for tally in found.tallies
        ],
        "withheld": found.withheld,
    }


def _counts(row: Row) -> dict[str, Any]:
    rate = None if row.rate is None else str(row.rate)
    return {"invited": row.invited, "answered": row.answered, "rate": rate}


_COLUMNS: Final = (
    "survey",
    "wave",
    "rows",
    "question",
    "option",
    "answer",
    "count",
    "withheld",
)


def as_csv(items: Iterable[dict[str, Any]]) -> str:
    """Every number in a row of its own; what is withheld has none, and says so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for item in items:
        for row in _long(item):
            writer.writerow(_cell(value) for value in row)
    return out.getvalue()


def _long(item: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    of = (item["survey"], item["wave"])
    rows = [(" + ".join(row["names"]), row) for row in item["rows"]]
    divided = item["by"] != "none"
    for name, row in [*(rows if divided else ()), ("*", item)]:
        yield (*of, name, "", "", "invited", row["invited"], "no")
        yield (*of, name, "", "", "answered", *_number(row["answered"]))
    for each in item["questions"]:
        what = (each["question"], "" if each["option"] is None else each["option"])
        apart = zip(rows, each["cells"], strict=True) if divided else ()
        lines = [(name, cells) for (name, _), cells in apart]
        for name, cells in [*lines, ("*", each["totals"])]:
            for answer, number in zip(each["answers"], cells, strict=True):
                told = "" if answer is None else _answer(answer)
                yield (*of, name, *what, told, *_number(number))


def _number(number: int | None) -> tuple[int | str, str]:
    return ("", "yes") if number is None else (number, "no")


def _cell(value: Any) -> Any:
    """What a spreadsheet shows, and does not work out."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _answer(answer: Answer) -> str:
    return (
        {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)
    )
