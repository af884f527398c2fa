"""How what other rules had found is told, in Danish and in English."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.language import Language, words

__all__ = ["say"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence or a label in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


_SENTENCES: Final = {
    "sensitivity": (
        "følsomhed, ingen afgørelse: hvad andre regler ville have fundet",
        "a sensitivity, no decision: what other rules had found",
    ),
    "same": ("samme", "same"),
    "flips": ("skifter", "flips"),
    "unknown": ("uvist", "unknown"),
    "not_decided": ("ikke afgjort", "not decided"),
    "not_checked": ("ikke kontrolleret", "not checked"),
    "decision": ("afgørelse", "decision"),
    "decided": (
        "{item}, nr. {number}: {outcome}",
        "{item}, number {number}: {outcome}",
    ),
    "rules": ("regler", "rules"),
    "shift": ("{was}, ville være {now}", "{was}, would be {now}"),
    "true": ("opfyldt", "met"),
    "false": ("ikke opfyldt", "not met"),
    "not_asked": ("ikke spurgt", "not asked"),
    "by": ("på grund af", "by"),
    "also": ("også", "also"),
    "rule": ("{rule}: {was} → {now}", "{rule}: {was} → {now}"),
    "on": ("{rule}; {inputs}", "{rule}; {inputs}"),
    "missing": ("{rule}; mangler {facts}", "{rule}; {facts} is missing"),
    "why": ("hvorfor", "why"),
    "progress": ("sammenligner", "comparing"),
}
