"""`kvalitet plugins`: which plugins there are, and what state each is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import click

from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.layout import Line, fields, labelled
from kvalitet_cli.options import Form, Where, in_form, stored_in_if_named
from kvalitet_cli.report import Result, report
from kvalitet_core.discovery import Found, installed, missing
from kvalitet_core.journal.journal import Journal

__all__ = ["command"]

_STYLES: Final = {"ok": "green", "disabled": "dim", "broken": "red", "missing": "red"}
_COLUMN: Final = len("distribution")


@click.command(name="plugins")
@in_form
@stored_in_if_named
def command(*, where: Where | None, form: Form) -> int:
    r"""List the installed plugins by name, and what state each is in.

    \b
    ok        it is used
    disabled  KVALITET_PLUGINS does not name it; none of its code was run
    broken    no journal opens for writing until it is mended or no longer allowed
    missing   KVALITET_PLUGINS names it, or the journal knows it; it is not installed

    Leaves with 0 where all are ok or disabled, 1 where one is broken, and 3 where one
    is missing.

    \b
    Example:
      kvalitet plugins
      kvalitet plugins --journal programme.db --format json
    """
    found, about = installed(), None
    if where is not None:
        with Journal.open(
            where.journal,
            plugins=(),
            keys=where.keys,
            create=False,
            read_only=True,
            busy_seconds=where.busy_seconds,
        ) as journal:
            found = (*found, *missing(found, journal))
            place, simulated = journal.place, journal.simulated
            about = {"id": journal.id, "place": place, "simulated": simulated}
    items = [_item(each) for each in sorted(found, key=lambda each: each.name)]
    states: Counter[str] = Counter(each.state for each in found)
    _say(states)
    report(Result(name="plugins", journal=about, items=items, text=_lines), form=form)
    return COULD_NOT_LOOK if states["missing"] else FOUND if states["broken"] else 0


def _say(states: Counter[str]) -> None:
    told = ", ".join(f"{states[state]} {state}" for state in _STYLES if states[state])
    click.echo(f"kvalitet: plugins: {told or 'none are installed'}", err=True)


def _item(found: Found) -> dict[str, Any]:
    manifest = found.manifest
    return {
        "name": found.name,
        "version": found.version,
        "state": found.state,
        "title": dict(manifest.title) if manifest else None,
        "distribution": found.distribution,
        "api": manifest.api if manifest else None,
        "kinds": list(manifest.kinds) if manifest else None,
        "problems": list(found.problems),
        "deployment": found.deployment,
    }


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    titled, state = f"{item['name']} {item['version'] or ''}".strip(), item["state"]
    yield Line(0, ((f"{titled}  ", "bold"), (state, _STYLES[state])))
    shown = ("title", "distribution", "api", "kinds", "deployment")
    yield from fields({each: item[each] for each in shown}, indent=4)
    for problem in item["problems"]:
        yield from labelled("problem", problem, indent=4, column=_COLUMN)
