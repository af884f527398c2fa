"""What is exported: a row for each event or command, as it stands in the journal.

Rows come one at a time, so a journal of any length takes the same memory. What is
sealed about persons is left out unless somebody gives what opens it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs
from msgspec import Raw
from msgspec.json import decode

from kvalitet_core.audit.acts import Act, Entry
from kvalitet_core.journal.journal import Journal
from kvalitet_core.personal import Personal

__all__ = [
    "COLUMNS",
    "Opening",
    "Totals",
    "What",
    "asking",
    "counted",
    "event_row",
    "oere_in",
    "placed",
    "plain",
    "rows",
]

What: TypeAlias = Literal["events", "commands"]
Opening: TypeAlias = Callable[[Personal[Any], str], Any]
"""Gives what stands for what is about a person, in a stream, as a plain value."""

_WHO: Final = ("actor", "role", "organisation", "authority")
COLUMNS: Final[dict[What, tuple[str, ...]]] = {
    "events": (
        *("position", "recorded_at", "stream", "kind", "key", "version", "name"),
        *("event_id", "command_id", "correlation_id", "command"),
        *(*_WHO, "fields"),
    ),
    "commands": (
        *("position", "recorded_at", "command_id", "correlation_id", "command"),
        *("outcome", *_WHO, "channel", "cause", "reaction", "targets", "reasons"),
        "fields",
    ),
}
"""The columns of each, in order."""

MASKED: Final = {"personal": "masked"}
_PERSONAL: Final = b'"personal":'
_OERE: Final = b'"oere":'


@attrs.define
class Totals:
    """What there is of what was exported, to be counted again by whoever gets it.

    Attributes:
        rows: How many rows.
        first: The first position; None where there is no row.
        last: The last position.
        names: How many rows of each stored name.
        oere: The sum of all amounts, in øre.
    """

    rows: int = 0
    first: int | None = None
    last: int | None = None
    names: Counter[str] = attrs.field(factory=Counter)
    oere: int = 0


def rows(
    journal: Journal,
    found: Iterable[Act],
    *,
    what: What = "events",
    wanted: Callable[[Entry], bool] = lambda _: True,
    opening: Opening | None = None,
    as_kept: bool = False,
) -> Iterator[dict[str, Any]]:
    """Give a row for each event, or for each command, that is wanted.

    Args:
        journal: The journal.

        found: The commands.

        what: Whether a row is an event or a command, refused ones too.

        wanted: Which events to give.

        opening: Opens what is about persons; None leaves it out.

        as_kept: Whether an event's fields are given as the JSON that stands in the
            journal, where nothing in them is left out or opened.
    """
    for act in found:
        if what == "commands":
            yield _command(act, _fields(journal, act.entry, opening, act.name))
            continue
        for event in act.events:
            if wanted(event):
                yield event_row(journal, act, event, opening, as_kept=as_kept)


def counted(
    given: Iterable[dict[str, Any]], totals: Totals
) -> Iterator[dict[str, Any]]:
    """Give rows on, and count them into the control totals."""
    for row in given:
        totals.rows += 1
        totals.last = row["position"]
        if totals.first is None:
            totals.first = totals.last
        totals.names[row.get("name", row["command"])] += 1
        totals.oere += oere_in(row["fields"])
        yield row


def event_row(
    journal: Journal,
    act: Act,
    event: Entry,
    opening: Opening | None,
    *,
    as_kept: bool = True,
) -> dict[str, Any]:
    """The row of one event; see `rows`."""
    metadata = event.metadata
    is_plain = as_kept and _PERSONAL not in event.state
    return {
        "position": event.position,
        "recorded_at": metadata.recorded_at,
        **placed(event.stream),
        "version": event.version,
        "name": event.name,
        "event_id": metadata.event,
        "command_id": metadata.command,
        "correlation_id": metadata.correlation,
        **asking(act),
        "fields": Raw(event.sections.d)
        if is_plain
        else _fields(journal, event, opening),
    }


def placed(stream: str) -> dict[str, Any]:
    """Which thing an event is about."""
    kind, _, key = stream.partition("/")
    return {"stream": stream, "kind": kind, "key": key}


def asking(act: Act) -> dict[str, Any]:
    """What was asked, and by whom."""
    actor = act.acting
    return {
        "command": act.name,
        "actor": actor["id"],
        "role": actor["role"],
        "organisation": actor["organisation"],
        "authority": actor["authority"],
    }


def oere_in(value: Any) -> int:
    """The sum of all amounts in a value, or in the bytes of its JSON."""
    match value:
        case Raw():
            return oere_in(bytes(value))
        case bytes():
            return oere_in(decode(value)) if _OERE in value else 0
        case {"oere": int(amount), **rest}:
            return amount + oere_in(rest)
        case dict():
            return sum(map(oere_in, value.values()))
        case list():
            return sum(map(oere_in, value))
        case _:
            return 0


def plain(fields: Any) -> Any:
    """The fields of a row, whether they stand in it as they are kept or not."""
    return decode(fields) if isinstance(fields, Raw) else fields


def _command(act: Act, fields: dict[str, Any]) -> dict[str, Any]:
    metadata, record = act.entry.metadata, act.entry.fields
    return {
        "position": act.position,
        "recorded_at": metadata.recorded_at,
        "command_id": act.command_id,
        "correlation_id": metadata.correlation,
        "command": act.name,
        "outcome": act.outcome,
        **{name: value for name, value in asking(act).items() if name != "command"},
        **{name: record[name] for name in ("channel", "cause", "reaction", "targets")},
        "reasons": record["reasons"],
        "fields": fields,
    }


def _fields(
    journal: Journal, entry: Entry, opening: Opening | None, command: str | None = None
) -> dict[str, Any]:
    """What a row says, with what is personal left out or opened."""
    said: dict[str, Any] = entry.fields if command is None else entry.fields["data"]
    if _PERSONAL not in entry.state:
        return said
    if opening is None or command is not None:
        shut: dict[str, Any] = _told(said, None, lambda _: MASKED)
        return shut
    row = entry.position, entry.stream, entry.version, entry.name, entry.state
    event = journal.registry.read(row, journal.folder.opener)
    told: dict[str, Any] = _told(said, event, lambda each: opening(each, entry.stream))
    return told


def _told(said: Any, event: Any, shown: Callable[[Personal[Any]], Any]) -> Any:
    """Plain values, with each sealed one as it is shown; beside them the event."""
    match said:
        case {"personal": int()} if len(said) == 1:
            return shown(event) if isinstance(event, Personal) else MASKED
        case dict():
            return {
                key: _told(item, _at(event, key), shown) for key, item in said.items()
            }
        case list():
            return [
                _told(item, _at(event, number), shown)
                for number, item in enumerate(said)
            ]
        case _:
            return said


def _at(event: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return event[step] if isinstance(event, tuple | list) else None
    if isinstance(event, Mapping):
        return event.get(step)
    return getattr(event, step, None)
