"""How a version comes out: approved, published, and at last superseded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.publication.checks import (
    at_stage,
    no_approver,
    not_before,
    version_of,
)
from kvalitet_core.domain.publication.citing import cannot_cite, uncitable
from kvalitet_core.domain.publication.edition import Edition, Stage
from kvalitet_core.domain.publication.events import (
    Approved,
    Event,
    Published,
    Superseded,
)
from kvalitet_core.domain.publication.parts import against_composition
from kvalitet_core.domain.publication.state import Publication
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ISBN, Digest, danish_date, end_of_day

__all__ = ["Approve", "Publish", "Supersede", "isbn_taken"]


@attrs.frozen(kw_only=True)
class Approve:
    """Approve a version of a publication, so that it may be published.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version.
        effective_from: The day that it is approved.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Approve it, unless it is approved from that day.

        Raises:
            Refused: `publication.unknown`, `publication.version_unknown`; or for
                everything that stands against it: `publication.role`,
                `publication.stage`, `publication.too_early`,
                `publication.hearing_open`, `publication.composition`.
        """
        stream, day = self.publication, self.effective_from
        known, edition = version_of(state, stream, self.version)
        if edition.stage is Stage.APPROVED and edition.moved == day:
            return ()
        ready = (
            (Stage.HEARING,) if known.begun.hearing else (Stage.DRAFT, Stage.HEARING)
        )
        refuse_for(
            no_approver(known, context.actor.role, stream=stream),
            at_stage(edition, *ready, stream=stream, source=known.source),
            not_before(edition, day, stream=stream),
            self._still_heard(known, edition, context.now),
            *against_composition(stream, edition.parts, known.composition),
        )
        return (Approved(version=self.version, effective_from=day),)

    def _still_heard(
        self, known: Publication, edition: Edition, now: datetime
    ) -> Reason | None:
        """Say no while one can answer: on that day to its end, and now."""
        hearing = edition.hearing
        if edition.stage is not Stage.HEARING or hearing is None:
            return None
        ends = hearing.until.instant
        if ends < end_of_day(self.effective_from) and ends <= now:
            return None
        text = (
            f"{self.publication}: version {self.version}: expected the hearing to be "
            f"over, it lasts until {hearing.until}, got {self.effective_from} on "
            f"{danish_date(now)}"
        )
        return Reason(code="publication.hearing_open", text=text, source=known.source)


@attrs.frozen(kw_only=True)
class Publish:
    """Publish a version; it takes the place of the one that holds until then.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version.
        isbn: Its ISBN; None where it has none, or none is known.
        document: The SHA-256 of what is published, where it is kept.
        effective_from: The first day that it can be cited.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    isbn: ISBN | None = None
    document: Digest | None = None
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Publish it, unless it is published so.

        Raises:
            Refused: `publication.unknown`, `publication.version_unknown`; or for
                everything that stands against it: `publication.stage`,
                `publication.too_early`, `publication.isbn_taken`,
                `publication.version_order` before the version that it follows.
        """
        stream, day = self.publication, self.effective_from
        known, edition = version_of(state, stream, self.version)
        if edition.stage is Stage.PUBLISHED and self._stands(edition):
            return ()
        last = _newest_published(known)
        refuse_for(
            at_stage(edition, Stage.APPROVED, stream=stream, source=known.source),
            not_before(edition, day, stream=stream),
            isbn_taken(known, self.version, self.isbn, stream=stream),
            self._not_later(last),
        )
        said = Published(
            version=self.version,
            isbn=self.isbn,
            document=self.document,
            effective_from=day,
        )
        return (*self._over(last), said)

    def _stands(self, edition: Edition) -> bool:
        own = (self.isbn, self.document or edition.document, self.effective_from)
        return own == (edition.isbn, edition.document, edition.published)

    def _not_later(self, last: Edition | None) -> Reason | None:
        if last is None or last.published is None:
            return None
        if last.published < self.effective_from and last.version < self.version:
            return None
        text = (
            f"{self.publication}: expected a version after {last.version}, which is "
            f"published on {last.published}, and a later day, got version "
            f"{self.version} on {self.effective_from}"
        )
        return Reason(code="publication.version_order", text=text)

    def _over(self, last: Edition | None) -> Iterator[Superseded]:
        """That the newest version published so far does not hold any more."""
        if last is not None and last.superseded is None:
            by = Citation(publication=self.publication, version=self.version)
            day = self.effective_from
            yield Superseded(version=last.version, by=by, effective_from=day)


@attrs.frozen(kw_only=True)
class Supersede:
    """Say that another publication takes the place of a published version.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version does not hold any more.
        by: What takes its place.
        effective_from: The first day that it does not hold.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    by: Citation
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Supersede it, unless it is superseded so.

        Raises:
            Refused: `publication.unknown`, `publication.version_unknown`; or for
                everything that stands against it: `publication.stage`,
                `publication.too_early`, `publication.by_itself`, and what keeps that
                which takes its place from being cited.
        """
        stream, day = self.publication, self.effective_from
        known, edition = version_of(state, stream, self.version)
        if (edition.superseded, edition.superseded_by) == (day, self.by):
            return ()
        refuse_for(
            at_stage(edition, Stage.PUBLISHED, stream=stream, source=known.source),
            not_before(edition, day, stream=stream),
            *self._no_place(known, context),
        )
        return (Superseded(version=self.version, by=self.by, effective_from=day),)

    def _no_place(self, known: Publication, context: Context) -> tuple[Reason, ...]:
        """Everything that keeps another from taking its place."""
        stream, day = self.publication, self.effective_from
        if self.by.publication != stream:
            return uncitable((self.by,), on=day, by=stream, context=context)
        if self.by.version == self.version:
            text = f"{stream}: expected something else than version {self.version}"
            return (Reason(code="publication.by_itself", text=text),)
        return cannot_cite(self.by, known, on=day, by=stream)


def isbn_taken(
    known: Publication, version: int, isbn: ISBN | None, *, stream: StreamId
) -> Reason | None:
    """Say no to an ISBN that another version has, however it is written."""
    if isbn is None:
        return None
    for other in known.editions:
        taken = other.isbn is not None and _digits(other.isbn) == _digits(isbn)
        if taken and other.version != version:
            text = (
                f"{stream}: expected an ISBN of its own, got {isbn}, which is that of "
                f"version {other.version}"
            )
            return Reason(code="publication.isbn_taken", text=text)
    return None


def _digits(isbn: ISBN) -> str:
    return isbn.replace("-", "")


def _newest_published(known: Publication) -> Edition | None:
    published = [each for each in known.editions if each.published is not None]
    return published[-1] if published else None
