"""A survey is planned, opened in waves, and answered by those who are invited."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain.survey.asked import (
    ANNA,
    ASKED,
    ASKED_LATER,
    BEGUN,
    BO,
    EVA,
    FORM,
    INVITE,
    INVITED,
    LATER,
    NOW,
    OPEN,
    OPENED,
    PLAN,
    PLANNED,
    REGRETTED,
    SURVEY,
    texts,
    trying,
)

from kvalitet_core import Plugin
from kvalitet_core.domain import survey
from kvalitet_core.domain.survey import Invitation, Threshold
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId
from kvalitet_core.testing import given
from kvalitet_core.values import Deadline, FormName

CHANGE = survey.ChangeQuestionnaire(
    survey=SURVEY,
    questionnaire=LATER.name,
    reason=REGRETTED,
    effective_from=date(2021, 9, 1),
)
CHANGED = survey.QuestionnaireChanged(
    questionnaire=ASKED_LATER, reason=REGRETTED, effective_from=date(2021, 9, 1)
)
SET = survey.SetThreshold(
    survey=SURVEY, threshold=5, source="Notat", effective_from=date(2021, 1, 1)
)
LAID_DOWN = survey.ThresholdSet(
    threshold=5, source="Notat", effective_from=date(2021, 1, 1)
)
EXTEND = survey.ChangeWaveDeadline(
    survey=SURVEY, wave="2021", closes=Deadline("2021-07-01"), reason=REGRETTED
)
EXTENDED = survey.WaveDeadlineChanged(
    wave="2021", closes=Deadline("2021-07-01"), reason=REGRETTED
)
CLOSE = survey.CloseWave(survey=SURVEY, wave="2021")
CLOSED = survey.WaveClosed(wave="2021", closed=NOW)
TAKE_BACK = survey.WithdrawInvitation(
    survey=SURVEY, wave="2021", respondent=BO, reason=REGRETTED
)
TAKEN_BACK = survey.InvitationWithdrawn(wave="2021", respondent=BO, reason=REGRETTED)


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), PLAN, PLANNED),
        ((PLANNED,), CHANGE, CHANGED),
        ((PLANNED,), SET, LAID_DOWN),
        ((PLANNED,), OPEN, OPENED),
        ((PLANNED, OPENED), EXTEND, EXTENDED),
        ((PLANNED, OPENED), CLOSE, CLOSED),
        ((PLANNED, OPENED), INVITE, INVITED),
        (BEGUN, TAKE_BACK, TAKEN_BACK),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: survey.Event
) -> None:
    """What is already so needs no event."""
    outcome = trying(command, *told).then(event)

    assert outcome.stream == SURVEY
    trying(command, *told, event).then_nothing()


def test_planning_and_opening_again_is_silent_after_all_that_can_happen() -> None:
    """A catalogue can be given to a journal again, whatever became of its surveys."""
    told = (*BEGUN, CHANGED, LAID_DOWN, EXTENDED, CLOSED, TAKEN_BACK)

    trying(PLAN, *told).then_nothing()
    trying(OPEN, *told).then_nothing()


def test_a_survey_is_planned_once() -> None:
    """What was planned otherwise is named, each thing with both values."""
    again = attrs.evolve(PLAN, title="En anden", questionnaire=LATER.name)

    outcome = trying(again, PLANNED)

    outcome.then_refused("survey.planned", "survey.planned")
    assert texts(outcome) == [
        (
            "survey/trivsel: is already planned with title 'Trivsel i tilbud', "
            "got 'En anden'"
        ),
        (
            "survey/trivsel: is already planned with questionnaire "
            "'proeve.trivsel/1', got 'proeve.trivsel/2'"
        ),
    ]


def test_the_questionnaire_is_one_that_its_plugin_defines() -> None:
    """A survey that nobody could answer is not planned; the source is named."""
    outcome = trying(attrs.evolve(PLAN, questionnaire=FormName("proeve.andet/1")))

    outcome.then_refused("survey.form_unknown")
    assert "'proeve.andet/1' is not one of plugin 'proeve'" in texts(outcome)[0]
    assert outcome.proposal.reasons[0].source == PLAN.source


def test_a_wave_asks_what_is_asked_on_the_day_that_it_opens() -> None:
    """A change of the questionnaire leaves waves that are opened as they are."""
    later = attrs.evolve(
        OPEN, wave="2022", opens=date(2022, 5, 1), closes=Deadline("2022-06-15")
    )

    outcome = trying(later, PLANNED, OPENED, CHANGED)

    (event,) = outcome.events
    assert event.questionnaire == ASKED_LATER
    state = folded(PLANNED, OPENED, CHANGED, event)
    assert [wave.questionnaire for wave in state.waves] == [ASKED, ASKED_LATER]


@pytest.mark.parametrize(
    ("closes", "codes"),
    [
        ("2021-05-01", []),
        ("2021-04-30", ["survey.opens_after_deadline"]),
        ("2021-04-30T23:30:00Z", []),
        ("2021-05-01T00:00:00+02:00", ["survey.opens_after_deadline"]),
        ("2021-05-01T00:30:00+14:00", ["survey.opens_after_deadline"]),
    ],
)
def test_a_wave_opens_before_it_closes_by_danish_clocks(
    closes: str, codes: list[str]
) -> None:
    """One day is enough; an instant counts as it is in Denmark, however written."""
    outcome = trying(attrs.evolve(OPEN, closes=Deadline(closes)), PLANNED)

    assert [reason.code for reason in outcome.proposal.reasons] == codes


def test_a_questionnaire_keeps_its_questions_under_its_name() -> None:
    """The journal holds their digest, so other questions need another version."""
    altered = attrs.evolve(FORM, title="Et andet")
    plugin = Plugin(name="proeve", version="2", forms=(altered,))

    outcome = given(PLANNED, plugins=[plugin]).when(OPEN)

    outcome.then_refused("survey.form_changed")


@pytest.mark.parametrize(
    ("command", "told", "code"),
    [
        (attrs.evolve(OPEN, opens=date(2020, 5, 1)), (PLANNED,), "not_begun"),
        (attrs.evolve(CHANGE, effective_from=date(2020, 5, 1)), BEGUN, "not_begun"),
        (attrs.evolve(SET, effective_from=date(2020, 5, 1)), BEGUN, "not_begun"),
        (attrs.evolve(OPEN, opens=date(2021, 5, 2)), BEGUN, "wave_opened"),
        (attrs.evolve(OPEN, closes=Deadline("2021-06-16")), BEGUN, "wave_opened"),
        (
            attrs.evolve(OPEN, closes=Deadline("2021-04-30")),
            (PLANNED,),
            "opens_after_deadline",
        ),
        (
            attrs.evolve(OPEN, closes=Deadline("9999-12-31")),
            (PLANNED,),
            "deadline_unreachable",
        ),
        (
            attrs.evolve(EXTEND, closes=Deadline("2021-04-30")),
            BEGUN,
            "opens_after_deadline",
        ),
        (attrs.evolve(EXTEND, wave="2022"), BEGUN, "wave_unknown"),
        (EXTEND, (*BEGUN, CLOSED), "wave_closed"),
        (
            attrs.evolve(CLOSE, closed=datetime(2021, 6, 2, tzinfo=UTC)),
            BEGUN,
            "closed_in_future",
        ),
        (
            attrs.evolve(CLOSE, closed=datetime(2021, 4, 2, tzinfo=UTC)),
            BEGUN,
            "wave_not_open",
        ),
        (
            attrs.evolve(CLOSE, closed=datetime(2021, 5, 2, tzinfo=UTC)),
            (*BEGUN, CLOSED),
            "wave_closed",
        ),
        (attrs.evolve(TAKE_BACK, respondent=EVA), BEGUN, "not_invited"),
        (INVITE, (PLANNED, OPENED, CLOSED), "wave_closed"),
        (CLOSE, (), "unknown"),
    ],
)
def test_what_cannot_be_is_refused(
    command: Any, told: tuple[Any, ...], code: str
) -> None:
    """Each refusal names the survey."""
    outcome = trying(command, *told)

    outcome.then_refused(f"survey.{code}")
    assert all(text.startswith("survey/trivsel: ") for text in texts(outcome))


def test_nobody_is_invited_when_the_time_to_answer_is_over() -> None:
    """The last time to answer counts, also where nobody closed the wave."""
    late = datetime(2021, 6, 16, tzinfo=UTC)

    trying(INVITE, PLANNED, OPENED, now=late).then_refused("survey.wave_closed")


def test_whoever_is_invited_again_is_named_once() -> None:
    """Only those who are new are invited; who was invited otherwise is named."""
    eva = Invitation(respondent=EVA)
    more = attrs.evolve(INVITE, invitations=(INVITE.invitations[0], eva))
    other = attrs.evolve(INVITE, invitations=(Invitation(respondent=ANNA), eva))

    trying(more, *BEGUN).then(survey.Invited(wave="2021", invitations=(eva,)))
    trying(other, *BEGUN).then_refused("survey.invited")


def test_whoever_was_taken_off_the_list_stays_off() -> None:
    """An invitation that was withdrawn is not sent again."""
    outcome = trying(INVITE, *BEGUN, TAKEN_BACK)

    outcome.then_refused("survey.invitation_withdrawn")
    assert "'regretted'" in texts(outcome)[0]


@pytest.mark.parametrize(
    ("invitations", "problem"),
    [
        ((), "expected one or more"),
        ((Invitation(respondent=ANNA),) * 2, "2 times"),
        ((Invitation(respondent=PersonId("Anna Ås")),), "respondent"),
        ((Invitation(respondent=ANNA, group=" "),), "some text"),
        ((Invitation(respondent=ANNA, of="her"),), "expected a stream"),
    ],
)
def test_an_invitation_names_each_once_by_an_id(
    invitations: tuple[Invitation, ...], problem: str
) -> None:
    """No name stands where an id belongs."""
    with pytest.raises(Malformed, match=problem):
        attrs.evolve(INVITE, invitations=invitations)


def test_the_threshold_is_that_of_the_day() -> None:
    """It is dated, and says where it comes from; before it was set there is none."""
    state = folded(*BEGUN, attrs.evolve(LAID_DOWN, effective_from=date(2021, 6, 1)))

    assert state.threshold.on(date(2021, 5, 31)) is None
    assert state.threshold.on(date(2021, 6, 1)) == Threshold(least=5, source="Notat")


def folded(*events: survey.Event) -> survey.Survey:
    """The survey after these events."""
    state = None
    for event in events:
        state = survey.evolve(state, event)
    assert state is not None
    return state


EVENTS = st.one_of(*map(strategies.stored, survey.AGGREGATE.events.values()))


@each(st.lists(EVENTS, max_size=8))
def test_the_fold_takes_any_history_that_begins(events: list[survey.Event]) -> None:
    """It evaluates no rule, and comes to the same twice."""
    once, twice = folded(*BEGUN, *events), folded(*BEGUN, *events)

    assert once == twice


COMMANDS = st.one_of(
    st.sampled_from([PLAN, OPEN, CHANGE, SET, EXTEND, CLOSE, INVITE, TAKE_BACK]),
    st.builds(
        attrs.evolve,
        st.just(OPEN),
        wave=st.sampled_from(["2021", "2022"]),
        opens=st.dates(date(2020, 12, 1), date(2021, 12, 1)),
    ),
    st.builds(
        attrs.evolve,
        st.just(SET),
        threshold=st.integers(1, 9),
        effective_from=st.dates(date(2020, 12, 1), date(2021, 12, 1)),
    ),
    st.builds(
        attrs.evolve,
        st.just(INVITE),
        invitations=st.lists(
            st.builds(
                Invitation,
                respondent=st.sampled_from([ANNA, BO, EVA]),
                group=st.sampled_from([None, "ledere"]),
            ),
            min_size=1,
            unique_by=lambda each: each.respondent,
        ).map(tuple),
    ),
)


@each(st.lists(COMMANDS, max_size=10))
def test_every_command_is_answered_and_silent_the_second_time(
    commands: list[Any],
) -> None:
    """It acts, has nothing to do, or is refused; nobody is invited twice."""
    told: tuple[Any, ...] = ()
    for command in commands:
        events = trying(command, *told).events
        told += events
        if events:
            trying(command, *told).then_nothing()
    for wave in folded(*told).waves if told else ():
        invited = [each.respondent for each in wave.invitations]
        assert len(invited) == len(set(invited))
        assert not {each.respondent for each in wave.withdrawn} & set(invited)
