"""`kvalitet evidence status`: sealed, signed, and held by others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from kvalitet_cli.evidence import account, events, signing_with
from kvalitet_cli.evidence_text import say
from kvalitet_cli.exits import OLD_ANCHOR
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_one_value, stored_in
from kvalitet_cli.report import put_json
from kvalitet_core.evidence.standing import Standing
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
@in_one_value
@in_language
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    max_age: float | None,
    form: Form,
    language: Language,
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
        for line in _lines(found, language):
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
        "appending": _appending(standing),
    }


def _appending(standing: Standing) -> dict[str, Any] | None:
    """How it stands with append signatures: since when, the newest, and whose."""
    it = standing.appending
    if it is None:
        return None
    newest = {"position": it.newest, "recorded_at": it.newest_at, "key": it.newest_by}
    return {
        "since": it.since,
        "newest": newest if it.newest is not None else None,
        "unsigned": it.unsigned,
        "keys": [
            {"key": key, "since": since, "here": key == it.here}
            for key, since in it.keys.items()
        ],
    }


def _lines(found: dict[str, Any], language: Language) -> Iterator[str]:
    signed, anchor = found["signed"], found["anchor"]
    facts = {"sealed": found["sealed"], "unsealed": found["unsealed"]}
    yield say("rows", language, events=events(found["rows"], language), **facts)
    if signed:
        so_many = events(signed["size"], language)
        yield say("signed", language, events=so_many, at=signed["signed_at"])
    else:
        yield say("never_signed", language)
    if anchor:
        facts = {
            "events": events(anchor["size"], language),
            "kind": say(anchor["kind"], language),
            "since": _days(anchor["age_days"], language),
        }
        yield say("held", language, **facts)
    else:
        yield say("held_not", language)
    yield from _append_lines(found["appending"], language)


def _append_lines(found: dict[str, Any] | None, language: Language) -> Iterator[str]:
    if found is None:
        yield say("appends_not", language)
        return
    facts = {"since": found["since"], "tail": events(found["unsigned"], language)}
    newest = found["newest"]
    if newest is None:
        yield say("appends_none", language, **facts)
    else:
        facts |= {"position": newest["position"], "at": newest["recorded_at"] or "?"}
        key = newest["key"]
        yield say("appends", language, named=key, **facts)
    for each in found["keys"]:
        where = say("append_here" if each["here"] else "append_elsewhere", language)
        called = each["key"].split("+")[1]
        yield say("append_key", language, id=called, since=each["since"], where=where)


def _days(age: float, language: Language) -> str:
    whole = round(age)
    key = "today" if not whole else "day" if whole == 1 else "days"
    return say(key, language, count=whole)
