"""A respondent answers in a wave; what is personal is sealed, the rest is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain.survey.asked import (
    ACTOR,
    ANNA,
    ANSWER,
    BEGUN,
    BO,
    EVA,
    FORM,
    GIVEN,
    INVITE,
    LATER,
    NOW,
    OPEN,
    PLAN,
    PLUGIN,
    REGRETTED,
    RESPONSE,
    SOURCE,
    SURVEY,
    answering,
    texts,
    trying,
)

from kvalitet_core import Journal, Plugin
from kvalitet_core.domain import survey, survey_response
from kvalitet_core.domain.survey import parted, personal_questions
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.forms import Form
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Forgotten, Personal
from kvalitet_core.testing import given
from kvalitet_core.values import Answers

CHANGE = survey_response.ChangeAnswers(
    response=RESPONSE,
    respondent=ANNA,
    answers=Answers({"brugbar": "nej"}),
    words=Personal(Answers({})),
)
CHANGED = survey_response.Changed(
    respondent=ANNA,
    received=NOW,
    answers=CHANGE.answers,
    sealed=frozenset(),
    words=CHANGE.words,
)
WITHDRAW = survey_response.Withdraw(response=RESPONSE, reason=REGRETTED)
WITHDRAWN = survey_response.Withdrawn(survey=SURVEY, wave="2021", reason=REGRETTED)


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), ANSWER, GIVEN),
        ((GIVEN,), CHANGE, CHANGED),
        ((GIVEN,), WITHDRAW, WITHDRAWN),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: survey_response.Event
) -> None:
    """What is already so needs no event."""
    outcome = answering(command, *told)

    assert outcome.stream == RESPONSE
    assert [type(each) for each in outcome.events] == [type(event)]
    answering(command, *told, event).then_nothing()


def test_a_response_to_a_closed_wave_is_refused() -> None:
    """The last time to answer counts; the refusal names it and where it stands."""
    late = datetime(2021, 6, 16, tzinfo=UTC)

    outcome = answering(ANSWER, now=late)

    outcome.then_refused("survey_response.wave_closed")
    assert texts(outcome) == [
        (
            f"{RESPONSE}: expected answers while wave '2021' is open, from 2021-05-01 "
            "until 2021-06-15, got 2021-06-16T00:00:00+00:00"
        )
    ]
    assert outcome.proposal.reasons[0].source == SOURCE


def test_a_wave_that_was_closed_early_takes_no_more() -> None:
    """What was received before still comes in, also when it is registered later."""
    closed = survey.WaveClosed(wave="2021", closed=NOW - timedelta(hours=1))
    told = (SURVEY, (*BEGUN, closed))
    before = attrs.evolve(ANSWER, received=NOW - timedelta(hours=2))
    just_then = attrs.evolve(ANSWER, received=closed.closed)

    outcome = trying(ANSWER, told)

    outcome.then_refused("survey_response.wave_closed")
    trying(just_then, told).then_refused("survey_response.wave_closed")
    assert "until 2021-06-01T09:00:00+00:00" in texts(outcome)[0]
    assert len(trying(before, told).events) == 1


def test_a_wave_takes_nothing_before_it_opens() -> None:
    """The day that it opens is the first one."""
    early = attrs.evolve(ANSWER, received=datetime(2021, 4, 30, 12, tzinfo=UTC))

    answering(early).then_refused("survey_response.wave_not_open")


def test_a_response_against_the_wrong_schema_names_all_problems_at_once() -> None:
    """Each has its place in the answers, and the document the questions come from."""
    wrong = attrs.evolve(
        ANSWER,
        questionnaire=LATER.name,
        answers=Answers({"antal": 4, "ord": "Anna Ås", "x": "y", "alder": 50}),
        sealed=frozenset({"metoder"}),
    )

    outcome = answering(wrong)

    assert outcome.proposal.outcome == "refused"
    assert texts(outcome) == [
        f"{RESPONSE}: {text}"
        for text in (
            (
                "$.questionnaire: expected that of wave '2021', 'proeve.trivsel/1', "
                "got 'proeve.trivsel/2'"
            ),
            (
                "$.answers.alder: is personal, and is to be sealed; "
                "expected nothing of it in clear"
            ),
            (
                "$.answers.ord: is personal, and is to be sealed; "
                "expected nothing of it in clear"
            ),
            (
                "$.sealed: expected a personal question of 'proeve.trivsel/1', "
                "got 'metoder'"
            ),
            "$.answers.antal: 4 is greater than the maximum of 3",
            "$.answers.brugbar: is missing",
            "$.answers.x: is not a known field",
        )
    ]
    reasons = outcome.proposal.reasons
    assert reasons[0].source == SOURCE
    assert {reason.source for reason in reasons[1:]} == {FORM.source}


def test_what_a_question_asks_of_another_counts_also_where_one_is_sealed() -> None:
    """Who gives a number must say a word; that it was said stands in clear."""
    number = Answers({"brugbar": "ja", "antal": 2})

    assert answering(attrs.evolve(ANSWER, answers=number)).events
    silent = attrs.evolve(ANSWER, answers=number, sealed=frozenset())
    outcome = answering(silent).then_refused("survey_response.form")
    assert "'ord' is a dependency of 'antal'" in texts(outcome)[0]


def test_only_those_who_are_invited_answer() -> None:
    """Nor does one whose invitation was taken back."""
    gone = survey.InvitationWithdrawn(wave="2021", respondent=ANNA, reason=REGRETTED)

    other = answering(attrs.evolve(ANSWER, respondent=EVA))
    other.then_refused("survey_response.not_invited")
    trying(ANSWER, (SURVEY, (*BEGUN, gone))).then_refused("survey_response.not_invited")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"survey": "survey/andet"}, "survey.unknown"),
        ({"wave": "2022"}, "survey.wave_unknown"),
        (
            {"received": NOW + timedelta(hours=1)},
            "survey_response.received_in_future",
        ),
    ],
)
def test_what_nobody_can_answer_is_refused(changed: dict[str, Any], code: str) -> None:
    """There must be a wave, and the answers must have been received."""
    answering(attrs.evolve(ANSWER, **changed)).then_refused(code)


def test_the_questionnaire_must_be_installed_as_the_wave_asked_it() -> None:
    """Other questions under the same name would be others than were answered."""
    told = (SURVEY, BEGUN)
    altered = attrs.evolve(FORM, title="Et andet")
    installed = Plugin(name="proeve", version="2", forms=(altered,))

    gone = given(told).when(ANSWER, now=NOW)
    other = given(told, plugins=[installed]).when(ANSWER, now=NOW)

    gone.then_refused("survey_response.form_unknown")
    other.then_refused("survey_response.form_changed")


def test_a_response_is_given_once_and_changed_while_the_wave_is_open() -> None:
    """Each thing that differs is named, and no value of it."""
    other = attrs.evolve(
        ANSWER, answers=Answers({"brugbar": "nej"}), sealed=frozenset()
    )

    outcome = answering(other, GIVEN)

    outcome.then_refused(*["survey_response.given"] * 3)
    assert [text.split(": ")[1] for text in texts(outcome)] == [
        "$.sealed",
        "$.answers.brugbar",
        "$.answers.metoder",
    ]
    late = datetime(2021, 6, 16, tzinfo=UTC)
    answering(CHANGE, GIVEN, now=late).then_refused("survey_response.wave_closed")


def test_answers_are_changed_by_the_one_who_gave_them() -> None:
    """What is sealed belongs to the respondent, and to nobody else."""
    outcome = answering(attrs.evolve(CHANGE, respondent=BO), GIVEN)

    outcome.then_refused("survey_response.respondent")


def test_what_came_earlier_does_not_take_the_place_of_what_came_later() -> None:
    """A response on paper that turns up late was given before the one that stands."""
    early = GIVEN.received - timedelta(hours=1)

    outcome = answering(attrs.evolve(CHANGE, received=early), GIVEN)

    outcome.then_refused("survey_response.received_before")
    assert answering(attrs.evolve(CHANGE, received=GIVEN.received), GIVEN).events


def test_other_words_are_taken_where_they_are_told_to_be_newer() -> None:
    """What is sealed cannot be compared, so the time that they came in tells."""
    same = attrs.evolve(
        CHANGE, answers=GIVEN.answers, sealed=GIVEN.sealed, words=GIVEN.words
    )
    newer = attrs.evolve(same, received=GIVEN.received + timedelta(minutes=1))
    now = GIVEN.received + timedelta(hours=1)

    answering(same, GIVEN, now=now).then_nothing()
    (event,) = answering(newer, GIVEN, now=now).events
    assert event.received == newer.received


def test_what_was_taken_back_stays_so() -> None:
    """It counts no longer, and nothing is added to it."""
    told = (GIVEN, WITHDRAWN)
    again = attrs.evolve(WITHDRAW, reason="moved")

    answering(ANSWER, *told).then_refused("survey_response.withdrawn")
    answering(CHANGE, *told).then_refused("survey_response.withdrawn")
    answering(again, *told).then_refused("survey_response.withdrawn")


@contextmanager
def opened() -> Iterator[Journal]:
    """A journal with the survey, its wave, and those who are invited."""
    with Journal.open("memory:", plugins=[PLUGIN], clock=GivenClock(NOW)) as journal:
        for command in (PLAN, OPEN, INVITE):
            journal.do(command, by=ACTOR)
        yield journal


def test_a_refused_response_is_kept_and_changes_nothing() -> None:
    """The refusal is on record under the command's id; there is no response."""
    wrong = attrs.evolve(ANSWER, answers=Answers({"brugbar": "måske"}))
    with opened() as journal:
        with pytest.raises(Refused) as refused:
            journal.do(wrong, by=ACTOR)

        kept = journal.commit(str(refused.value.command_id))
        assert kept is not None
        assert kept.record.outcome == "refused"
        assert [each.code for each in kept.record.reasons] == ["survey_response.form"]
        assert kept.events == ()
        assert journal.get(survey_response.SurveyResponse, RESPONSE) is None
        assert dict(journal.streams("survey_response")) == {}


def test_a_response_that_came_too_late_is_kept_and_changes_nothing() -> None:
    """The wave stays as it was, and nothing is answered."""
    clock = GivenClock(NOW)
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
        stream = journal.do(PLAN, by=ACTOR).stream
        for command in (OPEN, INVITE):
            journal.do(command, by=ACTOR)
        before = dict(journal.streams())
        clock.set(datetime(2021, 6, 16, tzinfo=UTC))

        with pytest.raises(Refused) as refused:
            journal.do(ANSWER, by=ACTOR)

        kept = journal.commit(str(refused.value.command_id))
        assert kept is not None
        assert kept.record.outcome == "refused"
        (reason,) = kept.record.reasons
        assert (reason.code, reason.source) == ("survey_response.wave_closed", SOURCE)
        assert kept.events == ()
        assert stream in before
        assert dict(journal.streams()) == before


def test_forgetting_a_respondent_leaves_the_numbers() -> None:
    """The words are gone; what was answered in clear is counted as before."""
    with opened() as journal:
        journal.do(ANSWER, by=ACTOR)
        before = journal.get(survey_response.SurveyResponse, RESPONSE)
        assert before is not None
        assert before.words.reveal() == Answers({"ord": "Anna siger god dag"})

        journal.forget(
            ANNA,
            by=ACTOR,
            legal_basis="Databeskyttelsesforordningen artikel 17",
            reason="Formålet er ophørt",
            approved_by=("a-3", "a-4"),
        )

        after = journal.get(survey_response.SurveyResponse, RESPONSE)
        assert after is not None
        assert after.words.reveal() is Forgotten.FORGOTTEN
        assert (after.answers, after.sealed) == (before.answers, before.sealed)


def test_what_is_personal_is_told_by_the_questionnaire() -> None:
    """What it marks so, and all that can be answered in free text."""
    assert personal_questions(FORM) == {"alder", "ord"}


@pytest.mark.parametrize(
    ("asked", "personal"),
    [
        ({"type": "integer", "minimum": 0, "maximum": 9}, False),
        ({"type": "integer", "minimum": 0}, True),
        ({"type": "integer"}, True),
        ({"type": "array", "items": {"type": "integer"}}, True),
        ({"type": "boolean"}, False),
        ({"enum": [1, 2]}, False),
        ({"enum": [1, 2], "x-personal": True}, True),
    ],
)
def test_a_number_without_an_end_can_be_a_persons_own(
    asked: dict[str, Any], *, personal: bool
) -> None:
    """A number that can be a phone's, or a CPR number, is sealed as free text is."""
    schema = {"type": "object", "properties": {"svar": asked}}
    form = Form(name=FORM.name, title="Opdigtet", source="Opdigtet", schema=schema)

    assert personal_questions(form) == ({"svar"} if personal else set())


def test_answers_are_parted_where_they_are_taken_in() -> None:
    """What is sealed is checked there, for nobody can look at it later."""
    clear, sealed = parted(FORM, {"brugbar": "ja", "antal": 1, "ord": "Tak"})

    assert (clear, sealed) == (
        Answers({"brugbar": "ja", "antal": 1}),
        Answers({"ord": "Tak"}),
    )
    with pytest.raises(Malformed) as wrong:
        parted(FORM, {"ord": "Anna Ås fra Randers i Jylland", "alder": "50"})
    assert [problem.path for problem in wrong.value.problems] == [
        "$.alder",
        "$.brugbar",
        "$.ord",
    ]
    assert "Anna" not in str(wrong.value)


EVENTS = st.one_of(*map(strategies.stored, survey_response.AGGREGATE.events.values()))


@each(st.lists(EVENTS, max_size=8))
def test_the_fold_takes_any_history_that_begins(
    events: list[survey_response.Event],
) -> None:
    """It evaluates no rule, and comes to the same twice."""
    states = []
    for _ in range(2):
        state = survey_response.evolve(None, GIVEN)
        for event in events:
            state = survey_response.evolve(state, event)
        states.append(state)

    assert states[0] == states[1]


SOME = st.fixed_dictionaries(
    {},
    optional={
        "brugbar": st.sampled_from(["ja", "måske"]),
        "antal": st.integers(-1, 4),
        "ord": st.just("Anna"),
    },
).map(Answers)
SEALED = st.frozensets(st.sampled_from(["ord", "alder", "brugbar"]))
TIMES = st.none() | st.sampled_from([NOW - timedelta(days=n) for n in (0, 1, 40)])
COMMANDS = st.one_of(
    st.just(WITHDRAW),
    st.builds(
        attrs.evolve, st.just(ANSWER), answers=SOME, sealed=SEALED, received=TIMES
    ),
    st.builds(
        attrs.evolve, st.just(CHANGE), answers=SOME, sealed=SEALED, received=TIMES
    ),
)


@each(st.lists(COMMANDS, max_size=8))
def test_every_command_is_answered_and_silent_the_second_time(
    commands: list[Any],
) -> None:
    """What is taken fits the questionnaire, and nothing personal stands in clear."""
    told: tuple[Any, ...] = ()
    for command in commands:
        events = answering(command, *told).events
        told += events
        if events:
            answering(command, *told).then_nothing()
        for event in events:
            if not isinstance(event, survey_response.Withdrawn):
                assert "brugbar" in event.answers
                assert not event.answers.keys() & {"ord", "alder"}
                assert event.sealed <= {"ord", "alder"}


def test_an_event_says_nothing_of_a_person_in_plain_sight() -> None:
    """Neither printed, nor where it is stored."""
    assert "Anna" not in repr(GIVEN)
