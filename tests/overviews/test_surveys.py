"""The views of surveys and indicators: response rates, and figures over time."""

from __future__ import annotations

from typing import Any

import attrs
from tests.domain.indicator.counted import (
    AIMED,
    CORRECTED,
    DEFINED,
    INDICATOR,
    MID,
    OBSERVED,
    PARTNERSHIP,
    RANDERS,
    REPORTED,
    WITHDRAWN,
)
from tests.domain.survey.asked import (
    BEGUN,
    BO,
    FORM,
    GIVEN,
    NOW,
    PLUGIN,
    REGRETTED,
    RESPONSE,
    SOURCE,
    SURVEY,
)

from kvalitet_core.domain import survey, survey_response
from kvalitet_core.ids import StreamId
from kvalitet_core.overviews import INDICATORS, SURVEYS
from kvalitet_core.testing import given_events
from kvalitet_core.values import Answers, Deadline, Figure

TAKEN_BACK = survey_response.Withdrawn(survey=SURVEY, wave="2021", reason=REGRETTED)


def figures(table: str, *events: Any) -> list[dict[str, Any]]:
    """The rows of a table after these events of the indicator."""
    return list(given_events((INDICATOR, events)).rows(INDICATORS, table=table))


def waves(*told: tuple[StreamId, tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The waves after these events."""
    happened = given_events((SURVEY, BEGUN), *told, plugins=[PLUGIN])
    return list(happened.rows(SURVEYS, table="waves"))


def test_a_wave_is_a_row_with_how_many_answered() -> None:
    """A change of answers counts once; what is taken back counts no longer."""
    changed = survey_response.Changed(
        respondent=GIVEN.respondent,
        received=NOW,
        answers=Answers({"brugbar": "nej"}),
        sealed=frozenset(),
        words=GIVEN.words,
    )

    (answered,) = waves((RESPONSE, (GIVEN, changed)))
    (taken_back,) = waves((RESPONSE, (GIVEN, changed, TAKEN_BACK)))

    assert answered["questionnaire"] == FORM.name
    assert (answered["invited"], answered["answered"]) == (2, 1)
    assert (taken_back["invited"], taken_back["answered"]) == (2, 0)


def test_a_wave_shows_when_one_can_answer() -> None:
    """The last time is the newest, and an invitation taken back is told apart."""
    extended = survey.WaveDeadlineChanged(
        wave="2021", closes=Deadline("2021-07-01"), reason=REGRETTED
    )
    gone = survey.InvitationWithdrawn(wave="2021", respondent=BO, reason=REGRETTED)
    closed = survey.WaveClosed(wave="2021", closed=NOW)

    (row,) = waves((SURVEY, (extended, gone, closed)))

    assert (row["closes"], row["closed"]) == ("2021-07-01", NOW)
    assert (row["invited"], row["withdrawn"]) == (1, 1)


def test_a_survey_is_a_row_with_what_it_is_for() -> None:
    """And the document that orders it."""
    happened = given_events((SURVEY, BEGUN), plugins=[PLUGIN])

    (row,) = happened.rows(SURVEYS, table="surveys")

    assert (row["title"], row["source"]) == ("Trivsel i tilbud", SOURCE)


def test_a_figure_is_a_row_as_it_is_known_now() -> None:
    """With what is aimed at, and how often it was put right."""
    late = attrs.evolve(OBSERVED, of=PARTNERSHIP, value=Figure("7.0"))

    other = attrs.evolve(AIMED, definition=2, value=Figure("9.0"))

    first, second = figures("figures", DEFINED, OBSERVED, CORRECTED, late, AIMED, other)

    assert (first["of"], first["value"], first["scaled"]) == (RANDERS, "58.5", 585)
    assert (first["corrections"], first["target"]) == (1, "70.0")
    assert (second["of"], second["scaled"], second["corrections"]) == (
        PARTNERSHIP,
        70,
        0,
    )


def test_a_figure_that_is_taken_back_has_no_row() -> None:
    """Until it is observed anew."""
    assert figures("figures", DEFINED, OBSERVED, WITHDRAWN) == []
    assert len(figures("figures", DEFINED, OBSERVED, WITHDRAWN, OBSERVED)) == 1


def test_a_definition_is_a_row_with_the_days_that_it_holds() -> None:
    """The next one ends it."""
    again = attrs.evolve(DEFINED, version=2, valid_from=MID)

    rows = figures("definitions", DEFINED, again)

    assert [(row["definition"], row["valid_to"]) for row in rows] == [
        (1, MID),
        (2, None),
    ]


def test_a_report_keeps_its_figures_beside_what_is_known_now() -> None:
    """A correction shows, and so does a figure that is taken back."""
    late = attrs.evolve(OBSERVED, of=PARTNERSHIP)

    for later, now in (((late,), "62.0"), ((CORRECTED,), "58.5"), ((WITHDRAWN,), None)):
        (row,) = figures("reports", DEFINED, OBSERVED, REPORTED, *later)

        assert (row["value"], row["now"]) == ("62.0", now)
        assert row["known_on"] == REPORTED.known_on
