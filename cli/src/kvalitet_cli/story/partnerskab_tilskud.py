"""The partners' grants: from the pool's frame to the last krone.

The frame, its account and the project period are real. What each municipality got, its
budget, its accounts and every date but those are made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

import attrs

from kvalitet_cli.story.partnerskab import Partnerskab
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, Scene, Stage
from kvalitet_cli.story.told.partnerskab_tilskud import TOLD
from kvalitet_core.aggregate import Command
from kvalitet_core.domain import frame, grant
from kvalitet_core.domain.frame.handbook import handbook_terms
from kvalitet_core.domain.grant import GRANT, AccountLine, Budget, BudgetLine, Financing
from kvalitet_core.domain.grant.plan import quarterly_in_advance
from kvalitet_core.ids import StreamId
from kvalitet_core.values import COPENHAGEN, Deadline, Money, ReasonCode

__all__ = ["PartnerskabTilskud"]

_STARTS, _ENDS = date(2020, 1, 1), date(2022, 10, 1)
_EACH: Final = Money(oere=3_250_000_00)
_LETTER: Final = "Tilskudsbrev (made up)"
_PROJECT: Final = ReasonCode("projekt")
_UNUSED: Final = Money(oere=20_000_00)
_SAVES: Final = 1
"""Which of the four, Randers, is made up to have spent less than it got."""

_QUARTERS: Final = quarterly_in_advance(_EACH, starts=_STARTS, ends=_ENDS)
_BY_YEAR: Final = {
    year: sum((each.amount for each in some), start=Money(oere=0))
    for year, some in groupby(_QUARTERS, key=lambda each: each.due.year)
}


class PartnerskabTilskud:
    """Four grants out of one frame, which balance to the øre."""

    title = "Partnerskab: tilskud"

    def __init__(self, stage: Stage, applied: Partnerskab) -> None:
        self._stage = stage
        self._applied = applied
        self._money = attrs.evolve(CASEWORKER, id="a-28", role="tilskudsmedarbejder")
        self._frame = stage.stream("frame/partnerskab-2019")
        self._towns = applied.towns
        self._paid: set[int] = set()

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-02-03 10:00", self._given),
            ("2020-02-03 10:20", self._no_more),
            ("2020-02-10 09:00", self._too_early),
            ("2020-02-24 09:00", self._acknowledged),
            ("2020-10-01 09:00", self._of_2020),
            ("2021-04-15 13:00", self._accounts_of_2020),
            ("2021-10-01 09:00", self._of_2021),
            ("2022-04-12 13:00", self._accounts_of_2021),
            ("2022-07-01 09:00", self._of_2022),
            ("2022-11-14 13:00", self._accounts_of_2022),
            ("2022-12-12 10:00", self._closed),
        )

    @property
    def repaid(self) -> StreamId:
        """The grant of which something was paid back."""
        return self._grant(self._saver)

    @property
    def _saver(self) -> str:
        return [*self._towns][_SAVES]

    def _grant(self, code: str) -> StreamId:
        return self._stage.stream(f"grant/partnerskab-2019-09-{code}")

    def _given(self) -> Said:
        terms = handbook_terms(change_of=frame.ChangeBase.YEAR, at_de_minimis=True)
        self._stage.do(
            frame.SetTerms(
                frame=self._frame, terms=terms, effective_from=date(2020, 2, 3)
            ),
            by=self._applied.head,
        )
        for code, applied in zip(self._towns, self._applied.partners, strict=True):
            self._stage.do(*self._letter(code, applied), by=self._money)
        return say(TOLD["given"], each=_EACH)

    def _letter(self, code: str, applied: StreamId) -> Iterator[Command]:
        day = date(2020, 2, 3)
        own = self._grant(code)
        yield grant.Commit(
            key=own.partition("/")[2],
            frame=self._frame,
            recipient=self._applied.town(code),
            application=applied,
            title=f"Partnerskab, {self._towns[code]}",
            amount=_EACH,
            starts=_STARTS,
            ends=_ENDS,
            acknowledge_by=Deadline("2020-03-02"),
            source=_LETTER,
            effective_from=day,
        )
        budget = Budget(
            lines=tuple(
                BudgetLine(
                    post=_PROJECT,
                    title="Projektudgifter (made up)",
                    year=year,
                    units=1,
                    unit="år",
                    unit_price=amount,
                )
                for year, amount in _BY_YEAR.items()
            ),
            financing=tuple(
                Financing(source=GRANT, year=year, amount=amount)
                for year, amount in _BY_YEAR.items()
            ),
        )
        yield grant.ApproveBudget(
            grant=own, budget=budget, source=_LETTER, effective_from=day
        )
        yield grant.Plan(grant=own, instalments=_QUARTERS, source=_LETTER)

    def _no_more(self) -> Said:
        reason = self._stage.refused(
            grant.Raise(
                grant=self._grant(next(iter(self._towns))),
                amount=Money(oere=1_00),
                reason=ReasonCode("more_work"),
                source="Tillæg (made up)",
                effective_from=date(2020, 2, 3),
            ),
            by=self._money,
        )
        return say(TOLD["no_more"], reason=reason)

    def _pay(self, code: str, number: int, day: date) -> grant.Pay:
        amount = _QUARTERS[number - 1].amount
        return grant.Pay(
            grant=self._grant(code), instalment=number, amount=amount, paid_on=day
        )

    def _too_early(self) -> Said:
        pay = self._pay([*self._towns][-1], 1, date(2020, 2, 10))
        reason = self._stage.refused(pay, by=self._money)
        return say(TOLD["too_early"], reason=reason)

    def _acknowledged(self) -> Said:
        received = datetime(2020, 2, 21, 14, 0, tzinfo=COPENHAGEN)
        for code in self._towns:
            self._stage.do(
                grant.Acknowledge(grant=self._grant(code), received=received),
                grant.Begin(grant=self._grant(code), effective_from=date(2020, 2, 24)),
                self._pay(code, 1, date(2020, 2, 24)),
                by=self._money,
            )
        self._paid.add(1)
        return say(TOLD["acknowledged"])

    def _pay_until(self, day: date) -> int:
        due = [
            each.number
            for each in _QUARTERS
            if each.due <= day and each.number not in self._paid
        ]
        for number in due:
            paid_on = max(_QUARTERS[number - 1].due, date(2020, 2, 24))
            pays = [self._pay(code, number, paid_on) for code in self._towns]
            self._stage.enter(pays, by=self._money)
        self._paid.update(due)
        return len(due)

    def _of_2020(self) -> Said:
        number = self._pay_until(date(2020, 10, 1))
        return say(TOLD["of_2020"], number=number)

    def _of_2021(self) -> Said:
        number = self._pay_until(date(2021, 10, 1))
        return say(TOLD["of_2021"], number=number)

    def _of_2022(self) -> Said:
        number = self._pay_until(date(2022, 7, 1))
        return say(TOLD["of_2022"], number=number)

    def _account(self, code: str, year: int, spent: Money, day: date) -> None:
        own = self._grant(code)
        self._stage.do(
            grant.ReceiveAccounts(
                grant=own,
                year=year,
                received=datetime(
                    day.year, day.month, day.day, 9, 0, tzinfo=COPENHAGEN
                ),
                lines=(AccountLine(post=_PROJECT, amount=spent),),
                income=(Financing(source=GRANT, year=year, amount=spent),),
                signed_on=day - timedelta(days=7),
                audit=grant.AuditDone(
                    auditor=frame.Auditor.REGISTERED,
                    performance=True,
                    statement=True,
                    long_form=True,
                ),
            ),
            grant.ApproveAccounts(
                grant=own, accounts=year - 2019, used=spent, effective_from=day
            ),
            by=self._money,
        )

    def _accounts(self, year: int, day: date) -> None:
        for code in self._towns:
            spent = _BY_YEAR[year]
            if (code, year) == (self._saver, 2022):
                spent -= _UNUSED
            self._account(code, year, spent, day)

    def _accounts_of_2020(self) -> Said:
        self._accounts(2020, date(2021, 4, 15))
        return say(TOLD["accounts_of_2020"])

    def _accounts_of_2021(self) -> Said:
        self._accounts(2021, date(2022, 4, 12))
        return say(TOLD["accounts_of_2021"])

    def _accounts_of_2022(self) -> Said:
        day = date(2022, 11, 14)
        self._accounts(2022, day)
        own = self._grant(self._saver)
        self._stage.do(
            grant.Demand(
                grant=own,
                ground=grant.RecoveryGround.UNUSED,
                amount=_UNUSED,
                due=Deadline("2022-12-05"),
                effective_from=day,
            ),
            by=self._money,
        )
        return say(TOLD["accounts_of_2022"], unused=_UNUSED)

    def _closed(self) -> Said:
        day = date(2022, 12, 12)
        repaid = grant.Repay(
            grant=self._grant(self._saver),
            claim=1,
            amount=_UNUSED,
            reference="Indbetaling 7 (made up)",
            received_on=date(2022, 12, 2),
        )
        self._stage.do(
            repaid,
            *(
                grant.Close(grant=self._grant(code), to_frame=False, effective_from=day)
                for code in self._towns
            ),
            by=self._money,
        )
        return say(TOLD["closed"])
