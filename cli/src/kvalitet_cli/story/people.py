"""Who stands in the story, all of them made up; and what must stand in no file."""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain.tilbud import ContactCard

__all__ = ["BIRK", "PERSONAL_VALUES", "SIGNE", "card", "made_up"]

_FIRST: Final = (
    "Asta", "Bjarke", "Clara", "Ditte", "Eskild", "Freja", "Gorm", "Hassan", "Ida",
    "Jonas", "Karla", "Laust", "Mille", "Nanna", "Otto", "Pernille", "Rosa", "Svend",
    "Tove", "Ulla", "Villads", "Yasmin",
)  # fmt: skip
_LAST: Final = (
    "Anemone", "Bregne", "Cikorie", "Dild", "Enebær", "Fennikel", "Gyvel", "Havtorn",
    "Iris", "Jordbær", "Kamille", "Lavendel", "Mynte", "Nælde", "Oregano", "Persille",
    "Rønnebær", "Salvie", "Tagrør", "Ulvefod", "Valmue",
)  # fmt: skip


def card(name: str) -> ContactCard:
    """How to reach a made-up person, at an address that nobody can have."""
    local = name.lower().replace(" ", ".")
    for letter, written in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        local = local.replace(letter, written)
    return ContactCard(name=name, email=f"{local}@example.dk")


def made_up(number: int) -> ContactCard:
    """The made-up person of a number, the same one each time."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)]
    return card(f"{first} {last}")


SIGNE: Final = card("Signe Solsikke")
BIRK: Final = card("Birk Bregnerod")

PERSONAL_VALUES: Final = tuple(
    text
    for each in (SIGNE, BIRK, *map(made_up, range(len(_FIRST) * len(_LAST))))
    for text in (each.name, each.email)
    if text
)
"""What stands in no file of the demo in clear."""
