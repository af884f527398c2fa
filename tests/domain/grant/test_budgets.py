"""The approved budget: units at a price, financed to the øre; changed when approved.

"Prior written approval with a revised budget": W67 and W68 of the domain's sources.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.grant.samples import (
    APPROVE_BUDGET,
    BUDGET,
    GIVEN,
    GRANTED,
    OWN,
    PAID,
    READY,
    SETTLED,
    TRAVEL,
    WAGE,
    WHY,
    kr,
    line,
    office,
    paid_by,
)

from kvalitet_core.domain import grant
from kvalitet_core.domain.frame.handbook import BUDGET as RULE
from kvalitet_core.domain.grant import GRANT, Budget, ChangeKind

MOVED = Budget(
    lines=(
        line(WAGE, 2020, 10, 23_000),
        line(TRAVEL, 2020, 10, 10_000),
        line(WAGE, 2021, 10, 27_000),
        line(TRAVEL, 2021, 10, 10_000),
    ),
    financing=(
        paid_by(GRANT, 2020, 280_000),
        paid_by(OWN, 2020, 50_000),
        paid_by(GRANT, 2021, 320_000),
        paid_by(OWN, 2021, 50_000),
    ),
)
ASK = grant.RequestChange(
    grant=GRANTED,
    kind=ChangeKind.TRANSFER,
    budget=MOVED,
    reasons=(WHY,),
    received=datetime(2020, 7, 1, 12, 0, tzinfo=UTC),
)
YES = grant.ApproveChange(
    grant=GRANTED, request=1, source="Brev 3", effective_from=date(2020, 7, 2)
)
NO = grant.RefuseChange(
    grant=GRANTED, request=1, reasons=(WHY,), effective_from=date(2020, 7, 2)
)


@pytest.mark.parametrize(
    ("told", "command"),
    [
        (GIVEN, APPROVE_BUDGET),
        (PAID, ASK),
        ((*PAID, ASK), YES),
        ((*PAID, ASK), NO),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told) as at:
        assert len(at.do(command)) == 1
        assert at.do(command) == ()


def test_financing_equals_the_costs_of_each_year() -> None:
    """No over- and no underbudgeting, to the øre."""
    less = attrs.evolve(
        BUDGET, financing=(paid_by(GRANT, 2020, 299_999), *BUDGET.financing[1:])
    )

    with office(*GIVEN) as at:
        reasons = at.refused(attrs.evolve(APPROVE_BUDGET, budget=less))

    assert reasons == [
        (
            "grant.budget_unbalanced",
            str(RULE),
            (
                "grant/proeve-0730: $.budget: 2020: expected financing that equals the "
                "costs, 350.000,00 kr., got 349.999,00 kr."
            ),
        )
    ]


def test_everything_wrong_with_a_budget_is_said_at_once() -> None:
    """Years, posts, amounts, and what the grant covers."""
    wrong = Budget(
        lines=(
            line(WAGE, 2023, 1, 700_000),
            line(WAGE, 2023, 0, 1),
            line(TRAVEL, 2020, 1, -5),
        ),
        financing=(paid_by(GRANT, 2023, 700_000), paid_by(OWN, 2020, -5)),
    )

    with office(*GIVEN) as at:
        codes = at.codes(attrs.evolve(APPROVE_BUDGET, budget=wrong))

    assert codes == [
        "grant.outside_period",
        "grant.post_twice",
        "grant.amount",
        "grant.amount",
        "grant.amount",
        "grant.beyond_commitment",
    ]


def test_a_second_budget_is_a_change() -> None:
    """It is asked for, and approved."""
    with office(*READY) as at:
        assert at.codes(attrs.evolve(APPROVE_BUDGET, budget=MOVED)) == [
            "grant.budget_approved"
        ]


def test_an_approved_change_counts_and_a_refused_one_does_not() -> None:
    """A request is decided once."""
    with office(*PAID, ASK, YES) as at:
        assert at.grant().budget == MOVED
        assert at.codes(NO) == ["grant.request_decided"]
    with office(*PAID, ASK, NO) as at:
        assert at.grant().budget == BUDGET
        assert at.codes(YES) == ["grant.request_decided"]
        assert at.codes(attrs.evolve(YES, request=4)) == ["grant.request_unknown"]


def test_another_request_is_another_one() -> None:
    """Two that differ in anything are two."""
    again = attrs.evolve(ASK, kind=ChangeKind.PROJECT)

    with office(*PAID, ASK) as at:
        (event,) = at.do(again)

    assert event.number == 2


def test_a_request_has_reasons_and_so_has_its_refusal() -> None:
    """Without any it is no reasoned request."""
    with office(*PAID) as at:
        assert at.codes(attrs.evolve(ASK, reasons=())) == ["grant.reasons"]
        at.do(ASK)
        assert at.codes(attrs.evolve(NO, reasons=())) == ["grant.reasons"]
        assert at.codes(attrs.evolve(NO, effective_from=date(2019, 1, 1))) == [
            "grant.not_begun"
        ]


def test_there_is_a_budget_to_change() -> None:
    """The first one is approved first."""
    asked = attrs.evolve(ASK, received=datetime(2020, 1, 12, tzinfo=UTC))

    with office(*GIVEN) as at:
        assert at.codes(asked) == ["grant.no_budget"]


def test_a_longer_period_is_asked_for_before_the_period_ends() -> None:
    """An extension names its new end; nothing else does."""
    longer = attrs.evolve(
        ASK, kind=ChangeKind.EXTENSION, budget=BUDGET, ends=date(2022, 7, 1)
    )
    late = attrs.evolve(longer, received=datetime(2022, 1, 2, tzinfo=UTC))

    with office(*PAID) as at:
        assert at.codes(attrs.evolve(longer, ends=None)) == ["grant.extension"]
        assert at.codes(attrs.evolve(ASK, ends=date(2022, 7, 1))) == ["grant.extension"]
        assert at.codes(attrs.evolve(longer, ends=date(2022, 1, 1))) == [
            "grant.extension"
        ]
        at.do(longer, YES)
        assert at.grant().ends == date(2022, 7, 1)
    with office(*PAID, day=date(2022, 1, 3)) as at:
        assert at.codes(late) == ["grant.extension_late"]


def test_a_year_whose_accounts_are_approved_is_not_changed() -> None:
    """A transfer is approved before the accounts of its year, or not at all."""
    late = attrs.evolve(ASK, received=datetime(2021, 3, 10, 12, 0, tzinfo=UTC))

    with office(*SETTLED) as at:
        assert at.codes(late) == ["grant.year_settled"]


def test_a_budget_says_what_each_year_costs() -> None:
    """Units times price, by post and year."""
    assert BUDGET.years == (2020, 2021)
    assert BUDGET.posts(2020) == {WAGE: kr(250_000), TRAVEL: kr(100_000)}
    assert BUDGET.granted() == kr(600_000)
    assert BUDGET.granted(2021) == kr(300_000)
