"""What was registered wrongly of a grant is put right by new events and postings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain import programme
from tests.domain.grant.samples import (
    ACCOUNTS,
    APPROVE,
    COMMIT,
    GIVEN,
    GRANTED,
    READY,
    SETTLED,
    TERMS,
    WHY,
    kr,
    office,
    paid_by,
)
from tests.domain.grant.test_accounts import KEPT, RECEIVED, REJECT
from tests.domain.grant.test_budgets import OWN
from tests.domain.grant.test_giving import BEGIN
from tests.domain.grant.test_recovering import DEMANDED, REPAY

from kvalitet_core.domain import grant
from kvalitet_core.domain.grant import GRANT, Account, AccountLine, Purpose
from kvalitet_core.domain.grant.recovering import Demand
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import given
from kvalitet_core.values import Deadline

CORRECT = grant.Correct(
    grant=GRANTED,
    reason=WHY,
    title="Det rette navn",
    recipient=StreamId("organisation/1"),
    source="Tilskudsbrev 1, rettet",
    acknowledged=datetime(2020, 1, 13, 12, 0, tzinfo=UTC),
    begun=date(2020, 2, 2),
)
REOPEN = grant.ReopenAccounts(
    grant=GRANTED, accounts=1, reason=WHY, effective_from=date(2021, 3, 12)
)
WENT_BACK = grant.ReturnRepayment(
    grant=GRANTED,
    claim=1,
    reference="bank-1",
    reason=WHY,
    returned_on=date(2021, 4, 25),
)


@pytest.mark.parametrize(
    ("told", "command"),
    [
        ((*READY, BEGIN), CORRECT),
        (SETTLED, REOPEN),
        ((*DEMANDED, REPAY), WENT_BACK),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told, day=date(2021, 4, 25)) as at:
        assert len(at.do(command)) == 1
        assert at.do(command) == ()


def test_what_is_not_named_stands() -> None:
    """A receipt that is put right is in time, or late, by the deadline as it stands."""
    late = grant.Correct(
        grant=GRANTED,
        reason=WHY,
        acknowledged=datetime(2020, 2, 5, 12, 0, tzinfo=UTC),
    )

    with office(*READY, BEGIN, CORRECT) as at:
        before = at.grant()
        at.at(date(2020, 2, 6)).do(late)
        after = at.grant()

    assert (before.title, before.recipient) == ("Det rette navn", "organisation/1")
    assert (before.in_time, before.begun) == (True, date(2020, 2, 2))
    assert (after.title, after.in_time) == ("Det rette navn", False)


def test_a_grant_is_not_put_right_to_one_who_did_not_apply() -> None:
    """Whether it is the recipient or the application that is named."""
    event = grant.Committed(
        **{
            each.name: getattr(COMMIT, each.name, None)
            for each in attrs.fields(grant.Committed)
            if each.name not in ("terms", "postings", "recipient", "application")
        },
        recipient=programme.TILBUD,
        application=programme.APPLICATION,
        terms=TERMS,
        postings=(),
    )
    other = StreamId("tilbud/t-2")
    told = given(
        (GRANTED, [event]),
        (programme.APPLICATION, [programme.DRAFTED, programme.SUBMITTED]),
        (other, [programme.REGISTERED]),
        plugins=[programme.PLUGIN],
    )
    wrong = grant.Correct(grant=GRANTED, reason=WHY, recipient=other)

    told.when(wrong).then_refused("grant.other_applicant")


def test_what_is_not_there_cannot_be_put_right() -> None:
    """All problems at once."""
    wrong = attrs.evolve(
        CORRECT,
        recipient=StreamId("municipality/0999"),
        application=StreamId("application/proeve.1"),
        acknowledged=datetime(2020, 1, 16, tzinfo=UTC),
    )

    with office(*GIVEN) as at:
        assert at.codes(wrong) == [
            "grant.recipient_unknown",
            "grant.application_not_granted",
            "grant.received_in_future",
            "grant.unacknowledged",
            "grant.unbegun",
        ]


def test_accounts_that_are_reopened_are_decided_anew() -> None:
    """What they had settled is unaccounted for again."""
    with office(*SETTLED, REOPEN) as at:
        known = at.grant()
        again = attrs.evolve(APPROVE, effective_from=date(2021, 3, 13))
        assert at.do(again)

    assert known.ledger[-1].posting.purpose is Purpose.REOPENED
    assert known.balances[Account.ADVANCE] == kr(300_000)
    assert known.accounts[1].approved is None


def test_accounts_stand_that_something_is_demanded_back_of() -> None:
    """Nor are those reopened that were sent back."""
    breach = Demand(
        grant=GRANTED,
        ground=grant.RecoveryGround.CONDITION_BREACHED,
        of=READY[4].conditions[0].code,
        amount=kr(50_000),
        due=Deadline("2021-05-01"),
        effective_from=date(2021, 3, 11),
    )

    with office(*SETTLED, breach) as at:
        assert at.codes(REOPEN) == ["grant.demanded"]
    with office(*RECEIVED, REJECT) as at:
        assert at.codes(REOPEN) == ["grant.accounts_decided"]


def test_accounts_stand_whose_rest_the_next_year_could_use() -> None:
    """What was kept is in the next year's approved accounts."""
    last = attrs.evolve(
        ACCOUNTS,
        year=2021,
        duty=None,
        received=datetime(2022, 3, 1, tzinfo=UTC),
        signed_on=date(2022, 2, 1),
        lines=(AccountLine(post=ACCOUNTS.lines[0].post, amount=kr(250_000)),),
        income=(paid_by(GRANT, 2021, 200_000), paid_by(OWN, 2021, 50_000)),
    )
    approve = attrs.evolve(
        APPROVE, accounts=2, used=kr(200_000), effective_from=date(2022, 3, 2)
    )

    with office(*RECEIVED) as at:
        at.at(date(2021, 3, 10)).do(KEPT)
        at.at(date(2022, 3, 2)).do(last, approve)

        assert at.codes(REOPEN) == ["grant.year_settled"]


def test_a_repayment_that_went_back_is_owed_again() -> None:
    """It can be noted again under its reference."""
    with office(*DEMANDED, REPAY, WENT_BACK) as at:
        known = at.grant()
        other = attrs.evolve(WENT_BACK, reference="bank-9")
        assert at.codes(other) == ["grant.repayment_unknown"]
        assert at.do(REPAY)

    assert known.balances[Account.CLAIM] == kr(20_000)
    assert known.claims[1].left == kr(20_000)
