"""A version of a publication, and how each event changes it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.publication.events import (
    Approved,
    Corrected,
    Drafted,
    EditionChange,
    HearingAnswered,
    HearingOpened,
    Published,
    Returned,
    Superseded,
)
from kvalitet_core.domain.publication.parts import Part
from kvalitet_core.values import ISBN, Deadline, Digest

__all__ = ["Answer", "Edition", "Hearing", "Stage", "after"]


class Stage(StrEnum):
    """How far a version has come.

    Attributes:
        DRAFT: It is written.
        HEARING: It is in hearing.
        APPROVED: It may be published.
        PUBLISHED: It is published, from its day on.
        SUPERSEDED: Something else takes its place, from its day on.
    """

    DRAFT = "draft"
    HEARING = "hearing"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


@attrs.frozen(kw_only=True)
class Answer:
    """What one who was heard answered.

    Attributes:
        party: Who answered.
        received: The day that the answer came in.
        document: The SHA-256 of the answer, where it is kept.
    """

    party: str
    received: date
    document: Digest | None = None


@attrs.frozen(kw_only=True)
class Hearing:
    """A hearing of a version.

    Attributes:
        parties: Who are heard.
        until: The last time to answer.
        opened: Its first day.
        answers: What was answered, in the order that it was registered.
    """

    parties: frozenset[str]
    until: Deadline
    opened: date
    answers: tuple[Answer, ...] = ()


@attrs.frozen(kw_only=True, slots=False)
class Edition:
    """A version of a publication.

    Attributes:
        version: Its number, from 1.
        stage: How far it has come.
        title: What it is called.
        parts: All its parts, in their order.
        document: The SHA-256 of its newest text, where it is kept.
        hearing: Its hearing since it was last drafted, if there was one.
        moved: The day that it came to where it is.
        published: The first day that it can be cited; None until it is published.
        superseded: The first day that it does not hold; None while it does.
        superseded_by: What took its place.
        isbn: Its ISBN, if it has one.
    """

    version: int
    stage: Stage = Stage.DRAFT
    title: str = ""
    parts: tuple[Part, ...] = ()
    document: Digest | None = None
    hearing: Hearing | None = None
    moved: date = date.min
    published: date | None = None
    superseded: date | None = None
    superseded_by: Citation | None = None
    isbn: ISBN | None = None

    def part(self, code: str) -> Part | None:
        """Find the part with this code."""
        return next((part for part in self.parts if part.code == code), None)

    def in_force(self, day: date) -> bool:
        """Tell whether it is published by the day, and nothing has its place."""
        begun = self.published is not None and self.published <= day
        return begun and (self.superseded is None or day < self.superseded)


def after(known: Edition, event: EditionChange) -> Edition:
    """Give the version as it is after the event."""
    match event:
        case Drafted():
            return _drafted(known, event)
        case HearingOpened(effective_from=day):
            hearing = Hearing(parties=event.parties, until=event.until, opened=day)
            return _moved(altered(known, hearing=hearing), Stage.HEARING, day)
        case HearingAnswered():
            return _answered(known, event)
        case Returned(effective_from=day):
            return _moved(altered(known, hearing=None), Stage.DRAFT, day)
        case Approved(effective_from=day):
            return _moved(known, Stage.APPROVED, day)
        case _:
            return _out(known, event)


def _out(known: Edition, event: Published | Superseded | Corrected) -> Edition:
    match event:
        case Published(effective_from=day):
            document = event.document or known.document
            right = altered(known, isbn=event.isbn, document=document)
            return _moved(altered(right, published=day), Stage.PUBLISHED, day)
        case Superseded(by=by, effective_from=day):
            over = altered(known, superseded=day, superseded_by=by)
            return _moved(over, Stage.SUPERSEDED, day)
        case Corrected():
            isbn = event.isbn or known.isbn
            published = event.published or known.published
            return altered(known, isbn=isbn, published=published)
        case _:
            assert_never(event)


def _moved(known: Edition, stage: Stage, day: date) -> Edition:
    return altered(known, stage=stage, moved=day)


def _drafted(known: Edition, event: Drafted) -> Edition:
    return altered(
        known,
        stage=Stage.DRAFT,
        title=event.title,
        parts=event.parts,
        document=event.document,
        hearing=None,
        moved=event.effective_from,
    )


def _answered(known: Edition, event: HearingAnswered) -> Edition:
    if known.hearing is None:
        return known
    answer = Answer(
        party=event.party, received=event.effective_from, document=event.document
    )
    answers = (*known.hearing.answers, answer)
    return attrs.evolve(known, hearing=attrs.evolve(known.hearing, answers=answers))
