"""Accounts and reports: received as they come, approved when they are complete.

"Accounts may only contain approved budget posts"; "grant as separate income post";
"must be approved before that year's accounts can be approved".
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.grant.samples import (
    ACCOUNTS,
    APPROVE,
    AUDIT,
    DUTIES,
    FRAME,
    GIVEN,
    GRANTED,
    OWN,
    PAID,
    READY,
    SETTLED,
    TERMS,
    TRAVEL,
    WAGE,
    WHY,
    kr,
    office,
    paid_by,
)
from tests.domain.grant.test_budgets import ASK, NO, YES

from kvalitet_core.domain import frame, grant
from kvalitet_core.domain.frame import Auditor, ChangeBase
from kvalitet_core.domain.frame.handbook import AUDIT as AUDIT_RULE
from kvalitet_core.domain.frame.handbook import CHANGE, ELIGIBLE, TRANSFER
from kvalitet_core.domain.grant import GRANT, AccountLine, DutyKind
from kvalitet_core.values import Deadline, ReasonCode

REJECT = grant.RejectAccounts(grant=GRANTED, accounts=1, reasons=(WHY,))
REPORT = grant.ReceiveReport(
    grant=GRANTED,
    kind=DutyKind.STATUS,
    duty=ReasonCode("status_2020"),
    received=ACCOUNTS.received,
)
RECEIVED = (*PAID, ACCOUNTS)
KEPT = attrs.evolve(APPROVE, carried=(AccountLine(post=TRAVEL, amount=kr(10_000)),))


@pytest.mark.parametrize(
    ("told", "command"),
    [
        (GIVEN, DUTIES),
        (PAID, ACCOUNTS),
        (RECEIVED, APPROVE),
        (RECEIVED, REJECT),
        (RECEIVED, REPORT),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told) as at:
        at.at(date(2021, 3, 10))
        assert len(at.do(command)) == 1
        assert at.do(command) == ()


def test_a_post_that_was_never_approved_is_in_no_accounts() -> None:
    """The refusal names the post, the year's posts and the rule."""
    wrong = attrs.evolve(
        ACCOUNTS,
        lines=(
            AccountLine(post=WAGE, amount=kr(250_000)),
            AccountLine(post=ReasonCode("biler"), amount=kr(80_000)),
        ),
    )

    with office(*PAID, day=date(2021, 3, 2)) as at:
        reasons = at.refused(wrong)

    assert reasons == [
        (
            "grant.post_not_approved",
            str(CHANGE),
            (
                "grant/proeve-0730: $.lines[1].post: expected a post of the approved "
                "budget for 2020, loen, rejser, got 'biler'"
            ),
        )
    ]


def test_everything_wrong_with_accounts_is_said_at_once() -> None:
    """Time, duty, posts, amounts, income and signature."""
    wrong = attrs.evolve(
        ACCOUNTS,
        received=datetime(2021, 3, 9, tzinfo=UTC),
        duty=ReasonCode("status_2020"),
        lines=(
            AccountLine(post=WAGE, amount=kr(-1)),
            AccountLine(post=WAGE, amount=kr(1)),
        ),
        income=(paid_by(OWN, 2021, 5),),
        signed_on=date(2021, 3, 10),
    )

    with office(*PAID, day=date(2021, 3, 2)) as at:
        codes = at.codes(wrong)

    assert codes == [
        "grant.received_in_future",
        "grant.duty_unknown",
        "grant.post_twice",
        "grant.amount",
        "grant.signed_after_receipt",
        "grant.grant_income",
        "grant.accounts_unbalanced",
    ]


def test_accounts_are_of_a_year_with_a_budget() -> None:
    """Another year, or a grant without a budget, has none."""
    other = attrs.evolve(
        ACCOUNTS,
        year=2019,
        duty=None,
        income=(paid_by(GRANT, 2019, 330_000),),
    )
    with office(*PAID, day=date(2021, 3, 2)) as at:
        assert at.codes(other) == ["grant.outside_period"]
        assert at.codes(attrs.evolve(ACCOUNTS, duty=ReasonCode("andet"))) == [
            "grant.duty_unknown"
        ]
    with office(*GIVEN, day=date(2021, 3, 2)) as at:
        assert at.codes(attrs.evolve(ACCOUNTS, duty=None)) == ["grant.no_budget"]


def test_a_year_is_settled_once() -> None:
    """Accounts of a year that is settled come too late."""
    other = attrs.evolve(ACCOUNTS, received=datetime(2021, 3, 9, tzinfo=UTC))

    with office(*SETTLED) as at:
        assert at.codes(other) == ["grant.year_settled"]
        assert at.codes(REJECT) == ["grant.accounts_decided"]
        assert at.codes(attrs.evolve(APPROVE, used=kr(1))) == [
            "grant.accounts_decided",
            "grant.used",
        ]
        assert at.codes(attrs.evolve(APPROVE, accounts=7)) == ["grant.accounts_unknown"]


def test_of_two_accounts_of_a_year_one_is_approved() -> None:
    """The other can only be sent back."""
    other = attrs.evolve(ACCOUNTS, received=datetime(2021, 3, 2, tzinfo=UTC))
    second = attrs.evolve(APPROVE, accounts=2)

    with office(*RECEIVED, other) as at:
        at.at(date(2021, 3, 10)).do(APPROVE)

        assert at.codes(second) == ["grant.year_settled"]
        assert at.do(attrs.evolve(REJECT, accounts=2))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"signed_on": None}, ["grant.unsigned"]),
        ({"audit": None}, ["grant.audit"]),
        ({"audit": attrs.evolve(AUDIT, long_form=False)}, ["grant.audit"]),
        ({"audit": attrs.evolve(AUDIT, performance=False)}, ["grant.audit"]),
        ({"audit": attrs.evolve(AUDIT, auditor=Auditor.INDEPENDENT)}, ["grant.audit"]),
        ({"signed_on": None, "audit": None}, ["grant.unsigned", "grant.audit"]),
    ],
)
def test_accounts_are_signed_and_audited_as_the_amount_asks_for(
    changes: dict[str, Any], said: list[str]
) -> None:
    """600,000 kr.: a registered auditor, and a performance audit."""
    with office(*PAID, attrs.evolve(ACCOUNTS, **changes)) as at:
        reasons = at.at(date(2021, 3, 10)).refused(APPROVE)

    assert [code for code, _, _ in reasons] == said
    if said == ["grant.audit"]:
        assert reasons[0][1] == str(AUDIT_RULE)
        assert "for grants above 500.000,00 kr." in reasons[0][2]


def test_terms_that_ask_for_no_audit_ask_for_none() -> None:
    """What the terms do not say is not made up."""
    bare = frame.GrantTerms(source="Brev")
    day = date(2020, 1, 11)
    told = [
        *READY,
        frame.SetTerms(frame=FRAME, terms=bare, effective_from=day),
        grant.AdoptTerms(grant=GRANTED, reason=WHY, effective_from=day),
        *PAID[len(READY) :],
        attrs.evolve(ACCOUNTS, audit=None),
    ]

    with office(*told) as at:
        at.at(date(2021, 3, 10))

        assert at.codes(KEPT) == ["grant.transfer_not_approved"]
        assert at.do(APPROVE)


def overspent(wage: int, travel: int) -> grant.ReceiveAccounts:
    """Accounts with these posts, the rest of which the recipient pays."""
    own = wage + travel - 300_000
    return attrs.evolve(
        ACCOUNTS,
        lines=(
            AccountLine(post=WAGE, amount=kr(wage)),
            AccountLine(post=TRAVEL, amount=kr(travel)),
        ),
        income=(paid_by(GRANT, 2020, 300_000), paid_by(OWN, 2020, own)),
    )


def test_a_post_above_its_budget_beyond_the_limit_was_to_be_approved() -> None:
    """Ten per cent of the post are allowed; a krone more is not."""
    spent = attrs.evolve(APPROVE, used=kr(300_000))

    with office(*PAID, overspent(240_000, 110_001)) as at:
        reasons = at.at(date(2021, 3, 10)).refused(spent)
    with office(*PAID, overspent(240_000, 110_000)) as at:
        assert at.at(date(2021, 3, 10)).do(spent)

    assert [(code, source) for code, source, _ in reasons] == [
        ("grant.change_not_approved", str(TRANSFER))
    ]
    assert "got 10.001,00 kr." in reasons[0][2]


def test_the_grant_covers_no_more_than_accounts_budget_and_commitment_have() -> None:
    """Whatever is covered is told by each of them."""
    with office(*RECEIVED) as at:
        at.at(date(2021, 3, 10))

        assert at.codes(attrs.evolve(APPROVE, used=kr(280_001))) == ["grant.used"]
        assert at.codes(attrs.evolve(APPROVE, used=kr(700_000))) == [
            "grant.used",
            "grant.beyond_budget",
            "grant.beyond_commitment",
        ]
        assert at.codes(attrs.evolve(APPROVE, used=kr(-1))) == [
            "grant.amount",
            "grant.used",
        ]


def test_what_the_grant_does_not_cover_is_told_with_what_it_lacks() -> None:
    """A cost is held, booked, approved, paid, the project's and in its period."""
    outside = grant.Disallowed(
        post=TRAVEL, amount=kr(280_000), lacks=grant.Eligible.IN_PERIOD
    )
    nothing = attrs.evolve(APPROVE, used=kr(0), disallowed=(outside,))
    other = attrs.evolve(outside, post=ReasonCode("biler"))
    empty = attrs.evolve(outside, amount=kr(0))

    with office(*RECEIVED) as at:
        at.at(date(2021, 3, 10))

        reasons = at.refused(attrs.evolve(nothing, disallowed=(other,)))
        assert at.codes(attrs.evolve(APPROVE, disallowed=(empty,))) == [
            "grant.disallowed"
        ]
        (approved,) = at.do(nothing)
    assert [each[:2] for each in reasons] == [("grant.disallowed", str(ELIGIBLE))]
    assert approved.disallowed == (outside,)
    assert (approved.unused, approved.postings) == (kr(300_000), ())


def test_little_is_kept_for_the_next_year_and_more_is_approved_first() -> None:
    """10 per cent of a post: 10,000 kr. of 100,000 pass, 10,001 do not."""
    more = attrs.evolve(KEPT, carried=(AccountLine(post=TRAVEL, amount=kr(10_001)),))

    with office(*RECEIVED) as at:
        reasons = at.at(date(2021, 3, 10)).refused(more)
        events = at.do(KEPT)

        late = attrs.evolve(ASK, received=datetime(2021, 3, 10, 12, 0, tzinfo=UTC))
        assert at.codes(late) == ["grant.year_settled"]
        assert at.grant().accounts[1].carried == kr(10_000)
    assert [(code, source) for code, source, _ in reasons] == [
        ("grant.transfer_not_approved", str(TRANSFER))
    ]
    assert (events[0].used, events[0].unused) == (kr(280_000), kr(20_000))


def test_an_approved_transfer_moves_the_budget_before_the_accounts() -> None:
    """With it nothing is left unused; until it is decided nothing is approved."""
    with office(*PAID, ASK, ACCOUNTS) as at:
        at.at(date(2021, 3, 10))
        undecided = at.codes(APPROVE)
        at.do(YES)
        events = at.do(APPROVE)
    with office(*PAID, ASK, NO, ACCOUNTS) as at:
        at.at(date(2021, 3, 10))
        refused = at.do(APPROVE)

    assert undecided == ["grant.transfer_undecided"]
    assert events[0].unused == kr(0)
    assert refused[0].unused == kr(20_000)


def test_what_is_kept_was_unused_and_has_a_year_to_go_to() -> None:
    """Nor is more than the amount of the limit kept in small parts."""
    too_much = attrs.evolve(
        APPROVE,
        carried=(
            AccountLine(post=WAGE, amount=kr(15_000)),
            AccountLine(post=TRAVEL, amount=kr(9_000)),
        ),
    )
    nothing = attrs.evolve(APPROVE, carried=(AccountLine(post=WAGE, amount=kr(0)),))

    with office(*RECEIVED) as at:
        at.at(date(2021, 3, 10))

        assert at.codes(too_much) == ["grant.carried"]
        assert at.codes(nothing) == ["grant.carried"]


def test_many_small_parts_are_no_small_transfer() -> None:
    """What is kept in all is held against the amount of the limit too."""
    assert TERMS.change is not None
    limit = attrs.evolve(TERMS.change, amount=kr(10_000))
    low = attrs.evolve(TERMS, change=limit)
    day = date(2020, 1, 11)
    told = [
        *READY,
        frame.SetTerms(frame=FRAME, terms=low, effective_from=day),
        grant.AdoptTerms(grant=GRANTED, reason=WHY, effective_from=day),
        *PAID[len(READY) :],
        ACCOUNTS,
    ]
    parts = attrs.evolve(
        APPROVE,
        carried=(
            AccountLine(post=WAGE, amount=kr(9_000)),
            AccountLine(post=TRAVEL, amount=kr(9_000)),
        ),
    )

    with office(*told) as at:
        codes = at.at(date(2021, 3, 10)).codes(parts)

    assert codes == ["grant.transfer_not_approved"]


def test_a_share_of_the_year_is_not_kept_post_by_post() -> None:
    """Each part is within 2 pct. of the year; both together are above it."""
    assert TERMS.change is not None
    limit = attrs.evolve(TERMS.change, percent=2, of=ChangeBase.YEAR)
    day = date(2020, 1, 11)
    terms = attrs.evolve(TERMS, change=limit)
    told = [
        *READY,
        frame.SetTerms(frame=FRAME, terms=terms, effective_from=day),
        grant.AdoptTerms(grant=GRANTED, reason=WHY, effective_from=day),
        *PAID[len(READY) :],
        ACCOUNTS,
    ]
    one = AccountLine(post=WAGE, amount=kr(7_000))
    both = (one, AccountLine(post=TRAVEL, amount=kr(1)))

    with office(*told) as at:
        at.at(date(2021, 3, 10))
        assert at.codes(attrs.evolve(APPROVE, carried=both)) == [
            "grant.transfer_not_approved"
        ]
        assert at.do(attrs.evolve(APPROVE, carried=(one,)))


def test_nothing_is_kept_after_the_last_year() -> None:
    """There is no year that it could go to."""
    last = attrs.evolve(
        ACCOUNTS,
        year=2021,
        duty=None,
        received=datetime(2022, 3, 1, tzinfo=UTC),
        signed_on=date(2022, 2, 1),
        income=(paid_by(GRANT, 2021, 280_000), paid_by(OWN, 2021, 50_000)),
    )
    kept = attrs.evolve(KEPT, accounts=2, effective_from=date(2022, 3, 2))

    with office(*SETTLED, last) as at:
        assert at.codes(kept) == ["grant.outside_period"]


def test_what_is_kept_can_be_used_in_the_next_year() -> None:
    """The next year's accounts are held against its budget and what was kept."""
    last = attrs.evolve(
        ACCOUNTS,
        year=2021,
        duty=None,
        received=datetime(2022, 3, 1, tzinfo=UTC),
        signed_on=date(2022, 2, 1),
        lines=(
            AccountLine(post=WAGE, amount=kr(260_000)),
            AccountLine(post=TRAVEL, amount=kr(100_000)),
        ),
        income=(paid_by(GRANT, 2021, 310_000), paid_by(OWN, 2021, 50_000)),
    )
    approve = attrs.evolve(
        APPROVE, accounts=2, used=kr(310_000), effective_from=date(2022, 3, 2)
    )

    with office(*RECEIVED) as at:
        at.at(date(2021, 3, 10)).do(KEPT)
        at.at(date(2022, 3, 2)).do(last)
        events = at.do(approve)

    assert events[0].unused == kr(0)


def test_accounts_that_are_sent_back_are_to_be_handed_in_again() -> None:
    """Their duty is open again, and late once its time is over."""
    with office(*RECEIVED) as at:
        when = datetime(2021, 4, 2, tzinfo=UTC)
        before = at.grant().late(when)
        assert at.codes(attrs.evolve(REJECT, reasons=())) == ["grant.reasons"]
        at.do(REJECT)
        after = at.grant().late(when)

    assert before == ()
    assert [duty.code for duty in after] == ["regnskab_2020"]


def test_what_is_sent_back_leaves_other_accounts_of_the_duty_standing() -> None:
    """The duty is met by those that were handed in in their place."""
    again = attrs.evolve(ACCOUNTS, received=datetime(2021, 3, 5, 12, tzinfo=UTC))
    with office(*RECEIVED, again, REJECT) as at:
        assert at.grant().handed_in == {ACCOUNTS.duty: again.received}
        at.do(attrs.evolve(REJECT, accounts=2))
        assert at.grant().handed_in == {}


def test_a_report_meets_its_duty_and_accounts_are_no_report() -> None:
    """Word of irregularities needs no duty."""
    word = grant.ReceiveReport(
        grant=GRANTED, kind=DutyKind.IRREGULARITY, received=REPORT.received
    )
    accounts = attrs.evolve(REPORT, kind=DutyKind.ACCOUNTS)

    with office(*PAID, REPORT, word) as at:
        known = at.grant()

        assert at.codes(attrs.evolve(accounts)) == [
            "grant.kind",
            "grant.duty_unknown",
        ]
        late = attrs.evolve(REPORT, received=datetime(2021, 3, 1, 9, tzinfo=UTC))
        assert at.do(late)
        assert at.grant().handed_in == known.handed_in
    assert set(known.handed_in) == {"status_2020"}
    assert len(known.reports) == 2


def test_a_duty_has_a_name_a_reachable_time_and_its_year() -> None:
    """What is wrong with duties is said at once."""
    wrong = grant.SetDuties(
        grant=GRANTED,
        duties=(
            *DUTIES.duties,
            attrs.evolve(DUTIES.duties[0], year=None, due=Deadline("9999-12-31")),
        ),
        source="Brev",
    )

    with office(*GIVEN) as at:
        assert at.codes(wrong) == [
            "grant.duty_twice",
            "grant.deadline_unreachable",
            "grant.duty_year",
        ]
