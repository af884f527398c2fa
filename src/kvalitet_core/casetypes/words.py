"""Conditions in words, in Danish and in English.

A fact's label stands as the subject, so it is a noun or a participle: `lovgrundlaget`,
`modtaget`. A label of several texts is in the plural: `de ønskede temaer`.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from kvalitet_core.casetypes.kinds import COLLECTIONS, Kind
from kvalitet_core.casetypes.relations import Relation
from kvalitet_core.spoken import Language, at_clock, short_day
from kvalitet_core.values import COPENHAGEN, Deadline

__all__ = [
    "AND",
    "OR",
    "choice_words",
    "fact_words",
    "joined",
    "known_words",
    "listed",
    "listed_clauses",
    "relation_words",
    "shown",
]

Pair: TypeAlias = tuple[str, str]
"""How something is said, and how it is denied."""

AND: Final[dict[Language, str]] = {"da": "og", "en": "and"}
"""What joins things that are all meant."""

OR: Final[dict[Language, str]] = {"da": "eller", "en": "or"}
"""What joins things of which one is meant."""


def joined(clauses: Iterable[str], conjunction: str) -> str:
    """Join whole clauses, a comma before each conjunction as Danish has it."""
    return f", {conjunction} ".join(clauses)


def listed(words: Iterable[str], conjunction: str) -> str:
    """Join words, a comma between the first ones and a conjunction before the last."""
    *most, last = words
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def listed_clauses(clauses: Iterable[str]) -> str:
    """List whole clauses, each of which may have commas of its own."""
    return "; ".join(clauses)


def known_words(kind: Kind, language: Language) -> Pair:
    """Say of a fact of this kind that it is known."""
    if language == "da":
        return ("er oplyst", "er ikke oplyst")
    verb = _is(kind)
    return (f"{verb} known", f"{verb} not known")


def relation_words(relation: Relation, kind: Kind, language: Language) -> Pair:
    """Say what a relation asks of a fact of this kind, up to the other side."""
    if relation in _NUMBERS:
        table = _NUMBERS if kind is Kind.NUMBER else _TIMES
        return table[relation][language]
    said, denied = _WORDS[relation][language]
    verb = _is(kind)
    return said.format(verb=verb), denied.format(verb=verb)


def fact_words(relation: Relation, kind: Kind, language: Language) -> Pair:
    """Say what a relation asks of a fact of this kind, up to another fact."""
    if relation is Relation.EQUALS:
        return _same_words(kind, language)
    said, denied = relation_words(relation, kind, language)
    return _AT.get(said, said), _AT.get(denied, denied)


def _same_words(kind: Kind, language: Language) -> Pair:
    if language == "da":
        return ("er det samme som", "er ikke det samme som")
    verb = _is(kind)
    return (f"{verb} the same as", f"{verb} not the same as")


def choice_words(count: int, language: Language) -> Pair:
    """Say that a fact is one of so many values."""
    if language == "da":
        return ("er", "er ikke" if count == 1 else "er hverken")
    return ("is", "is not" if count == 1 else "is not any of")


def shown(kind: Kind, value: Any, language: Language) -> str:
    """Show a value to people: texts in quotes, times as Danish clocks show them."""
    if kind in COLLECTIONS:
        texts = [shown(Kind.TEXT, text, language) for text in kind.as_json(value)]  # type: ignore[union-attr]
        return listed(texts, AND[language]) if texts else _NONE[language]
    if kind is Kind.BOOLEAN:
        return _YES_NO[language][not value]
    if kind is Kind.TEXT:
        left, right = _QUOTES[language]
        return f"{left}{value}{right}"
    if kind is Kind.DEADLINE:
        return _deadline(value, language)
    if kind is Kind.INSTANT:
        return _instant(value, language)
    return short_day(value, language) if kind is Kind.DATE else str(value)


def _is(kind: Kind) -> str:
    return "are" if kind in COLLECTIONS else "is"


def _deadline(deadline: Deadline, language: Language) -> str:
    if deadline.is_date:
        return short_day(date.fromisoformat(deadline), language)
    return _instant(deadline.instant, language)


def _instant(instant: datetime, language: Language) -> str:
    local = instant.astimezone(COPENHAGEN)
    return at_clock(short_day(local, language), local.time(), language)


_YES_NO = {"da": ("ja", "nej"), "en": ("yes", "no")}
_NONE = {"da": "en tom liste", "en": "an empty list"}
_QUOTES = {"da": ("»", "«"), "en": ("“", "”")}
_TIMES: dict[Relation, dict[Language, Pair]] = {
    Relation.AT_MOST: {
        "da": ("senest", "senere end"),
        "en": ("no later than", "later than"),
    },
    Relation.BELOW: {
        "da": ("før", "tidligst"),
        "en": ("before", "no earlier than"),
    },
    Relation.AT_LEAST: {
        "da": ("tidligst", "før"),
        "en": ("no earlier than", "before"),
    },
    Relation.ABOVE: {
        "da": ("senere end", "senest"),
        "en": ("later than", "no later than"),
    },
}

_AT = {"senest": "senest ved", "tidligst": "tidligst ved"}
"""What Danish says before a noun, and not before a day."""

_NUMBERS: dict[Relation, dict[Language, Pair]] = {
    Relation.AT_MOST: {
        "da": ("er højst", "er mere end"),
        "en": ("is at most", "is more than"),
    },
    Relation.BELOW: {
        "da": ("er mindre end", "er mindst"),
        "en": ("is less than", "is at least"),
    },
    Relation.AT_LEAST: {
        "da": ("er mindst", "er mindre end"),
        "en": ("is at least", "is less than"),
    },
    Relation.ABOVE: {
        "da": ("er mere end", "er højst"),
        "en": ("is more than", "is at most"),
    },
}

_WORDS: dict[Relation, dict[Language, Pair]] = {
    Relation.EQUALS: {
        "da": ("er", "er ikke"),
        "en": ("{verb}", "{verb} not"),
    },
    Relation.IS_IN: {
        "da": ("er blandt", "er ikke blandt"),
        "en": ("{verb} among", "{verb} not among"),
    },
    Relation.INCLUDES: {
        "da": ("omfatter", "omfatter ikke"),
        "en": ("include", "do not include"),
    },
    Relation.SUBSET_OF: {
        "da": ("er alle blandt", "er ikke alle blandt"),
        "en": ("are all among", "are not all among"),
    },
    Relation.INTERSECTS: {
        "da": ("har mindst én værdi blandt", "har ingen værdi blandt"),
        "en": ("have at least one value among", "have no value among"),
    },
}
