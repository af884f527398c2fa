"""How suppositions are told, in Danish and in English."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.language import Language, words

__all__ = ["say"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence or a label in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


_SENTENCES: Final = {
    "dropped": ("antaget ikke at være givet", "supposed not to have been given"),
    "supposed": ("antaget at være givet anderledes", "supposed to be otherwise"),
    "never_asked": (
        "aldrig bedt om: det, en reaktion svarede på, er der ikke",
        "never asked for: what a reaction answered to is gone",
    ),
    "otherwise": ("giver noget andet", "comes to something else"),
    "not_decided": ("kan ikke afgøres her", "cannot be decided here"),
    "unasked": (
        "ville nu blive bedt om; det er ikke udført",
        "would be asked for now; it is not done",
    ),
    "gone": ("ville ikke være der", "would not be there"),
    "new": ("ville være ny", "would be new"),
    "when": ("tid", "when"),
    "at": (
        "{at}, på position {position}, af {by}",
        "{at}, at position {position}, by {by}",
    ),
    "on": ("om", "on"),
    "why": ("hvorfor", "why"),
    "held": ("valg", "choice"),
    "is_held": (
        "{by} valgte det, og det holdes fast",
        "{by} chose it, and is held to it",
    ),
    "because": ("fordi", "because"),
    "answers": ("{reaction} svarer på {event}", "{reaction} answers to {event}"),
    "decision": ("afgørelse", "decision"),
    "deadline": ("frist", "deadline"),
    "money": ("penge", "money"),
    "differs": ("afviger", "differs"),
    "asked": ("antaget", "supposed"),
    "difference": (
        "{path}: registreret {was}, antaget {now}",
        "{path}: recorded {was}, supposed {now}",
    ),
    "given": ("givet", "given"),
    "counted": (
        "og {count} steder til i, hvordan frister er talt: --format json viser dem",
        "and {count} more places in how deadlines were counted: --format json has them",
    ),
    "nothing": ("intet", "nothing"),
    "progress": ("antager", "supposing"),
    "found": (
        (
            "en antagelse, ingen afgørelse; afgjort igen: {decided}; noget andet gav: "
            "{otherwise}, heraf menneskers valg, der er holdt fast: {held}; aldrig "
            "bedt om: {never_asked}; ikke afgjort: {not_decided}"
        ),
        (
            "a supposition, no decision; decided again: {decided}; came to something "
            "else: {otherwise}, of which people's choices that were held fixed: "
            "{held}; never asked for: {never_asked}; not decided: {not_decided}"
        ),
    ),
    "streams": (
        (
            "strømme, der står anderledes: {parted}; med andre afgørelser: {decision}, "
            "andre frister: {deadline}, andre beløb: {money}"
        ),
        (
            "streams that stand otherwise: {parted}; with other decisions: {decision}, "
            "other deadlines: {deadline}, other amounts: {money}"
        ),
    ),
}
