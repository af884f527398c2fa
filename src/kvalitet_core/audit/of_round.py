"""Which cases are of a round: those that decide its applications, or are tied to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.case import Case
from kvalitet_core.domain.round import Round
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.registry import nearest

__all__ = ["cases_of", "checked_round"]

_PAGE: Final = 1000
_CASE: Final = "case/"


def checked_round(folder: Folder, name: str) -> StreamId:
    """The stream of a round: `round/…`, or its name alone.

    Raises:
        Unknown: There is no such round; the nearest are named.
    """
    stream = stream_id("round", name.removeprefix("round/"))
    state, _ = folder.state(folder.registry.aggregate_of(Round), stream)
    if state is None:
        known = list(_streams(folder, "round/"))
        hint = f"known are {', '.join(known)}" if known else "there is none"
        raise Unknown("round", name, nearest=nearest(stream, known), hint=hint)
    return stream


def cases_of(
    folder: Folder, definition: Definition, round_: StreamId
) -> tuple[tuple[StreamId, Case], ...]:
    """The cases of a round that run by some version of a definition's case type.

    Args:
        folder: Reads them, as they stand now.

        definition: One version of the case type.

        round_: The round's stream.

    Raises:
        Malformed: The round has cases, and all are of other case types.
        Unknown: The round has none.
    """
    found = tuple(_found(folder, definition, round_))
    if found:
        return found
    others = _others(folder, round_)
    if others:
        subject = f"definition {definition.code} {definition.version}"
        text = f"expected a version of {' or '.join(others)}, by which the cases of "
        raise Malformed(subject, f"{text}{round_} run")
    what, hint = (
        "case of",
        f"no case decides an application of it, by {definition.code}",
    )
    raise Unknown(what, round_, hint=hint)


def _found(
    folder: Folder, definition: Definition, round_: StreamId
) -> Iterator[tuple[StreamId, Case]]:
    aggregate = folder.registry.aggregate_of(Case)
    prefix = f"{_CASE}{definition.code}."
    if definition.handles is not None:
        prefix += f"{_key(round_)}."
    for stream in _streams(folder, prefix):
        case, _ = folder.state(aggregate, stream)
        if case is not None and _is_of(folder, case, definition, round_):
            yield stream, case


def _is_of(
    folder: Folder, case: Case, definition: Definition, round_: StreamId
) -> bool:
    if case.definition != definition.code:
        return False
    if case.handles is None:
        return any(each.to == round_ for each in case.links)
    aggregate = folder.registry.aggregate_of(Application)
    application, _ = folder.state(aggregate, case.handles)
    return application is not None and application.round == round_


def _others(folder: Folder, round_: StreamId) -> list[str]:
    """The case types by which applications of a round are decided.

    A case that decides an application has the application's key, which begins with that
    of its round.
    """
    inside = f".{_key(round_)}."
    return sorted(
        {
            stream.removeprefix(_CASE).partition(inside)[0]
            for stream in _streams(folder, _CASE)
            if inside in stream
        }
    )


def _streams(folder: Folder, prefix: str) -> Iterator[StreamId]:
    """The streams that begin so, in order."""
    after, before = prefix, f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}"
    while found := folder.reader.streams(after=after, before=before, limit=_PAGE):
        for stream, _ in found:
            yield StreamId(stream)
        after = found[-1][0]


def _key(stream: StreamId) -> str:
    return stream.partition("/")[2]
