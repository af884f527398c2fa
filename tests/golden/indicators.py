"""A made-up indicator: what it counts, what is aimed at, and its figures."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import attrs
from tests.golden.telling import Teller

from kvalitet_core.domain import indicator
from kvalitet_core.domain.indicator import Direction
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Figure, ReasonCode

__all__ = ["indicators"]

_RANDERS: Final = StreamId("municipality/0730")
_MISREAD: Final = ReasonCode("misread")


def indicators(teller: Teller, survey: StreamId) -> None:
    """Let an indicator be defined twice; one of its figures rests on a survey."""
    define = indicator.Define(
        key="opdigtet-trivsel",
        name="Opdigtede borgere, der trives",
        unit="pct.",
        decimals=1,
        least=Figure("0"),
        most=Figure("100"),
        direction=Direction.HIGHER,
        computation="Opdigtet: andelen, der svarer ja.",
        source="Opdigtet notat 1",
        valid_from=date(2020, 1, 1),
    )
    where = teller.do(define)
    teller.refused(attrs.evolve(define, unit="borgere"))
    teller.do(
        attrs.evolve(
            define,
            version=2,
            computation="Opdigtet: andelen, der svarer ja eller delvist.",
            source="Opdigtet notat 2",
            valid_from=date(2021, 1, 1),
        )
    )
    _figures(teller, {"indicator": where, "definition": 1}, survey)
    teller.do(
        attrs.evolve(
            define,
            key="opdigtet-ventetid",
            name="Opdigtede borgere, der venter",
            unit="borgere",
            decimals=0,
            least=None,
            most=None,
            direction=Direction.LOWER,
        )
    )


def _figures(teller: Teller, what: dict[str, Any], survey: StreamId) -> None:
    year: dict[str, Any] = {
        "of": _RANDERS,
        "effective_from": date(2020, 1, 1),
        "effective_to": date(2021, 1, 1),
    }
    target = indicator.SetTarget(
        value=Figure("60"),
        source="Opdigtet plan",
        effective_from=date(2020, 1, 1),
        **what,
    )
    observe = indicator.Observe(
        value=Figure("54.5"), source="Opdigtet opgørelse", **year, **what
    )
    other = attrs.evolve(
        observe, of=StreamId("organisation/opdigtet"), value=Figure("12")
    )
    report = indicator.Report(
        indicator=what["indicator"],
        report="2020",
        effective_from=year["effective_from"],
        effective_to=year["effective_to"],
    )
    teller.refused(attrs.evolve(observe, value=Figure("154.5")))
    for command in (
        target,
        attrs.evolve(
            target, of=_RANDERS, value=Figure("65.5"), effective_to=date(2021, 1, 1)
        ),
        observe,
        observe,
        other,
        report,
        indicator.Correct(
            value=Figure("45.5"),
            source="Opdigtet opgørelse, rettet",
            reason=_MISREAD,
            **year,
            **what,
        ),
        indicator.Withdraw(**(year | what | {"of": other.of}), reason=_MISREAD),
        attrs.evolve(
            observe,
            definition=2,
            value=Figure("66.7"),
            effective_from=date(2021, 1, 1),
            effective_to=date(2021, 4, 1),
            based_on=survey,
        ),
        attrs.evolve(report, report="2020-rettet", known_on=teller.today()),
    ):
        teller.do(command)
