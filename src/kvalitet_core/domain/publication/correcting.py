"""Putting right what was registered wrongly of a published version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.publication.checks import at_stage, version_of
from kvalitet_core.domain.publication.edition import Edition, Stage
from kvalitet_core.domain.publication.events import Corrected, Event
from kvalitet_core.domain.publication.publishing import isbn_taken
from kvalitet_core.domain.publication.state import Publication
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ISBN, ReasonCode

__all__ = ["Correct"]


@attrs.frozen(kw_only=True)
class Correct:
    """Put right what was registered wrongly of a published version.

    What was cited by then stands: the record tells what was known when.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version.
        reason: Why, as a code; nothing about a person.
        isbn: Its ISBN; None where what was registered stands.
        published: The first day that it could be cited; None where what was registered
            stands.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    reason: ReasonCode
    isbn: ISBN | None = None
    published: date | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `publication.unknown`, `publication.version_unknown`; or for
                everything that stands against it: `publication.stage`,
                `publication.isbn_taken`, `publication.not_begun`,
                `publication.version_order`.
        """
        stream = self.publication
        known, edition = version_of(state, stream, self.version)
        isbn, day = self.isbn or edition.isbn, self.published or edition.published
        if (isbn, day) == (edition.isbn, edition.published):
            return ()
        out = (Stage.PUBLISHED, Stage.SUPERSEDED)
        refuse_for(
            at_stage(edition, *out, stream=stream, source=known.source),
            isbn_taken(known, self.version, self.isbn, stream=stream),
            *self._out_of_turn(known, edition),
        )
        return (
            Corrected(
                version=self.version,
                reason=self.reason,
                isbn=self.isbn,
                published=self.published,
            ),
        )

    def _out_of_turn(
        self, known: Publication, edition: Edition
    ) -> Iterator[Reason | None]:
        """Say no to a day before its time, or after another took its place."""
        day, stream = self.published, self.publication
        if day is None:
            return
        yield within(known.period, day, stream=stream)
        for other in known.editions:
            over = other.superseded
            if other.version < edition.version and over is not None and day < over:
                yield self._order(f"no earlier than {over}", day)
        if edition.superseded is not None and edition.superseded <= day:
            yield self._order(f"earlier than {edition.superseded}", day)

    def _order(self, expected: str, day: date) -> Reason:
        text = (
            f"{self.publication}: version {self.version}: expected a day {expected}, "
            f"got {day}"
        )
        return Reason(code="publication.version_order", text=text)
