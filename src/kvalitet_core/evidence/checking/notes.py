"""Signed notes, read strictly (C2SP, signed-note, "Format").

    <text>

    — <name> <base64 of key id and signature>

Reading says what stands there; whether a signature holds is for `signatures`. Pure.
"""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.encoding import control_character, from_base64
from kvalitet_core.evidence.checking.keys import is_key_name
from kvalitet_core.evidence.checking.said import Said

__all__ = ["Note", "NoteSignature", "read_note"]

_LARGEST: Final = 1_000_000
_MOST_SIGNATURES: Final = 64
_KEY_ID: Final = 4
_DASH: Final = "— "


@attrs.frozen(kw_only=True)
class NoteSignature:
    """One signature line of a note.

    Attributes:
        name: Whose it claims to be.
        key_id: Which of their keys.
        value: The signature itself, without the key id.
        line: Which line of the note it is, from 1.
    """

    name: str
    key_id: bytes
    value: bytes = attrs.field(repr=False)
    line: int

    @property
    def called(self) -> str:
        """The key that it claims to be by, fit to print."""
        return f"{self.name}+{self.key_id.hex()}"


@attrs.frozen(kw_only=True)
class Note:
    """A text, and the signatures below it: none is verified yet.

    Attributes:
        text: What is signed, its last newline included.
        signatures: The signature lines, in order.
    """

    text: str
    signatures: tuple[NoteSignature, ...]


def read_note(data: bytes, *, subject: str = "note") -> Note:
    """Read a signed note.

    Raises:
        Malformed: It is none; all lines that are wrong are named.
    """
    text, below = _parted(_decoded(data, subject), subject)
    first = text.count("\n") + 2
    lines = below[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        facts = {"most": _MOST_SIGNATURES, "got": len(lines)}
        raise Malformed(subject, Said.of("note_signatures", **facts))
    read = [_signature(line, number) for number, line in enumerate(lines, first)]
    problems = [each for each in read if isinstance(each, str)]
    if problems:
        raise Malformed(subject, *problems)
    signatures = (each for each in read if isinstance(each, NoteSignature))
    return Note(text=text, signatures=tuple(signatures))


def _decoded(data: bytes, subject: str) -> str:
    if len(data) > _LARGEST:
        facts = {"most": _LARGEST, "got": len(data)}
        raise Malformed(subject, Said.of("note_size", **facts))
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(10, 0, error.start) + 1
        raise Malformed(subject, Said.on_line(line, "note_utf8")) from error
    problems = [
        Said.on_line(number, "note_control", got=repr(odd))
        for number, line in enumerate(whole.split("\n"), 1)
        if (odd := control_character(line))
    ]
    if problems:
        raise Malformed(subject, *problems)
    return whole


def _parted(whole: str, subject: str) -> tuple[str, str]:
    """The text with its last newline, and the signature lines."""
    text, empty, below = whole.rpartition("\n\n")
    last = whole.count("\n") + 1
    if not whole.endswith("\n"):
        raise Malformed(subject, Said.on_line(last, "note_newline"))
    if not empty or not below:
        raise Malformed(subject, Said.on_line(last, "note_below"))
    return text + "\n", below


def _signature(line: str, number: int) -> NoteSignature | str:
    """Read a signature line, or say what is wrong with it."""
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name):
        return Said.on_line(number, "note_line", got=repr(line[:60]))
    value = from_base64(encoded)
    if value is None:
        return Said.on_line(number, "note_base64", name=name)
    if len(value) <= _KEY_ID:
        return Said.on_line(number, "note_short", name=name)
    return NoteSignature(
        name=name, key_id=value[:_KEY_ID], value=value[_KEY_ID:], line=number
    )
