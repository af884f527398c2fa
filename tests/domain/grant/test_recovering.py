"""Getting money back: on a ground, voluntarily, by invoice, by collection.

"Repayment grounds: unused funds; unused amount not approved for transfer; no complete
audited signed accounts; deadline missed; conditions breached." "De minimis 500 kr."
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.grant.samples import (
    ACCOUNTS,
    BREACH,
    DEMAND,
    GRANTED,
    PAID,
    SETTLED,
    TERMS,
    kr,
    office,
)
from tests.domain.grant.test_accounts import REJECT, REPORT
from tests.domain.grant.test_giving import WHY

from kvalitet_core.domain import frame, grant
from kvalitet_core.domain.frame.handbook import RECOVERY
from kvalitet_core.domain.grant import (
    Account,
    Collection,
    RecoveryGround,
    decided_by,
    resting_on,
)
from kvalitet_core.values import Deadline, Money, ReasonCode

DEMANDED = (*SETTLED, DEMAND)
REPAY = grant.Repay(
    grant=GRANTED,
    claim=1,
    amount=kr(19_600),
    reference="bank-1",
    received_on=date(2021, 4, 20),
)
INVOICE = grant.Collect(
    grant=GRANTED,
    claim=1,
    step=Collection.INVOICED,
    effective_from=date(2021, 5, 2),
)
LET_GO = grant.LetGo(grant=GRANTED, claim=1, effective_from=date(2021, 5, 2))
DAY = date(2021, 5, 2)


@pytest.mark.parametrize(
    ("told", "command"),
    [
        (SETTLED, DEMAND),
        (DEMANDED, REPAY),
        (DEMANDED, INVOICE),
        ((*DEMANDED, REPAY), LET_GO),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told, day=DAY) as at:
        assert len(at.do(command)) == 1
        assert at.do(command) == ()


def test_what_is_unused_is_taken_from_the_advance() -> None:
    """The recipient owes it, and it is granted no longer."""
    with office(*DEMANDED) as at:
        known = at.grant()

    on = known.balances
    assert on[Account.CLAIM] == kr(20_000)
    assert on[Account.ADVANCE] == kr(0)
    assert on[Account.COST] == kr(580_000)
    assert known.payable == kr(300_000)


def test_a_repayment_rests_on_the_demand() -> None:
    """From the demand all that followed is found, and from each the demand."""
    with office(*DEMANDED, REPAY, day=DAY) as at:
        at.do(LET_GO)
        known = at.grant()
        history = list(at.journal.history(GRANTED))

    demand = next(e for e in history if e.name == "grant.repayment_demanded/1")
    rested = resting_on(known.ledger, demand.event_id)
    assert [each.posting.purpose for each in rested] == [
        "claimed",
        "withdrawn",
        "repaid",
    ]
    for entry in rested:
        basis = decided_by(known.ledger, entry.number)
        assert basis is not None
        assert basis.event == demand.event_id
    assert known.balances[Account.LOSS] == kr(400)
    assert known.balances[Account.CLAIM] == kr(0)


def test_what_was_let_go_can_be_let_go_again_once_a_repayment_went_back() -> None:
    """Else what is left could be neither collected nor let go, nor the grant closed."""
    most = attrs.evolve(REPAY, amount=kr(19_300))
    little = attrs.evolve(REPAY, amount=kr(300), reference="bank-2")
    back = grant.ReturnRepayment(
        grant=GRANTED,
        claim=1,
        reference="bank-2",
        reason=WHY,
        returned_on=date(2021, 4, 25),
    )
    with office(*DEMANDED, most, little, day=DAY) as at:
        at.do(LET_GO, back, LET_GO)
        known = at.grant()
        assert at.do(LET_GO) == ()

    assert (known.claims[1].left, known.claims[1].let_go) == (kr(0), kr(700))
    assert known.balances[Account.LOSS] == kr(700)


def test_no_repayment_is_of_a_day_to_come() -> None:
    """Nor one that went back: the bank tells of what has been."""
    with office(*DEMANDED, day=date(2021, 4, 19)) as at:
        assert at.codes(REPAY) == ["grant.day_in_future"]
        at.at(DAY).do(REPAY)
        back = grant.ReturnRepayment(
            grant=GRANTED,
            claim=1,
            reference="bank-1",
            reason=WHY,
            returned_on=date(2021, 5, 3),
        )
        assert at.codes(back) == ["grant.day_in_future"]


def test_no_more_is_demanded_than_is_paid_and_not_accounted_for() -> None:
    """20,000 kr. are unused: a krone more is not."""
    with office(*SETTLED) as at:
        reasons = at.refused(attrs.evolve(DEMAND, amount=kr(20_001)))
        assert at.codes(attrs.evolve(DEMAND, amount=kr(0))) == ["grant.amount"]

    assert reasons == [
        (
            "grant.beyond_paid",
            str(RECOVERY),
            (
                "grant/proeve-0730: $.amount: expected no more than is paid and not "
                "accounted for, 20.000,00 kr., got 20.001,00 kr."
            ),
        )
    ]


def test_a_breach_takes_back_what_was_accounted_for_too() -> None:
    """First the advance, then what approved accounts had settled."""
    breach = attrs.evolve(
        DEMAND,
        ground=RecoveryGround.CONDITION_BREACHED,
        of=BREACH,
        amount=kr(120_000),
    )

    with office(*SETTLED, breach) as at:
        known = at.grant()
        codes = at.codes(attrs.evolve(breach, amount=kr(180_001)))

    moved = [each.posting.amount for each in known.ledger[-3:]]
    assert moved == [kr(20_000), kr(20_000), kr(100_000)]
    assert codes == ["grant.beyond_paid"]


@pytest.mark.parametrize(
    ("ground", "of", "commands"),
    [
        (RecoveryGround.LATE, "status_2020", ()),
        (
            RecoveryGround.LATE,
            "status_2020",
            (attrs.evolve(REPORT, received=datetime(2021, 5, 2, 9, tzinfo=UTC)),),
        ),
        (RecoveryGround.NO_ACCOUNTS, "regnskab_2020", ()),
        (RecoveryGround.NO_ACCOUNTS, "regnskab_2020", (ACCOUNTS, REJECT)),
        (
            RecoveryGround.NO_ACCOUNTS,
            "regnskab_2020",
            (attrs.evolve(ACCOUNTS, audit=None),),
        ),
        (RecoveryGround.CONDITION_BREACHED, "samarbejde", ()),
        (RecoveryGround.NOT_TRANSFERRED, None, ()),
    ],
)
def test_each_ground_is_there(
    ground: RecoveryGround, of: str | None, commands: tuple[Any, ...]
) -> None:
    """A duty that was not met in time, accounts that are not complete, a condition."""
    demand = attrs.evolve(
        DEMAND, ground=ground, of=ReasonCode(of) if of else None, effective_from=DAY
    )

    with office(*PAID, *commands, day=DAY) as at:
        assert len(at.do(demand)) == 1


@pytest.mark.parametrize(
    ("ground", "of"),
    [
        (RecoveryGround.LATE, None),
        (RecoveryGround.LATE, "andet"),
        (RecoveryGround.LATE, "regnskab_2020"),
        (RecoveryGround.NO_ACCOUNTS, "regnskab_2020"),
        (RecoveryGround.NO_ACCOUNTS, "status_2020"),
        (RecoveryGround.CONDITION_BREACHED, "andet"),
        (RecoveryGround.UNUSED, "samarbejde"),
    ],
)
def test_a_ground_that_is_not_there_is_none(
    ground: RecoveryGround, of: str | None
) -> None:
    """Accounts that are complete and in time, a report that is none, no condition."""
    demand = attrs.evolve(
        DEMAND,
        ground=ground,
        of=ReasonCode(of) if of else None,
        effective_from=date(2021, 5, 3),
    )

    with office(*SETTLED, day=DAY) as at:
        reasons = at.refused(demand)

    assert [each[:2] for each in reasons] == [("grant.ground", str(RECOVERY))]


def test_a_claim_is_repaid_and_no_more() -> None:
    """The same payment is noted once; another has another reference."""
    with office(*DEMANDED, REPAY, day=DAY) as at:
        assert at.codes(attrs.evolve(REPAY, reference="bank-2")) == [
            "grant.beyond_claim"
        ]
        assert at.codes(attrs.evolve(REPAY, claim=2)) == ["grant.claim_unknown"]
        assert at.codes(attrs.evolve(REPAY, reference="bank-2", amount=kr(0))) == [
            "grant.amount"
        ]
        assert at.do(attrs.evolve(REPAY, reference="bank-2", amount=kr(400)))
        assert at.codes(INVOICE) == [
            "grant.claim_settled",
            "grant.de_minimis",
        ]


def test_a_claim_is_collected_step_by_step_once_its_time_is_over() -> None:
    """Voluntarily, by invoice, by Gældsstyrelsen."""
    last = attrs.evolve(INVOICE, step=Collection.DEBT_AUTHORITY)
    early = attrs.evolve(INVOICE, effective_from=date(2021, 5, 1))

    with office(*DEMANDED, day=DAY) as at:
        assert at.codes(last) == ["grant.collection_step"]
        assert at.codes(early) == ["grant.claim_not_due"]
        at.do(INVOICE, last)
        assert at.codes(INVOICE) == ["grant.collection_step"]
        assert at.grant().claims[1].step is Collection.DEBT_AUTHORITY


def test_little_is_not_collected_and_can_be_let_go() -> None:
    """What is left is 400 kr., which is below 500 kr.; 20,000 kr. are not."""
    with office(*DEMANDED, day=DAY) as at:
        assert at.codes(LET_GO) == ["grant.above_de_minimis"]
        at.do(REPAY)
        reasons = at.refused(INVOICE)
        at.do(LET_GO)
        again = attrs.evolve(LET_GO, effective_from=date(2021, 5, 3))
        assert at.do(again) == ()

    assert reasons == [
        (
            "grant.de_minimis",
            str(RECOVERY),
            (
                "grant/proeve-0730: claim 1: expected more than the least that is "
                "collected, 500,00 kr., got 400,00 kr."
            ),
        )
    ]


def test_a_claim_that_is_repaid_is_not_let_go() -> None:
    """Nothing of it is left."""
    whole = attrs.evolve(REPAY, amount=kr(20_000))

    with office(*DEMANDED, whole, day=DAY) as at:
        assert at.codes(LET_GO) == ["grant.claim_settled"]


def test_without_a_least_amount_all_is_collected() -> None:
    """Terms that name none let nothing go."""
    day = date(2021, 4, 1)
    bare = attrs.evolve(TERMS, de_minimis=None)
    told = (
        *DEMANDED,
        frame.SetTerms(frame=SETTLED[3].frame, terms=bare, effective_from=day),
        grant.AdoptTerms(grant=GRANTED, reason=WHY, effective_from=day),
        attrs.evolve(REPAY, amount=Money(oere=19_999_99)),
    )

    with office(*told, day=DAY) as at:
        reasons = at.refused(LET_GO)
        assert at.do(INVOICE)

    assert [each[:2] for each in reasons] == [("grant.above_de_minimis", None)]


def test_a_demand_has_a_day_to_be_met_by() -> None:
    """One that no calendar has is none."""
    with office(*SETTLED) as at:
        assert at.codes(attrs.evolve(DEMAND, due=Deadline("9999-12-31"))) == [
            "grant.deadline_unreachable"
        ]
