"""Whatever happens to an application, in whatever order: what then holds.

As known: the state at a version or an instant is the fold of the events until then. As
effective: of what was known, the newest statement that covers a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import example
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain.programme import (
    ANNOUNCE,
    ANSWERS,
    APPLICATION,
    DRAFT,
    DRAFTED,
    HEAD,
    NOW,
    PLUGIN,
    RECEIVED,
    ROUND,
    SUBMIT,
    SUBMITTED,
    trying,
)

from kvalitet_core import Journal
from kvalitet_core.domain import application, municipality, region, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.application import Outcome
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Forgotten
from kvalitet_core.values import (
    Answers,
    Deadline,
    MunicipalityCode,
    ReasonCode,
    RegionCode,
    danish_date,
)

EVENTS = st.one_of(*map(strategies.stored, application.AGGREGATE.events.values()))
HISTORIES = st.lists(EVENTS, max_size=8)
DAYS = st.dates(date(2020, 11, 1), date(2021, 2, 1))
RECEIVED_DAYS = st.dates(danish_date(RECEIVED), date(2021, 2, 1))
TIMES = st.datetimes(
    RECEIVED.replace(tzinfo=None),
    NOW.replace(tzinfo=None),
    timezones=st.just(UTC),
)
SOME_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "temaer": st.sampled_from([("Sundhed",), ("Sundhed", "Civilsamfund"), ("x",)]),
        "maaneder": st.sampled_from([0, 3, 6, 12]),
        "ressourcer": st.booleans(),
    },
).map(Answers)
CODES = st.sampled_from([ReasonCode("regretted"), ReasonCode("misread")])
THIS = st.just(APPLICATION)
DESPITE = st.frozensets(
    st.sampled_from(["proeve.laengde", "proeve.rettidig"]), max_size=2
)
REASONS = st.lists(st.sampled_from(["Plads.", " "]), max_size=2).map(tuple)
COMMANDS = st.one_of(
    st.builds(attrs.evolve, st.just(DRAFT), answers=SOME_ANSWERS),
    st.just(SUBMIT),
    st.builds(attrs.evolve, st.just(SUBMIT), answers=SOME_ANSWERS, received=TIMES),
    st.builds(application.SubmitDraft, application=THIS, received=TIMES),
    st.builds(
        application.Supplement, application=THIS, received=TIMES, answers=SOME_ANSWERS
    ),
    st.builds(
        application.Correct,
        application=THIS,
        answers=SOME_ANSWERS,
        reason=CODES,
        effective_from=DAYS,
    ),
    st.builds(
        application.RequestInformation,
        application=THIS,
        fields=st.frozensets(st.sampled_from(["maaneder", "ressourcer"]), min_size=1),
        until=DAYS.map(date.isoformat).map(Deadline),
    ),
    st.just(application.Assess(application=APPLICATION)),
    *(
        st.builds(
            decides,
            application=THIS,
            outcome=st.sampled_from(Outcome),
            reasons=REASONS,
            despite=DESPITE,
            effective_from=DAYS,
        )
        for decides in (application.Decide, application.Redecide)
    ),
    st.builds(application.Withdraw, application=THIS, reason=CODES),
)


@each(st.sampled_from([DRAFTED, SUBMITTED]), HISTORIES)
def test_the_fold_takes_any_history_that_begins(
    first: application.Event, events: list[application.Event]
) -> None:
    """It evaluates no rule: what commands would refuse, it folds."""
    state = application.evolve(None, first)

    for event in events:
        state = application.evolve(state, event)

    assert state.round == first.round


@each(HISTORIES, CODES)
def test_what_is_withdrawn_stays_withdrawn_in_the_fold(
    events: list[application.Event], reason: ReasonCode
) -> None:
    """No event takes a withdrawal back."""
    state = application.evolve(None, SUBMITTED)
    state = application.evolve(state, application.Withdrawn(reason=reason))

    for event in events:
        state = application.evolve(state, event)

    assert state.withdrawn is not None


@each(st.lists(COMMANDS, max_size=12))
@example(
    [
        SUBMIT,
        application.Assess(application=APPLICATION),
        application.Decide(
            application=APPLICATION,
            outcome=Outcome.IMOEDEKOMMET,
            reasons=("Plads.",),
            effective_from=date(2020, 12, 10),
        ),
        application.Withdraw(application=APPLICATION, reason=ReasonCode("regretted")),
    ]
)
def test_every_command_is_answered_and_silent_the_second_time(
    commands: list[Any],
) -> None:
    """It acts, has nothing to do, or is refused; once it has acted, it is done.

    Only a draft is recorded each time. What is withdrawn stays so, and every decision
    has a number, reasons, and the one before it.
    """
    told: tuple[Any, ...] = ()
    for command in commands:
        events = trying(command, *told).events
        assert not (events and any(map(_is_withdrawal, told)))
        told += events
        if events and not isinstance(command, application.Draft):
            trying(command, *told).then_nothing()

    decided = [event for event in told if isinstance(event, application.Decided)]
    assert [event.number for event in decided] == list(range(1, len(decided) + 1))
    for event in decided:
        assert event.supersedes == (event.number - 1 or None)
        granted = event.outcome is application.Outcome.IMOEDEKOMMET
        assert event.reasons or (granted and not event.despite)
        assert all(map(str.strip, event.reasons))


def _is_withdrawal(event: object) -> bool:
    return isinstance(event, application.Withdrawn)


@contextmanager
def applied() -> Iterator[tuple[Journal, GivenClock, StreamId]]:
    """A journal with the round, and an application in it that is assessed."""
    clock = GivenClock(NOW)
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
        start = date(2019, 1, 1)
        code, part = MunicipalityCode("0730"), RegionCode("1082")
        given = (
            region.Register(code=part, name="Midt", effective_from=start),
            municipality.Register(
                code=code, name="Randers", region=part, effective_from=start
            ),
            ANNOUNCE,
            rounds.Open(round=ROUND, effective_from=date(2020, 10, 1)),
        )
        for command in given:
            journal.do(command, by=HEAD)
        register = tilbud.Register(
            name="Lindehuset",
            municipality=code,
            driftsform=Driftsform.KOMMUNAL,
            legal_grounds=LegalGrounds(
                grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
            ),
            effective_from=start,
        )
        applicant = journal.do(register, by=HEAD).stream
        submit = attrs.evolve(SUBMIT, applicant=applicant)
        stream = journal.do(submit, by=HEAD).stream
        journal.do(application.Assess(application=stream), by=HEAD)
        yield journal, clock, stream


DECISIONS = st.lists(
    st.tuples(st.sampled_from(Outcome), RECEIVED_DAYS), min_size=1, max_size=5
)


@pytest.mark.slow
@each(DECISIONS)
def test_which_outcome_held_and_which_was_known(
    decisions: list[tuple[Outcome, date]],
) -> None:
    """Both can be asked at once: what was believed, then, to hold on that day."""
    with applied() as (journal, clock, stream):
        for place, (outcome, day) in enumerate(decisions):
            clock.set(NOW + timedelta(minutes=place))
            decide = application.Redecide if place else application.Decide
            command = decide(
                application=stream,
                outcome=outcome,
                reasons=("Plads.",),
                effective_from=day,
            )
            journal.do(command, by=HEAD)

        state, said = None, []
        for recorded in journal.history(stream):
            state = application.evolve(state, recorded.event)
            at_version = journal.get(
                application.Application, stream, version=recorded.version
            )
            at_instant = journal.get(
                application.Application, stream, known=recorded.recorded_at
            )
            assert at_version == at_instant == state
            if isinstance(recorded.event, application.Decided):
                said.append(recorded.event)
            for day in {day for _, day in decisions} | {date(2020, 10, 1)}:
                holding = [e.number for e in said if e.effective_from <= day]
                known = state.outcome.on(day)
                assert (known.number if known else None) == (
                    holding[-1] if holding else None
                )


STATEMENTS = st.lists(
    st.one_of(
        st.builds(
            application.Supplemented,
            received=TIMES,
            answers=SOME_ANSWERS,
        ),
        st.builds(
            application.Corrected,
            answers=SOME_ANSWERS,
            reason=CODES,
            effective_from=DAYS,
        ),
    ),
    max_size=6,
)


@each(STATEMENTS)
def test_which_answers_held_and_which_count(statements: list[Any]) -> None:
    """On a day, the one of each answer that counts most there; now, of all.

    What was received counts in the order of receipt, however it is registered; what is
    put right counts before all that was known.
    """
    state = application.evolve(None, SUBMITTED)
    first = danish_date(RECEIVED)
    given: list[tuple[datetime | None, date, Answers]] = []
    for event in statements:
        state = application.evolve(state, event)
        received = getattr(event, "received", None)
        day = danish_date(received) if received else event.effective_from
        later = (
            n for n, (at, *_) in enumerate(given) if at and received and at > received
        )
        given.insert(next(later, len(given)), (received, day, event.answers))

        for asked in {first, *(max(day, first) for _, day, _ in given)}:
            expected = ANSWERS
            for _, day, answers in given:
                if day <= asked:
                    expected = expected.with_(answers)
            assert state.answers_by_day.on(asked) == expected
        assert state.answers_by_day.newest == state.answers


def test_a_forgotten_contact_leaves_what_was_decided() -> None:
    """The card and the description are gone; it can still be decided."""
    with applied() as (journal, _, stream):
        before = journal.get(application.Application, stream)
        assert before is not None
        journal.forget(
            before.contact_id,
            by=HEAD,
            legal_basis="Databeskyttelsesforordningen artikel 17",
            reason="Formålet er ophørt",
            approved_by=("a-3", "a-4"),
        )
        after = journal.get(application.Application, stream)
        journal.do(
            application.Decide(
                application=stream,
                outcome=Outcome.IMOEDEKOMMET,
                reasons=("Plads.",),
                effective_from=date(2020, 12, 10),
            ),
            by=HEAD,
        )

        assert after is not None
        assert after.contact.reveal() is after.description.reveal()
        assert after.contact.reveal() is Forgotten.FORGOTTEN
        assert (after.answers, after.findings) == (before.answers, before.findings)


def test_a_draft_of_someone_forgotten_can_be_handed_in() -> None:
    """Nothing is sealed about the person again; who to ask must be told anew."""
    with applied() as (journal, _, stream):
        withdraw = application.Withdraw(
            application=stream, reason=ReasonCode("regretted")
        )
        journal.do(withdraw, by=HEAD)
        known = journal.get(application.Application, stream)
        assert known is not None
        draft = attrs.evolve(DRAFT, applicant=known.applicant, number=2)
        second = journal.do(draft, by=HEAD).stream
        journal.forget(
            known.contact_id,
            by=HEAD,
            legal_basis="Databeskyttelsesforordningen artikel 17",
            reason="Formålet er ophørt",
            approved_by=("a-3", "a-4"),
        )

        journal.do(application.SubmitDraft(application=second), by=HEAD)

        handed_in = journal.get(application.Application, second)
        assert handed_in is not None
        assert handed_in.submission is not None
        assert handed_in.contact.reveal() is Forgotten.FORGOTTEN


def test_a_day_before_the_receipt_has_no_answers() -> None:
    """What was not handed in said nothing."""
    state = application.evolve(None, SUBMITTED)

    assert state.answers_by_day.on(date(2020, 11, 19)) is None


@pytest.mark.parametrize("event", [DRAFTED, SUBMITTED])
def test_an_event_says_nothing_of_a_person_in_plain_sight(event: Any) -> None:
    """Neither printed, nor where it is stored."""
    assert "Anna" not in repr(event)
