"""Which rules, case types, facts, persons and types a row of the journal names.

Most rows name only what others have named before them. Whoever gathers names from all
of a journal looks into a row when something in it may be new, and not else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from msgspec.json import decode

from kvalitet_core.audit.acts import Entry
from kvalitet_core.audit.finding import nodes
from kvalitet_core.journal.store import Row

__all__ = ["SORTS", "Gathered", "named_in"]

_Said: TypeAlias = Callable[[str, Any], Iterator[str]]

_CANDIDATE: Final = (
    rb'"(rule|code|fact|definition|by|id%b)":("[^"\\]*(?:\\.[^"\\]*)*")'
    rb'(?:,"truth":"[a-z]*","version":([0-9]+))?'
)
_USUAL: Final = re.compile(_CANDIDATE % b"").findall
_WITH_NAME: Final = re.compile(_CANDIDATE % b"|name").findall
_OUTCOME: Final = b'"outcome":'
_DIGEST: Final = b'"digest":'
_VERSION: Final = re.compile(rb'"version":"([^"\\]*)"').findall
_SORT_OF: Final = {
    b"rule": "rule",
    b"code": "rule",
    b"fact": "fact",
    b"definition": "definition",
    b"by": "actor",
    b"id": "actor",
    b"name": "type",
}


def named_in(what: str, entry: Entry) -> Iterator[str]:
    """The names of a sort in a row.

    Args:
        what: `rule`, `definition`, `fact`, `actor` or `type`.

        entry: The row: a command's record, or an event.
    """
    said = _SAID[what]
    for path, node in nodes(entry.fields):
        yield from said(path, node)
    if what == "type":
        yield from (entry.name, entry.name.partition("/")[0])


def _rules(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"rule": str(code), "truth": _, "version": version}:
            yield from (code, f"{code}/{version}")
        case {"code": str(code), "text": _}:
            yield code
        case _:
            return


def _facts(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"fact": str(name)}:
            yield name
        case _:
            return


def _definitions(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"definition": str(code), "version": version, "digest": _}:
            yield from (code, f"{code}/{version}")
        case _:
            return


def _actors(_: str, node: Any) -> Iterator[str]:
    match node:
        case {"id": str(name), "authority": _, "role": _}:
            yield name
        case {"by": str(name)}:
            yield name
        case _:
            return


def _types(path: str, node: Any) -> Iterator[str]:
    match node:
        case {"name": str(name), "outcome": _} if not path:
            yield from (name, name.partition("/")[0])
        case _:
            return


_SAID: Final[Mapping[str, _Said]] = {
    "actor": _actors,
    "definition": _definitions,
    "fact": _facts,
    "rule": _rules,
    "type": _types,
}
SORTS: Final = tuple(_SAID)
"""What names are of."""


class Gathered:
    """The names that rows name, with those that were known before.

    Attributes:
        names: Those of each sort.
    """

    def __init__(self, names: Mapping[str, set[str]]) -> None:
        self.names = {what: {*names.get(what, ())} for what in SORTS}
        self._covered: set[tuple[bytes, bytes, bytes]] = set()

    def look(self, row: Row, end: int) -> None:
        """Take in what a row names.

        Args:
            row: A command's record or an event.

            end: Where its data ends.
        """
        _, _, _, name, state = row
        if name not in self.names["type"]:
            self.names["type"].update((name, name.partition("/")[0]))
        find = _WITH_NAME if _OUTCOME in state else _USUAL
        new = set(find(state, 0, end)).difference(self._covered)
        sorts = {_SORT_OF[each[0]] for each in new if not self._is_covered(each, state)}
        if sorts:
            entry = Entry(row)
            for what in sorts:
                self.names[what].update(named_in(what, entry))

    def _is_covered(self, candidate: tuple[bytes, bytes, bytes], state: bytes) -> bool:
        """Whether all is known that a text of a row can be the name of."""
        key, written, number = candidate
        known, text = self.names[_SORT_OF[key]], decode(written)
        if key == b"definition":
            return _DIGEST not in state or self._has_versions(text, state)
        found = text in known
        if key == b"rule":
            found &= bool(number) and f"{text}/{number.decode()}" in known
        elif key == b"name":
            found &= text.partition("/")[0] in known
        if found:
            self._covered.add(candidate)
        return found

    def _has_versions(self, code: str, state: bytes) -> bool:
        versions = _VERSION(state)
        known = self.names["definition"]
        return bool(versions) and all(
            f"{code}/{version.decode()}" in known for version in versions
        )
