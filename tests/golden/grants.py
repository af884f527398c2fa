"""A made-up budget frame, and the grants that are given from it and paid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
from tests.golden.grant_terms import AFTERWARDS, TERMS, kr
from tests.golden.telling import Teller

from kvalitet_core.domain import frame, grant
from kvalitet_core.domain.grant import (
    GRANT,
    Budget,
    BudgetLine,
    ChangeKind,
    Duty,
    DutyKind,
    Financing,
    GrantCondition,
    Instalment,
    LapseGround,
)
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline, ReasonCode

__all__ = ["ACCOUNTS", "COOPERATION", "STATUS", "TRAVEL", "WAGE", "grants"]

WAGE, TRAVEL = ReasonCode("loen"), ReasonCode("rejser")
COOPERATION: Final = ReasonCode("samarbejde")
ACCOUNTS: Final = (ReasonCode("regnskab_2020"), ReasonCode("regnskab_2021"))
STATUS: Final = ReasonCode("status_2021")

_BANK: Final = ReasonCode("nemkonto")
_WHY: Final = ReasonCode("opdigtet")
_LETTER: Final = "Opdigtet tilskudsbrev"
_DAY: Final = date(2020, 10, 1)


def grants(teller: Teller, called: StreamId, application: StreamId) -> StreamId:
    """Let one grant be given and paid, and one lapse; give the first.

    Args:
        teller: Who tells.

        called: The round that the money is given through.

        application: What it answers: a municipality's, which is granted.
    """
    where = _frame(teller, called)
    commit = grant.Commit(
        key="opdigtet-0730",
        frame=where,
        recipient=StreamId("municipality/0730"),
        application=application,
        title="Et opdigtet projekt",
        amount=kr(600_000),
        starts=_DAY,
        ends=date(2022, 1, 1),
        acknowledge_by=Deadline("2020-11-01"),
        conditions=(
            GrantCondition(
                code=COOPERATION, text="Kommunen er med til møder", before_payment=False
            ),
            GrantCondition(code=_BANK, text="NemKonto er oplyst", before_payment=True),
        ),
        source=_LETTER,
        effective_from=_DAY,
    )
    teller.refused(attrs.evolve(commit, amount=kr(2_000_000)))
    given = teller.do(commit)
    _lapsed(
        teller,
        attrs.evolve(
            commit,
            key="opdigtet-0760",
            recipient=StreamId("municipality/0760"),
            application=None,
            amount=kr(300_000),
            conditions=(),
        ),
    )
    _planned(teller, given)
    _paid(teller, given)
    teller.do(
        grant.Correct(
            grant=given,
            reason=ReasonCode("misread"),
            title="Et opdigtet projekt i Randers",
            recipient=commit.recipient,
            application=application,
            source="Opdigtet tilskudsbrev, rettet",
        )
    )
    _changed(teller, given)
    return given


def _frame(teller: Teller, called: StreamId) -> StreamId:
    """The frame gets more money, and other terms after a while."""
    where = teller.do(
        frame.Register(
            key="opdigtet-2020",
            title="Den opdigtede pulje",
            amount=kr(1_000_000),
            finance_act_account="§ 99.99.99.99",
            year=2019,
            call=StreamId("round/opdigtet-0"),
            source="Opdigtet opslag",
            effective_from=date(2020, 1, 1),
        )
    )
    set_terms = frame.SetTerms(frame=where, terms=TERMS, effective_from=_DAY)
    twice = attrs.evolve(TERMS, audit=(*TERMS.audit, TERMS.audit[0]))
    teller.refused(attrs.evolve(set_terms, terms=twice))
    for command in (
        set_terms,
        set_terms,
        attrs.evolve(set_terms, terms=AFTERWARDS, effective_from=date(2020, 12, 1)),
        frame.ChangeAmount(
            frame=where,
            amount=kr(1_200_000),
            reason=_WHY,
            source="Opdigtet aktstykke",
            effective_from=_DAY,
        ),
        frame.Correct(frame=where, reason=ReasonCode("misread"), year=2020),
        frame.Correct(
            frame=where,
            reason=ReasonCode("misread"),
            title="Den opdigtede pulje 2020",
            finance_act_account="§ 99.99.99.98",
            call=called,
            source="Opdigtet opslag til kommuner",
        ),
    ):
        teller.do(command)
    return where


def _lapsed(teller: Teller, commit: grant.Commit) -> None:
    """Nobody takes the second grant, and what it was is there to give again."""
    given = teller.do(commit)
    lapse = grant.Lapse(
        grant=given,
        ground=LapseGround.NOT_ACKNOWLEDGED,
        to_frame=True,
        effective_from=date(2020, 11, 2),
    )
    teller.refused(attrs.evolve(lapse, ground=LapseGround.NOT_BEGUN))
    teller.do(lapse)


def _line(post: ReasonCode, year: int, kroner: int) -> BudgetLine:
    return BudgetLine(
        post=post,
        title=post.capitalize(),
        year=year,
        units=10,
        unit="måneder",
        unit_price=kr(kroner // 10),
    )


def _financed(year: int, granted: int, own: int) -> tuple[Financing, ...]:
    return (
        Financing(source=GRANT, year=year, amount=kr(granted)),
        Financing(source=ReasonCode("egen"), year=year, amount=kr(own)),
    )


_BUDGET: Final = Budget(
    lines=(
        _line(WAGE, 2020, 200_000),
        _line(TRAVEL, 2020, 50_000),
        _line(WAGE, 2021, 400_000),
        _line(TRAVEL, 2021, 100_000),
    ),
    financing=(*_financed(2020, 200_000, 50_000), *_financed(2021, 400_000, 100_000)),
)


def _planned(teller: Teller, given: StreamId) -> None:
    """It is agreed what is paid and handed in when."""
    for command in (
        grant.ApproveBudget(
            grant=given, budget=_BUDGET, source=_LETTER, effective_from=_DAY
        ),
        grant.Plan(
            grant=given,
            instalments=tuple(
                Instalment(number=number, due=due, amount=kr(200_000))
                for number, due in enumerate(
                    (date(2020, 11, 15), date(2021, 1, 15), date(2021, 7, 1)), start=1
                )
            ),
            source=_LETTER,
        ),
        grant.SetDuties(
            grant=given,
            duties=(
                Duty(
                    code=ACCOUNTS[0],
                    kind=DutyKind.ACCOUNTS,
                    year=2020,
                    due=Deadline("2021-03-01"),
                ),
                Duty(code=STATUS, kind=DutyKind.STATUS, due=Deadline("2021-06-01")),
                Duty(
                    code=ACCOUNTS[1],
                    kind=DutyKind.ACCOUNTS,
                    year=2021,
                    due=Deadline("2022-03-01"),
                ),
            ),
            source=_LETTER,
        ),
    ):
        teller.do(command)


def _paid(teller: Teller, given: StreamId) -> None:
    """What is paid comes back once; payments are stopped for a while."""
    teller.until(datetime(2021, 1, 20, 8, 0, tzinfo=UTC))
    what: dict[str, Any] = {"grant": given}
    pay = grant.Pay(
        instalment=1, amount=kr(200_000), paid_on=date(2020, 11, 20), **what
    )
    teller.refused(pay)
    for command in (
        grant.Acknowledge(received=datetime(2020, 11, 5, 9, 0, tzinfo=UTC), **what),
        grant.MoveAcknowledgement(
            acknowledge_by=Deadline("2020-11-10"), reason=_WHY, **what
        ),
        grant.MeetCondition(
            condition=_BANK,
            source="Opdigtet brev om NemKonto",
            effective_from=date(2020, 11, 10),
            **what,
        ),
        grant.Begin(effective_from=date(2020, 10, 5), **what),
        grant.Correct(
            reason=ReasonCode("misread"),
            acknowledged=datetime(2020, 11, 6, 9, 0, tzinfo=UTC),
            begun=date(2020, 10, 6),
            **what,
        ),
        pay,
        grant.ReturnPayment(
            instalment=1, reason=_WHY, returned_on=date(2020, 11, 23), **what
        ),
        attrs.evolve(pay, paid_on=date(2020, 11, 25)),
        grant.StopPayments(reason=_WHY, effective_from=date(2021, 1, 10), **what),
        grant.ResumePayments(reason=_WHY, effective_from=date(2021, 1, 18), **what),
        attrs.evolve(pay, instalment=2, paid_on=date(2021, 1, 19)),
    ):
        teller.do(command)


def _changed(teller: Teller, given: StreamId) -> None:
    """There is more money, more time and other terms; one change is refused."""
    what: dict[str, Any] = {"grant": given, "effective_from": date(2021, 1, 20)}
    revised = attrs.evolve(
        _BUDGET,
        lines=(
            *_BUDGET.lines[:2],
            _line(WAGE, 2021, 380_000),
            _line(TRAVEL, 2021, 120_000),
        ),
    )
    request = grant.RequestChange(
        grant=given,
        kind=ChangeKind.BUDGET,
        budget=revised,
        reasons=(ReasonCode("flere_rejser"),),
        received=datetime(2021, 1, 19, 9, 0, tzinfo=UTC),
    )
    for command in (
        grant.Raise(
            amount=kr(50_000), reason=_WHY, source="Opdigtet tillægsbrev", **what
        ),
        grant.AdoptTerms(reason=_WHY, **what),
        request,
        grant.ApproveChange(request=1, source="Opdigtet svar 1", **what),
        attrs.evolve(request, kind=ChangeKind.TRANSFER, budget=_BUDGET),
        grant.RefuseChange(request=2, reasons=(ReasonCode("ej_noedvendig"),), **what),
        attrs.evolve(request, kind=ChangeKind.EXTENSION, ends=date(2022, 2, 1)),
        grant.ApproveChange(request=3, source="Opdigtet svar 3", **what),
    ):
        teller.do(command)
