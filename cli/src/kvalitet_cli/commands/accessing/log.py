"""`kvalitet access log`: who was shown what of persons, and for what purpose."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from kvalitet_cli.access import ACCESS, kept_for, note, place_of, stored_at
from kvalitet_cli.access_text import say
from kvalitet_cli.hits import Period, listed
from kvalitet_cli.instants import local
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, labelled, scalar
from kvalitet_cli.options import Form, Where, acting, in_form, showing_persons
from kvalitet_cli.options import stored_in_if_named as stored_in
from kvalitet_cli.streams import checked_stream
from kvalitet_cli.telling import note as tell_beside
from kvalitet_cli.telling import tell
from kvalitet_core.actor import Actor
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.plain import MASKED
from kvalitet_core.privacy.access import AccessStore
from kvalitet_core.privacy.look import Look

__all__ = ["command"]

_LABELS: Final = ("who", "purpose", "persons", "streams", "asked")


@click.command(name="log")
@click.option("--stream", metavar="STREAM", help="Only looks at this stream.")
@click.option("--person", metavar="ID", help="Only looks at this person.")
@click.option("--by", "looker", metavar="ID", help="Only looks by this actor or user.")
@listed
@kept_for
@stored_at
@in_language
@in_form
@showing_persons
@acting
@stored_in
def command(
    *,
    where: Where | None,
    store: str | None,
    stream: str | None,
    person: str | None,
    looker: str | None,
    period: Period,
    days: int,
    purpose: str | None,
    by: str | None,
    language: Language,
    form: Form,
) -> None:
    r"""List who was shown persons: when, by which command, whom, and for what purpose.

    A look is each time that --persons PURPOSE opened what is sealed: in a listing, a
    state, a view, an attached file, an export. What is masked is no look. Who looked,
    and what they typed, is masked too; --persons PURPOSE shows it, and is itself a
    look. So does --by name staff, and goes with it.

    --limit counts looks. That looks were removed, or are older than they are to be
    kept, is said on standard error.

    \b
    Example:
      kvalitet access log --journal programme.db
      kvalitet access log --person person-7 --from 2021-01-01 --format jsonl
      kvalitet access log --by a-17 --persons "yearly sample" --journal programme.db
    """
    if looker is not None and purpose is None:
        message = "--by names staff: say why with --persons PURPOSE"
        raise click.UsageError(message, ctx=click.get_current_context())
    if stream is not None:
        checked_stream(stream)
    place = place_of(store, where)
    kept = AccessStore(Path(place))
    found = kept.looks(
        since=period.since, until=period.until, by=looker, stream=stream, person=person
    )
    items = [
        _item(look, shown=purpose is not None)
        for look in islice(found, period.limit or None)
    ]
    more = next(found, None) is not None
    _tell_missing(kept, days, language)
    if purpose is not None:
        note(os.environ.get(ACCESS) or place, by=by, purpose=purpose)
    key = "some" if more else "all" if items else "none"
    tell_beside(say(key, language, count=len(items)))
    laid_out = (line for item in items for line in (*_lines(item, language), Line()))
    tell("looks", items, laid_out, form=form)


def _tell_missing(kept: AccessStore, days: int, language: Language) -> None:
    """Say what is not there any more, and what ought not to be."""
    pruned = kept.pruned()
    if pruned:
        before = max(each.before for each in pruned)
        told = {
            "before": local(written(before)),
            "count": sum(each.removed for each in pruned),
            "at": local(written(pruned[-1].at)),
        }
        tell_beside(say("removed", language, **told))
    oldest = host_clock() - timedelta(days=days)
    overdue = sum(look.at < oldest for look in kept.looks(until=oldest))
    if overdue:
        tell_beside(say("overdue", language, days=days, count=overdue))


def _item(look: Look, *, shown: bool) -> dict[str, Any]:
    actor = look.by if isinstance(look.by, Actor) else None
    return {
        "at": written(look.at),
        "how": look.how,
        "purpose": look.purpose,
        "who": {"personal": "open", "value": look.who} if shown else MASKED,
        "role": actor.role if actor else None,
        "organisation": actor.organisation if actor else None,
        "persons": list(look.persons),
        "streams": list(look.streams),
        "asked": {"personal": "open", "value": look.asked} if shown else MASKED,
        "journal": look.journal or None,
    }


def _lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    labels = {name: say(name, language) for name in _LABELS}
    column = max(map(len, labels.values()))
    how = item["how"] or say("unknown_how", language)
    yield Line(0, ((local(item["at"]), "bold"), (f"  {how}", "cyan")))
    told = {
        **item,
        "who": _who(item, language),
        "asked": _shown(item["asked"]),
        "persons": ", ".join(item["persons"]),
        "streams": ", ".join(item["streams"]),
    }
    for name, label in labels.items():
        if told[name]:
            yield from labelled(label, told[name], indent=4, column=column)


def _who(item: dict[str, Any], language: Language) -> str:
    told = _shown(item["who"])
    if item["role"] is None:
        return told
    role, organisation = item["role"], item["organisation"]
    return say("acting", language, id=told, role=role, organisation=organisation)


def _shown(value: dict[str, str]) -> str:
    return value["value"] if "value" in value else scalar(value)
