"""What can happen to a publication. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.publication.parts import Composition, Part
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import ISBN, Deadline, Digest, ReasonCode

__all__ = [
    "Approved",
    "Begun",
    "Change",
    "Corrected",
    "Drafted",
    "EditionChange",
    "Event",
    "HearingAnswered",
    "HearingOpened",
    "MemberNamed",
    "MemberRemoved",
    "Published",
    "Returned",
    "SourceAdded",
    "SourceRemoved",
    "Superseded",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Begun:
    """The making of a publication began.

    Attributes:
        key: What it is known by in the record.
        title: What it is called while it is made.
        purpose: What it is for.
        initiative: The plugin of what it is made by.
        hearing: Whether every version goes to hearing before it is approved.
        approves: The roles that approve a version.
        composition: What a version must be made of to be approved.
        source: The document that all this comes from.
        effective_from: The first day that it is worked on.
    """

    key: str
    title: str
    purpose: str
    initiative: str
    hearing: bool
    approves: frozenset[str]
    composition: tuple[Composition, ...] = ()
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class MemberNamed:
    """A person came into a publication's working group, or the card changed.

    Attributes:
        member: The person.
        capacity: What the person is there as, as a code: `expert`, `municipality`.
        organisation: The organisation that the person speaks for, if any.
        card: How to reach the person.
        effective_from: The first day that the person is in the group.
        effective_to: The first day that it no longer is; None where none is known.
    """

    member: PersonId
    capacity: ReasonCode
    organisation: str | None = None
    card: Personal[ContactCard] = personal(subject="member")
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class MemberRemoved:
    """A person is no longer in a publication's working group.

    Attributes:
        member: The person.
        effective_from: The first day that the person is not in the group.
    """

    member: PersonId
    effective_from: date


@attrs.frozen(kw_only=True)
class SourceAdded:
    """Something that a publication builds on was added.

    Attributes:
        code: What the source is known by in the publication.
        kind: What it is, as a code: `literature_study`, `mapping`, `case`.
        title: What it is called, and who made it; nothing about a person.
        document: The SHA-256 of the document, where it is kept.
    """

    code: str
    kind: ReasonCode
    title: str
    document: Digest | None = None


@attrs.frozen(kw_only=True)
class SourceRemoved:
    """A publication does not build on a source after all.

    Attributes:
        code: What the source was known by in the publication.
        reason: Why, as a code; nothing about a person.
    """

    code: str
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class Drafted:
    """A version was drafted, or its draft was written anew.

    Attributes:
        version: Which version, from 1.
        title: What the version is called.
        parts: All its parts in their order; what is under a part stands after it.
        document: The SHA-256 of the draft, where it is kept.
        effective_from: The day of the draft.
    """

    version: int
    title: str
    parts: tuple[Part, ...] = ()
    document: Digest | None = None
    effective_from: date


@attrs.frozen(kw_only=True)
class HearingOpened:
    """A version went to hearing.

    Attributes:
        version: Which version.
        parties: Who are heard; nothing about a person.
        until: The last time to answer.
        effective_from: The first day of the hearing.
    """

    version: int
    parties: frozenset[str]
    until: Deadline
    effective_from: date


@attrs.frozen(kw_only=True)
class HearingAnswered:
    """One who was heard answered.

    Attributes:
        version: Which version.
        party: Who answered; nothing about a person.
        document: The SHA-256 of the answer, where it is kept.
        effective_from: The day that the answer came in.
    """

    version: int
    party: str
    document: Digest | None = None
    effective_from: date


@attrs.frozen(kw_only=True)
class Approved:
    """A version was approved for publication.

    Attributes:
        version: Which version.
        effective_from: The day that it was approved.
    """

    version: int
    effective_from: date


@attrs.frozen(kw_only=True)
class Returned:
    """A version was sent back to be drafted anew.

    Attributes:
        version: Which version.
        reason: Why, as a code; nothing about a person.
        effective_from: The day that it was sent back.
    """

    version: int
    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class Published:
    """A version was published.

    Attributes:
        version: Which version.
        isbn: Its ISBN; None where it has none, or none is known.
        document: The SHA-256 of what was published, where it is kept.
        effective_from: The first day that it can be cited.
    """

    version: int
    isbn: ISBN | None = None
    document: Digest | None = None
    effective_from: date


@attrs.frozen(kw_only=True)
class Superseded:
    """Another publication, or another version, took the place of a version.

    Attributes:
        version: Which version does not hold any more.
        by: What took its place.
        effective_from: The first day that it does not hold.
    """

    version: int
    by: Citation
    effective_from: date


@attrs.frozen(kw_only=True)
class Corrected:
    """What was registered wrongly of a published version was put right.

    Attributes:
        version: Which version.
        reason: Why, as a code; nothing about a person.
        isbn: Its ISBN; None where what was registered stands.
        published: The first day that it could be cited; None where what was registered
            stands.
    """

    version: int
    reason: ReasonCode
    isbn: ISBN | None = None
    published: date | None = None


EditionChange: TypeAlias = (
    Drafted
    | HearingOpened
    | HearingAnswered
    | Approved
    | Returned
    | Published
    | Superseded
    | Corrected
)
Change: TypeAlias = (
    MemberNamed | MemberRemoved | SourceAdded | SourceRemoved | EditionChange
)
Event: TypeAlias = Begun | Change
