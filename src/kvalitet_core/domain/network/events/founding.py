"""That a network begins, is put right, and ends; and who may be a member of it."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.domain.network.admission import Admission
from kvalitet_core.values import ReasonCode

__all__ = ["AdmissionChanged", "Closed", "Corrected", "Established"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Established:
    """A network was established.

    Attributes:
        name: What it is called.
        area: The part of the country that it is for; None where it is for all of it.
        purpose: What it is for.
        admission: Who may be a member, from its first day on.
        source: The document that all this comes from.
        effective_from: The first day that it is there.
    """

    name: str
    area: str | None = None
    purpose: str
    admission: Admission
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class AdmissionChanged:
    """Who may be a member was changed; those who are members stay.

    Attributes:
        admission: Who may be a member.
        effective_from: The first day that this holds.
        effective_to: The first day that it no longer holds; None where none is known.
    """

    admission: Admission
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Corrected:
    """What was registered wrongly of a network was put right; the rest stands.

    Attributes:
        reason: Why, as a code; nothing about a person.
        name: What it is called.
        area: The part of the country that it is for.
        purpose: What it is for.
        source: The document that it comes from.
    """

    reason: ReasonCode
    name: str | None = None
    area: str | None = None
    purpose: str | None = None
    source: str | None = None


@attrs.frozen(kw_only=True)
class Closed:
    """A network was closed.

    Attributes:
        effective_from: The first day without it.
        reason: Why, as a code; nothing about a person.
    """

    effective_from: date
    reason: ReasonCode
