"""All that the commands about cases say themselves, in Danish and in English.

What a case type calls its stages and items stands in its definition, and how deadlines
and conditions are told stands in the core.
"""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.language import Language, words

__all__ = ["headings", "say", "status_word"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


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

_SENTENCES: Final = {
    "simulated": (
        "journal {place} er simuleret: et program gav dens tider",
        "journal {place} is simulated: a program gave its times",
    ),
    "definitions": (
        "sagstyper: {count} installeret",
        "case types: {count} installed",
    ),
    "checked": (
        "sagstyper: {count} kontrolleret, {found} fejl fundet",
        "case types: {count} checked, {found} findings",
    ),
    "unchecked": (
        "plugin {plugin!r} kunne ikke kontrolleres: {problem}",
        "plugin {plugin!r} could not be checked: {problem}",
    ),
    "more_unseen": (
        "plugin {plugin!r} kan ikke indlæses, så det, der følger efter, er ikke set",
        "plugin {plugin!r} cannot be loaded, so nothing after that was looked at",
    ),
    "same": (
        "{old} og {new} siger det samme",
        "{old} and {new} say the same",
    ),
    "differences": (
        "{old} → {new}: {count} forskelle",
        "{old} → {new}: {count} differences",
    ),
    "open_cases": ("{version}: {count} åbne sager", "{version}: {count} open cases"),
    "open_case": ("{version}: 1 åben sag", "{version}: 1 open case"),
    "from_on": ("fra {first}", "from {first}"),
    "from_until": ("{first} til {last}", "{first} to {last}"),
    "portfolio": (
        "{title} {version}, {count} åbne sager",
        "{title} {version}, {count} open cases",
    ),
    "written_to": ("skrevet til {path}", "written to {path}"),
    "definition_missing": (
        "{case}: sagstypen {code} {version} er ikke installeret; vises uden titler",
        "{case}: case type {code} {version} is not installed; shown without titles",
    ),
    "definition_differs": (
        "{case}: bundet til {code} {version} {bound}, installeret er {got}; kun læsbar",
        "{case}: bound to {code} {version} {bound}, installed is {got}; only readable",
    ),
}
