"""Listings of what was found in a journal: who asked for it, and where it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.instants import local
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import LARGEST, Form
from kvalitet_cli.periods import between, refuse_backwards
from kvalitet_cli.progressing import progressing
from kvalitet_cli.telling import note, tell
from kvalitet_core.journal.instants import written

if TYPE_CHECKING:
    from kvalitet_core.audit import Hit

__all__ = ["Period", "list_hits", "listed"]

_Function: TypeAlias = Callable[..., Any]
_COLUMN = 8
_STYLES = {"accepted": "green", "refused": "red", "nothing": "yellow"}


@attrs.frozen(kw_only=True)
class Period:
    """From when to when, and how many at most; None and 0 let all pass."""

    since: datetime | None
    until: datetime | None
    limit: int

    @property
    def is_all_time(self) -> bool:
        """Whether it lets all pass."""
        return self.since is None and self.until is None

    def takes(self, hit: Hit) -> bool:
        """Tell whether a hit was recorded in between."""
        at = hit.act.recorded_at
        return (self.since is None or at >= self.since) and (
            self.until is None or at <= self.until
        )


def listed(function: _Function) -> _Function:
    """Add --from, --to and --limit, given as `period`."""

    @between("what was recorded")
    @click.option(
        "--limit",
        type=click.IntRange(0, LARGEST),
        default=100,
        show_default=True,
        help="How many commands at most, the oldest first; 0 is all.",
    )
    def packed(
        *, since: datetime | None, until: datetime | None, limit: int, **others: Any
    ) -> Any:
        refuse_backwards(since, until)
        return function(period=Period(since=since, until=until, limit=limit), **others)

    return _named_like(packed, function)


def _named_like(packed: _Function, function: _Function) -> _Function:
    """Keep what click has collected for the function, and what its help says."""
    own = getattr(function, "__click_params__", [])
    added = getattr(packed, "__click_params__", [])
    packed.__click_params__ = [*own, *added]  # type: ignore[attr-defined]  # click's
    packed.__doc__, packed.__name__ = function.__doc__, function.__name__
    return packed


def list_hits(
    found: Iterable[Hit],
    period: Period,
    *,
    form: Form,
    journal: dict[str, Any],
    name: str,
    language: Language,
) -> int:
    """Put hits out, and say how many there are; gives how many are shown."""
    matching = filter(period.takes, found)
    with progressing(say("searching", language), total=None):
        items = [_item(hit) for hit in islice(matching, period.limit or None)]
        more = next(matching, None) is not None
    key = "some_shown" if more else "all_shown" if items else "none_found"
    note(say(key, language, name=say(name, language), count=len(items)))
    since = name == "corrections"
    laid_out = (
        line
        for item in items
        for line in (*_lines(item, language, since=since), Line())
    )
    tell(name, items, laid_out, form=form, journal=journal)
    return len(items)


def _item(hit: Hit) -> dict[str, Any]:
    act = hit.act
    return {
        "position": act.position,
        "recorded_at": written(act.recorded_at),
        "command_id": act.command_id,
        "command": act.name,
        "outcome": act.outcome,
        "actor": act.entry.fields["actor"],
        "targets": act.entry.fields["targets"],
        "found": [attrs.asdict(place) for place in hit.places],
    }


def _lines(item: dict[str, Any], language: Language, *, since: bool) -> Iterator[Line]:
    """A hit; where it is about days, what stands at a place is since when it holds."""
    outcome, actor = item["outcome"], item["actor"]
    yield Line(
        0,
        (
            (item["command"], "bold"),
            (f"  {say(outcome, language)}", _STYLES[outcome]),
            (f"  {item['command_id']}", "dim"),
        ),
    )
    at, position = local(item["recorded_at"]), item["position"]
    told = [
        ("when", say("at", language, at=at, position=position)),
        ("who", say("asked_by", language, **actor)),
        ("on", ", ".join(item["targets"])),
    ]
    told += [
        ("found", _told(place, item["targets"], language, since=since))
        for place in item["found"]
    ]
    for key, text in told:
        label = say(key, language)
        yield from labelled(label, text, indent=4, column=_COLUMN)


def _told(
    place: dict[str, Any], targets: list[str], language: Language, *, since: bool
) -> str:
    text = str(place["name"])
    if place["stream"] not in targets and not place["stream"].startswith("command/"):
        text = say("in_stream", language, name=text, stream=place["stream"])
    if since and place["path"]:
        day = say("since", language, path=place["path"], day=place["value"])
        return f"{text}, {day}"
    if place["path"]:
        text += f", {place['path']}"
    if place["value"] not in (None, place["name"]):
        text += f": {place['value']}"
    return text
