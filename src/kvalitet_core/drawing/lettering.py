"""How much room text takes, and where its lines break, without asking any font.

The widths are those of Helvetica and its likes, a little on the large side, so that
text fits its box whichever of them a reader has.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["cleaned", "flat", "width_of", "wrapped"]

_NARROW: Final = frozenset("ijl.,;:'|!ftrI()[]{}/\\- ")
_WIDE: Final = frozenset("mwMW@%æÆœŒ")
_ELLIPSIS: Final = "…"
_LAST_OF_BMP: Final = (0xFFFE, 0xFFFF)


def cleaned(text: str) -> str:
    """The text without what no drawing can hold: control characters and the like."""
    return "".join(each if _holds(each) else "\ufffd" for each in text)


def _holds(character: str) -> bool:
    if character in "\n\t":
        return True
    category = unicodedata.category(character)
    return category not in {"Cc", "Cs"} and ord(character) not in _LAST_OF_BMP


def flat(text: str) -> str:
    """The text on one line: every run of space, tab and newline is one space."""
    return cleaned(" ".join(text.split()))


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """How wide a line is, in pixels, at a size of letters."""
    ems = sum(_ems(character) for character in text)
    return ems * size * (1.07 if bold else 1.0)


def _ems(character: str) -> float:
    if character in _NARROW:
        return 0.33
    if character in _WIDE:
        return 0.88
    if unicodedata.east_asian_width(character) in "WF":
        return 1.2
    if unicodedata.combining(character):
        return 0.0
    return 0.7 if character.isupper() else 0.56


def wrapped(
    text: str, *, width: float, size: float, lines: int, bold: bool = False
) -> tuple[str, ...]:
    """The text as lines that fit; where there are too many, the last ends in `…`."""

    def fits(line: str) -> bool:
        return width_of(line, size=size, bold=bold) <= width

    found: list[str] = []
    line = ""
    for word in flat(text).split(" "):
        longer = f"{line} {word}".strip()
        if fits(longer):
            line = longer
            continue
        if line:
            found.append(line)
        line = word
        while not fits(line):
            head = _head(line, width=width, size=size, bold=bold)
            found.append(f"{head}-")
            line = line[len(head) :]
    found.append(line)
    if len(found) <= lines:
        return tuple(found)
    last = found[lines - 1]
    while last and not fits(last + _ELLIPSIS):
        last = last[:-1]
    return (*found[: lines - 1], last.rstrip(" -") + _ELLIPSIS)


def _head(word: str, *, width: float, size: float, bold: bool) -> str:
    """As much of a long word as fits with a hyphen, one character at least."""
    end = len(word) - 1
    while end > 1 and width_of(f"{word[:end]}-", size=size, bold=bold) > width:
        end -= 1
    return word[:end]
