"""Writing an export: the file, and beside it where it comes from and what is in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs
import msgspec

from kvalitet_cli.asking_text import say
from kvalitet_cli.language import Language
from kvalitet_cli.reading import Reading
from kvalitet_cli.telling import note
from kvalitet_core.audit import (
    COLUMNS,
    Act,
    Dialect,
    Entry,
    Totals,
    What,
    acts,
    counted,
    csv_lines,
    digest_of,
    rows,
    whole,
    write_flat,
)
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written

__all__ = ["Asked", "Sort", "exported", "provenance_of"]

Sort: TypeAlias = Literal["jsonl", "csv", "sqlite"]

_TOLD_EVERY: Final = 100_000


@attrs.frozen(kw_only=True)
class Asked:
    """What is exported, and how.

    Attributes:
        what: Events or commands.
        sort: The sort of file.
        dialect: Which CSV.
        stream: Only what is on this stream.
        type: Only events or commands with this stored name; its number may be left out.
        actor: Only what this person asked for.
        since: Only what was recorded at this instant, or later.
        until: Only what was recorded at this instant, or earlier.
    """

    what: What
    sort: Sort
    dialect: Dialect
    stream: str | None
    type: str | None
    actor: str | None
    since: datetime | None
    until: datetime | None

    def takes(self, act: Act) -> bool:
        """Tell whether a command is wanted, or may have events that are."""
        return (
            (self.actor is None or act.actor == self.actor)
            and (self.since is None or act.recorded_at >= self.since)
            and (self.until is None or act.recorded_at <= self.until)
            and (self.what == "events" or self._has(act.name, act.streams))
        )

    def wants(self, event: Entry) -> bool:
        """Tell whether an event is wanted."""
        return self._has(event.name, (event.stream,))

    def _has(self, name: str, streams: tuple[str, ...]) -> bool:
        return self.type in (None, name, name.partition("/")[0]) and (
            self.stream is None or self.stream in streams
        )

    @property
    def filters(self) -> dict[str, str | None]:
        """What was asked for, as plain values."""
        return {
            "stream": self.stream,
            "type": self.type,
            "actor": self.actor,
            "from": written(self.since) if self.since else None,
            "to": written(self.until) if self.until else None,
        }


def provenance_of(output: Path) -> Path:
    """The file beside an export that tells where it comes from."""
    return output.with_name(f"{output.name}.provenance.json")


def exported(
    journal: Reading,
    asked: Asked,
    output: Path,
    about: dict[str, Any],
    language: Language,
) -> dict[str, Any]:
    """Write an export with its provenance; gives what the provenance says.

    Args:
        journal: The journal, and whether persons are opened.

        asked: What is exported.

        output: The file, which is not there yet.

        about: Who exports, by which command, and for what purpose.

        language: The language in which it is said how far it has come.

    Raises:
        Malformed: Something is there already.
    """
    source, totals = journal.journal, Totals()
    head = source.head()
    opening = journal.plain.opening
    found = filter(asked.takes, acts(source, upto=head))
    given = rows(
        source,
        found,
        what=asked.what,
        wanted=asked.wants,
        opening=opening,
        as_kept=True,
    )
    before = {
        **about,
        "exported_at": written(host_clock()),
        "what": asked.what,
        "format": asked.sort if asked.sort != "csv" else f"csv {asked.dialect}",
        "filters": asked.filters,
        "journal": source.id,
        "place": source.place,
        "simulated": source.simulated,
        "head": head,
        "versions": _versions(journal),
    }

    def told() -> dict[str, Any]:
        return {**before, "totals": attrs.asdict(totals)}

    with whole(output, provenance_of(output)) as (file, beside):
        _write(file, _watched(counted(given, totals), language), asked, journal, told)
        result = {**told(), "file": output.name, "sha256": digest_of(file)}
        text = json.dumps(result, ensure_ascii=False, indent=2, sort_keys=True)
        beside.write_text(f"{text}\n", encoding="utf-8")
        journal.note_access()
    return result


def _write(
    file: Path,
    given: Iterable[dict[str, Any]],
    asked: Asked,
    journal: Reading,
    told: Callable[[], dict[str, Any]],
) -> None:
    columns = COLUMNS[asked.what]
    if asked.sort == "sqlite":
        write_flat(file, given, columns, table=asked.what, about=told)
    elif asked.sort == "jsonl":
        with file.open("xb") as out:
            encode = msgspec.json.Encoder().encode
            for row in given:
                out.write(encode(row))
                out.write(b"\n")
    else:
        named = (*columns[:-1], *_fields_of(journal, asked.type))
        with file.open("x", encoding="utf-8", newline="") as text:
            text.writelines(csv_lines(given, named, dialect=asked.dialect))


def _fields_of(journal: Reading, name: str | None) -> tuple[str, ...]:
    """The columns of one sort of event, each field its own; else all in one."""
    classes = journal.journal.registry.classes
    of_name = [each for each in classes if name in (each, each.partition("/")[0])]
    if len(of_name) != 1:
        return ("fields",)
    fields = attrs.fields(classes[of_name[0]].cls)
    return tuple(f"fields.{field.name}" for field in fields)


def _watched(
    given: Iterable[dict[str, Any]], language: Language
) -> Iterator[dict[str, Any]]:
    """Say now and then how far it has come."""
    for number, row in enumerate(given, start=1):
        if not number % _TOLD_EVERY:
            note(say("so_far", language, count=number, position=row["position"]))
        yield row


def _versions(journal: Reading) -> dict[str, str]:
    plugins = journal.journal.registry.plugins
    return {
        "kvalitet-core": version("kvalitet-core"),
        "kvalitet-cli": version("kvalitet-cli"),
        **{f"plugin {plugin.name}": plugin.version for plugin in plugins},
    }
