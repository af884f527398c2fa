"""A frame, a municipality and a grant that is plainly fictitious, as commands.

Dates and limits are of no real pool, but for the amounts of the handbook's terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

import pytest

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import frame, grant, municipality, region
from kvalitet_core.domain.frame import Auditor, ChangeBase
from kvalitet_core.domain.frame.handbook import handbook_terms
from kvalitet_core.domain.grant import (
    GRANT,
    AccountLine,
    AuditDone,
    Budget,
    BudgetLine,
    Duty,
    DutyKind,
    Financing,
    GrantCondition,
    Instalment,
)
from kvalitet_core.errors import Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import (
    Deadline,
    Money,
    MunicipalityCode,
    ReasonCode,
    RegionCode,
)

S = TypeVar("S")

ACTOR: Final = Actor(
    id="a-1", role="tilskudsmedarbejder", organisation="test", authority="test"
)
FRAME: Final = StreamId("frame/proeve-2020")
GRANTED: Final = StreamId("grant/proeve-0730")
RANDERS: Final = StreamId("municipality/0730")
NOW: Final = datetime(2020, 1, 15, 9, 0, tzinfo=UTC)
LETTER: Final = "Tilskudsbrev 1 (opdigtet)"
WAGE: Final = ReasonCode("loen")
TRAVEL: Final = ReasonCode("rejser")
OWN: Final = ReasonCode("egen")
BREACH: Final = ReasonCode("samarbejde")
FIRST: Final = ReasonCode("bank_oplyst")
WHY: Final = ReasonCode("aftalt")


def kr(kroner: int) -> Money:
    """So many kroner."""
    return Money(oere=kroner * 100)


REGION: Final = region.Register(
    code=RegionCode("1082"),
    name="Region Midtjylland",
    effective_from=date(2019, 1, 1),
)
MUNICIPALITY: Final = municipality.Register(
    code=MunicipalityCode("0730"),
    name="Randers",
    region=RegionCode("1082"),
    effective_from=date(2019, 1, 1),
)
REGISTER: Final = frame.Register(
    key="proeve-2020",
    title="Prøvepuljen",
    amount=kr(1_000_000),
    finance_act_account="§ 99.99.99.99",
    year=2020,
    source="Opslag (opdigtet)",
    effective_from=date(2020, 1, 1),
)
TERMS: Final = handbook_terms(
    change_of=ChangeBase.POST, at_de_minimis=True, caveat=None
)
SET_TERMS: Final = frame.SetTerms(
    frame=FRAME, terms=TERMS, effective_from=date(2020, 1, 1)
)
COMMIT: Final = grant.Commit(
    key="proeve-0730",
    frame=FRAME,
    recipient=RANDERS,
    title="Prøveprojekt",
    amount=kr(600_000),
    starts=date(2020, 1, 1),
    ends=date(2022, 1, 1),
    acknowledge_by=Deadline("2020-02-01"),
    conditions=(
        GrantCondition(
            code=BREACH, text="Kommunen deltager i partnerskabet", before_payment=False
        ),
        GrantCondition(code=FIRST, text="NemKonto er oplyst", before_payment=True),
    ),
    source=LETTER,
    effective_from=date(2020, 1, 10),
)


def line(post: ReasonCode, year: int, units: int, kroner: int) -> BudgetLine:
    """A post of a budget."""
    return BudgetLine(
        post=post,
        title=str(post).capitalize(),
        year=year,
        units=units,
        unit="måneder",
        unit_price=kr(kroner),
    )


def paid_by(source: ReasonCode, year: int, kroner: int) -> Financing:
    """Where money comes from."""
    return Financing(source=source, year=year, amount=kr(kroner))


BUDGET: Final = Budget(
    lines=(
        line(WAGE, 2020, 10, 25_000),
        line(TRAVEL, 2020, 10, 10_000),
        line(WAGE, 2021, 10, 25_000),
        line(TRAVEL, 2021, 10, 10_000),
    ),
    financing=(
        paid_by(GRANT, 2020, 300_000),
        paid_by(OWN, 2020, 50_000),
        paid_by(GRANT, 2021, 300_000),
        paid_by(OWN, 2021, 50_000),
    ),
)
APPROVE_BUDGET: Final = grant.ApproveBudget(
    grant=GRANTED, budget=BUDGET, source=LETTER, effective_from=date(2020, 1, 10)
)
PLAN: Final = grant.Plan(
    grant=GRANTED,
    instalments=(
        Instalment(number=1, due=date(2020, 1, 20), amount=kr(150_000)),
        Instalment(number=2, due=date(2020, 7, 1), amount=kr(150_000)),
        Instalment(number=3, due=date(2021, 1, 1), amount=kr(300_000)),
    ),
    source=LETTER,
)
DUTIES: Final = grant.SetDuties(
    grant=GRANTED,
    duties=(
        Duty(
            code=ReasonCode("regnskab_2020"),
            kind=DutyKind.ACCOUNTS,
            year=2020,
            due=Deadline("2021-04-01"),
        ),
        Duty(
            code=ReasonCode("status_2020"),
            kind=DutyKind.STATUS,
            due=Deadline("2021-05-01"),
        ),
    ),
    source=LETTER,
)
ACKNOWLEDGE: Final = grant.Acknowledge(
    grant=GRANTED, received=datetime(2020, 1, 14, 12, 0, tzinfo=UTC)
)
MEET: Final = grant.MeetCondition(
    grant=GRANTED,
    condition=FIRST,
    source="Brev (opdigtet)",
    effective_from=date(2020, 1, 14),
)
PAY: Final = grant.Pay(
    grant=GRANTED, instalment=1, amount=kr(150_000), paid_on=date(2020, 1, 20)
)
PAY_SECOND: Final = grant.Pay(
    grant=GRANTED, instalment=2, amount=kr(150_000), paid_on=date(2020, 7, 1)
)
AUDIT: Final = AuditDone(
    auditor=Auditor.REGISTERED, performance=True, statement=True, long_form=True
)
ACCOUNTS: Final = grant.ReceiveAccounts(
    grant=GRANTED,
    year=2020,
    duty=ReasonCode("regnskab_2020"),
    received=datetime(2021, 3, 1, 12, 0, tzinfo=UTC),
    lines=(
        AccountLine(post=WAGE, amount=kr(250_000)),
        AccountLine(post=TRAVEL, amount=kr(80_000)),
    ),
    income=(paid_by(GRANT, 2020, 280_000), paid_by(OWN, 2020, 50_000)),
    signed_on=date(2021, 2, 28),
    audit=AUDIT,
)
APPROVE: Final = grant.ApproveAccounts(
    grant=GRANTED, accounts=1, used=kr(280_000), effective_from=date(2021, 3, 10)
)
DEMAND: Final = grant.Demand(
    grant=GRANTED,
    ground=grant.RecoveryGround.UNUSED,
    amount=kr(20_000),
    due=Deadline("2021-05-01"),
    effective_from=date(2021, 3, 10),
)
GIVEN: Final = (REGION, MUNICIPALITY, REGISTER, SET_TERMS, COMMIT)
"""Until a grant is given."""

READY: Final = (*GIVEN, APPROVE_BUDGET, PLAN, DUTIES, ACKNOWLEDGE, MEET)
"""Until its first instalment can be paid, on 20 January 2020."""

PAID: Final = (*READY, PAY, PAY_SECOND)
"""Until two instalments are paid, on 1 July 2020."""

SETTLED: Final = (*PAID, ACCOUNTS, APPROVE)
"""Until the accounts of 2020 are approved, on 10 March 2021."""


class Office:
    """A journal in memory, a clock that can be set, and what was said no to."""

    def __init__(self, journal: Journal, clock: GivenClock) -> None:
        self.journal = journal
        self._clock = clock

    def at(self, day: date, hour: int = 12) -> Office:
        """Let it be this day; time goes forward only."""
        self._clock.set(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))
        return self

    def do(self, *commands: Any) -> tuple[Any, ...]:
        """Carry out commands; all events that follow, of whatever stream."""
        return tuple(
            recorded.event
            for command in commands
            for recorded in self.journal.do(command, by=ACTOR).events
        )

    def refused(self, command: Any) -> list[tuple[str, str | None, str]]:
        """What is said no to: code, source and text; the refusal alone is recorded."""
        before = {stream: self._version(stream) for stream in (FRAME, GRANTED)}
        with pytest.raises(Refused) as refusal:
            self.journal.do(command, by=ACTOR)
        after = {stream: self._version(stream) for stream in (FRAME, GRANTED)}
        kept = f"command/{refusal.value.command_id}"
        told = [each.event.outcome for each in self.journal.history(kept)]
        assert (before, told) == (after, ["refused"])
        return [(each.code, each.source, each.text) for each in refusal.value.reasons]

    def codes(self, command: Any) -> list[str]:
        """The codes alone."""
        return [code for code, _, _ in self.refused(command)]

    def grant(self, stream: StreamId = GRANTED) -> grant.Grant:
        """The grant as it is known."""
        found = self.journal.get(grant.Grant, stream)
        assert found is not None
        return found

    def frame(self) -> frame.Frame:
        """The frame as it is known."""
        found = self.journal.get(frame.Frame, FRAME)
        assert found is not None
        return found

    def _version(self, stream: StreamId) -> int:
        return sum(1 for _ in self.journal.history(stream))


@contextmanager
def office(*commands: Any, day: date | None = None) -> Iterator[Office]:
    """An office where these commands were carried out, and it is this day."""
    clock = GivenClock(NOW)
    with Journal.open("memory:", plugins=(), clock=clock) as journal:
        made = Office(journal, clock)
        for command in commands:
            clock.set(max(clock(), time_of(command)))
            made.do(command)
        if day is not None:
            made.at(day)
        yield made


def time_of(command: Any) -> datetime:
    """When one of these commands is given: as soon as it can be."""
    if command is APPROVE:
        return datetime(2021, 3, 10, 12, 0, tzinfo=UTC)
    told = ("paid_on", "received_on", "returned_on")
    day = next((d for d in (getattr(command, n, None) for n in told) if d), None)
    paid = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else NOW
    received: datetime = getattr(command, "received", paid)
    return received
