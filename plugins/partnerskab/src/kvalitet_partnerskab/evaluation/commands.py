"""What may be asked of an evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Written
from kvalitet_core.domain.indicator import Indicator
from kvalitet_core.domain.publication import Citation, uncitable
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.domain.survey import Survey, Wave
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import danish_date, not_blank
from kvalitet_partnerskab.evaluation.events import (
    Axis,
    Concluded,
    Event,
    IndicatorTaken,
    Planned,
    WaveTaken,
)
from kvalitet_partnerskab.evaluation.state import Evaluation

__all__ = ["KIND", "Conclude", "Plan", "TakeIndicator", "TakeWave"]

KIND = "partnerskab-evaluation"
"""The kind of its streams."""


@attrs.frozen
class _SomeAxes:
    """An attrs validator: one axis or more."""

    @property
    def json_schema(self) -> dict[str, Any]:
        """What a schema says of such a field."""
        return {"minItems": 1}

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], axes: frozenset[Axis]
    ) -> None:
        """Refuse none."""
        if not axes:
            raise Malformed(attribute.name, "expected one axis or more, got none")


@attrs.frozen(kw_only=True)
class Plan:
    """Plan an evaluation: monitoring, and an evaluation by the principles.

    Attributes:
        key: What tells it from other evaluations.
        title: What people call it.
        axes: What of the principles is evaluated; at least one.
        source: The document that orders it.
        effective_from: The first day that the plan holds.
    """

    key: str = attrs.field(
        validator=Written("[a-z0-9][a-z0-9-]{0,39}", "a-z, 0-9 and -, 40 at most")
    )
    title: str = attrs.field(validator=not_blank)
    axes: frozenset[Axis] = attrs.field(default=frozenset(Axis), validator=_SomeAxes())
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the evaluation with this key."""
        return stream_id(KIND, self.key)

    def decide(self, state: Evaluation | None, context: Context) -> tuple[Event, ...]:
        """Plan it, unless it is planned so.

        Raises:
            Refused: `partnerskab-evaluation.planned`, for each thing that was planned
                otherwise.
        """
        fields = attrs.fields(Planned)
        said = Planned(**{each.name: getattr(self, each.name) for each in fields})
        if state is None:
            return (said,)
        refuse_for(*_otherwise(self.target(context), state.planned, said))
        return ()


@attrs.frozen(kw_only=True)
class TakeIndicator:
    """Let an indicator, nøgletal, be monitored in an evaluation.

    Attributes:
        evaluation: The evaluation's stream: `partnerskab-evaluation/…`.
        indicator: The indicator's stream: `indicator/…`.
        effective_from: The first day.
    """

    evaluation: StreamId = attrs.field(validator=of_kind(KIND))
    indicator: StreamId = attrs.field(validator=of_kind("indicator"))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the evaluation."""
        return self.evaluation

    def decide(self, state: Evaluation | None, context: Context) -> tuple[Event, ...]:
        """Let it be monitored, unless it is.

        Raises:
            Refused: `partnerskab-evaluation.unknown`; or
                `partnerskab-evaluation.concluded`,
                `partnerskab-evaluation.not_begun`,
                `partnerskab-evaluation.indicator_unknown`.
        """
        stream = self.evaluation
        known = registered(state, stream)
        if self.indicator in known.indicators:
            return ()
        refuse_for(
            _over(stream, known),
            _too_early(stream, known, self.effective_from),
            self._unknown(context),
        )
        return (
            IndicatorTaken(
                indicator=self.indicator, effective_from=self.effective_from
            ),
        )

    def _unknown(self, context: Context) -> Reason | None:
        if context.get(Indicator, self.indicator) is not None:
            return None
        text = f"{self.evaluation}: {self.indicator}: no such indicator is defined"
        return Reason(code=f"{KIND}.indicator_unknown", text=text)


@attrs.frozen(kw_only=True)
class TakeWave:
    """Let a wave of a survey be part of an evaluation.

    Attributes:
        evaluation: The evaluation's stream: `partnerskab-evaluation/…`.
        survey: The survey's stream: `survey/…`.
        wave: Which wave of it.
        axes: What of the principles it asks about; at least one.
    """

    evaluation: StreamId = attrs.field(validator=of_kind(KIND))
    survey: StreamId = attrs.field(validator=of_kind("survey"))
    wave: str = attrs.field(validator=not_blank)
    axes: frozenset[Axis] = attrs.field(validator=_SomeAxes())

    def target(self, context: Context) -> StreamId:
        """The stream of the evaluation."""
        return self.evaluation

    def decide(self, state: Evaluation | None, context: Context) -> tuple[Event, ...]:
        """Let it be part, unless it is with these axes.

        Raises:
            Refused: `partnerskab-evaluation.unknown`; or
                `partnerskab-evaluation.concluded`,
                `partnerskab-evaluation.wave_unknown`,
                `partnerskab-evaluation.axis_unplanned`.
        """
        stream = self.evaluation
        known = registered(state, stream)
        said = WaveTaken(survey=self.survey, wave=self.wave, axes=self.axes)
        if said in known.waves:
            return ()
        refuse_for(
            _over(stream, known),
            _no_wave(stream, said, context),
            self._unplanned(known),
        )
        return (said,)

    def _unplanned(self, known: Evaluation) -> Reason | None:
        strange = sorted(self.axes - known.planned.axes)
        if not strange:
            return None
        text = (
            f"{self.evaluation}: expected axes that are planned, which are "
            f"{', '.join(sorted(known.planned.axes))}, got {', '.join(strange)}"
        )
        code = f"{KIND}.axis_unplanned"
        return Reason(code=code, text=text, source=known.planned.source)


@attrs.frozen(kw_only=True)
class Conclude:
    """Conclude an evaluation, with its two end products.

    Attributes:
        evaluation: The evaluation's stream: `partnerskab-evaluation/…`.
        report: The evaluation report, published.
        concept: The description of the concept, published.
        effective_from: The day.
    """

    evaluation: StreamId = attrs.field(validator=of_kind(KIND))
    report: Citation
    concept: Citation
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the evaluation."""
        return self.evaluation

    def decide(self, state: Evaluation | None, context: Context) -> tuple[Event, ...]:
        """Conclude it, unless it is concluded so.

        Raises:
            Refused: `partnerskab-evaluation.unknown`,
                `partnerskab-evaluation.concluded` otherwise; or for everything that is
                lacking: `partnerskab-evaluation.not_monitored`,
                `partnerskab-evaluation.axis_missing`, for each that no wave asks
                about, `partnerskab-evaluation.wave_open`, for each wave,
                `partnerskab-evaluation.one_product`, and whatever keeps the two from
                being cited.
        """
        stream, day = self.evaluation, self.effective_from
        known = registered(state, stream)
        said = Concluded(report=self.report, concept=self.concept, effective_from=day)
        if known.concluded == said:
            return ()
        cited = (self.report, self.concept)
        refuse_for(
            _over(stream, known),
            _too_early(stream, known, day),
            _not_monitored(stream, known),
            *_not_asked(stream, known),
            *_still_open(stream, known, day, context),
            self._one_product(known),
            *uncitable(cited, on=day, by=stream, context=context),
        )
        return (said,)

    def _one_product(self, known: Evaluation) -> Reason | None:
        if self.report.publication != self.concept.publication:
            return None
        text = (
            f"{self.evaluation}: expected a separate report and concept, got "
            f"{self.report.publication} for both"
        )
        code = f"{KIND}.one_product"
        return Reason(code=code, text=text, source=known.planned.source)


def _otherwise(stream: StreamId, known: Planned, said: Planned) -> Iterator[Reason]:
    for field in attrs.fields(Planned):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = f"{stream}: is already planned with {field.name} {_told(before)}"
            yield Reason(
                code=f"{KIND}.planned",
                text=f"{text}, got {_told(now)}",
                source=known.source,
            )


def _told(value: object) -> str:
    """A value for people, several in order."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value)))
    return str(value)


def _over(stream: StreamId, known: Evaluation) -> Reason | None:
    if known.concluded is None:
        return None
    text = f"{stream}: was concluded {known.concluded.effective_from}"
    return Reason(code=f"{KIND}.concluded", text=text)


def _too_early(stream: StreamId, known: Evaluation, day: date) -> Reason | None:
    if known.effective_from <= day:
        return None
    text = f"{stream}: expected no day before {known.effective_from}, got {day}"
    return Reason(code=f"{KIND}.not_begun", text=text, source=known.planned.source)


def _wave(taken: WaveTaken, context: Context) -> Wave | None:
    survey = context.get(Survey, taken.survey)
    return survey.wave(taken.wave) if survey is not None else None


def _no_wave(stream: StreamId, taken: WaveTaken, context: Context) -> Reason | None:
    if _wave(taken, context) is not None:
        return None
    text = f"{stream}: {taken.survey}: no wave {taken.wave!r} of it is opened"
    return Reason(code=f"{KIND}.wave_unknown", text=text)


def _not_monitored(stream: StreamId, known: Evaluation) -> Reason | None:
    if known.indicators:
        return None
    text = f"{stream}: expected monitoring by one indicator or more, got none"
    source = known.planned.source
    return Reason(code=f"{KIND}.not_monitored", text=text, source=source)


def _not_asked(stream: StreamId, known: Evaluation) -> Iterator[Reason]:
    for axis in sorted(known.planned.axes - known.covered):
        text = f"{stream}: expected a wave that asks about {str(axis)!r}, got none"
        source = known.planned.source
        yield Reason(code=f"{KIND}.axis_missing", text=text, source=source)


def _still_open(
    stream: StreamId, known: Evaluation, day: date, context: Context
) -> Iterator[Reason]:
    """Say no for each wave that is not closed, or that is closed later than the day."""
    for taken in known.waves:
        wave = _wave(taken, context)
        closed = wave.closed if wave is not None else None
        if closed is None or danish_date(closed) > day:
            when = f"closed until {danish_date(closed)}" if closed else "closed"
            text = f"{stream}: {taken.survey}: wave {taken.wave!r} is not {when}"
            yield Reason(code=f"{KIND}.wave_open", text=text)
