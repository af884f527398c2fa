"""What can happen to a partnership. These are what is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

__all__ = [
    "Begun",
    "Change",
    "Event",
    "Group",
    "Phase",
    "PhaseCorrected",
    "PhaseEntered",
    "PrincipleLaidDown",
    "PrincipleTakenUp",
    "Reorganised",
    "TeamNamed",
]

# These names and fields are stored. Do not rename; add a version.


class Phase(StrEnum):
    """How far a partnership has come.

    Attributes:
        FORBEREDENDE: The preparing phase of start-up and analysis, 2019 and 2020.
        AFPROEVNING: The phase of testing and development, from 1 January 2021.
        AFSLUTNING: The end, with the final evaluation, in 2022.
        UDGIVELSE: The concept is published, in 2023.
    """

    FORBEREDENDE = "forberedende"
    AFPROEVNING = "afproevning"
    AFSLUTNING = "afslutning"
    UDGIVELSE = "udgivelse"


class Group(StrEnum):
    """Who must be represented in a municipality's implementation team.

    Attributes:
        LEDELSE: The political and administrative leadership.
        MYNDIGHED: Myndighed: those who decide about support.
        TILBUD: Leaders and staff in the tilbud.
        BORGERE: Citizens who receive support.
        FORVALTNINGER: Collaborators in the municipality's other departments.
        REGIONER: The regions.
        CIVILSAMFUND: Actors of civil society.
    """

    LEDELSE = "ledelse"
    MYNDIGHED = "myndighed"
    TILBUD = "tilbud"
    BORGERE = "borgere"
    FORVALTNINGER = "forvaltninger"
    REGIONER = "regioner"
    CIVILSAMFUND = "civilsamfund"


@attrs.frozen(kw_only=True)
class Begun:
    """A partnership with a municipality was begun.

    Attributes:
        municipality: The partner.
        selection: The selection that named it.
        obligations: What it takes on by being a partner, restated from the call.
        source: The document that they come from.
        effective_from: The first day of the partnership.
    """

    municipality: StreamId
    selection: StreamId
    obligations: tuple[str, ...]
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class PhaseEntered:
    """A partnership entered its next phase.

    Attributes:
        phase: The phase.
        effective_from: The first day of it.
    """

    phase: Phase
    effective_from: date


@attrs.frozen(kw_only=True)
class PhaseCorrected:
    """The first day of a phase, registered wrongly, was put right.

    Attributes:
        phase: The phase.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day of it.
    """

    phase: Phase
    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class TeamNamed:
    """It was registered who is represented in the municipality's implementation team.

    Attributes:
        groups: Those who are represented.
        missing: Those who must be, and are not.
        finding: What the rule on the seven groups came to.
        effective_from: The first day that the team is so.
    """

    groups: frozenset[Group]
    missing: frozenset[Group]
    finding: Finding
    effective_from: date


@attrs.frozen(kw_only=True)
class PrincipleTakenUp:
    """The municipality began to work by one of the eight principles.

    Attributes:
        principle: Its number, from 1 to 8.
        effective_from: The first day.
    """

    principle: int
    effective_from: date


@attrs.frozen(kw_only=True)
class PrincipleLaidDown:
    """The municipality works by one of the principles no longer.

    Attributes:
        principle: Its number, from 1 to 8.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that it does not.
    """

    principle: int
    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class Reorganised:
    """The municipality's socialpsykiatri is reorganised: it works by all eight.

    Attributes:
        principles: The numbers of the principles that it works by: all of them.
        source: The document that says that all eight must be followed.
        effective_from: The day that this was found.
    """

    principles: frozenset[int]
    source: str
    effective_from: date


Change: TypeAlias = (
    PhaseEntered
    | PhaseCorrected
    | TeamNamed
    | PrincipleTakenUp
    | PrincipleLaidDown
    | Reorganised
)
Event: TypeAlias = Begun | Change
