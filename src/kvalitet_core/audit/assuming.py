"""What of a command is supposed to have been otherwise: its fields, or its time.

A field is named by its path in what was asked, as it is on record: `deadline`,
`facts[0].value`, `answers.maaneder`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import attrs
import msgspec

from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.journal import layout
from kvalitet_core.journal.codec import plain_copy
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.registry import UnknownEvent, nearest
from kvalitet_core.personal import unseen

__all__ = ["Otherwise", "asked_otherwise", "at_path", "parts_of", "together"]

_PART: Final = re.compile(r"([^.\[\]]+)((?:\[\d+\])*)")
_encode = msgspec.json.Encoder(order="sorted").encode


@attrs.frozen(kw_only=True)
class Otherwise:
    """What of one command is supposed to have been otherwise.

    Attributes:
        command_id: The id that the command is on record under.
        fields: Path in what was asked → what is supposed to have stood there, as plain
            values: what JSON has.
        at: When it is supposed to have been given; None for when it was.
    """

    command_id: str
    fields: Mapping[str, Any] = attrs.field(factory=dict)
    at: datetime | None = None


def together(otherwise: Iterable[Otherwise]) -> dict[str, Otherwise]:
    """Put what is supposed of each command together, by the command's id.

    Raises:
        Malformed: A field, or the time, of a command is supposed twice.
    """
    found: dict[str, Otherwise] = {}
    for each in otherwise:
        first = found.get(each.command_id, Otherwise(command_id=each.command_id))
        twice = [path for path in each.fields if path in first.fields]
        if each.at is not None and first.at is not None:
            twice.append("its time")
        if twice:
            problems = (f"{name} is supposed twice" for name in twice)
            raise Malformed(f"command {each.command_id}", *problems)
        found[each.command_id] = Otherwise(
            command_id=each.command_id,
            fields={**first.fields, **each.fields},
            at=each.at or first.at,
        )
    return found


def asked_otherwise(commit: Commit, fields: Mapping[str, Any], folder: Folder) -> Any:
    """The command that would have been given, with some fields otherwise.

    Args:
        commit: The command as it is on record.

        fields: Path → what is supposed to have stood there.

        folder: Reads it, and opens nothing that is sealed.

    Raises:
        Unknown: No installed plugin knows the command, or it has no such field.
        Malformed: It cannot have such a value there.
    """
    record = commit.record
    if type(commit.command) is UnknownEvent:
        kind, hint = "command", "no installed plugin knows it"
        raise Unknown(kind, record.name, hint=hint)
    plain = plain_copy(bytes(record.data))
    personal = {
        each.name for each in folder.registry.stored(type(commit.command)).personal
    }
    for path, value in fields.items():
        _put(plain, path, value, subject=record.name, personal=personal)
    stream, version, _, state = commit.rows[0]
    sections = layout.split(state)._replace(d=_encode(plain))
    row = (
        commit.recorded.position,
        stream,
        version,
        record.name,
        layout.joined(sections),
    )
    try:
        with unseen():
            return folder.registry.read(row, folder.opener)
    except Malformed as error:
        raise Malformed(f"supposed {record.name}", *error.problems) from error


def at_path(plain: Any, path: str) -> Any:
    """What stands at a path in plain values; None where nothing does."""
    for part in parts_of(path):
        try:
            plain = plain[part]
        except (KeyError, IndexError, TypeError):
            return None
    return plain


def parts_of(path: str) -> list[str | int]:
    """The parts of a path: `facts[0].value` is `facts`, 0 and `value`.

    Raises:
        Malformed: It is no path.
    """
    found: list[str | int] = []
    for text in path.split("."):
        part = _PART.fullmatch(text)
        if part is None:
            problem = "expected names with dots between, and places in brackets"
            raise Malformed(f"field {path!r}", f"{problem}: facts[0].value")
        found += [part[1], *map(int, re.findall(r"\d+", part[2]))]
    return found


def _put(
    plain: Any, path: str, value: Any, *, subject: str, personal: Iterable[str]
) -> None:
    """Put a value at a path into plain values.

    Raises:
        Unknown: There is nothing at the path to be otherwise.
        Malformed: It is about a person, so that it stands sealed.
    """
    parts = parts_of(path)
    *above, last = parts
    if parts[0] in {*personal}:
        text = "is about a person and stands sealed, so nothing can be supposed of it"
        raise Malformed(f"{subject}: field {path!r}", text)
    holder = plain
    for part in above:
        if not _has(holder, part):
            raise _no_field(subject, path, plain)
        holder = holder[part]
    if not (_has(holder, last) or (above and isinstance(holder, dict))):
        raise _no_field(subject, path, plain)
    holder[last] = value


def _has(holder: Any, part: str | int) -> bool:
    if isinstance(holder, list):
        return isinstance(part, int) and part < len(holder)
    return isinstance(holder, dict) and part in holder


def _no_field(subject: str, path: str, plain: Any) -> Unknown:
    known = [*_paths(plain)]
    hint = f"it has {', '.join(plain) or 'none'}"
    return Unknown(f"field of {subject}", path, nearest=nearest(path, known), hint=hint)


def _paths(plain: Any) -> Iterator[str]:
    """Every path in plain values."""
    if isinstance(plain, dict):
        places = ((f"{key}", item) for key, item in plain.items())
    elif isinstance(plain, list):
        places = ((f"[{number}]", item) for number, item in enumerate(plain))
    else:
        return
    for place, item in places:
        yield place
        for below in _paths(item):
            yield f"{place}{below}" if below.startswith("[") else f"{place}.{below}"
