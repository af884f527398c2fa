"""What can happen to a course in the catalogue. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.values import ReasonCode

__all__ = ["Change", "Event", "Registered", "Revised", "Withdrawn"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Registered:
    """A course was entered in the catalogue.

    Attributes:
        programme: The plugin of the programme that offers it.
        title: What people call it.
        themes: What it is about, letter by letter as the programme calls it.
        target_groups: Whom it is for; none where the catalogue does not say, and then
            it is for anybody.
        source: The document that the entry comes from.
        effective_from: The first day that it is in the catalogue.
    """

    programme: str
    title: str
    themes: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class Revised:
    """The catalogue says something else of a course from a day on, or for a while.

    Attributes:
        title: What people call it.
        themes: What it is about.
        target_groups: Whom it is for; none where the catalogue does not say.
        source: The document that this comes from.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that this holds.
        effective_to: The first day that it no longer holds; None while it has no end.
    """

    title: str
    themes: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    source: str
    reason: ReasonCode
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Withdrawn:
    """A course was taken out of the catalogue; runs that are planned stand.

    Attributes:
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that it is not in the catalogue.
    """

    reason: ReasonCode
    effective_from: date


Change: TypeAlias = Revised | Withdrawn
Event: TypeAlias = Registered | Change
