"""Which command told a field or a fact, so that it can be supposed otherwise.

A name may be that of a fact, as a case type or a form has it: then it is what every
command on the stream told of it, and for a case also on what it
decides. Else it is the path of a field, and one command has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs

from kvalitet_core.audit.assuming import Otherwise, at_path, parts_of
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.codec import plain_copy
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.registry import nearest

__all__ = ["told_by", "told_of"]


@attrs.frozen
class _Asked:
    """A command on a stream, with what was asked as plain values."""

    commit: Commit
    version: int
    plain: dict[str, Any]

    def facts(self) -> Iterator[tuple[str, str]]:
        """The facts that it told, each with the path of its value."""
        match self.plain:
            case {"fact": str(name), "value": _}:
                yield name, "value"
            case {"facts": list(told)}:
                for number, each in enumerate(told):
                    yield str(each["fact"]), f"facts[{number}].value"
            case {"answers": dict(answers)}:
                for question in answers:
                    yield f"svar.{question}", f"answers.{question}"
            case _:
                return

    def supposed(self, path: str, text: str) -> Otherwise:
        value = _value(text, at_path(self.plain, path))
        command_id = str(self.commit.recorded.command_id)
        return Otherwise(command_id=command_id, fields={path: value})


def told_of(
    journal: Journal, stream: StreamId, name: str, text: str
) -> tuple[Otherwise, ...]:
    """Suppose that a fact, or a field that one command has, had been otherwise.

    Args:
        journal: The journal.

        stream: Whose.

        name: The fact's name, or the path of the field in what was asked.

        text: What it had been: JSON, or a text.

    Raises:
        Unknown: No command on the stream has told such a thing.
        Malformed: Several commands have the field.
    """
    asked = [*_asked(journal, stream)]
    handled = [each.plain.get("handles") for each in asked]
    of_it = [more for each in handled if each for more in _asked(journal, each)]
    facts = [
        each.supposed(path, text)
        for each in (*asked, *of_it)
        for known, path in each.facts()
        if known == name
    ]
    if facts:
        return tuple(facts)
    first = parts_of(name)[0]
    having = [each for each in asked if each.plain.get(str(first)) is not None]
    if not having:
        known = {path for each in asked for path in each.plain}
        known.update(fact for each in (*asked, *of_it) for fact, _ in each.facts())
        hint = f"no command on {stream} has told it"
        what = f"field or fact of {stream}"
        raise Unknown(what, name, nearest=nearest(name, known), hint=hint)
    if len(having) > 1:
        told = ", ".join(
            f"{each.version} ({each.commit.record.name})" for each in having
        )
        text = f"is told by the commands of several versions: {told}; say of which one"
        raise Malformed(
            f"{stream}: field {name!r}", f"{text}: {having[0].version}.{name}"
        )
    return (having[0].supposed(name, text),)


def told_by(journal: Journal, command_id: str, path: str, text: str) -> Otherwise:
    """Suppose that a field of a command had been otherwise.

    Args:
        journal: The journal.

        command_id: The id that the command is on record under.

        path: The path of the field in what was asked; or a fact that it told.

        text: What it had been: JSON, or a text.

    Raises:
        Unknown: There is no such command.
    """
    commit = journal.commit(command_id)
    if commit is None:
        kind, hint = "command", f"journal {journal.place} has none with that id"
        raise Unknown(kind, command_id, hint=hint)
    asked = _Asked(commit, 0, plain_copy(bytes(commit.record.data)))
    return asked.supposed(dict(asked.facts()).get(path, path), text)


def _asked(journal: Journal, stream: StreamId) -> Iterator[_Asked]:
    """The commands about a stream that something came of there, in order."""
    seen = set()
    for recorded in journal.history(stream):
        command_id = recorded.command_id
        if command_id is None or command_id in seen:
            continue
        seen.add(command_id)
        commit = journal.commit(command_id)
        if commit is not None and stream in commit.record.targets:
            plain = plain_copy(bytes(commit.record.data))
            yield _Asked(commit, recorded.version, plain)


def _value(text: str, was: Any) -> Any:
    """What a text stands for: itself where a text stood, else the JSON that it is."""
    if isinstance(was, str) and text != "null":
        return _unquoted(text)
    try:
        return plain_copy(text.encode())
    except Malformed:
        return text


def _unquoted(text: str) -> str:
    """A text, or the one that stands in it as JSON."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, str) else text
