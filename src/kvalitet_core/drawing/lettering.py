"""How much room text takes, and where its lines break, without asking any font.

The widths are those of Helvetica and its likes, a little on the large side, so that
text fits its box whichever of them a reader has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

__all__ = ["balanced", "cleaned", "flat", "width_of", "wrapped"]

_NARROW: Final = frozenset("ijl.,;:'|!ftrI()[]{}/\\- ")
_WIDE: Final = frozenset("mwMW@%æÆœŒ")
_BOLD: Final = 1.07
_ELLIPSIS: Final = "…"
_BREAK: Final = "\ufffe"
"""The end of a piece of a word: a character that no cleaned text has."""

_LEAST_LEFT: Final = 4
"""How many letters of a broken word stand on its last line, at least."""

_VOWELS: Final = frozenset("aeiouyæøåéAEIOUYÆØÅÉ")

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
    return _ems_of(text) * size * (_BOLD if bold else 1.0)


def _ems_of(text: str) -> float:
    return sum(map(_ems, text))


@lru_cache(maxsize=4096)
def _ems(character: str) -> float:
    """How wide a character is, where the size of letters is 1."""
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
    room = width / size / (_BOLD if bold else 1.0)
    found: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(flat(text), room):
        needed = _ems_of(piece)
        if line and (line.endswith(_BREAK) or used + _ems(" ") + needed > room):
            found.append(line)
            line, used = "", 0.0
        if len(found) > lines:
            break
        used += needed + (_ems(" ") if line else 0.0)
        line = f"{line} {piece}" if line else piece
    kept = [each.replace(_BREAK, "-") for each in (*found, line)]
    if len(kept) <= lines:
        return tuple(kept)
    last = kept[lines - 1].rstrip(" -")
    while last and _ems_of(last + _ELLIPSIS) > room:
        last = last[:-1]
    return (*kept[: lines - 1], last.rstrip() + _ELLIPSIS)


def balanced(
    text: str, *, width: float, size: float, lines: int, bold: bool = False
) -> tuple[str, ...]:
    """The text as no more lines than it needs, and those as alike as they can be."""

    def within(share: float) -> tuple[str, ...]:
        return wrapped(text, width=width * share, size=size, lines=lines, bold=bold)

    found = within(1.0)
    if not 1 < len(found) < lines:
        return found
    letters = _letters(found)
    for share in (0.9, 0.8, 0.7, 0.6):
        narrower = within(share)
        if len(narrower) > len(found) or _letters(narrower) != letters:
            break
        found = narrower
    return found


def _letters(lines: Iterable[str]) -> str:
    """All that is written, hyphens too, but for the spaces."""
    return "".join(lines).replace(" ", "")


def _pieces(text: str, room: float) -> Iterator[str]:
    """The words; one that is too long for a line in pieces, marked but for the last."""
    for word in text.split(" "):
        rest = word
        while _ems_of(rest) > room:
            end, used = 1, _ems(rest[0]) + _ems("-")
            while end < len(rest) - 1 and used + _ems(rest[end]) <= room:
                used += _ems(rest[end])
                end += 1
            end = _at_a_syllable(rest, max(1, min(end, len(rest) - _LEAST_LEFT)))
            yield rest[:end] + _BREAK
            rest = rest[end:]
        yield rest


def _at_a_syllable(word: str, end: int) -> int:
    """Where to break a word, no later than a place: before a consonant and a vowel.

    So `opmærksomheds-punkter`, and not `opmærksomhedspun-kter`. Where there is no such
    place in the last half of what fits, the word is broken where it must be.
    """
    for place in range(end, max(1, end // 2), -1):
        if word[place] not in _VOWELS and word[place + 1] in _VOWELS:
            return place
    return end
