"""What a tilbud may do: begin, look at itself by any marker, and end when it likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.conditions import Facts, Known
from kvalitet_core.casetypes.rules import Finding, Rule
from kvalitet_core.domain.fields import SomeText, Written
from kvalitet_core.domain.publication import (
    Citation,
    Edition,
    Publication,
    uncitable,
)
from kvalitet_core.domain.rules import in_force, refuse_for, registered
from kvalitet_core.domain.tilbud import Tilbud
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_pejlemaerker.markers import FIRST, MARKER
from kvalitet_pejlemaerker.rules import (
    BOSTOETTE,
    LAES_FOERST,
)
from kvalitet_pejlemaerker.selvvurdering.facts import (
    Assessed,
    Begun,
    Ended,
    Event,
    Selvvurdering,
)
from kvalitet_pejlemaerker.sources import GUIDANCE, NAME

__all__ = ["KIND", "Assess", "Begin", "End"]

KIND: Final = "pejlemaerker-selvvurdering"
_LABEL: Final = Written("[a-z0-9][a-z0-9-]{0,39}", "a-z, 0-9 and -, 40 at most")


def _scale(_: Any, attribute: attrs.Attribute[Any], scale: tuple[str, ...]) -> None:
    if not all(map(str.strip, scale)) or len(set(scale)) < max(2, len(scale)):
        problem = "expected two or more answers, each another text"
        raise Malformed(f"{attribute.name} {scale!r}", problem)


@attrs.frozen(kw_only=True)
class Begin:
    """Begin a self-assessment by the markers; nobody must.

    The answers that can be given are told here: no source has a scale.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        label: What tells it from the tilbud's other ones: `2021`.
        publication: The version of the markers that it is done by.
        scale: The answers that can be given, in their order; two at least.
        effective_from: The first day of it.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    label: str = attrs.field(validator=_LABEL)
    publication: Citation
    scale: tuple[str, ...] = attrs.field(validator=_scale)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud's self-assessment with this label."""
        return stream_id(KIND, f"{self.tilbud.partition('/')[2]}.{self.label}")

    def decide(
        self, state: Selvvurdering | None, context: Context
    ) -> tuple[Event, ...]:
        """Begin it, unless it is begun.

        Raises:
            Refused: `pejlemaerker-selvvurdering.begun`, for each thing that was begun
                otherwise; or for everything that stands against it:
                `pejlemaerker-selvvurdering.tilbud_unknown`,
                `pejlemaerker-selvvurdering.tilbud_not_in_force`, what keeps the
                version from being cited on that day, or
                `pejlemaerker-selvvurdering.not_the_markers`.
        """
        stream, day = self.target(context), self.effective_from
        if state is not None:
            refuse_for(*self._begun_otherwise(stream, state.begun))
            return ()
        known = context.get(Tilbud, self.tilbud)
        refuse_for(
            in_force(known, day, stream=self.tilbud, code=f"{KIND}.tilbud"),
            *(
                uncitable((self.publication,), on=day, by=stream, context=context)
                or (self._not_the_markers(stream, context),)
            ),
        )
        return (
            Begun(
                tilbud=self.tilbud,
                label=self.label,
                publication=self.publication,
                scale=self.scale,
                findings=_found((BOSTOETTE,), _of_tilbud(known, day), context),
                effective_from=day,
            ),
        )

    def _begun_otherwise(self, stream: StreamId, known: Begun) -> Iterator[Reason]:
        for field in attrs.fields(Begin):
            before, now = getattr(known, field.name), getattr(self, field.name)
            if before != now:
                text = (
                    f"{stream}: is already begun with {field.name} {_told(before)}, "
                    f"got {_told(now)}"
                )
                yield Reason(code=f"{KIND}.begun", text=text)

    def _not_the_markers(self, stream: StreamId, context: Context) -> Reason | None:
        """Say no to a publication of something else, and to a part of the markers."""
        cited = self.publication
        edition = _edition(cited, context)
        kinds = {part.kind for part in edition.parts} if edition else set()
        if cited.part is None and MARKER in kinds:
            return None
        text = f"{stream}: expected a version of the markers as a whole, got {cited}"
        return Reason(code=f"{KIND}.not_the_markers", text=text, source=GUIDANCE)


@attrs.frozen(kw_only=True)
class Assess:
    """Look at the tilbud by one marker, whichever; or look at it anew.

    Attributes:
        selvvurdering: The self-assessment's stream.
        marker: The code of the marker: `m1`.
        answer: What is found, one of the scale's answers.
        note: What is said of it; nothing about a person.
        effective_from: The day of it.
    """

    selvvurdering: StreamId = attrs.field(validator=of_kind(KIND))
    marker: str
    answer: str
    note: str | None = attrs.field(default=None, validator=SomeText())
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the self-assessment."""
        return self.selvvurdering

    def decide(
        self, state: Selvvurdering | None, context: Context
    ) -> tuple[Event, ...]:
        """Enter it, unless that is what was found last by the marker.

        Raises:
            Refused: `pejlemaerker-selvvurdering.unknown`; or for everything that
                stands against it: `pejlemaerker-selvvurdering.ended`,
                `pejlemaerker-selvvurdering.not_begun` by then,
                `pejlemaerker-selvvurdering.answer`,
                `pejlemaerker-selvvurdering.not_a_marker`, or what keeps the marker
                from being cited on that day.
        """
        known, stream = registered(state, self.selvvurdering), self.selvvurdering
        day = self.effective_from
        cited = attrs.evolve(known.begun.publication, part=self.marker)
        said = Assessed(
            marker=cited,
            answer=self.answer,
            note=self.note,
            findings=_found((LAES_FOERST,), _of_order(known, self.marker), context),
            effective_from=day,
        )
        before = known.assessed.get(self.marker)
        if before == attrs.evolve(said, findings=before.findings if before else ()):
            return ()
        refuse_for(
            _over(stream, known),
            _too_early(stream, known, day),
            self._no_answer(known),
            *(
                uncitable((cited,), on=day, by=stream, context=context)
                or (self._no_marker(cited, context),)
            ),
        )
        return (said,)

    def _no_answer(self, known: Selvvurdering) -> Reason | None:
        if self.answer in known.begun.scale:
            return None
        expected = ", ".join(map(repr, known.begun.scale))
        text = f"{self.selvvurdering}: expected one of {expected}, got {self.answer!r}"
        return Reason(code=f"{KIND}.answer", text=text)

    def _no_marker(self, cited: Citation, context: Context) -> Reason | None:
        edition = _edition(cited, context)
        part = edition.part(self.marker) if edition else None
        if part is not None and part.kind == MARKER:
            return None
        text = f"{self.selvvurdering}: expected a marker, got {cited}"
        return Reason(code=f"{KIND}.not_a_marker", text=text, source=GUIDANCE)


@attrs.frozen(kw_only=True)
class End:
    """End a self-assessment; no marker must have been looked at.

    Attributes:
        selvvurdering: The self-assessment's stream.
        effective_from: The day of it.
    """

    selvvurdering: StreamId = attrs.field(validator=of_kind(KIND))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the self-assessment."""
        return self.selvvurdering

    def decide(
        self, state: Selvvurdering | None, context: Context
    ) -> tuple[Event, ...]:
        """End it, unless it is ended on that day.

        Raises:
            Refused: `pejlemaerker-selvvurdering.unknown`,
                `pejlemaerker-selvvurdering.ended` on another day, or
                `pejlemaerker-selvvurdering.not_begun` by then.
        """
        known, day = registered(state, self.selvvurdering), self.effective_from
        if known.ended == day:
            return ()
        stream = self.selvvurdering
        refuse_for(_over(stream, known), _too_early(stream, known, day))
        return (Ended(effective_from=day),)


def _told(value: object) -> str:
    """A value for people, several in order."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _over(stream: StreamId, known: Selvvurdering) -> Reason | None:
    if known.ended is None:
        return None
    return Reason(code=f"{KIND}.ended", text=f"{stream}: ended on {known.ended}")


def _too_early(stream: StreamId, known: Selvvurdering, day: date) -> Reason | None:
    if known.begun.effective_from <= day:
        return None
    text = f"{stream}: begins {known.begun.effective_from}, got {day}"
    return Reason(code=f"{KIND}.not_begun", text=text)


def _edition(cited: Citation, context: Context) -> Edition | None:
    found = context.get(Publication, cited.publication)
    return found.edition(cited.version) if found else None


def _of_tilbud(known: Tilbud | None, day: date) -> Facts:
    law = known.legal_grounds.on(day) if known is not None else None
    return {} if law is None else {"lovgrundlag_alle": Known(law.grounds)}


def _of_order(known: Selvvurdering, marker: str) -> Facts:
    return {"laest_foerst": Known(marker == FIRST or FIRST in known.assessed)}


def _found(
    rules: Iterable[Rule], facts: Facts, context: Context
) -> tuple[Finding, ...]:
    """What the guidance's rules come to, as the installed plugin has them."""
    codes = {rule.code for rule in rules}
    installed = context.definitions(Rule, of=NAME)
    return tuple(rule.find(facts) for rule in installed if rule.code in codes)
