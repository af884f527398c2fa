"""What can happen to an officer's deputies and mandates. These are what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, TypeAlias

import attrs

from kvalitet_core.ids import ActorId
from kvalitet_core.values import CheckedText, Money, ReasonCode

__all__ = [
    "DeputyChange",
    "DeputyCorrected",
    "DeputyEnded",
    "DeputyNamed",
    "Event",
    "MandateChange",
    "MandateCode",
    "MandateCorrected",
    "MandateEnded",
    "MandateGiven",
]

# These names and fields are stored. Do not rename; add a version.


class MandateCode(CheckedText):
    """A permanent code of what may be decided, such as `indsatsteam.bevilling`."""

    __slots__ = ()

    noun = "mandate code"
    rule = "words of a-z, 0-9, _ and -, a letter first, 40 at most, with . between them"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": r"^[a-z][a-z0-9_-]{0,39}(\.[a-z][a-z0-9_-]{0,39})*$",
        "description": "A permanent code of what may be decided.",
    }


@attrs.frozen(kw_only=True)
class DeputyNamed:
    """Somebody became an officer's deputy.

    Attributes:
        deputy: Who stands in for the officer.
        effective_from: The first day as deputy.
        effective_to: The first day no longer as deputy; None where none is known.
        reason: Why, as a code; nothing about a person.
    """

    deputy: ActorId
    effective_from: date
    effective_to: date | None = None
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class DeputyEnded:
    """Somebody is no longer an officer's deputy.

    Attributes:
        deputy: Who stood in for the officer.
        effective_from: The first day no longer as deputy; nothing later stands either.
        reason: Why, as a code; nothing about a person.
    """

    deputy: ActorId
    effective_from: date
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class DeputyCorrected:
    """The days that somebody is an officer's deputy were put right.

    Attributes:
        deputy: Who stands in for the officer.
        was_from: The first day as it was registered.
        effective_from: The first day as it is right; None where it never was so.
        effective_to: The first day no longer as deputy; None where none is known.
        reason: Why it is corrected, as a code; nothing about a person.
    """

    deputy: ActorId
    was_from: date
    effective_from: date | None
    effective_to: date | None = None
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class MandateGiven:
    """An officer was given a mandate to decide.

    Attributes:
        mandate: What may be decided, as a code.
        ceiling: The highest amount; None where there is no ceiling.
        effective_from: The first day of the mandate.
        effective_to: The first day without it; None where none is known.
        source: The document of delegation.
    """

    mandate: MandateCode
    ceiling: Money | None
    effective_from: date
    effective_to: date | None = None
    source: str


@attrs.frozen(kw_only=True)
class MandateEnded:
    """An officer no longer has a mandate.

    Attributes:
        mandate: What may no longer be decided, as a code.
        effective_from: The first day without the mandate; nothing later stands either.
        reason: Why, as a code; nothing about a person.
    """

    mandate: MandateCode
    effective_from: date
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class MandateCorrected:
    """What was registered wrongly of an officer's mandate was put right.

    Attributes:
        mandate: What may be decided, as a code.
        was_from: The first day as it was registered.
        ceiling: The highest amount as it is right; None where there is no ceiling.
        effective_from: The first day as it is right; None where it was never given.
        effective_to: The first day without it; None where none is known.
        source: The document of delegation, or what shows that there is none.
        reason: Why it is corrected, as a code; nothing about a person.
    """

    mandate: MandateCode
    was_from: date
    ceiling: Money | None
    effective_from: date | None
    effective_to: date | None = None
    source: str
    reason: ReasonCode


DeputyChange: TypeAlias = DeputyNamed | DeputyEnded | DeputyCorrected
MandateChange: TypeAlias = MandateGiven | MandateEnded | MandateCorrected
Event: TypeAlias = DeputyChange | MandateChange
