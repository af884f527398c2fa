"""What becomes known of a case: how it began, its facts, documents and ties."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.citation import Citation
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.values import Digest, Instant, ReasonCode

__all__ = [
    "Cited",
    "DocumentReceived",
    "FactCorrected",
    "FactRecorded",
    "FactValue",
    "Linked",
    "Opened",
    "Stated",
]

# These names and fields are stored. Do not rename; add a version.

FactValue: TypeAlias = str | int | bool | tuple[str, ...]
"""A fact's value as it is stored: days and times in ISO 8601, several texts sorted."""


@attrs.frozen(kw_only=True)
class Stated:
    """A fact that a case is opened with.

    Attributes:
        fact: The fact's name.
        value: Its value.
    """

    fact: str
    value: FactValue


@attrs.frozen(kw_only=True)
class Opened:
    """A case was opened.

    Attributes:
        definition: The code of the case type: `indsatsteam.forloeb`.
        version: Its version: `2020-2`.
        digest: The digest of all that it said then.
        title: What the case is called; nothing about a person.
        handles: The application that it decides, if it does.
        received: When what it is about was received.
        facts: What it was opened with.
    """

    definition: str
    version: str
    digest: Digest
    title: str
    handles: StreamId | None = None
    received: Instant
    facts: tuple[Stated, ...] = ()


@attrs.frozen(kw_only=True)
class FactRecorded:
    """A fact became known.

    Attributes:
        fact: The fact's name.
        value: Its value.
        effective_from: The first day that it holds.
        source: Where it is known from.
    """

    fact: str
    value: FactValue
    effective_from: date
    source: str


@attrs.frozen(kw_only=True)
class FactCorrected:
    """A fact that was recorded wrongly was put right.

    Attributes:
        fact: The fact's name.
        value: Its right value; None where it is not known after all.
        effective_from: The first day that it holds.
        reason: Why it was wrong.
    """

    fact: str
    value: FactValue | None = None
    effective_from: date
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class DocumentReceived:
    """A document of the case was received.

    Attributes:
        document: Which of the case type's documents it is.
        attachment: What it is called, and the digest of its content.
        effective_from: The day when it was received.
    """

    document: str
    attachment: Attachment
    effective_from: date


@attrs.frozen(kw_only=True)
class Linked:
    """The case was tied to something else in the journal.

    Attributes:
        to: The stream of the other thing.
        relation: How the two belong together, as a code: `follow_up`.
    """

    to: StreamId
    relation: ReasonCode


@attrs.frozen(kw_only=True)
class Cited:
    """A publication was cited for a task or a decision of the case.

    Attributes:
        item: The path of what rests on it.
        citation: What was cited.
        by: Who cited it.
        effective_from: The day that it was cited.
    """

    item: str
    citation: Citation
    by: ActorId
    effective_from: date
