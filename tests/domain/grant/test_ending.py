"""How a grant ends: it lapses on a ground, or is closed when all is accounted for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.domain.grant.samples import (
    ACCOUNTS,
    ACKNOWLEDGE,
    APPROVE,
    COMMIT,
    DEMAND,
    FRAME,
    GIVEN,
    GRANTED,
    MUNICIPALITY,
    PAID,
    READY,
    REGION,
    REGISTER,
    SET_TERMS,
    SETTLED,
    TERMS,
    WHY,
    kr,
    office,
)
from tests.domain.grant.test_accounts import REPORT
from tests.domain.grant.test_budgets import ASK
from tests.domain.grant.test_giving import BEGIN, MOVE, RAISE
from tests.domain.grant.test_paying import BACK

from kvalitet_core.domain import frame, grant
from kvalitet_core.domain.frame.handbook import BEGIN as BEGIN_RULE
from kvalitet_core.domain.frame.handbook import PAYMENT
from kvalitet_core.domain.grant import Account, LapseGround
from kvalitet_core.values import Deadline

SILENT = grant.Lapse(
    grant=GRANTED,
    ground=LapseGround.NOT_ACKNOWLEDGED,
    to_frame=True,
    effective_from=date(2020, 2, 2),
)
IDLE = attrs.evolve(
    SILENT, ground=LapseGround.NOT_BEGUN, effective_from=date(2020, 7, 2)
)
GIVEN_UP = attrs.evolve(SILENT, ground=LapseGround.GIVEN_UP, to_frame=False)
APPROVED = date(2021, 3, 10)
CLOSE = grant.Close(grant=GRANTED, to_frame=False, effective_from=date(2022, 6, 1))
DONE = (
    *SETTLED,
    DEMAND,
    grant.Repay(
        grant=GRANTED,
        claim=1,
        amount=kr(20_000),
        reference="bank-1",
        received_on=date(2021, 4, 20),
    ),
    REPORT,
)


@pytest.mark.parametrize(
    ("told", "command"),
    [(GIVEN, SILENT), (READY, IDLE), (READY, GIVEN_UP), (DONE, CLOSE)],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told) as at:
        assert at.do(command)
        assert at.do(command) == ()


def test_what_falls_away_is_the_frames_again_where_that_is_said() -> None:
    """Both streams are written by one commit."""
    with office(*GIVEN) as at:
        events = at.do(SILENT)

        assert at.frame().available(date(2020, 2, 2)) == kr(1_000_000)
        assert at.grant().balances[Account.COST] == kr(0)
        assert at.grant().payable == kr(0)
    with office(*GIVEN) as at:
        at.do(attrs.evolve(SILENT, to_frame=False))
        assert at.frame().available(date(2020, 2, 2)) == kr(400_000)
    assert events[1] == frame.Released(
        grant=GRANTED, amount=kr(600_000), effective_from=date(2020, 2, 2)
    )


def test_without_a_tilkendegivelse_in_time_it_may_lapse() -> None:
    """Not before the last time is over, and not where it came in time."""
    early = attrs.evolve(SILENT, effective_from=date(2020, 2, 1))

    with office(*GIVEN) as at:
        assert [each[:2] for each in at.refused(early)] == [
            ("grant.acknowledgement_open", str(PAYMENT))
        ]
        at.do(MOVE)
        assert at.codes(SILENT) == ["grant.acknowledgement_open"]
    with office(*GIVEN, ACKNOWLEDGE) as at:
        assert at.codes(SILENT) == ["grant.acknowledged"]


def test_a_late_tilkendegivelse_keeps_no_grant_from_lapsing() -> None:
    """It was to come in time."""
    late = attrs.evolve(ACKNOWLEDGE, received=datetime(2020, 2, 3, tzinfo=UTC))

    with office(*GIVEN, late) as at:
        assert at.do(attrs.evolve(SILENT, effective_from=date(2020, 2, 4)))


def test_what_has_not_begun_within_six_months_may_lapse() -> None:
    """The period starts on 1 January: until 1 July it may begin."""
    early = attrs.evolve(IDLE, effective_from=date(2020, 7, 1))
    late = attrs.evolve(BEGIN, effective_from=date(2020, 7, 2))

    with office(*READY) as at:
        reasons = at.refused(early)
        at.do(late)
        assert at.do(IDLE)
    with office(*READY, BEGIN) as at:
        assert at.codes(IDLE) == ["grant.begun"]
    assert [each[:2] for each in reasons] == [("grant.begin_open", str(BEGIN_RULE))]


def test_terms_that_name_no_time_to_begin_let_nothing_lapse_for_it() -> None:
    """What the terms do not say is not made up."""
    bare = attrs.evolve(SET_TERMS, terms=attrs.evolve(TERMS, begin=None))

    with office(REGION, MUNICIPALITY, REGISTER, bare, COMMIT) as at:
        assert at.codes(IDLE) == ["grant.no_begin_limit"]


def test_what_has_lapsed_goes_on_no_further() -> None:
    """Nothing is paid, planned, approved, granted or begun."""
    day = date(2020, 2, 3)

    with office(*READY, GIVEN_UP, day=day) as at:
        first = attrs.evolve(PAID[-2], paid_on=day)
        assert at.codes(first) == ["grant.lapsed", "grant.beyond_commitment"]
        assert at.codes(RAISE) == ["grant.lapsed"]
        assert at.codes(BEGIN) == ["grant.lapsed"]
        assert at.codes(MOVE) == ["grant.lapsed"]
        plan = attrs.evolve(READY[6], instalments=READY[6].instalments[:1])
        assert at.codes(plan) == ["grant.lapsed", "grant.beyond_commitment"]
        assert at.codes(attrs.evolve(ASK, received=ACKNOWLEDGE.received)) == [
            "grant.lapsed"
        ]
        assert at.codes(SILENT) == ["grant.lapsed", "grant.acknowledged"]


def test_what_was_paid_stays_until_it_is_demanded_back() -> None:
    """A lapse takes away only what is not paid."""
    with office(*PAID, GIVEN_UP) as at:
        known = at.grant()

    assert known.balances[Account.ADVANCE] == kr(300_000)
    assert known.balances[Account.COMMITMENT] == kr(-300_000)
    assert known.payable == kr(0)


def test_what_came_back_after_a_lapse_is_not_paid_again() -> None:
    """Nothing more is paid, though it was promised once."""
    day = date(2020, 7, 3)
    again = attrs.evolve(PAID[-1], paid_on=day)

    with office(*PAID, GIVEN_UP, day=day) as at:
        at.do(attrs.evolve(BACK, instalment=2, returned_on=day))

        assert at.codes(again) == ["grant.lapsed"]


def test_costs_that_are_settled_and_not_paid_can_be_paid_after_a_lapse() -> None:
    """What approved accounts show is owed to the recipient."""
    told = (
        *READY,
        attrs.evolve(ACCOUNTS, income=ACCOUNTS.income),
        grant.ApproveAccounts(
            grant=GRANTED, accounts=1, used=kr(280_000), effective_from=date(2021, 3, 1)
        ),
        attrs.evolve(GIVEN_UP, effective_from=date(2021, 3, 1)),
    )

    with office(*told, day=date(2021, 3, 2)) as at:
        known = at.grant()
        first = attrs.evolve(PAID[-2], paid_on=date(2021, 3, 2))
        assert at.do(first)

    assert known.balances[Account.COMMITMENT] == kr(0)
    assert known.payable == kr(280_000)


def test_a_grant_is_not_closed_while_it_owes_what_was_used() -> None:
    """What approved accounts show is paid first, even of what has lapsed."""
    told = (*READY, ACCOUNTS, APPROVE, attrs.evolve(GIVEN_UP, effective_from=APPROVED))

    with office(*told, day=date(2022, 6, 1)) as at:
        assert at.codes(CLOSE) == ["grant.unaccounted"]


def test_a_grant_is_closed_when_nothing_is_open() -> None:
    """What was never paid falls away; afterwards nothing more is asked of it."""
    with office(*DONE) as at:
        at.do(CLOSE)
        known = at.grant()

        assert at.codes(RAISE) == ["grant.closed"]
        other = attrs.evolve(CLOSE, effective_from=date(2022, 6, 2))
        assert at.codes(other) == ["grant.closed"]
    assert known.balances == {
        Account.COST: kr(280_000),
        Account.COMMITMENT: kr(0),
        Account.ADVANCE: kr(0),
        Account.BANK: kr(-280_000),
        Account.CLAIM: kr(0),
        Account.LOSS: kr(0),
    }


def test_a_grant_is_not_closed_before_money_last_moved() -> None:
    """Else it would have been paid, or repaid, once it was closed."""
    with office(*DONE) as at:
        last = at.grant().ledger[-1].posting.posted_on
        early = attrs.evolve(CLOSE, effective_from=last - timedelta(days=1))
        assert at.codes(early) == ["grant.posted_later"]
        assert at.do(attrs.evolve(CLOSE, effective_from=last))


def test_everything_that_is_open_is_said_at_once() -> None:
    """Money, claims, duties, requests and accounts."""
    small = attrs.evolve(DEMAND, amount=kr(1_000), due=Deadline("2021-06-01"))
    again = attrs.evolve(ACCOUNTS, received=datetime(2021, 3, 1, 9, tzinfo=UTC))
    ask = attrs.evolve(ASK, reasons=(WHY,))

    with office(*PAID, ask, ACCOUNTS, small) as at:
        codes = at.codes(CLOSE)
    with office(*SETTLED) as at:
        early = attrs.evolve(CLOSE, effective_from=date(2019, 1, 1))
        assert at.codes(early)[0] == "grant.not_begun"
    assert again.year == 2020
    assert codes == [
        "grant.unaccounted",
        "grant.claim_open",
        "grant.duty_open",
        "grant.undecided",
        "grant.undecided",
    ]


def test_a_lapsed_grant_owes_no_reports_when_it_is_closed() -> None:
    """Nothing was paid, so nothing is to be reported."""
    told = (*READY, GIVEN_UP)

    with office(*told) as at:
        events = at.do(CLOSE)

    assert events[0].released == kr(0)
    assert events[0].postings == ()
    assert COMMIT.frame == FRAME
