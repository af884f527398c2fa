"""A made-up indicator with made-up figures, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

from kvalitet_core.domain import indicator, municipality
from kvalitet_core.domain.indicator import Direction
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import Figure, MunicipalityCode, ReasonCode, RegionCode

NOW = datetime(2021, 8, 16, 10, 0, tzinfo=UTC)
TODAY = date(2021, 8, 16)
INDICATOR = StreamId("indicator/trivsel")
RANDERS = StreamId("municipality/0730")
LINDEHUSET = StreamId("tilbud/0001")
PARTNERSHIP = StreamId("programme/proeve")
MISREAD = ReasonCode("misread")
FIRST, MID, END = date(2021, 1, 1), date(2021, 7, 1), date(2022, 1, 1)

REGISTERED = municipality.Registered(
    code=MunicipalityCode("0730"),
    name="Randers",
    region=RegionCode("1082"),
    effective_from=date(2021, 3, 1),
)

DEFINE = indicator.Define(
    key="trivsel",
    name="Borgere med bedre trivsel",
    unit="pct.",
    decimals=1,
    least=Figure("0"),
    most=Figure("100"),
    direction=Direction.HIGHER,
    computation="Opdigtet: andelen af svar over 3.",
    source="Opdigtet notat 1",
    valid_from=date(2020, 1, 1),
)
DEFINED = indicator.Defined(
    version=1,
    name="Borgere med bedre trivsel",
    unit="pct.",
    decimals=1,
    least=Figure("0"),
    most=Figure("100"),
    direction=Direction.HIGHER,
    computation="Opdigtet: andelen af svar over 3.",
    source="Opdigtet notat 1",
    valid_from=date(2020, 1, 1),
)
OBSERVE = indicator.Observe(
    indicator=INDICATOR,
    definition=1,
    of=RANDERS,
    effective_from=FIRST,
    effective_to=MID,
    value=Figure("62"),
    source="Opdigtet måling",
    based_on=StreamId("survey/trivsel"),
)
OBSERVED = indicator.Observed(
    definition=1,
    of=RANDERS,
    effective_from=FIRST,
    effective_to=MID,
    value=Figure("62.0"),
    source="Opdigtet måling",
    based_on=StreamId("survey/trivsel"),
    registered=TODAY,
)
CORRECT = indicator.Correct(
    indicator=INDICATOR,
    definition=1,
    of=RANDERS,
    effective_from=FIRST,
    effective_to=MID,
    value=Figure("58.5"),
    source="Ny optælling",
    reason=MISREAD,
)
CORRECTED = indicator.Corrected(
    definition=1,
    of=RANDERS,
    effective_from=FIRST,
    effective_to=MID,
    value=Figure("58.5"),
    source="Ny optælling",
    reason=MISREAD,
    registered=TODAY,
)
WITHDRAW = indicator.Withdraw(
    indicator=INDICATOR,
    definition=1,
    of=RANDERS,
    effective_from=FIRST,
    effective_to=MID,
    reason=MISREAD,
)
WITHDRAWN = indicator.Withdrawn(
    definition=1,
    of=RANDERS,
    effective_from=FIRST,
    effective_to=MID,
    reason=MISREAD,
    registered=TODAY,
)
AIM = indicator.SetTarget(
    indicator=INDICATOR,
    definition=1,
    value=Figure("70"),
    source="Opdigtet mål",
    effective_from=FIRST,
)
AIMED = indicator.TargetSet(
    definition=1, value=Figure("70.0"), source="Opdigtet mål", effective_from=FIRST
)
REPORT = indicator.Report(
    indicator=INDICATOR,
    report="2021-halvaar-1",
    effective_from=FIRST,
    effective_to=MID,
)
REPORTED = indicator.Reported(
    report="2021-halvaar-1",
    known_on=TODAY,
    effective_from=FIRST,
    effective_to=MID,
    figures=(
        indicator.ReportedFigure(
            definition=1,
            of=RANDERS,
            effective_from=FIRST,
            effective_to=MID,
            value=Figure("62.0"),
        ),
    ),
)


_READY = given()
"""A situation where nothing has happened, so that it is made ready once."""


def trying(command: Any, *told: Any, now: datetime = NOW) -> Outcome:
    """Try a command where Randers is registered."""
    told = (*told, (RANDERS, (REGISTERED,)))
    return attrs.evolve(_READY, told=told).when(command, now=now)


def folded(*events: indicator.Event) -> indicator.Indicator:
    """The indicator after these events."""
    state = None
    for event in events:
        state = indicator.evolve(state, event)
    assert state is not None
    return state


def texts(outcome: Outcome) -> list[str]:
    """What a refusal says."""
    return [reason.text for reason in outcome.proposal.reasons]
