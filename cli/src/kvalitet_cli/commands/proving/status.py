"""`kvalitet evidence status`: sealed, signed, and held by others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from kvalitet_cli.evidence import account, signing_with
from kvalitet_cli.exits import OLD_ANCHOR
from kvalitet_cli.options import FORMATS, Form, Where, stored_in
from kvalitet_cli.report import put_json
from kvalitet_core.evidence.account import Standing
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import instant

__all__ = ["command"]

_DAY = 86_400


@click.command(name="status")
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="Leave with 4 where the newest outside anchor is older, or there is none.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; one JSON value, laid out or in a line, for programs.",
)
@signing_with
@stored_in
def command(
    *, where: Where, signing_key: str | None, max_age: float | None, form: Form
) -> int:
    r"""Tell how far the journal is sealed and signed, and what others hold of it.

    What counts is what is out of reach of whoever runs the journal: an anchor.

    \b
    Example:
      kvalitet evidence status --journal programme.db --max-age 31
    """
    with account(where, signing_key) as evidence:
        standing = evidence.standing()
    found = _told(standing, host_clock())
    if form == "text":
        for line in _lines(found):
            click.echo(line)
    else:
        put_json(found, form=form)
    if max_age is None:
        return 0
    age = found["anchor"] and found["anchor"]["age_days"]
    return OLD_ANCHOR if age is None or age > max_age else 0


def _told(standing: Standing, now: datetime) -> dict[str, Any]:
    signed, anchor = standing.signed, standing.anchor
    return {
        "rows": standing.rows,
        "sealed": standing.sealed,
        "unsealed": standing.rows - standing.sealed,
        "signed": signed and {"size": signed.size, "signed_at": signed.signed_at},
        "anchor": anchor
        and {
            "kind": anchor.kind,
            "size": anchor.size,
            "added_at": anchor.added_at,
            "age_days": (now - instant(anchor.added_at)).total_seconds() / _DAY,
        },
    }


def _lines(found: dict[str, Any]) -> list[str]:
    signed, anchor = found["signed"], found["anchor"]
    return [
        f"{found['rows']} events: {found['sealed']} sealed, {found['unsealed']} not",
        f"signed: {signed['size']} events, {signed['signed_at']}"
        if signed
        else "signed: never",
        f"held by others: {anchor['size']} events, by {anchor['kind']}, "
        f"since {_days(anchor['age_days'])}"
        if anchor
        else "held by others: nothing that is known here",
    ]


def _days(age: float) -> str:
    whole = round(age)
    return "today" if not whole else "1 day" if whole == 1 else f"{whole} days"
