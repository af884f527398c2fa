"""What can happen to a selection of partners. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

__all__ = [
    "Answered",
    "Change",
    "Deselected",
    "Entered",
    "Event",
    "Opened",
    "PartnerNamed",
    "Published",
    "ReferenceLeft",
    "ReferenceOffered",
    "Selected",
    "Struck",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Opened:
    """A selection of partners was begun, for a round.

    Attributes:
        round: The round whose applicants are selected from.
        least: How many partners there are to be at least.
        most: How many partners there are to be at most.
        source: The document that the two limits come from.
        effective_from: The first day that the limits hold.
    """

    round: StreamId
    least: int
    most: int
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class Entered:
    """An application came to be among those that are selected from.

    Attributes:
        application: The application.
        applicant: The municipality that applies.
    """

    application: StreamId
    applicant: StreamId


@attrs.frozen(kw_only=True)
class Struck:
    """An application is no longer among those that are selected from.

    Attributes:
        application: The application.
        reason: Why, as a code; nothing about a person.
    """

    application: StreamId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class Selected:
    """A municipality was selected; nobody is told until the selection is published.

    Attributes:
        application: The application.
        applicant: The municipality.
        reasons: Why, each a text. They name no person.
    """

    application: StreamId
    applicant: StreamId
    reasons: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Deselected:
    """A municipality is not selected after all, before it was published.

    Attributes:
        application: The application.
        reason: Why, as a code; nothing about a person.
    """

    application: StreamId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class Published:
    """The selection was published.

    Attributes:
        effective_from: The day.
    """

    effective_from: date


@attrs.frozen(kw_only=True)
class PartnerNamed:
    """A municipality was published as a partner.

    Attributes:
        application: The application that it was selected by.
        applicant: The municipality.
        effective_from: The first day that it is one.
    """

    application: StreamId
    applicant: StreamId
    effective_from: date


@attrs.frozen(kw_only=True)
class ReferenceOffered:
    """A municipality that was not selected was invited as a reference municipality.

    Attributes:
        application: The application that was not selected.
        applicant: The municipality.
        effective_from: The day of the invitation.
    """

    application: StreamId
    applicant: StreamId
    effective_from: date


@attrs.frozen(kw_only=True)
class Answered:
    """A municipality answered whether it would be a reference municipality.

    Attributes:
        application: The application that was not selected.
        applicant: The municipality.
        joins: Whether it will.
        effective_from: The first day that the answer holds.
    """

    application: StreamId
    applicant: StreamId
    joins: bool
    effective_from: date


@attrs.frozen(kw_only=True)
class ReferenceLeft:
    """A reference municipality answered anew that it will not be one any more.

    Attributes:
        application: The application that was not selected.
        applicant: The municipality.
        effective_from: The first day that it is not one.
    """

    application: StreamId
    applicant: StreamId
    effective_from: date


Change: TypeAlias = (
    Entered
    | Struck
    | Selected
    | Deselected
    | Published
    | PartnerNamed
    | ReferenceOffered
    | Answered
    | ReferenceLeft
)
Event: TypeAlias = Opened | Change
