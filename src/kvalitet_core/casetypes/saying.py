"""What the parts of a definition say, briefly, in Danish and in English.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import attrs

from kvalitet_core.canonical import canonical, digest_of
from kvalitet_core.casetypes.facts import Comparison
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.logic import AllOf, AnyOf, Condition, Not
from kvalitet_core.casetypes.operands import Choices, Constant
from kvalitet_core.casetypes.words import shown
from kvalitet_core.deadlines import Term
from kvalitet_core.spoken import Language
from kvalitet_core.values import Deadline

__all__ = ["Words", "joined", "noted", "said", "said_of_both", "within"]


@attrs.frozen
class Words:
    """Something said in both languages.

    Attributes:
        da: In Danish.
        en: In English.
    """

    da: str
    en: str

    @classmethod
    def of(cls, text: str) -> Words:
        """Say the same in both, as a code is."""
        return cls(text, text)

    def says(self, language: Language) -> str:
        """Give it in one of them."""
        return self.da if language == "da" else self.en


def within(part: str, what: Words) -> Words:
    """Say it of a part: `ansoegning.afgoer: frist`."""
    return joined(Words.of(part), what)


def joined(name: Words, what: Words) -> Words:
    """Say it of something that is called something: `rettidig: ordlyd`."""
    return Words(f"{name.da}: {what.da}", f"{name.en}: {what.en}")


def noted(label: Words, word: str) -> Words:
    """Say more precisely what is meant: `frist (end)`."""
    return Words(f"{label.da} ({word})", f"{label.en} ({word})")


_YES_NO: Final = {True: Words("ja", "yes"), False: Words("nej", "no")}


def said(value: Any) -> Words | None:
    """Say a part of a definition: a condition as a sentence, a date as digits."""
    if value is None or value in ((), {}):
        return None
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Condition | Term):
        return Words(value.text("da"), value.text("en"))
    if isinstance(value, tuple | list):
        return Words.of(", ".join(map(str, value)))
    if isinstance(value, Mapping):
        return Words.of(canonical(value).decode())
    return Words.of(_digits(value) if isinstance(value, date) else str(value))


def said_of_both(before: Any, after: Any) -> tuple[Words | None, Words | None]:
    """Say two that differ, so that it shows what differs, and nothing else if possible.

    Of two conditions that differ in one value only, the values are said.
    """
    if isinstance(before, Condition) and isinstance(after, Condition):
        values = _one_value(before, after)
        if values is not None:
            return values
    one, other = said(before), said(after)
    if one == other and one is not None:
        return _marked(one, before), _marked(one, after)
    return one, other


def _marked(words: Words, value: Any) -> Words:
    """The same with a mark of what it is, for two that only read alike."""
    content = value.as_json() if hasattr(value, "as_json") else str(value)
    mark = digest_of(content)[:8]
    return Words(f"{words.da} [{mark}]", f"{words.en} [{mark}]")


def _one_value(before: Condition, after: Condition) -> tuple[Words, Words] | None:
    """The one value that two conditions differ in, if it is all that differs."""
    if isinstance(before, Not) and isinstance(after, Not):
        return _one_value(before.part, after.part)
    for sort in (AllOf, AnyOf):
        if isinstance(before, sort) and isinstance(after, sort):
            gone = [part for part in before.parts if part not in after.parts]
            come = [part for part in after.parts if part not in before.parts]
            if len(gone) == len(come) == 1:
                return _one_value(gone[0], come[0])
            return None
    if not isinstance(before, Comparison) or not isinstance(after, Comparison):
        return None
    same = (before.fact.name, before.relation) == (after.fact.name, after.relation)
    one, other = _value(before), _value(after)
    return (one, other) if same and one and other and one != other else None


def _value(comparison: Comparison) -> Words | None:
    match comparison.other:
        case Constant(kind=kind, value=value):
            return _shown(kind, value)
        case Choices(kind=kind, in_order=values):
            each = [_shown(kind, value) for value in values]
            return Words(", ".join(w.da for w in each), ", ".join(w.en for w in each))
        case _:
            return None


def _shown(kind: Kind, value: Any) -> Words:
    if kind is Kind.DATE:
        return Words.of(_digits(value))
    if kind is Kind.DEADLINE and Deadline(value).is_date:
        return Words.of(_digits(date.fromisoformat(value)))
    return Words(shown(kind, value, "da"), shown(kind, value, "en"))


def _digits(day: date) -> str:
    """A day as it stands in a call text: `27-11-2020`."""
    if isinstance(day, datetime):
        return day.isoformat()
    return f"{day.day:02}-{day.month:02}-{day.year}"
