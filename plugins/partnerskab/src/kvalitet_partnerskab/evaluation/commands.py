"""What may be asked of an evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Written
from kvalitet_core.domain.indicator import Indicator
from kvalitet_core.domain.publication import Citation, uncitable
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import not_blank
from kvalitet_partnerskab.evaluation.checks import (
    no_wave,
    not_asked,
    not_monitored,
    over,
    planned_otherwise,
    still_open,
    too_early,
)
from kvalitet_partnerskab.evaluation.events import (
    Axis,
    Concluded,
    Event,
    IndicatorTaken,
    Planned,
    WaveTaken,
)
from kvalitet_partnerskab.evaluation.state import KIND, Evaluation

__all__ = ["Conclude", "Plan", "TakeIndicator", "TakeWave"]


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
        refuse_for(*planned_otherwise(self.target(context), state.planned, said))
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
            over(stream, known),
            too_early(stream, known, self.effective_from),
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
            over(stream, known),
            no_wave(stream, said, context),
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
            over(stream, known),
            too_early(stream, known, day),
            not_monitored(stream, known),
            *not_asked(stream, known),
            *still_open(stream, known, day, context),
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
