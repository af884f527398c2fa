"""A budget frame: its amount, its terms, and what is committed of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain.grant.samples import (
    COMMIT,
    FRAME,
    GIVEN,
    GRANTED,
    MUNICIPALITY,
    REGION,
    REGISTER,
    SET_TERMS,
    TERMS,
    WHY,
    kr,
    office,
)

from kvalitet_core.domain import frame
from kvalitet_core.domain.frame import Auditor, ChangeBase
from kvalitet_core.domain.frame.handbook import CAVEAT, handbook_terms
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Money

CHANGE = frame.ChangeAmount(
    frame=FRAME,
    amount=kr(600_000),
    reason=WHY,
    source="Aktstykke (opdigtet)",
    effective_from=date(2020, 6, 1),
)
CORRECT = frame.Correct(frame=FRAME, reason=WHY, year=2019, title="Puljen")


@pytest.mark.parametrize(
    ("told", "command"),
    [
        ((), REGISTER),
        ((REGISTER,), SET_TERMS),
        ((REGISTER,), CHANGE),
        ((REGISTER,), CORRECT),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told) as at:
        assert len(at.do(command)) == 1
        assert at.do(command) == ()


def test_a_frame_is_registered_once() -> None:
    """What was registered otherwise is named, each thing with both values."""
    other = attrs.evolve(REGISTER, amount=kr(2), year=2021)

    with office(REGISTER, CORRECT) as at:
        reasons = at.refused(other)

    assert [code for code, _, _ in reasons] == ["frame.registered"] * 2
    assert reasons[0][2] == (
        "frame/proeve-2020: is already registered with amount '1.000.000,00 kr.', "
        "got '2,00 kr.'"
    )


def test_a_frame_has_more_than_nothing() -> None:
    """Nothing can be given from a frame of nothing."""
    with office() as at:
        assert at.codes(attrs.evolve(REGISTER, amount=kr(0))) == ["frame.amount"]


def test_an_amount_never_falls_below_what_is_committed() -> None:
    """600,000 kr. are committed: 599,999 are too few, 600,000 are not."""
    with office(*GIVEN) as at:
        reasons = at.refused(attrs.evolve(CHANGE, amount=kr(599_999)))
        at.do(CHANGE)

        known = at.frame()

    assert reasons == [
        (
            "frame.below_committed",
            "Opslag (opdigtet)",
            (
                "frame/proeve-2020: $.amount: expected no less than what is committed, "
                "600.000,00 kr., got 599.999,00 kr."
            ),
        )
    ]
    assert known.committed == kr(600_000)
    assert known.available(date(2020, 7, 1)) == kr(0)


def test_a_raise_that_comes_later_is_no_money_now() -> None:
    """What can be committed is what every later day allows."""
    raised = attrs.evolve(CHANGE, amount=kr(1_500_000))

    with office(*GIVEN, raised) as at:
        known = at.frame()

    assert known.available(date(2020, 5, 31)) == kr(400_000)
    assert known.available(date(2020, 6, 1)) == kr(900_000)


def test_terms_hold_from_a_day_on() -> None:
    """Those of before stand for the days before."""
    later = handbook_terms(change_of=ChangeBase.YEAR, at_de_minimis=False)
    told = frame.SetTerms(frame=FRAME, terms=later, effective_from=date(2021, 1, 1))

    with office(REGISTER, SET_TERMS, told) as at:
        known = at.frame().terms

    assert known.on(date(2020, 12, 31)) == TERMS
    assert known.on(date(2021, 1, 1)) == later
    assert later.caveat == CAVEAT


def test_two_audit_levels_do_not_begin_at_the_same_amount() -> None:
    """Nobody could say which of them holds."""
    doubled = attrs.evolve(TERMS, audit=(*TERMS.audit, TERMS.audit[1]))

    with office(REGISTER) as at:
        codes = at.codes(attrs.evolve(SET_TERMS, terms=doubled))

    assert codes == ["frame.audit_levels"]


def test_nothing_is_asked_of_a_frame_that_is_not_there_or_before_it_is() -> None:
    """It begins on the day that its source says."""
    early = date(2019, 12, 31)

    with office() as at:
        assert at.codes(CHANGE) == ["frame.unknown"]
    with office(REGISTER) as at:
        assert at.codes(attrs.evolve(CHANGE, effective_from=early)) == [
            "frame.not_begun"
        ]
        assert at.codes(attrs.evolve(SET_TERMS, effective_from=early)) == [
            "frame.not_begun"
        ]


@pytest.mark.parametrize(
    ("kroner", "auditor", "performance"),
    [
        (100_000, Auditor.INDEPENDENT, False),
        (100_001, Auditor.REGISTERED, False),
        (500_000, Auditor.REGISTERED, False),
        (500_001, Auditor.REGISTERED, True),
    ],
)
def test_the_handbook_asks_for_an_audit_by_the_amount(
    kroner: int, auditor: Auditor, *, performance: bool
) -> None:
    """Up to 100,000 kr., above it, and above 500,000 kr."""
    level = TERMS.audit_level(kr(kroner))

    assert level is not None
    assert (level.auditor, level.performance) == (auditor, performance)


def test_what_the_terms_do_not_say_is_not_asked_for() -> None:
    """Terms without audit levels ask for no audit."""
    assert frame.GrantTerms(source="Brev").audit_level(kr(1_000_000)) is None


@pytest.mark.parametrize(
    ("base", "kroner", "exceeds"),
    [
        (ChangeBase.POST, 10_000, False),
        (ChangeBase.POST, 10_001, True),
        (ChangeBase.YEAR, 30_000, False),
        (ChangeBase.YEAR, 30_001, True),
        (ChangeBase.GRANT, 60_000, False),
        (ChangeBase.GRANT, 60_001, True),
    ],
)
def test_ten_per_cent_are_of_what_the_terms_say(
    base: ChangeBase, kroner: int, *, exceeds: bool
) -> None:
    """The handbook does not say of what, so the terms do; exactly 10 is not above."""
    limit = handbook_terms(change_of=base, at_de_minimis=True).change

    assert limit is not None
    assert exceeds == limit.exceeded_by(
        kr(kroner), post=kr(100_000), year=kr(300_000), all_=kr(600_000)
    )


def test_a_hundred_thousand_are_a_limit_of_their_own() -> None:
    """A change above the amount is above the limit, however small its share is."""
    limit = TERMS.change
    assert limit is not None
    large = {"post": kr(9_000_000), "year": kr(0), "all_": kr(0)}

    assert not limit.exceeded_by(kr(100_000), **large)
    assert limit.exceeded_by(kr(100_001), **large)
    assert not limit.exceeded_by(kr(-100_001), **large)


@pytest.mark.parametrize("at_amount", [True, False])
def test_whether_exactly_the_least_amount_is_collected_is_said(
    *, at_amount: bool
) -> None:
    """The handbook names 500 kr., and not which side it is on."""
    terms = handbook_terms(change_of=ChangeBase.POST, at_de_minimis=at_amount)
    least = terms.de_minimis

    assert least is not None
    assert least.covers(Money(oere=499_99))
    assert least.covers(kr(500)) is at_amount
    assert not least.covers(Money(oere=500_01))


@pytest.mark.parametrize(
    ("cls", "wrong"),
    [
        (frame.ChangeLimit, {"percent": 0}),
        (frame.ChangeLimit, {"amount": Money(oere=-1)}),
        (frame.AuditLevel, {"above": Money(oere=-1)}),
        (frame.DeMinimis, {"amount": Money(oere=-1)}),
        (frame.BeginLimit, {"months": 0}),
    ],
)
def test_terms_have_limits_that_something_can_be_above(
    cls: type[Any], wrong: dict[str, Any]
) -> None:
    """Nobody goes by a share, a time or an amount below nothing."""
    told = (TERMS.change, TERMS.audit[0], TERMS.de_minimis, TERMS.begin)
    (limit,) = (each for each in told if isinstance(each, cls))

    with pytest.raises(Malformed):
        attrs.evolve(limit, **wrong)


@pytest.mark.parametrize(
    "wrong", [{"year": 0}, {"call": StreamId("tilbud/1")}, {"call": GRANTED}]
)
def test_a_frame_is_of_a_year_and_given_through_a_round(wrong: dict[str, Any]) -> None:
    """Nor can it be put right to be of anything else."""
    with pytest.raises(Malformed):
        attrs.evolve(REGISTER, **wrong)
    with pytest.raises(Malformed):
        frame.Correct(frame=FRAME, reason=WHY, **wrong)


def test_no_more_is_committed_than_a_later_day_allows() -> None:
    """A commitment lasts, and the frame is to have less from June on."""
    less = attrs.evolve(CHANGE, amount=kr(500_000))
    fits = attrs.evolve(COMMIT, amount=kr(500_000))

    with office(*GIVEN[:-1], less) as at:
        assert at.codes(COMMIT) == ["grant.beyond_frame"]
        assert at.do(fits)


EVENTS = st.one_of(strategies.stored(cls) for cls in frame.AGGREGATE.events.values())


@each(strategies.stored(frame.Registered), st.lists(EVENTS, max_size=6))
def test_the_fold_takes_any_history(first: Any, events: list[Any]) -> None:
    """It evaluates no rule, and gives the same a second time."""
    states = []
    for _ in range(2):
        state = None
        for event in (first, *events):
            state = frame.evolve(state, event)
        states.append(state)

    assert states[0] == states[1]


def test_what_is_released_can_be_committed_again() -> None:
    """A frame counts what is committed to each grant, less what was released."""
    registered = frame.Registered(
        **{
            field.name: getattr(REGISTER, field.name)
            for field in attrs.fields(frame.Registered)
        }
    )
    day = REGISTER.effective_from
    state = frame.evolve(None, registered)
    for event in (
        frame.Committed(grant=GRANTED, amount=kr(5), effective_from=day),
        frame.Committed(grant=GRANTED, amount=kr(2), effective_from=day),
        frame.Released(grant=GRANTED, amount=kr(3), effective_from=day),
    ):
        state = frame.evolve(state, event)

    assert state.commitments == {GRANTED: kr(4)}
    assert state.available(day) == kr(999_996)


def test_the_samples_begin_with_what_they_need() -> None:
    """A grant is given once its recipient and its frame are there."""
    assert GIVEN == (REGION, MUNICIPALITY, REGISTER, SET_TERMS, COMMIT)
