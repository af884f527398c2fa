"""How the commands about cases say things, in Danish and in English.

Their sentences stand in `casetexts`, and what happens to a case in `casesentences`.
What a case type calls its stages and items stands in its definition, and how deadlines
and conditions are told stands in the core.
"""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.casetexts import SENTENCES
from kvalitet_cli.language import Language, words

__all__ = ["headings", "say", "say_count", "status_word"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence in a language, with what is named in it."""
    return words(SENTENCES, key, language).format(**named)


def say_count(key: str, language: Language, *, count: int, **named: Any) -> str:
    """A sentence about so many; about one it is another."""
    own = f"{key}_one" if count == 1 else key
    return say(own, language, count=count, **named)


def status_word(status: str, language: Language) -> str:
    """How far a stage or an item has come, in a word."""
    return words(_STATUSES, status, language)


def headings(names: tuple[str, ...], language: Language) -> dict[str, str]:
    """What stands above the columns of a table, by the names of what is in them."""
    return {name: words(_HEADINGS, name, language) for name in names}


_STATUSES: Final = {
    "waiting": ("venter", "waiting"),
    "available": ("kan udføres", "can be done"),
    "claimed": ("taget", "claimed"),
    "started": ("begyndt", "begun"),
    "done": ("udført", "done"),
    "skipped": ("sprunget over", "skipped"),
    "failed": ("mislykket", "failed"),
    "active": ("i gang", "under way"),
    "left": ("afsluttet før tid", "ended early"),
}

_HEADINGS: Final = {
    "case": ("sag", "case"),
    "code": ("sagstype", "case type"),
    "version": ("version", "version"),
    "valid": ("gælder", "valid"),
    "digest": ("digest", "digest"),
    "stages": ("faser", "stages"),
    "items": ("punkter", "items"),
    "title": ("titel", "title"),
    "state": ("tilstand", "state"),
    "under_way": ("i gang", "under way"),
    "waits_for": ("venter på", "waits for"),
    "municipality": ("kommune", "municipality"),
    "warnings": ("advarsler", "warnings"),
    "outcome": ("afgørelse", "decision"),
    "owed": ("udestår", "owed"),
    "due": ("frist", "due"),
    "what": ("opgave", "task"),
    "status": ("status", "status"),
    "role": ("rolle", "role"),
    "holder": ("hos", "with"),
    "definition": ("sagstype", "case type"),
}
