"""`kvalitet definition list`: the case types that are installed."""

from __future__ import annotations

from typing import Any

import click

from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.options import Form, in_form, tell_unusable
from kvalitet_cli.telling import note, put_columns, tell
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.discovery import assembled, problems_of

__all__ = ["command"]

_COLUMNS = ("code", "version", "valid", "digest", "stages", "items", "title")


@click.command(name="list")
@in_language
@in_form
def command(*, language: Language, form: Form) -> None:
    r"""List the case types that are installed, by code and by when they are in force.

    The digest covers all that decides; a running case is bound to it.

    \b
    Example:
      kvalitet definition list
      kvalitet definition list --lang da --format json
    """
    found, registry = assembled()
    tell_unusable(problems_of(found))
    items = [_item(each, told_in(form, language)) for each in CaseTypes(registry)]
    note(say("definitions", language, count=len(items)))
    if form == "text":
        rows = [_row(item, language) for item in items]
        put_columns(rows, _COLUMNS, language)
    else:
        tell("definitions", items, (), form=form)


def _item(definition: Definition, language: Language) -> dict[str, Any]:
    last = definition.valid_to
    return {
        "code": definition.code,
        "version": definition.version,
        "valid_from": definition.valid_from.isoformat(),
        "valid_to": last.isoformat() if last else None,
        "digest": definition.digest,
        "stages": len(definition.stages),
        "items": len(definition.items),
        "title": definition.name_of("", language),
        "languages": list(definition.languages),
        "handles": definition.handles,
    }


def _row(item: dict[str, Any], language: Language) -> dict[str, str]:
    first, last = item["valid_from"], item["valid_to"]
    key = "from_until" if last else "from_on"
    return {
        "code": item["code"],
        "version": item["version"],
        "valid": say(key, language, first=first, last=last),
        "digest": item["digest"][:12],
        "stages": str(item["stages"]),
        "items": str(item["items"]),
        "title": item["title"],
    }
