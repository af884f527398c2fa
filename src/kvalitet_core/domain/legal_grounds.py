"""The law that a tilbud rests on: one ground or several, one of them primary."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["LegalGround", "LegalGrounds"]

# These names and fields are stored. Do not rename; add a version.


class LegalGround(StrEnum):
    """A place in the law that a tilbud can rest on, as of 2019-2022.

    Attributes:
        SEL85: Serviceloven § 85: socialpædagogisk bistand, at home or with housing.
        SEL107: Serviceloven § 107: a temporary stay.
        SEL108: Serviceloven § 108: a stay suited for the long term.
        ABL105_SEL85: Almenboligloven § 105, a tenancy, with support after
            serviceloven § 85; called botilbudslignende.
    """

    SEL85 = "SEL85"
    SEL107 = "SEL107"
    SEL108 = "SEL108"
    ABL105_SEL85 = "ABL105+SEL85"


def _not_empty(
    _: Any, attribute: attrs.Attribute[Any], grounds: frozenset[LegalGround]
) -> None:
    if not grounds:
        raise Malformed(attribute.name, "expected at least one legal ground, got none")


def _among_grounds(
    instance: Any, attribute: attrs.Attribute[Any], primary: LegalGround
) -> None:
    if primary not in instance.grounds:
        among = ", ".join(sorted(instance.grounds)) or "none"
        raise Malformed(
            f"{attribute.name} {str(primary)!r}",
            f"expected one of the grounds, which are {among}",
        )


@attrs.frozen(kw_only=True)
class LegalGrounds:
    """All that a tilbud rests on.

    The primary ground is what Tilbudsportalen calls "primære tilbudstype".

    Attributes:
        grounds: Every ground; at least one.
        primary: The one of them that decides what type of tilbud it is.
    """

    grounds: frozenset[LegalGround] = attrs.field(validator=_not_empty)
    primary: LegalGround = attrs.field(validator=_among_grounds)
