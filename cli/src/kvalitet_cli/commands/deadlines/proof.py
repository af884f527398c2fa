"""`kvalitet deadline proof`: how a deadline was counted, and counting it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from kvalitet_cli.casefinding import FoundCase, case_at, item_of
from kvalitet_cli.casestanding import told_deadline
from kvalitet_cli.casewords import say, say_count
from kvalitet_cli.exits import FOUND
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.proofs import obligations_of, proofs_of
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.deadlines.words import when

__all__ = ["command"]


@click.command(name="proof")
@click.argument("case")
@click.argument("item", metavar="ITEM|OBLIGATION")
@in_language
@in_form
@stored_in
def command(
    *, where: Where, case: str, item: str, language: Language, form: Form
) -> int:
    r"""Show how the deadline of an item in CASE was counted, and count it again.

    Every proof that is on record is shown, with what changed and why: an extension, a
    suspension, a corrected fact, a changed calendar. An obligation is named by its
    code: ansoegning.afgoer>opstart.forvent.

    Leaves with 0 where every proof comes to what it says, and the newest to the same by
    the calendar of today; else with 1.

    \b
    Example:
      kvalitet deadline proof indsatsteam.forloeb.7 ansoegning.afgoer --lang da
      kvalitet deadline proof indsatsteam.forloeb.7 \
        "ansoegning.afgoer>opstart.forvent" --format json
    """
    with where.opened(read_only=True, whole=False) as journal:
        read = about(journal, language)
        found = case_at(journal, case, language)
        name = item_of(found, item, others=obligations_of(journal, found))
        items = list(proofs_of(journal, found, name, told_in(form, language)))
    holds = _holds(items)
    key = ("proofs" if holds else "proofs_differ") if items else "proofs_none"
    note(say_count(key, language, case=found.stream, item=name, count=len(items)))
    tell("proofs", items, _lines(found, name, items, language), form=form, journal=read)
    return 0 if holds else FOUND


def _holds(items: list[dict[str, Any]]) -> bool:
    """Whether each comes to what it says, and the newest does by today's calendar."""
    again = [item["again"] for item in items if item["again"] is not None]
    if not all(each["holds"] for each in again):
        return False
    newest = items[-1]["again"] if items else None
    return newest is None or bool(newest["same"])


def _lines(
    found: FoundCase, name: str, items: list[dict[str, Any]], language: Language
) -> Iterator[Line]:
    names = [_title(found, part, language) for part in name.split(">")]
    title = names[0]
    if len(names) > 1:
        title = say("owes", language, after=names[0], owed=names[1])
    yield Line(0, ((title, "bold"), (f"  {found.stream}", "dim")))
    for item in items:
        yield Line()
        at = datetime.fromisoformat(item["recorded_at"]).replace(
            second=0, microsecond=0
        )
        because = item["because"]["text"]
        since = say("proof_since", language, at=when(at, language), because=because)
        yield Line(0, ((f"{item['number']}. ", "bold"), (since, "")))
        for why in item["because"]["why"]:
            yield Line.of(why, "dim", indent=3)
        for change in item["changes"]:
            yield Line(
                3, ((f"{say('changed', language)} ", "dim"), (change["text"], ""))
            )
        if item["proof"] is None:
            yield Line.of(say("no_deadline", language), indent=3)
        for text in item["text"]:
            yield Line.of(text, indent=3)
        if item["again"] is not None:
            yield from _again(item, language)


def _title(found: FoundCase, part: str, language: Language) -> str:
    added = found.case.added.get(part)
    return added.title if added else found.bound.name_of(part, language)


def _again(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """What counting it again came to."""
    again = item["again"]
    if not again["holds"]:
        yield Line.of(say("again_wrong", language), "bold red", indent=3)
        for problem in again["problems"]:
            yield Line.of(problem, "red", indent=6)
    elif again["calendar_changed"]:
        today = told_deadline(again["today"], language) or say("none", language)
        key = "again_same_calendar" if again["same"] else "again_other_calendar"
        text = say(key, language, calendar=again["calendar"], deadline=today)
        yield Line.of(text, "green" if again["same"] else "yellow", indent=3)
    else:
        yield Line.of(say("again_same", language), "green", indent=3)
