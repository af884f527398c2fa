"""An evaluation has two strands, three axes, and two products.

The agency's page, restated: continuous monitoring on "udvalgte nøgletal", and a
"principfokuseret evaluering"; end products: a separate evaluation report and a concept
description.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from kvalitet_core.domain import indicator, publication, survey
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.testing.given_when_then import Situation
from kvalitet_core.values import Deadline
from kvalitet_partnerskab import evaluation
from kvalitet_partnerskab.concept import PREREQUISITES
from kvalitet_partnerskab.evaluation import Axis, evolve
from kvalitet_partnerskab.publications import CONCEPT, REPORT, begun, published
from kvalitet_partnerskab.sources import PAGE
from kvalitet_partnerskab.surveys import survey as planned_survey
from partnerskab_situation import actor, known

BO = actor()
OWN = StreamId("partnerskab-evaluation/eksempel")
ASKED = StreamId("survey/partnerskab-principper")
COUNTED = StreamId("indicator/eksempel")
SINCE = date(2021, 1, 1)
DAY = date(2023, 3, 1)
NOW = datetime.fromisoformat("2023-06-01T10:00:00+02:00")

PLANNED = evaluation.Planned(
    key="eksempel",
    title="Opdigtet evaluering",
    axes=frozenset(Axis),
    source=PAGE,
    effective_from=SINCE,
)
PLAN = evaluation.Plan(
    **{each.name: getattr(PLANNED, each.name) for each in attrs.fields(type(PLANNED))}
)
TAKEN = evaluation.IndicatorTaken(indicator=COUNTED, effective_from=SINCE)
TAKE = evaluation.TakeIndicator(evaluation=OWN, indicator=COUNTED, effective_from=SINCE)
WAVE = evaluation.WaveTaken(survey=ASKED, wave="2021", axes=frozenset(Axis))
TAKE_WAVE = evaluation.TakeWave(
    evaluation=OWN, survey=ASKED, wave="2021", axes=frozenset(Axis)
)
CITED = {
    "report": publication.Citation(publication=REPORT.stream, version=1),
    "concept": publication.Citation(publication=CONCEPT.stream, version=1),
}
CONCLUDE = evaluation.Conclude(evaluation=OWN, **CITED, effective_from=DAY)
CONCLUDED = evaluation.Concluded(**CITED, effective_from=DAY)

DEFINE = indicator.Define(
    key="eksempel",
    name="Opdigtet nøgletal",
    unit="borgere",
    decimals=0,
    direction=indicator.Direction.HIGHER,
    computation="Talt op til prøven",
    source="Opdigtet",
    valid_from=SINCE,
)
OPEN = survey.OpenWave(
    survey=ASKED, wave="2021", opens=date(2021, 5, 1), closes=Deadline("2021-06-15")
)
PREREQUISITE_PARTS = tuple(
    publication.Part(
        code=f"forudsaetning-{number}", kind="prerequisite", title=f"Opdigtet {number}"
    )
    for number in range(1, PREREQUISITES + 1)
)


def carried_out(stream: StreamId, *commands: Any) -> tuple[StreamId, list[Any]]:
    """What these commands lead to, one after the other."""
    events: list[Any] = []
    for command in commands:
        situation = known(*events)
        events += situation.when(command, by=BO, now=NOW).events
    return stream, events


INDICATOR = carried_out(COUNTED, DEFINE)
OPENED = carried_out(ASKED, planned_survey(since=SINCE), OPEN)


def closed(on: date) -> tuple[StreamId, list[Any]]:
    """The wave as it is once it was closed on a day, at noon."""
    noon = datetime.fromisoformat(f"{on}T12:00:00+00:00")
    return carried_out(
        ASKED,
        planned_survey(since=SINCE),
        OPEN,
        survey.CloseWave(survey=ASKED, wave="2021", closed=noon),
    )


CLOSED = closed(date(2021, 10, 1))
PRODUCTS = (
    carried_out(REPORT.stream, begun(REPORT), *published(REPORT, on=DAY)),
    carried_out(
        CONCEPT.stream,
        begun(CONCEPT),
        *published(CONCEPT, on=DAY, parts=(*CONCEPT.parts, *PREREQUISITE_PARTS)),
    ),
)


def planned(*events: Any) -> Situation:
    """An evaluation that is planned, and what has happened since."""
    return known(PLANNED, *events)


def test_it_is_planned_once_on_three_axes() -> None:
    """Efterlevelse, brugbarhed, virkning; at least one of them."""
    known().when(PLAN).then(PLANNED)
    planned().when(PLAN).then_nothing()
    planned().when(
        attrs.evolve(PLAN, axes=frozenset({Axis.VIRKNING}), title="Andet")
    ).then_refused(*("partnerskab-evaluation.planned",) * 2)
    assert [str(axis) for axis in Axis] == ["efterlevelse", "brugbarhed", "virkning"]
    with pytest.raises(Malformed):
        attrs.evolve(PLAN, axes=frozenset())


def test_what_is_monitored_is_an_indicator_that_is_defined() -> None:
    """Which they are is data: the list is not to be found."""
    early = attrs.evolve(TAKE, effective_from=date(2020, 1, 1))

    planned(INDICATOR).when(TAKE).then(TAKEN)
    planned(TAKEN, INDICATOR).when(TAKE).then_nothing()
    planned().when(early).then_refused(
        "partnerskab-evaluation.not_begun", "partnerskab-evaluation.indicator_unknown"
    )


def test_a_wave_asks_about_axes_that_are_planned() -> None:
    """And is a wave that is opened; it can be taken anew with other axes."""
    one = evaluation.Planned(
        key="eksempel",
        title="Opdigtet",
        axes=frozenset({Axis.VIRKNING}),
        source=PAGE,
        effective_from=SINCE,
    )
    fewer = attrs.evolve(TAKE_WAVE, axes=frozenset({Axis.VIRKNING}))

    planned(OPENED).when(TAKE_WAVE).then(WAVE)
    planned(WAVE, OPENED).when(TAKE_WAVE).then_nothing()
    (less,) = planned(WAVE, OPENED).when(fewer).events
    assert folded(PLANNED, WAVE, less).covered == {Axis.VIRKNING}
    planned().when(TAKE_WAVE).then_refused("partnerskab-evaluation.wave_unknown")
    known(one, OPENED).when(TAKE_WAVE).then_refused(
        "partnerskab-evaluation.axis_unplanned"
    )


def test_it_is_concluded_when_nothing_is_lacking() -> None:
    """Both strands, all axes, closed waves, and both products published."""
    whole = (TAKEN, WAVE, CLOSED, *PRODUCTS)

    planned(*whole).when(CONCLUDE).then(CONCLUDED)
    planned(TAKEN, WAVE, CONCLUDED, CLOSED, *PRODUCTS).when(CONCLUDE).then_nothing()
    assert folded(PLANNED, CONCLUDED).concluded == CONCLUDED


def test_all_that_is_lacking_is_told_at_once() -> None:
    """A report that is no publication yet cannot be cited either."""
    planned().when(CONCLUDE).then_refused(
        "partnerskab-evaluation.not_monitored",
        *("partnerskab-evaluation.axis_missing",) * 3,
        *("publication.unknown",) * 2,
    )
    planned(TAKEN, WAVE, OPENED, *PRODUCTS).when(CONCLUDE).then_refused(
        "partnerskab-evaluation.wave_open"
    )


def test_a_wave_is_closed_by_the_day_that_the_evaluation_ends() -> None:
    """What is answered later is no part of what was concluded."""
    for on, codes in (
        (DAY, ()),
        (DAY + timedelta(days=1), ("partnerskab-evaluation.wave_open",)),
    ):
        outcome = planned(TAKEN, WAVE, closed(on), *PRODUCTS).when(CONCLUDE)
        assert tuple(each.code for each in outcome.proposal.reasons) == codes


def test_a_product_is_not_cited_before_it_is_published() -> None:
    """Nor is one publication both of them."""
    whole = (TAKEN, WAVE, CLOSED, *PRODUCTS)
    early = attrs.evolve(CONCLUDE, effective_from=date(2023, 2, 1))
    same = attrs.evolve(CONCLUDE, concept=CONCLUDE.report)

    planned(*whole).when(early).then_refused(*("publication.not_published",) * 2)
    planned(*whole).when(same).then_refused("partnerskab-evaluation.one_product")


def test_what_is_concluded_stands() -> None:
    """Nothing is taken into it any more."""
    other = attrs.evolve(CONCLUDE, effective_from=date(2023, 4, 1))

    for command in (TAKE, TAKE_WAVE, other):
        refusal = planned(CONCLUDED, INDICATOR, OPENED, *PRODUCTS).when(command)
        codes = [reason.code for reason in refusal.proposal.reasons]
        assert "partnerskab-evaluation.concluded" in codes


def folded(*events: Any) -> evaluation.Evaluation:
    """The evaluation as it is after these events."""
    state: evaluation.Evaluation | None = None
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state
