"""How looks at persons are told, in Danish and in English."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.language import Language, words

__all__ = ["say"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence or a label in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


_SENTENCES: Final = {
    "none": ("opslag: ingen fundet", "looks: none found"),
    "all": (
        "opslag: {count} vist; der er ikke flere",
        "looks: {count} shown; there are no others",
    ),
    "some": (
        "opslag: {count} vist; der er flere: --limit 0 viser alle",
        "looks: {count} shown; there are more: --limit 0 shows all",
    ),
    "removed": (
        "opslag fra før {before} er slettet: {count}, senest {at}",
        "looks from before {before} were removed: {count}, last at {at}",
    ),
    "overdue": (
        "opslag over {days} dage gamle: {count}; se `kvalitet access prune`",
        "looks over {days} days old: {count}; see `kvalitet access prune`",
    ),
    "pruned": (
        "{place}: opslag fra før {before} slettet: {count}",
        "{place}: looks from before {before} removed: {count}",
    ),
    "who": ("hvem", "who"),
    "purpose": ("formål", "purpose"),
    "streams": ("sted", "where"),
    "persons": ("personer", "persons"),
    "asked": ("kommando", "command"),
    "acting": (
        "{id} ({role}, {organisation})",
        "{id} ({role}, {organisation})",
    ),
    "unknown_how": ("opslag", "look"),
}
