"""Writing an export: the file, and beside it where it comes from and what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, TypeVar

import attrs

from kvalitet_cli.asking_text import say
from kvalitet_cli.language import Language
from kvalitet_cli.reading import Reading
from kvalitet_cli.telling import note
from kvalitet_core.audit import (
    COLUMNS,
    Act,
    CsvLines,
    Dialect,
    Entry,
    JsonLines,
    Lines,
    Totals,
    What,
    acts,
    counted,
    digest_of,
    event_pages,
    row_pages,
    rows,
    whole,
    write_flat,
)
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written

__all__ = ["Asked", "Sort", "exported", "provenance_of"]

T = TypeVar("T")

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

    def among(self, found: Iterator[Act]) -> Iterator[Act]:
        """The commands that are wanted, or may have events that are."""
        return filter(self._takes, found) if any(self.filters.values()) else found

    def _takes(self, act: Act) -> bool:
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
    found = asked.among(acts(source, upto=head))
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
        if asked.sort == "sqlite":
            given = _watched(_rows(journal, found, asked, totals), totals, language)
            columns = COLUMNS[asked.what]
            write_flat(file, given, columns, table=asked.what, about=told)
            digest = digest_of(file)
        else:
            pages = _pages(journal, found, asked, totals)
            digest = _written(file, _watched(pages, totals, language))
        result = {**told(), "file": output.name, "sha256": digest}
        text = json.dumps(result, ensure_ascii=False, indent=2, sort_keys=True)
        beside.write_text(f"{text}\n", encoding="utf-8")
        journal.note_access()
    return result


def _rows(
    journal: Reading, found: Iterable[Act], asked: Asked, totals: Totals
) -> Iterator[dict[str, Any]]:
    """What is exported, a row at a time."""
    given = rows(
        journal.journal,
        found,
        what=asked.what,
        wanted=asked.wants,
        opening=journal.plain.opening,
        as_kept=True,
    )
    return counted(given, totals)


def _pages(
    journal: Reading, found: Iterable[Act], asked: Asked, totals: Totals
) -> Iterator[bytes]:
    """What is exported, as lines."""
    lines: Lines = JsonLines()
    if asked.sort == "csv":
        columns = COLUMNS[asked.what]
        named = (*columns[:-1], *_fields_of(journal, asked.type))
        lines = CsvLines(named, dialect=asked.dialect)
    yield lines.heading
    if asked.what == "commands":
        yield from row_pages(_rows(journal, found, asked, totals), lines)
        return
    yield from event_pages(
        journal.journal,
        found,
        lines,
        totals,
        wanted=asked.wants if asked.type or asked.stream else None,
        opening=journal.plain.opening,
    )


def _written(file: Path, pages: Iterable[bytes]) -> str:
    """Write pages, and give the digest of what is written."""
    digest = sha256()
    with file.open("xb") as out:
        for page in pages:
            out.write(page)
            digest.update(page)
    return digest.hexdigest()


def _fields_of(journal: Reading, name: str | None) -> tuple[str, ...]:
    """The columns of one sort of event, each field its own; else all in one."""
    classes = journal.journal.registry.classes
    of_name = [each for each in classes if name in (each, each.partition("/")[0])]
    if len(of_name) != 1:
        return ("fields",)
    fields = attrs.fields(classes[of_name[0]].cls)
    return tuple(f"fields.{field.name}" for field in fields)


def _watched(given: Iterable[T], totals: Totals, language: Language) -> Iterator[T]:
    """Say now and then how far it has come."""
    told = 0
    for each in given:
        yield each
        if totals.rows >= told + _TOLD_EVERY:
            told = totals.rows - totals.rows % _TOLD_EVERY
            note(say("so_far", language, count=told, position=totals.last))


def _versions(journal: Reading) -> dict[str, str]:
    plugins = journal.journal.registry.plugins
    return {
        "kvalitet-core": version("kvalitet-core"),
        "kvalitet-cli": version("kvalitet-cli"),
        **{f"plugin {plugin.name}": plugin.version for plugin in plugins},
    }
