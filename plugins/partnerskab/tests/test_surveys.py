"""The evaluation asks in waves, and its answers name no person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from kvalitet_core import Journal
from kvalitet_core.domain import survey, survey_response
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, Deadline
from kvalitet_partnerskab import PLUGIN
from kvalitet_partnerskab.partnership import Group
from kvalitet_partnerskab.surveys import PRINCIPPER
from kvalitet_partnerskab.surveys import survey as planned_survey
from partnerskab_situation import actor, town

ANNA = actor("sagsbehandler", "a-17")
ASKED = StreamId("survey/partnerskab-principper")
MAY = datetime.fromisoformat("2021-05-10T10:00:00+02:00")
THRESHOLD = 3
PEOPLE = tuple(PersonId(f"respondent-{number}") for number in range(8))


@pytest.fixture
def journal() -> Iterator[Journal]:
    """A wave is open, and eight made-up people in the tilbud are asked."""
    with Journal.open("memory:", plugins=[PLUGIN], clock=GivenClock(MAY)) as journal:
        for command in (
            planned_survey(since=date(2021, 1, 1)),
            survey.SetThreshold(
                survey=ASKED,
                threshold=THRESHOLD,
                source="Opdigtet",
                effective_from=date(2021, 1, 1),
            ),
            survey.OpenWave(
                survey=ASKED,
                wave="2021",
                opens=date(2021, 5, 1),
                closes=Deadline("2021-06-15"),
            ),
            survey.Invite(
                survey=ASKED,
                wave="2021",
                invitations=tuple(
                    survey.Invitation(
                        respondent=each, group=str(Group.TILBUD), of=town(1)
                    )
                    for each in PEOPLE
                ),
            ),
        ):
            journal.do(command, by=ANNA)
        yield journal


def answer(person: PersonId, **given: tuple[str, ...]) -> survey_response.Answer:
    """What somebody answers: principles by their numbers, by axis."""
    return survey_response.Answer(
        survey=ASKED,
        wave="2021",
        respondent=person,
        questionnaire=PRINCIPPER.name,
        answers=Answers(given),
        words=Personal(Answers({})),
    )


def test_an_answer_names_principles_and_no_person() -> None:
    """So it is counted, and nothing of it is sealed."""
    assert survey.personal_questions(PRINCIPPER) == frozenset()


def test_what_was_answered_is_counted_by_principle(journal: Journal) -> None:
    """Six adhere to the first, and two to the second: so few are withheld."""
    for number, person in enumerate(PEOPLE):
        told = ("1", "2") if number < THRESHOLD - 1 else ("1",)
        journal.do(answer(person, efterlevelse=told, brugbarhed=("1",)), by=ANNA)

    state = journal.get(survey.Survey, ASKED)
    assert state is not None
    wave = state.wave("2021")
    assert wave is not None
    responses = [
        journal.get(
            survey_response.SurveyResponse,
            survey_response.response_stream(ASKED, "2021", person),
        )
        for person in PEOPLE
    ]
    found = survey.results(
        PRINCIPPER,
        wave,
        {each.respondent: each.answers for each in responses if each is not None},
        threshold=THRESHOLD,
    )

    assert found.total.answered == len(PEOPLE)
    yes = {
        (each.question, each.option): each.totals[each.answers.index(True)]
        for each in found.tallies
    }
    assert yes["efterlevelse", "1"] == len(PEOPLE)
    assert yes["efterlevelse", "2"] is None
    assert yes["brugbarhed", "1"] == len(PEOPLE)


def test_there_is_no_ninth_principle_to_answer(journal: Journal) -> None:
    """An answer against the questionnaire is refused, and names the question."""
    with pytest.raises(Refused) as refused:
        journal.do(answer(PEOPLE[0], virkning=("9",)), by=ANNA)

    assert [each.code for each in refused.value.reasons] == ["survey_response.form"]


def test_a_wave_that_is_closed_takes_no_answer(journal: Journal) -> None:
    """Nor is there any after its last day."""
    journal.do(survey.CloseWave(survey=ASKED, wave="2021"), by=ANNA)

    with pytest.raises(Refused) as refused:
        journal.do(answer(PEOPLE[0], virkning=("1",)), by=ANNA)

    codes = [each.code for each in refused.value.reasons]
    assert codes == ["survey_response.wave_closed"]
