"""`kvalitet evidence status`: sealed, signed, and held by others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kvalitet_cli.evidence import (
    FILE,
    account,
    events,
    read_policy_file,
    signing_with,
)
from kvalitet_cli.evidence_said_text import told
from kvalitet_cli.evidence_text import say
from kvalitet_cli.exits import FOUND, OLD_ANCHOR
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_one_value, stored_in
from kvalitet_cli.report import put_json
from kvalitet_cli.telling import note
from kvalitet_core.evidence.standing import Standing
from kvalitet_core.journal.clock import host_clock

__all__ = ["command"]

_DAY = 86_400


@click.command(name="status")
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="Leave with 4 where the newest outside anchor is older, or there is none, or "
    "where what nobody outside holds is older.",
)
@click.option(
    "--policy",
    type=FILE,
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the signer's own by default.",
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
    policy: Path | None,
    form: Form,
    language: Language,
) -> int:
    r"""Tell how far the journal is sealed and signed, and what others hold of it.

    What counts is what is out of reach of whoever runs the journal: an anchor that is
    signed as it should be, and from which the journal has grown. One that is not, one
    that an event names and that is gone, or a first event that was changed, is named,
    and the exit code is 1.

    \b
    Example:
      kvalitet evidence status --journal programme.db --max-age 31
    """
    with account(where, signing_key) as evidence:
        standing = evidence.standing(policy=read_policy_file(policy))
    found = _told(standing, host_clock())
    if form == "text":
        for line in _lines(found, language):
            click.echo(line)
    else:
        put_json(found, form=form)
    for each in standing.problems:
        place, text = told(each.place, language), told(each.text, language)
        note(say("found", language, place=place, text=text))
    if standing.problems:
        return FOUND
    return OLD_ANCHOR if max_age is not None and _is_older(found, max_age) else 0


def _is_older(found: dict[str, Any], days: float) -> bool:
    """Whether the newest anchor is older, or by nobody known, or what came after it."""
    anchor, exposed = found["anchor"], found["exposed"]
    if anchor is None or not anchor["known"] or anchor["age_days"] > days:
        return True
    return exposed is not None and (exposed["age_days"] or 0) > days


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
            "age_days": _age(standing.anchored_at, now),
            "signed": standing.anchored_by,
            "known": not standing.anchored_unknown,
            "position": standing.anchored_in,
        },
        "exposed": _exposed(standing, now),
        "found": [{"place": e.place, "text": e.text} for e in standing.problems],
        "appending": _appending(standing),
    }


def _age(at: datetime | None, now: datetime) -> float | None:
    """How many days ago that was."""
    return None if at is None else (now - at).total_seconds() / _DAY


def _exposed(standing: Standing, now: datetime) -> dict[str, Any] | None:
    """What nobody outside holds: how many events, and how old the first of them is."""
    if not standing.exposed or standing.anchor is None:
        return None
    return {
        "events": standing.exposed,
        "age_days": _age(standing.exposed_at, now),
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
        if not anchor["known"]:
            yield say("held_unknown", language)
        elif not anchor["signed"]:
            yield say("held_unsigned", language)
        if anchor["position"] is None:
            yield say("held_unnamed", language)
        yield from _exposed_line(found["exposed"], language)
    else:
        yield say("held_not", language)
    yield from _append_lines(found["appending"], language)


def _exposed_line(found: dict[str, Any] | None, language: Language) -> Iterator[str]:
    if found is not None:
        so_many, age = events(found["events"], language), found["age_days"]
        if age is None:
            yield say("exposed_unknown", language, events=so_many)
        else:
            told_age = _days(age, language, of="age_")
            yield say("exposed", language, events=so_many, age=told_age)


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


def _days(age: float, language: Language, *, of: str = "") -> str:
    whole = round(age)
    key = "today" if not whole else "day" if whole == 1 else "days"
    return say(f"{of}{key}", language, count=whole)
