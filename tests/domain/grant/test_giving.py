"""Giving a grant: never beyond the frame, once, on its terms, to somebody there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.domain import programme
from tests.domain.grant.samples import (
    ACKNOWLEDGE,
    ACTOR,
    BREACH,
    COMMIT,
    FRAME,
    GIVEN,
    GRANTED,
    LETTER,
    MEET,
    READY,
    REGISTER,
    SET_TERMS,
    TERMS,
    WHY,
    kr,
    office,
)

from kvalitet_core.aggregate import At
from kvalitet_core.domain import application, frame, grant
from kvalitet_core.domain.grant import Account, Purpose
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import given
from kvalitet_core.values import Deadline, ReasonCode

RAISE = grant.Raise(
    grant=GRANTED,
    amount=kr(100_000),
    reason=WHY,
    source="Brev 2 (opdigtet)",
    effective_from=date(2020, 1, 15),
)
MOVE = grant.MoveAcknowledgement(
    grant=GRANTED, acknowledge_by=Deadline("2020-03-01"), reason=WHY
)
BEGIN = grant.Begin(grant=GRANTED, effective_from=date(2020, 2, 1))


@pytest.mark.parametrize(
    ("told", "command"),
    [
        (GIVEN[:-1], COMMIT),
        (GIVEN, RAISE),
        (GIVEN, ACKNOWLEDGE),
        (GIVEN, MOVE),
        (GIVEN, MEET),
        (GIVEN, BEGIN),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    with office(*told) as at:
        assert at.do(command)
        assert at.do(command) == ()


def test_one_commit_writes_on_the_grant_and_on_the_frame() -> None:
    """The commitment stands in both streams, under one command."""
    with office(*GIVEN[:-1]) as at:
        receipt = at.journal.do(COMMIT, by=ACTOR)

    streams = [(each.stream, each.name) for each in receipt.events]
    assert streams == [
        (GRANTED, "grant.committed/1"),
        (FRAME, "frame.committed/1"),
    ]
    given = receipt.events[0].event
    assert given.terms == TERMS
    posting = given.postings[0]
    assert (posting.debit, posting.credit) == (Account.COST, Account.COMMITMENT)
    assert (posting.amount, posting.purpose) == (kr(600_000), Purpose.COMMITTED)
    assert posting.decision.event == receipt.events[0].event_id


def test_a_commitment_never_exceeds_the_frame() -> None:
    """600,000 of a million are committed: 400,000 are left, and not a krone more."""
    second = attrs.evolve(COMMIT, key="proeve-2", amount=kr(400_001))

    with office(*GIVEN) as at:
        reasons = at.refused(second)
        at.do(attrs.evolve(second, amount=kr(400_000)))

        assert at.codes(RAISE) == ["grant.beyond_frame"]
        assert at.frame().available(date(2020, 1, 15)) == kr(0)
    assert reasons == [
        (
            "grant.beyond_frame",
            "Opslag (opdigtet), § 99.99.99.99",
            (
                "grant/proeve-2: $.amount: expected no more than what is left of "
                "frame/proeve-2020, 400.000,00 kr., got 400.001,00 kr."
            ),
        )
    ]


def test_more_is_granted_within_the_frame() -> None:
    """Each document grants once; what it granted otherwise is named."""
    with office(*GIVEN, RAISE) as at:
        known = at.grant()

        assert at.codes(attrs.evolve(RAISE, amount=kr(1))) == ["grant.raised"]
        assert at.codes(
            attrs.evolve(RAISE, source="Brev 3", amount=kr(-1), reason=WHY)
        ) == ["grant.amount"]
        assert at.frame().commitments == {GRANTED: kr(700_000)}
    assert known.committed == known.payable == kr(700_000)


def test_a_grant_is_given_once() -> None:
    """What was given otherwise is named."""
    with office(*GIVEN) as at:
        reasons = at.refused(attrs.evolve(COMMIT, amount=kr(1), title="Andet"))

    assert [(code, source) for code, source, _ in reasons] == [
        ("grant.committed", LETTER)
    ] * 2


def test_everything_that_keeps_it_from_being_given_is_said_at_once() -> None:
    """All problems in one refusal, each with its rule and value."""
    wrong = attrs.evolve(
        COMMIT,
        amount=kr(0),
        ends=COMMIT.starts,
        recipient=StreamId("municipality/0999"),
        application=StreamId("application/proeve.1"),
        conditions=(*COMMIT.conditions, COMMIT.conditions[0]),
        acknowledge_by=Deadline("9999-12-31"),
    )

    with office(*GIVEN[:-1]) as at:
        codes = at.codes(wrong)

    assert codes == [
        "grant.amount",
        "grant.period",
        "grant.deadline_unreachable",
        "grant.recipient_unknown",
        "grant.application_not_granted",
        "grant.condition_twice",
    ]


def test_a_grant_is_given_from_a_frame_with_terms_that_is_there() -> None:
    """Whoever gives a grant has chosen its terms first."""
    early = attrs.evolve(COMMIT, effective_from=date(2019, 12, 31))

    with office(*GIVEN[:2]) as at:
        assert at.codes(COMMIT) == ["grant.frame_unknown"]
    with office(*GIVEN[:3]) as at:
        assert at.codes(COMMIT) == ["grant.no_terms"]
        assert at.codes(early) == ["grant.frame_not_in_force"]


def test_a_recipient_can_be_a_tilbud_or_another() -> None:
    """A tilbud must be registered; an organisation has no record of its own."""
    tilbud = attrs.evolve(COMMIT, recipient=StreamId("tilbud/0001"))
    other = attrs.evolve(COMMIT, recipient=StreamId("organisation/1"))

    with office(*GIVEN[:-1]) as at:
        assert at.codes(tilbud) == ["grant.recipient_unknown"]
        assert at.do(other)


def test_only_a_granted_application_is_given_a_grant() -> None:
    """One that is not decided, refused or withdrawn gets none; another kind may."""
    asked = attrs.evolve(COMMIT, application=programme.APPLICATION)
    elsewhere = attrs.evolve(COMMIT, application=StreamId("partnerskab/1"))

    with office(*GIVEN[:-1]) as at:
        reasons = at.refused(asked)
        assert at.do(elsewhere)

    assert "it is not there" in reasons[0][2]


@pytest.mark.parametrize("kind", ["person", "round", "frame", "grant"])
def test_a_grant_is_given_to_an_organisation(kind: str) -> None:
    """Not to a person, nor to what is no recipient at all."""
    with pytest.raises(Malformed):
        attrs.evolve(COMMIT, recipient=StreamId(f"{kind}/1"))


def test_nobody_is_given_what_another_applied_for() -> None:
    """A tilbud's grant may go to whoever runs it, but not to another tilbud."""
    other = StreamId("tilbud/t-2")
    granted = (
        programme.DRAFTED,
        programme.SUBMITTED,
        decided(application.Outcome.IMOEDEKOMMET),
    )
    asked = attrs.evolve(
        COMMIT, application=programme.APPLICATION, recipient=programme.TILBUD
    )
    told = given(
        (programme.APPLICATION, granted),
        (programme.TILBUD, [programme.REGISTERED]),
        (other, [programme.REGISTERED]),
        plugins=[programme.PLUGIN],
    )

    for recipient, refused in (
        (programme.TILBUD, False),
        (StreamId("organisation/1"), False),
        (other, True),
    ):
        outcome = told.when(attrs.evolve(asked, recipient=recipient))
        codes = {reason.code for reason in outcome.proposal.reasons}
        assert ("grant.other_applicant" in codes) is refused


def decided(outcome: application.Outcome) -> application.Decided:
    """A decision on the application."""
    return application.Decided(
        number=1, outcome=outcome, reasons=("Fordi.",), effective_from=COMMIT.starts
    )


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ((), "not decided"),
        ((decided(application.Outcome.AFSLAG),), "afslag"),
        ((application.Withdrawn(reason=WHY),), "withdrawn"),
        ((decided(application.Outcome.DELVIST),), None),
        ((decided(application.Outcome.IMOEDEKOMMET),), None),
    ],
)
def test_a_grant_answers_an_application_that_is_granted(
    more: tuple[Any, ...], state: str | None
) -> None:
    """In whole or in part; what became of it is told otherwise."""
    day = REGISTER.effective_from
    frames = (
        frame.Registered(
            **{
                each.name: getattr(REGISTER, each.name)
                for each in attrs.fields(frame.Registered)
            }
        ),
        frame.TermsSet(terms=TERMS, effective_from=day),
    )
    sent = (programme.DRAFTED, programme.SUBMITTED, *more)
    asked = attrs.evolve(
        COMMIT, application=programme.APPLICATION, recipient=StreamId("organisation/1")
    )

    outcome = given(
        (FRAME, frames),
        (programme.APPLICATION, sent),
        plugins=[programme.PLUGIN],
    ).when(asked)

    if state is None:
        assert [type(e) for e in outcome.events] == [grant.Committed, At]
        return
    outcome.then_refused("grant.application_not_granted")
    assert outcome.proposal.reasons[0].text.endswith(f"it is {state}")


def test_a_late_tilkendegivelse_is_received_as_late() -> None:
    """Moving the deadline can make it timely; the receipt stands as it was."""
    late = attrs.evolve(ACKNOWLEDGE, received=datetime(2020, 2, 10, 12, 0, tzinfo=UTC))

    with office(*GIVEN, day=date(2020, 2, 10)) as at:
        events = at.do(late)
        at.do(MOVE)
        known = at.grant()

        other = attrs.evolve(late, received=late.received - timedelta(days=1))
        assert at.codes(other) == ["grant.acknowledged"]
    assert events[0].in_time is False
    assert known.in_time


def test_nothing_is_received_before_it_comes() -> None:
    """A receipt in the future is a mistake."""
    soon = attrs.evolve(ACKNOWLEDGE, received=datetime(2020, 1, 16, 12, 0, tzinfo=UTC))

    with office(*GIVEN) as at:
        assert at.codes(soon) == ["grant.received_in_future"]


def test_a_condition_is_one_of_the_grants() -> None:
    """Another one is named with those that there are."""
    other = attrs.evolve(MEET, condition=ReasonCode("andet"))

    with office(*GIVEN) as at:
        reasons = at.refused(other)

    assert reasons[0][:2] == ("grant.condition_unknown", LETTER)
    assert BREACH in reasons[0][2]


def test_a_project_begins_once() -> None:
    """Another day is named with the one that stands."""
    with office(*GIVEN, BEGIN) as at:
        other = attrs.evolve(BEGIN, effective_from=date(2020, 2, 2))

        assert at.codes(other) == ["grant.begun"]
        early = attrs.evolve(BEGIN, effective_from=date(2020, 1, 9))
        assert at.codes(early) == ["grant.not_begun", "grant.begun"]


def test_a_grant_keeps_its_terms_until_it_adopts_others() -> None:
    """New terms of the frame are for new grants; one adopts them by a decision."""
    terms = frame.GrantTerms(source="Bekendtgørelse (opdigtet)")
    day = date(2020, 1, 12)
    adopt = grant.AdoptTerms(grant=GRANTED, reason=WHY, effective_from=day)
    changed = attrs.evolve(SET_TERMS, terms=terms, effective_from=day)

    with office(*GIVEN) as at:
        assert at.do(adopt) == ()
        at.do(changed)
        assert at.grant().terms.on(day) == TERMS
        at.do(adopt)
        known = at.grant().terms
        assert at.do(adopt) == ()
        early = attrs.evolve(adopt, effective_from=date(2019, 12, 31))
        assert at.codes(early) == ["grant.not_begun", "grant.no_terms"]

    assert known.on(day) == terms
    assert known.on(date(2020, 1, 11)) == TERMS


def test_nothing_is_asked_of_a_grant_that_is_not_there() -> None:
    """Each command names the grant that it misses."""
    for command in (RAISE, ACKNOWLEDGE, MOVE, MEET, BEGIN, *READY[5:]):
        with office() as at:
            assert at.codes(command) == ["grant.unknown"]
