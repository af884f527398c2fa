"""An evaluation: a nøgletal, a wave, a report and a concept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from kvalitet_core.domain.indicator import Define, Direction
from kvalitet_core.domain.publication import Citation, Part
from kvalitet_core.domain.survey import CloseWave, OpenWave
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import Deadline
from kvalitet_partnerskab.concept import PREREQUISITES
from kvalitet_partnerskab.evaluation import (
    Axis,
    Conclude,
    Plan,
    TakeIndicator,
    TakeWave,
)
from kvalitet_partnerskab.examples.calling import ANNA, BO, LATER
from kvalitet_partnerskab.publications import CONCEPT, REPORT, begun, published
from kvalitet_partnerskab.sources import PAGE
from kvalitet_partnerskab.surveys import survey

__all__ = ["an_evaluation"]


def an_evaluation() -> Story:
    """A made-up nøgletal and one wave; both products are out before it is concluded."""
    plan = Plan(
        key="eksempel",
        title="Opdigtet evaluering",
        source=PAGE,
        effective_from=date(2021, 1, 1),
    )
    own = yield Ask(plan, by=BO)
    report = Citation(publication=REPORT.stream, version=1)
    described = Citation(publication=CONCEPT.stream, version=1)
    conclude = Conclude(
        evaluation=own, report=report, concept=described, effective_from=_CONCLUDED
    )
    yield Ask(conclude, by=BO, refused=_LACKING)
    yield Ask(_MADE_UP, by=BO)
    indicator = StreamId(f"indicator/{_MADE_UP.key}")
    take = TakeIndicator(
        evaluation=own, indicator=indicator, effective_from=date(2021, 1, 1)
    )
    yield Ask(take, by=ANNA)
    yield from _asked(own)
    for product in (REPORT, CONCEPT):
        yield Ask(begun(product), by=BO, at=_IN_2023)
        parts = product.parts + (_PREREQUISITES if product is CONCEPT else ())
        for step in published(product, on=_CONCLUDED, parts=parts):
            yield Ask(step, by=BO)
    yield Ask(conclude, by=BO)
    yield Ask(conclude, by=BO, silent=True)


def _asked(own: StreamId) -> Story:
    """One wave asks about all three axes, and is closed."""
    asked = yield Ask(survey(since=date(2021, 1, 1)), by=ANNA)
    wave = "2021"
    opens = OpenWave(
        survey=asked,
        wave=wave,
        opens=date(2021, 5, 1),
        closes=Deadline("2021-06-15"),
    )
    yield Ask(opens, by=ANNA)
    take = TakeWave(evaluation=own, survey=asked, wave=wave, axes=frozenset(Axis))
    yield Ask(take, by=ANNA)
    yield Ask(CloseWave(survey=asked, wave=wave), by=ANNA, at=LATER)


_IN_2023: Final = datetime.fromisoformat("2023-03-01T10:00:00+01:00")
_CONCLUDED: Final = date(2023, 3, 1)
_LACKING: Final = (
    "partnerskab-evaluation.not_monitored",
    *("partnerskab-evaluation.axis_missing",) * len(Axis),
    *("publication.unknown",) * 2,
)
_MADE_UP: Final = Define(
    key="eksempel-noegletal",
    name="Opdigtet nøgletal",
    unit="borgere",
    decimals=0,
    direction=Direction.HIGHER,
    computation="Talt op til eksemplet",
    source="Opdigtet",
    valid_from=date(2021, 1, 1),
)
_PREREQUISITES: Final = tuple(
    Part(
        code=f"forudsaetning-{number}",
        kind="prerequisite",
        title=f"Opdigtet forudsætning {number}",
    )
    for number in range(1, PREREQUISITES + 1)
)
