"""Where a row says something: its places, each with a path and what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs
import msgspec

from kvalitet_core.audit.acts import Act, Entry, leaves
from kvalitet_core.ids import EventId, StreamId

__all__ = [
    "Place",
    "exactly",
    "facts",
    "laws",
    "nodes",
    "places",
    "rules",
    "texts",
    "types",
]

_GROUNDS: Final = frozenset({"authority", "legal_basis", "paragraph", "source"})
_FREE: Final = frozenset({"seed"})
_DIGEST: Final = re.compile(r"[0-9a-f]{32,128}")


@attrs.frozen(kw_only=True)
class Place:
    """One place in the journal where what was asked for is said.

    Attributes:
        stream: The stream of the row.
        version: The row's place in it.
        name: The stored name of the row.
        event_id: The id of the row.
        path: Where in what it says: `findings[0].rule`.
        value: What stands there.
    """

    stream: StreamId
    version: int
    name: str
    event_id: EventId
    path: str
    value: Any

    @classmethod
    def of(cls, entry: Entry, path: str, value: Any) -> Place:
        """A place in a row."""
        return cls(
            stream=entry.stream,
            version=entry.version,
            name=entry.name,
            event_id=entry.event_id,
            path=path,
            value=value,
        )


def rules(act: Act, code: str) -> Iterator[Place]:
    """Where a rule was found met or not, was gone against, or made for a refusal.

    Args:
        act: What to look in.

        code: The rule's code, or its code and version: `indsatsteam.frist/2`.
    """
    named, _, number = code.partition("/")
    if not act.mentions(_json(named)):
        return
    for entry in act.entries:
        for path, node in nodes(entry.fields):
            match node:
                case {"rule": rule, "truth": truth, **others} if rule == named:
                    if number in ("", str(others.get("version"))):
                        yield Place.of(entry, path, truth)
                case {"code": reason, "text": text} if reason == named and not number:
                    yield Place.of(entry, path, text)
                case str() if (
                    node == named and not number and ".despite[" in f".{path}"
                ):
                    yield Place.of(entry, path, node)


def facts(act: Act, name: str) -> Iterator[Place]:
    """Where a rule looked at a fact, or it was told or corrected."""
    if not act.mentions(_json(name)):
        return
    for entry in act.entries:
        for path, node in nodes(entry.fields):
            match node:
                case {"fact": fact, **others} if fact == name:
                    yield Place.of(entry, path, others.get("value"))


def exactly(act: Act, text: str) -> Iterator[Place]:
    """Where a text is said by itself: an id, a code."""
    if not act.mentions(_json(text)):
        return
    for entry in act.entries:
        for path, value in leaves(entry.fields):
            if value == text:
                yield Place.of(entry, path, value)


def laws(act: Act, text: str) -> Iterator[Place]:
    """Where a text stands in what something was done or decided on the ground of."""
    for place in texts(act, text):
        if place.path.rpartition(".")[2] in _GROUNDS:
            yield place


def texts(act: Act, text: str) -> Iterator[Place]:
    """Where a text stands anywhere, whether in large letters or small."""
    wanted = text.casefold()
    escaped = _json(text)[1:-1].decode().casefold()
    for entry in act.entries:
        if escaped in entry.state.decode().casefold():
            for path, value in leaves(entry.fields):
                said = isinstance(value, str) and wanted in value.casefold()
                if said and path not in _FREE:
                    yield Place.of(entry, path, value)


def places(act: Act, beginning: str) -> Iterator[Place]:
    """Where a digest begins so."""
    if not act.mentions(f'"{beginning}'.encode()):
        return
    for entry in act.entries:
        for path, value in leaves(entry.fields):
            if _is_digest(value) and value.startswith(beginning):
                yield Place.of(entry, path, value)


def types(act: Act, name: str) -> Iterator[Place]:
    """The command, or each event, with a stored name; its number may be left out."""
    if name in (act.name, act.name.partition("/")[0]):
        yield Place.of(act.entry, "name", act.name)
    for event in act.events:
        if name in (event.name, event.name.partition("/")[0]):
            yield Place.of(event, "", event.name)


def nodes(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in a plain one, the compound ones too, each with its path."""
    yield path, value
    match value:
        case dict():
            for key, item in value.items():
                yield from nodes(item, f"{path}.{key}" if path else key)
        case list():
            for number, item in enumerate(value):
                yield from nodes(item, f"{path}[{number}]")
        case _:
            return


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _json(text: str) -> bytes:
    return msgspec.json.encode(text)
