"""What no source tells, made up so that nobody takes it for the real thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kvalitet_core.domain.publication import Composition, Part

__all__ = ["TOWNS", "parts_of"]

TOWNS: Final = (
    "Eksempelkøbing", "Prøvelev", "Tænkstrup", "Digterslev", "Påhitsted", "Fablerup",
    "Drømmeby", "Sagnholm", "Eventyrup", "Luftborg", "Skrøneby", "Fantasirup",
    "Ønskevig", "Mytestrup", "Gættelund", "Ladsomby", "Hittepåby", "Legelev",
)  # fmt: skip
"""Eighteen municipalities that are on no map."""


def parts_of(
    composition: Sequence[Composition], prefixes: Mapping[str, str]
) -> tuple[Part, ...]:
    """The parts that a publication must be made of.

    Titles are those that are known. Where none are, they say that they are made up.

    Args:
        composition: What a version must be made of.

        prefixes: Kind → how the codes of such parts begin; else the kind itself.
    """
    return tuple(_under(None, "", composition, prefixes))


def _under(
    kind: str | None,
    code: str,
    composition: Sequence[Composition],
    prefixes: Mapping[str, str],
) -> Iterator[Part]:
    for each in composition:
        if each.under != kind:
            continue
        prefix = prefixes.get(each.kind, f"{each.kind}-")
        for number in range(1, max(each.least, 1) + 1):
            own = f"{code}.{prefix}{number}" if code else f"{prefix}{number}"
            title = (
                each.titles[number - 1]
                if each.titles
                else f"{each.kind.replace('_', ' ').capitalize()} {number} (made up)"
            )
            yield Part(code=own, kind=each.kind, title=title, under=code or None)
            yield from _under(each.kind, own, composition, prefixes)
