"""Paying a grant: as planned, once its conditions are met, never beyond it.

"Payment trigger: conditions met and the recipient's tilkendegivelse received in time."
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.grant.samples import (
    ACKNOWLEDGE,
    APPROVE_BUDGET,
    BUDGET,
    DUTIES,
    GIVEN,
    GRANTED,
    LETTER,
    MEET,
    PAID,
    PAY,
    PAY_SECOND,
    PLAN,
    READY,
    SETTLED,
    WHY,
    kr,
    office,
)

from kvalitet_core.domain import grant
from kvalitet_core.domain.frame.handbook import COVERAGE, PAYMENT
from kvalitet_core.domain.grant import (
    Account,
    Instalment,
    decided_by,
    quarterly_in_advance,
    resting_on,
)
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Deadline, Money, ReasonCode

STOP = grant.StopPayments(grant=GRANTED, reason=WHY, effective_from=date(2020, 1, 20))
RESUME = grant.ResumePayments(
    grant=GRANTED, reason=WHY, effective_from=date(2020, 1, 21)
)
BACK = grant.ReturnPayment(
    grant=GRANTED, instalment=1, reason=WHY, returned_on=date(2020, 1, 22)
)
DAY = PAY.paid_on
FIRST_ONE = PLAN.instalments[0]
OTHER = ReasonCode("regnskab_mangler")


@pytest.mark.parametrize(
    ("told", "command"),
    [
        (GIVEN, PLAN),
        (READY, PAY),
        (READY, STOP),
        ((*READY, STOP), RESUME),
        ((*READY, PAY), BACK),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told, day=max(DAY, getattr(command, "returned_on", DAY))) as at:
        assert len(at.do(command)) == 1
        assert at.do(command) == ()


def test_a_payment_moves_money_from_the_bank_to_the_advance() -> None:
    """It rests on the plan, which is found from it, and it from the plan."""
    with office(*READY, PAY) as at:
        known = at.grant()
        history = list(at.journal.history(GRANTED))

    entry = known.ledger[-1]
    assert (entry.posting.debit, entry.posting.credit) == (
        Account.ADVANCE,
        Account.BANK,
    )
    basis = decided_by(known.ledger, entry.number)
    assert basis is not None
    planned = history[basis.version - 1]
    assert (planned.name, planned.event_id) == (
        "grant.instalments_planned/1",
        basis.event,
    )
    assert resting_on(known.ledger, basis.event) == (entry,)
    assert known.paid == kr(150_000)
    assert known.payable == kr(450_000)
    assert decided_by(known.ledger, 99) is None


def test_no_payment_goes_beyond_the_commitment() -> None:
    """600,000 kr. are committed: a krone more is said no to, with the rule."""
    with office(*READY, day=DAY) as at:
        reasons = at.refused(attrs.evolve(PAY, amount=kr(600_001)))

    assert ("grant.beyond_commitment", str(COVERAGE)) in [e[:2] for e in reasons]
    assert [code for code, _, _ in reasons] == [
        "grant.instalment_amount",
        "grant.beyond_commitment",
        "grant.beyond_budget",
    ]
    assert reasons[1][2] == (
        "grant/proeve-0730: $.amount: expected no more than what is committed and not "
        "paid, 600.000,00 kr., got 600.001,00 kr."
    )


def test_nothing_is_paid_before_the_tilkendegivelse() -> None:
    """Nor on a day before it came, nor where it came too late."""
    told = [each for each in READY if each is not ACKNOWLEDGE]
    later = attrs.evolve(ACKNOWLEDGE, received=datetime(2020, 1, 25, 12, tzinfo=UTC))
    late = attrs.evolve(ACKNOWLEDGE, received=datetime(2020, 2, 5, 12, tzinfo=UTC))

    with office(*told, day=DAY) as at:
        reasons = at.refused(PAY)
    with office(*told, later) as at:
        assert at.codes(PAY) == ["grant.not_acknowledged"]
    with office(*told, late) as at:
        assert at.codes(attrs.evolve(PAY, paid_on=date(2020, 2, 5))) == [
            "grant.acknowledged_late"
        ]
    assert reasons == [
        (
            "grant.not_acknowledged",
            str(PAYMENT),
            (
                "grant/proeve-0730: expected the recipient's tilkendegivelse before a "
                "payment on 2020-01-20, none is received"
            ),
        )
    ]


def test_a_condition_of_payment_is_met_first() -> None:
    """Met later than the payment is not met before it."""
    told = [each for each in READY if each is not MEET]
    later = attrs.evolve(MEET, effective_from=date(2020, 1, 21))

    with office(*told, day=DAY) as at:
        assert at.codes(PAY) == ["grant.condition_unmet"]
        at.do(later)
        assert at.codes(PAY) == ["grant.condition_unmet"]
        at.do(MEET)
        assert at.do(PAY)


def test_an_instalment_is_paid_as_planned_and_once() -> None:
    """Its number, its day, its amount: what differs is named."""
    with office(*READY, day=DAY) as at:
        assert at.codes(attrs.evolve(PAY, instalment=7)) == ["grant.instalment_unknown"]
        assert (
            at.codes(PAY_SECOND)
            == [
                "grant.instalment_not_due",
                "grant.paid_in_future",
            ][1:]
        )
        assert at.codes(attrs.evolve(PAY_SECOND, paid_on=DAY)) == [
            "grant.instalment_not_due"
        ]
        assert at.codes(attrs.evolve(PAY, amount=kr(-1))) == [
            "grant.amount",
            "grant.instalment_amount",
        ]
        at.do(PAY)
        again = attrs.evolve(PAY, paid_on=date(2020, 1, 21))
        assert at.at(date(2020, 1, 21)).codes(again) == ["grant.instalment_paid"]


def test_nothing_is_paid_without_an_approved_budget_or_beyond_it() -> None:
    """A payment is by the latest approved budget."""
    told = [each for each in READY if each is not APPROVE_BUDGET]
    small = attrs.evolve(BUDGET, lines=BUDGET.lines[:1], financing=BUDGET.financing[:1])
    small = attrs.evolve(
        small,
        lines=(attrs.evolve(small.lines[0], units=1, unit_price=kr(149_999)),),
        financing=(attrs.evolve(small.financing[0], amount=kr(149_999)),),
    )

    with office(*told, day=DAY) as at:
        assert at.codes(PAY) == ["grant.no_budget"]
        at.do(attrs.evolve(APPROVE_BUDGET, budget=small))
        assert at.codes(PAY) == ["grant.beyond_budget"]


def test_payments_stop_and_go_on() -> None:
    """A stop holds from a day; payments before it stand."""
    with office(*READY, STOP, day=DAY) as at:
        assert at.codes(PAY) == ["grant.stopped"]
        assert at.codes(attrs.evolve(STOP, effective_from=date(2019, 1, 1))) == [
            "grant.not_begun"
        ]
        assert at.codes(attrs.evolve(RESUME, effective_from=date(2019, 1, 1))) == [
            "grant.not_begun"
        ]
        at.do(RESUME)
        assert at.do(RESUME) == ()
        at.at(date(2020, 1, 21))
        assert at.do(attrs.evolve(PAY, paid_on=date(2020, 1, 21)))


def test_nothing_is_paid_as_of_a_day_of_the_stop_even_once_payments_go_on() -> None:
    """Neither afterwards, nor before the day that they may go on."""
    later = attrs.evolve(RESUME, effective_from=date(2020, 2, 3))
    with office(*READY, STOP, later, day=date(2020, 3, 1)) as at:
        for day in (DAY, date(2020, 2, 2)):
            assert at.codes(attrs.evolve(PAY, paid_on=day)) == ["grant.stopped"]
        assert at.do(attrs.evolve(PAY, paid_on=date(2020, 2, 3)))


def test_a_later_stop_does_not_lift_an_earlier_one() -> None:
    """Payments go on by `ResumePayments`, and by nothing else."""
    again = attrs.evolve(STOP, effective_from=date(2020, 6, 1), reason=OTHER)
    with office(*READY, STOP, again, day=date(2020, 2, 1)) as at:
        assert at.codes(attrs.evolve(PAY, paid_on=date(2020, 2, 1))) == [
            "grant.stopped"
        ]
        assert at.do(again) == ()


def test_what_is_late_stops_payments_unless_the_payer_says_otherwise() -> None:
    """Accounts and reports that are not there in time, each by its name."""
    third = grant.Pay(
        grant=GRANTED, instalment=3, amount=kr(300_000), paid_on=date(2021, 5, 3)
    )

    with office(*PAID, day=date(2021, 5, 3)) as at:
        reasons = at.refused(third)
        late = frozenset({"regnskab_2020"})
        assert at.codes(attrs.evolve(third, despite=late)) == ["grant.duty_late"]
        both = frozenset({"regnskab_2020", "status_2020"})
        events = at.do(attrs.evolve(third, despite=both))

    assert [(code, source) for code, source, _ in reasons] == [
        ("grant.duty_late", str(PAYMENT))
    ] * 2
    assert "'regnskab_2020' by 2021-04-01" in reasons[0][2]
    assert events[0].despite == both


def test_a_payment_that_came_back_can_be_made_again() -> None:
    """It is posted the other way, and rests on its own decision."""
    with office(*READY, PAY, BACK) as at:
        known = at.grant()
        again = attrs.evolve(PAY, paid_on=date(2020, 1, 23))
        assert at.at(date(2020, 1, 23)).do(again)

    assert known.payments == {}
    assert known.balances[Account.ADVANCE] == kr(0)
    assert known.payable == kr(600_000)


def test_what_was_not_paid_or_is_demanded_back_does_not_come_back() -> None:
    """Nor before it was paid."""
    breach = grant.Demand(
        grant=GRANTED,
        ground=grant.RecoveryGround.UNUSED,
        amount=kr(150_001),
        due=Deadline("2020-08-01"),
        effective_from=date(2020, 7, 2),
    )

    with office(*READY, day=DAY) as at:
        assert at.codes(BACK) == ["grant.day_in_future", "grant.instalment_unpaid"]
    with office(*PAID, breach) as at:
        early = attrs.evolve(BACK, returned_on=date(2020, 1, 19))
        assert at.codes(early) == ["grant.returned_before_paid", "grant.demanded"]


def test_nothing_is_paid_before_there_is_a_grant() -> None:
    """However early the plan and the tilkendegivelse are."""
    day = date(2020, 1, 9)
    plan = attrs.evolve(PLAN, instalments=(attrs.evolve(FIRST_ONE, due=day),))
    early = attrs.evolve(ACKNOWLEDGE, received=datetime(2020, 1, 8, 9, tzinfo=UTC))
    met = attrs.evolve(MEET, effective_from=day)

    with office(*GIVEN, APPROVE_BUDGET, plan, early, met, day=DAY) as at:
        assert at.codes(attrs.evolve(PAY, paid_on=day)) == ["grant.not_begun"]


def test_a_plan_keeps_what_is_paid_and_within_the_commitment() -> None:
    """All that is wrong with it is said at once."""
    wrong = attrs.evolve(
        PLAN,
        instalments=(
            Instalment(number=2, due=DAY, amount=kr(0)),
            Instalment(number=1, due=DAY, amount=kr(100)),
            Instalment(number=3, due=DAY, amount=kr(450_001)),
        ),
    )

    with office(*READY, PAY) as at:
        assert at.codes(wrong) == [
            "grant.instalment_number",
            "grant.amount",
            "grant.instalment_paid",
            "grant.beyond_commitment",
        ]
        assert at.codes(attrs.evolve(PLAN, instalments=())) == ["grant.instalment_paid"]
        first = PLAN.instalments[0]
        rest = (Instalment(number=2, due=date(2021, 1, 1), amount=kr(450_000)),)
        assert at.do(attrs.evolve(PLAN, instalments=(first, *rest), source="Brev 2"))


def test_a_year_is_paid_in_four_quarters_in_advance() -> None:
    """The øre that cannot be shared go first; the sum is the amount."""
    plan = quarterly_in_advance(
        Money(oere=1_003), starts=date(2020, 1, 31), ends=date(2021, 1, 31)
    )

    assert [(e.number, e.due, e.amount.oere) for e in plan] == [
        (1, date(2020, 1, 31), 251),
        (2, date(2020, 4, 30), 251),
        (3, date(2020, 7, 31), 251),
        (4, date(2020, 10, 31), 250),
    ]


def test_a_period_without_a_day_has_no_quarters() -> None:
    """It ends after it starts."""
    with pytest.raises(Malformed, match="ends 2020-01-01"):
        quarterly_in_advance(kr(1), starts=date(2020, 1, 1), ends=date(2020, 1, 1))


def test_what_is_settled_is_not_paid_twice() -> None:
    """After approved accounts, what is payable is what was never paid."""
    with office(*SETTLED) as at:
        known = at.grant()

    assert known.balances[Account.ADVANCE] == kr(20_000)
    assert known.balances[Account.COMMITMENT] == kr(-320_000)
    assert known.payable == kr(300_000)
    assert DUTIES.source == LETTER
