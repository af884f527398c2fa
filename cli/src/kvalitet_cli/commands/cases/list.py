"""`kvalitet case list`: cases, with how far each has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.options import LARGEST, Form, Where, in_form, stored_in
from kvalitet_cli.telling import about, note, put_columns, tell
from kvalitet_cli.viewed import Municipalities, note_lag, viewing
from kvalitet_core.journal.instants import written
from kvalitet_core.values import MunicipalityCode

if TYPE_CHECKING:
    from kvalitet_core.views.views import Views

__all__ = ["command"]

_VIEW: Final = "core.cases"
_STATES: Final = ("open", "suspended", "closed")
_COLUMNS: Final = (
    "case",
    "title",
    "state",
    "under_way",
    "waits_for",
    "outcome",
    "municipality",
    "owed",
    "warnings",
)


@click.command(name="list")
@click.option(
    "--state",
    type=click.Choice(_STATES),
    help="Only cases in this state; a suspended one waits for something.",
)
@click.option(
    "--definition",
    metavar="CODE",
    help="Only of this case type: its code, or code/version.",
)
@click.option(
    "--municipality",
    metavar="CODE",
    help="Only where the applicant is in this municipality, by its four digits.",
)
@click.option("--waits-for", metavar="CAUSE", help="Only what waits for this cause.")
@click.option("--warned", is_flag=True, help="Only cases with a warning.")
@click.option(
    "--limit",
    type=click.IntRange(0, LARGEST),
    default=100,
    show_default=True,
    help="How many cases at most; 0 is all.",
)
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    state: str | None,
    definition: str | None,
    municipality: str | None,
    waits_for: str | None,
    warned: bool,
    limit: int,
    language: Language,
    form: Form,
) -> None:
    r"""List cases by their streams: how far each has come, and what it waits for.

    It asks the view core.cases; `kvalitet run` keeps that up to date.

    \b
    Example:
      kvalitet case list --journal programme.db
      kvalitet case list --state suspended --waits-for partshoering
      kvalitet case list --municipality 0730 --format jsonl --limit 0
    """
    code, _, version = (definition or "").partition("/")
    asked = {"state": state, "definition": code, "version": version}
    wanted = {name: value for name, value in asked.items() if value}
    place = MunicipalityCode(municipality) if municipality is not None else None
    with where.opened(read_only=True) as journal, viewing(journal, where) as views:
        read = about(journal, language)
        known = CaseTypes(journal.registry)
        if definition is not None and not views.query(_VIEW, where=wanted, limit=1):
            known.named(definition)
        note_lag(views, _VIEW, language)
        items = [
            item
            for item in _items(views, wanted, known, told_in(form, language))
            if place in (None, item["municipality"])
            and (waits_for is None or waits_for in item["waits_for"])
            and (item["warnings"] or not warned)
        ]
    shown = items[:limit] if limit else items
    _note(len(shown), len(items), language)
    _note_missing(shown, language)
    if form == "text":
        put_columns([_row(item, language) for item in shown], _COLUMNS, language)
    else:
        tell("cases", shown, (), form=form, journal=read)


def _items(
    views: Views, wanted: dict[str, str], known: CaseTypes, language: Language
) -> Iterator[dict[str, Any]]:
    places = Municipalities(views)
    installed = {(each.code, each.version) for each in known}
    for row in views.query(_VIEW, where=wanted):
        code, version = row["definition"], row["version"]
        stages = _several(row["stages"])
        yield {
            "case": row["case_id"],
            "title": row["title"],
            "definition": code,
            "version": version,
            "installed": (code, version) in installed,
            "state": row["state"],
            "stages": stages,
            "under_way": [known.title(code, version, s, language) for s in stages],
            "waits_for": _several(row["waits_for"]),
            "handles": row["handles"],
            "municipality": places.of(row["handles"], row["received"]),
            "received": written(row["received"]),
            "outcome": row["outcome"],
            "outcome_text": (
                known.outcome(code, version, row["outcome"], language)
                if row["outcome"]
                else None
            ),
            "owed": row["owed"],
            "warnings": _several(row["warnings"]),
            "changed_on": row["changed_on"].isoformat(),
        }


def _several(text: str | None) -> list[str]:
    return text.split(", ") if text else []


def _note(shown: int, there: int, language: Language) -> None:
    key = "cases" if shown == there else "cases_of"
    note(say(key, language, count=shown, all=there))


def _note_missing(items: list[dict[str, Any]], language: Language) -> None:
    """Say which case types are not installed, each once."""
    missing = {
        f"{item['definition']} {item['version']}"
        for item in items
        if not item["installed"]
    }
    for name in sorted(missing):
        note(say("type_missing", language, name=name))


def _row(item: dict[str, Any], language: Language) -> dict[str, str]:
    state = say(f"state_{item['state']}", language)
    return {
        "case": item["case"].removeprefix("case/"),
        "title": item["title"],
        "state": state,
        "under_way": ", ".join(item["under_way"]),
        "waits_for": ", ".join(item["waits_for"]),
        "outcome": item["outcome_text"] or "",
        "municipality": item["municipality"] or "",
        "owed": str(item["owed"] or ""),
        "warnings": ", ".join(item["warnings"]),
    }
