"""How a version comes to be: drafted, heard, and perhaps drafted anew."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Texts, Whole
from kvalitet_core.domain.publication.checks import (
    at_stage,
    code_reused,
    not_before,
    version_of,
)
from kvalitet_core.domain.publication.edition import Answer, Edition, Stage
from kvalitet_core.domain.publication.events import (
    Drafted,
    Event,
    HearingAnswered,
    HearingOpened,
    Returned,
)
from kvalitet_core.domain.publication.parts import Part, badly_made
from kvalitet_core.domain.publication.state import Publication
from kvalitet_core.domain.rules import reachable, refuse_for, registered, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Deadline, Digest, ReasonCode, end_of_day, not_blank

__all__ = ["AnswerHearing", "Draft", "OpenHearing", "Return"]


@attrs.frozen(kw_only=True)
class Draft:
    """Draft a version of a publication, or write its draft anew.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version, from 1.
        title: What the version is called.
        parts: All its parts in their order; what is under a part stands after it.
        document: The SHA-256 of the draft, where it is kept.
        effective_from: The day of the draft.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    title: str = attrs.field(validator=not_blank)
    parts: tuple[Part, ...] = ()
    document: Digest | None = None
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Draft it, unless it is drafted so.

        Raises:
            Refused: `publication.unknown`; or for everything that stands against it:
                `publication.version_order`, `publication.stage`,
                `publication.too_early`, `publication.not_begun`,
                `publication.part_twice`, `publication.part_misplaced`,
                `publication.part_other`.
        """
        stream = self.publication
        known = registered(state, stream)
        edition = known.edition(self.version)
        if edition is not None and self._stands(edition):
            return ()
        refuse_for(
            self._out_of_turn(known, edition),
            within(known.period, self.effective_from, stream=stream),
            *badly_made(stream, self.parts),
            *code_reused(known, self.version, self.parts, stream=stream),
        )
        return (
            Drafted(
                version=self.version,
                title=self.title,
                parts=self.parts,
                document=self.document,
                effective_from=self.effective_from,
            ),
        )

    def _stands(self, edition: Edition) -> bool:
        own = (self.title, self.parts, self.document, self.effective_from)
        drafted = (edition.title, edition.parts, edition.document, edition.moved)
        return edition.stage is Stage.DRAFT and own == drafted

    def _out_of_turn(
        self, known: Publication, edition: Edition | None
    ) -> Reason | None:
        stream = self.publication
        if edition is not None:
            return at_stage(
                edition, Stage.DRAFT, stream=stream, source=known.source
            ) or not_before(edition, self.effective_from, stream=stream)
        due = known.editions[-1].version + 1 if known.editions else 1
        if self.version == due:
            return None
        text = f"{stream}: expected version {due} to be the next, got {self.version}"
        return Reason(code="publication.version_order", text=text)


@attrs.frozen(kw_only=True)
class OpenHearing:
    """Send a version of a publication to hearing.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version.
        parties: Who are heard, at least one; nothing about a person.
        until: The last time to answer.
        effective_from: The first day of the hearing.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    parties: frozenset[str] = attrs.field(validator=Texts(least=1))
    until: Deadline
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Open it, unless it is open so.

        Raises:
            Refused: `publication.unknown`, `publication.version_unknown`; or for
                everything that stands against it: `publication.stage`,
                `publication.too_early`, `publication.deadline_unreachable`,
                `publication.hearing_over`.
        """
        stream, day = self.publication, self.effective_from
        known, edition = version_of(state, stream, self.version)
        hearing = edition.hearing
        if edition.stage is Stage.HEARING and hearing is not None:
            own = (self.parties, self.until, day)
            if own == (hearing.parties, hearing.until, hearing.opened):
                return ()
        refuse_for(
            at_stage(edition, Stage.DRAFT, stream=stream, source=known.source),
            not_before(edition, day, stream=stream),
            reachable(self.until, stream=stream) or self._over(),
        )
        return (
            HearingOpened(
                version=self.version,
                parties=self.parties,
                until=self.until,
                effective_from=day,
            ),
        )

    def _over(self) -> Reason | None:
        if self.until.instant >= end_of_day(self.effective_from):
            return None
        text = (
            f"{self.publication}: expected the hearing to last its first day "
            f"{self.effective_from}, got until {self.until}"
        )
        return Reason(code="publication.hearing_over", text=text)


@attrs.frozen(kw_only=True)
class AnswerHearing:
    """Enter what one who was heard answered; what comes late is entered too.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version.
        party: Who answered; nothing about a person.
        document: The SHA-256 of the answer, where it is kept.
        effective_from: The day that the answer came in.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    party: str = attrs.field(validator=not_blank)
    document: Digest | None = None
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Enter it, unless it is entered.

        Raises:
            Refused: `publication.unknown`, `publication.version_unknown`,
                `publication.stage` or `publication.too_early`.
        """
        stream, day = self.publication, self.effective_from
        known, edition = version_of(state, stream, self.version)
        said = Answer(party=self.party, received=day, document=self.document)
        if edition.hearing is not None and said in edition.hearing.answers:
            return ()
        refuse_for(
            at_stage(edition, Stage.HEARING, stream=stream, source=known.source),
            not_before(edition, day, stream=stream),
        )
        return (
            HearingAnswered(
                version=self.version,
                party=self.party,
                document=self.document,
                effective_from=day,
            ),
        )


@attrs.frozen(kw_only=True)
class Return:
    """Send a version back to be drafted anew; it is heard and approved anew too.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version.
        reason: Why, as a code; nothing about a person.
        effective_from: The day that it is sent back.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Send it back, unless it is a draft.

        Raises:
            Refused: `publication.unknown`, `publication.version_unknown`,
                `publication.stage` or `publication.too_early`.
        """
        stream, day = self.publication, self.effective_from
        known, edition = version_of(state, stream, self.version)
        if edition.stage is Stage.DRAFT:
            return ()
        before = (Stage.HEARING, Stage.APPROVED)
        refuse_for(
            at_stage(edition, *before, stream=stream, source=known.source),
            not_before(edition, day, stream=stream),
        )
        return (Returned(version=self.version, reason=self.reason, effective_from=day),)
