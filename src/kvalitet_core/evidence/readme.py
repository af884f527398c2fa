"""What a bundle says of itself to whoever opens it, in English and in Danish."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

__all__ = ["readme"]

_ENGLISH: Final = """\
This folder is evidence of a journal kept by kvalitet-core.
To verify it, with Python 3.9 or later and no network:

    python3 verify.py --lang en
    python3 verify.py --lang en --since CHECKPOINT --policy POLICY

Use a verify.py, a policy and a checkpoint that you have from elsewhere or from
earlier, where you can: what is in this folder cannot vouch for itself.
"""

_DANISH: Final = """\
Denne mappe er bevis for en journal, der er ført med kvalitet-core.
Sådan efterprøves den med Python 3.9 eller nyere og uden netværk:

    python3 verify.py --lang da
    python3 verify.py --lang da --since CHECKPOINT --policy POLITIK

Brug helst en verify.py, en politik og et checkpoint, som du har andetstedsfra eller fra
tidligere: det, der ligger i mappen, kan ikke stå inde for sig selv.
"""

_FILES: Final = {
    "checkpoint": (
        "how far the journal had come, signed",
        "hvor langt journalen var kommet, med underskrift",
    ),
    "policy.txt": ("whose signatures count", "hvis underskrifter der tæller"),
    "keys.txt": ("the keys that verify them", "nøglerne, som de efterprøves med"),
    "anchors/": (
        "older checkpoints, and what others signed",
        "ældre checkpoints, og hvad andre har underskrevet",
    ),
    "tile/": (
        "the tree (C2SP, tlog-tiles), its entries in tile/entries/",
        "træet (C2SP, tlog-tiles), dets poster i tile/entries/",
    ),
    "payload/": (
        "the events themselves, in the order of the entries",
        "hændelserne selv, i posternes rækkefølge",
    ),
    "append-signatures": (
        "who signed the events as they were appended: verify.py --appends",
        "hvem der underskrev hændelserne, da de kom til: verify.py --appends",
    ),
    "cases/": (
        "the events of some cases, and the commands about them",
        "hændelserne i enkelte sager, og kommandoerne om dem",
    ),
    "definitions/": (
        "schemas, rules, forms and case types that decided",
        "skemaer, regler, formularer og sagstyper, der har afgjort noget",
    ),
    "events.csv": ("every event, for a spreadsheet", "alle hændelser, til et regneark"),
    "cases.csv": ("every case, for a spreadsheet", "alle sager, til et regneark"),
    "provenance.json": ("what this bundle is", "hvad denne pakke er"),
    "SHA256SUMS": (
        "the digest of every other file: sha256sum -c SHA256SUMS",
        "kontrolsummen af alle andre filer: sha256sum -c SHA256SUMS",
    ),
}
"""What may be in a bundle, in English and in Danish."""


def readme(files: Collection[str]) -> str:
    """The README of a bundle: in English, then in Danish, of what is there only.

    Args:
        files: The paths of its files.
    """
    there = {*files, "SHA256SUMS"}
    parts = ("\n".join([text, *_listed(there, at)]) for at, text in enumerate(_TEXTS))
    return "\n\n".join(parts) + "\n"


_TEXTS: Final = (_ENGLISH, _DANISH)


def _listed(there: Collection[str], language: int) -> Iterator[str]:
    for name, words in _FILES.items():
        folder = name.endswith("/")
        if any(each.startswith(name) if folder else each == name for each in there):
            yield f"    {name:18}{words[language]}"
