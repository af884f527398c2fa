"""How a publication begins, and what it builds on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.citation import part_code
from kvalitet_core.domain.fields import Texts, Written
from kvalitet_core.domain.publication.events import (
    Begun,
    Event,
    SourceAdded,
    SourceRemoved,
)
from kvalitet_core.domain.publication.parts import Composition
from kvalitet_core.domain.publication.state import Publication, Source
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import KIND, StreamId, of_kind, stream_id
from kvalitet_core.values import Digest, ReasonCode, not_blank

__all__ = ["AddSource", "Begin", "RemoveSource"]

_KEY: Final = Written("[a-z0-9][a-z0-9-]{0,79}", "a-z, 0-9 and -, 80 at most")


@attrs.frozen(kw_only=True)
class Begin:
    """Begin to make a publication.

    Attributes:
        key: What it is known by in the record: `bostoette-pejlemaerker`.
        title: What it is called while it is made.
        purpose: What it is for.
        initiative: The plugin of what it is made by.
        hearing: Whether every version goes to hearing before it is approved.
        approves: The roles that approve a version; at least one.
        composition: What a version must be made of to be approved.
        source: The document that all this comes from.
        effective_from: The first day that it is worked on.
    """

    key: str = attrs.field(validator=_KEY)
    title: str = attrs.field(validator=not_blank)
    purpose: str = attrs.field(validator=not_blank)
    initiative: str = attrs.field(
        validator=Written(KIND.pattern, "a plugin's name: a-z, then a-z, 0-9, - or _")
    )
    hearing: bool
    approves: frozenset[str] = attrs.field(validator=Texts(least=1))
    composition: tuple[Composition, ...] = ()
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication with this key."""
        return stream_id("publication", self.key)

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Begin it, unless it is begun.

        Raises:
            Refused: `publication.begun`, for each thing that it was begun with
                otherwise.
        """
        fields = attrs.fields(Begun)
        said = Begun(**{each.name: getattr(self, each.name) for each in fields})
        if state is None:
            return (said,)
        refuse_for(*_begun_otherwise(self.target(context), state.begun, said))
        return ()


def _begun_otherwise(stream: StreamId, known: Begun, said: Begun) -> Iterator[Reason]:
    for field in attrs.fields(Begun):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = f"{stream}: is already begun with another {field.name}, got {now}"
            yield Reason(code="publication.begun", text=text, source=known.source)


@attrs.frozen(kw_only=True)
class AddSource:
    """Add something that a publication builds on.

    Attributes:
        publication: The publication's stream: `publication/…`.
        code: What the source is known by in the publication.
        kind: What it is, as a code: `literature_study`, `mapping`, `case`.
        title: What it is called, and who made it; nothing about a person.
        document: The SHA-256 of the document, where it is kept.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    code: str = attrs.field(validator=part_code)
    kind: ReasonCode
    title: str = attrs.field(validator=not_blank)
    document: Digest | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Add it, unless it is there.

        Raises:
            Refused: `publication.unknown`, or `publication.source_other` where the code
                is another source's.
        """
        known = registered(state, self.publication)
        said = SourceAdded(
            code=self.code, kind=self.kind, title=self.title, document=self.document
        )
        before = known.builds_on(self.code)
        if before is None:
            return (said,)
        if before != Source(**attrs.asdict(said)):
            text = (
                f"{self.publication}: source {self.code!r}: is {before.title!r}, "
                f"got {self.title!r}; remove what was added wrongly"
            )
            raise Refused(Reason(code="publication.source_other", text=text))
        return ()


@attrs.frozen(kw_only=True)
class RemoveSource:
    """Say that a publication does not build on a source after all.

    Attributes:
        publication: The publication's stream: `publication/…`.
        code: What the source is known by in the publication.
        reason: Why, as a code; nothing about a person.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    code: str = attrs.field(validator=part_code)
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Remove it, unless it is not there.

        Raises:
            Refused: `publication.unknown`.
        """
        if registered(state, self.publication).builds_on(self.code) is None:
            return ()
        return (SourceRemoved(code=self.code, reason=self.reason),)
