"""How a made-up grant is accounted for, and what comes back of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
from tests.golden.grant_terms import kr
from tests.golden.grants import ACCOUNTS, COOPERATION, STATUS, TRAVEL, WAGE
from tests.golden.telling import Teller

from kvalitet_core.domain import grant
from kvalitet_core.domain.frame import Auditor
from kvalitet_core.domain.grant import (
    GRANT,
    AccountLine,
    AuditDone,
    Collection,
    Disallowed,
    DutyKind,
    Eligible,
    Financing,
    RecoveryGround,
)
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline, Money, ReasonCode

__all__ = ["settlement"]

_AUDITED: Final = AuditDone(
    auditor=Auditor.REGISTERED, performance=True, statement=True, long_form=True
)
_DISALLOWED: Final = Disallowed(
    post=TRAVEL, amount=kr(10_000), lacks=Eligible.IN_PERIOD
)
_MISREAD: Final = ReasonCode("misread")


def settlement(teller: Teller, given: StreamId) -> None:
    """Let two years be accounted for, and the grant be closed.

    Args:
        teller: Who tells.

        given: A grant of two years, two instalments of which are paid.
    """
    teller.until(datetime(2022, 3, 15, 8, 0, tzinfo=UTC))
    _first_year(teller, given)
    _breached(teller, given)
    _second_year(teller, given)
    close = grant.Close(grant=given, to_frame=True, effective_from=date(2022, 3, 15))
    teller.refused(close)
    teller.do(_repaid(given, 3, kr(35_000), date(2022, 3, 14)))
    teller.do(close)


def _accounts(
    given: StreamId, year: int, spent: tuple[int, int], own: int
) -> grant.ReceiveAccounts:
    """Accounts of a year, which are audited, and signed by mid-February after it."""
    signed = date(year + 1, 2, 10)
    income = ((GRANT, sum(spent) - own), (ReasonCode("egen"), own))
    return grant.ReceiveAccounts(
        grant=given,
        year=year,
        duty=ACCOUNTS[year - 2020],
        received=datetime(year + 1, 2, 15, 9, 0, tzinfo=UTC),
        lines=tuple(
            AccountLine(post=post, amount=kr(kroner))
            for post, kroner in zip((WAGE, TRAVEL), spent, strict=True)
        ),
        income=tuple(
            Financing(source=source, year=year, amount=kr(kroner))
            for source, kroner in income
        ),
        signed_on=signed,
        audit=_AUDITED,
    )


def _demand(
    given: StreamId, ground: RecoveryGround, amount: Money, day: date, due: str
) -> grant.Demand:
    return grant.Demand(
        grant=given,
        ground=ground,
        amount=amount,
        due=Deadline(due),
        effective_from=day,
    )


def _repaid(given: StreamId, claim: int, amount: Money, day: date) -> grant.Repay:
    return grant.Repay(
        grant=given,
        claim=claim,
        amount=amount,
        reference=f"opdigtet-{claim}",
        received_on=day,
    )


def _first_year(teller: Teller, given: StreamId) -> None:
    """They are sent back for want of a signature, and approved twice.

    What comes back comes twice as well; a little of it is let go at last.
    """
    accounts = _accounts(given, 2020, (190_000, 40_000), 50_000)
    teller.do(attrs.evolve(accounts, duty=None, signed_on=None, audit=None))
    approve = grant.ApproveAccounts(
        grant=given, accounts=1, used=kr(170_000), effective_from=date(2021, 3, 1)
    )
    teller.refused(approve)
    approve = attrs.evolve(approve, accounts=2, disallowed=(_DISALLOWED,))
    repaid = _repaid(given, 1, kr(19_700), date(2021, 3, 20))
    unused = _demand(
        given, RecoveryGround.UNUSED, kr(20_000), date(2021, 3, 5), "2021-04-01"
    )
    for command in (
        grant.RejectAccounts(
            grant=given, accounts=1, reasons=(ReasonCode("ikke_underskrevet"),)
        ),
        attrs.evolve(
            accounts,
            received=datetime(2021, 2, 25, 9, 0, tzinfo=UTC),
            document=teller.attach(b"regnskab", "accounts"),
        ),
        approve,
        grant.ReopenAccounts(
            grant=given, accounts=2, reason=_MISREAD, effective_from=date(2021, 3, 2)
        ),
        attrs.evolve(
            approve,
            carried=(AccountLine(post=WAGE, amount=kr(10_000)),),
            effective_from=date(2021, 3, 3),
        ),
        unused,
        repaid,
        grant.ReturnRepayment(
            grant=given,
            claim=1,
            reference=repaid.reference,
            reason=_MISREAD,
            returned_on=date(2021, 3, 21),
        ),
        attrs.evolve(repaid, received_on=date(2021, 3, 22)),
        grant.LetGo(grant=given, claim=1, effective_from=date(2021, 4, 5)),
    ):
        teller.do(command)


def _breached(teller: Teller, given: StreamId) -> None:
    """A condition is not kept; the last instalment is paid, though a report is late."""
    what: dict[str, Any] = {"grant": given, "claim": 2}
    demand = _demand(
        given,
        RecoveryGround.CONDITION_BREACHED,
        kr(5_000),
        date(2021, 5, 1),
        "2021-06-01",
    )
    pay = grant.Pay(
        grant=given, instalment=3, amount=kr(200_000), paid_on=date(2021, 7, 5)
    )
    teller.refused(demand)
    teller.refused(pay)
    for command in (
        attrs.evolve(demand, of=COOPERATION),
        attrs.evolve(pay, despite=frozenset({STATUS})),
        grant.ReceiveReport(
            grant=given,
            kind=DutyKind.STATUS,
            duty=STATUS,
            received=datetime(2021, 7, 8, 9, 0, tzinfo=UTC),
            document=teller.attach(b"status", "status"),
        ),
        grant.Collect(
            step=Collection.INVOICED, effective_from=date(2021, 6, 10), **what
        ),
        grant.Collect(
            step=Collection.DEBT_AUTHORITY, effective_from=date(2021, 7, 10), **what
        ),
        _repaid(given, 2, kr(5_000), date(2021, 8, 1)),
    ):
        teller.do(command)


def _second_year(teller: Teller, given: StreamId) -> None:
    """What was not used of it is demanded back."""
    for command in (
        _accounts(given, 2021, (360_000, 110_000), 100_000),
        grant.ApproveAccounts(
            grant=given,
            accounts=3,
            used=kr(370_000),
            effective_from=date(2022, 3, 1),
        ),
        _demand(
            given, RecoveryGround.UNUSED, kr(35_000), date(2022, 3, 2), "2022-03-31"
        ),
    ):
        teller.do(command)
