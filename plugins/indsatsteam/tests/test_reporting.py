"""What is reported of a round is what the record says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import attrs
import pytest

from indsatsteam_situation import LATER, applied, assess, submitted
from kvalitet_core import Journal
from kvalitet_core.aggregate import At, at
from kvalitet_core.domain import application
from kvalitet_core.domain.application import Outcome
from kvalitet_core.errors import Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.testing import given_events
from kvalitet_core.testing.given_when_then import NOW
from kvalitet_core.values import Answers, ReasonCode
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.examples import a_course
from kvalitet_indsatsteam.reporting import APPLICATIONS, COURSES, RoundReport, report
from kvalitet_indsatsteam.rounds import SUMMER_2021

FIRST = StreamId("application/indsatsteam-2020-11.laerkehoej.1")
WITHDRAWN = StreamId("application/indsatsteam-2020-11.egekrogen.1")
DRAFT = StreamId("application/indsatsteam-2020-11.mosebo.1")
SECOND = StreamId("application/indsatsteam-2021-08.laerkehoej.1")
ELSEWHERE = StreamId("application/proeve-2020.laerkehoej.1")

SUBMITTED = submitted()
(ASSESSED,) = applied(SUBMITTED).when(assess(), now=LATER).events
GRANTED = application.Decided(
    number=1,
    outcome=Outcome.IMOEDEKOMMET,
    reasons=("Alle regler er opfyldt.",),
    effective_from=LATER.date(),
)
CORRECTED = application.Corrected(
    answers=Answers({"temaer": ("Civilsamfund", "Sundhed"), "maaneder": 9}),
    reason=ReasonCode("misread"),
    effective_from=SUBMITTED.received.date(),
)
DRAFTED = application.Drafted(
    round=SUBMITTED.round,
    applicant=SUBMITTED.applicant,
    answers=Answers({}),
    contact_id=SUBMITTED.contact_id,
    contact=SUBMITTED.contact,
    description=SUBMITTED.description,
)
APPLIED = (
    (FIRST, [SUBMITTED, ASSESSED, CORRECTED, GRANTED]),
    (
        WITHDRAWN,
        [SUBMITTED, application.Withdrawn(reason=ReasonCode("regretted"))],
    ),
    (DRAFT, [DRAFTED]),
    (SECOND, [submitted(SUMMER_2021)]),
    (ELSEWHERE, [attrs.evolve(SUBMITTED, round=StreamId("round/proeve-2020"))]),
)


def reported(*told: Any) -> tuple[RoundReport, ...]:
    """What is reported once this has happened."""
    happened = given_events(*told, plugins=[PLUGIN])
    return report(
        applications=happened.rows(APPLICATIONS),
        themes=happened.rows(APPLICATIONS, table="themes"),
        courses=happened.rows(COURSES),
        gains=happened.rows(COURSES, table="gains"),
    )


@pytest.fixture(scope="module")
def course() -> Iterator[tuple[At, ...]]:
    """All that happens in the example's course, while its journal is open."""
    clock = GivenClock(NOW)
    silent = attrs.evolve(PLUGIN, reactions=())
    with Journal.open("memory:", plugins=[silent], clock=clock) as journal:
        story = a_course()
        stream: Any = None
        with suppress(StopIteration):
            while True:
                ask = story.send(stream)
                if ask.at is not None:
                    clock.set(ask.at)
                try:
                    stream = journal.do(ask.command, by=ask.by).stream
                except Refused:
                    stream = None
        yield tuple(
            at(each.stream, each.event)
            for each in journal.events()
            if each.stream.partition("/")[0] in ("application", "case")
        )


def test_each_round_is_reported_by_itself() -> None:
    """Handed in, withdrawn, decided; what is put right counts as it is right."""
    first, second = reported(*APPLIED)

    assert (first.round, second.round) == (
        "round/indsatsteam-2020-11",
        "round/indsatsteam-2021-08",
    )
    assert (first.applications, first.withdrawn, first.undecided) == (2, 1, 0)
    assert first.outcomes == {"imoedekommet": 1}
    assert first.themes == {"Civilsamfund": 1, "Sundhed": 2}
    assert first.lengths == {6: 1, 9: 1}
    assert first.driftsformer == {"kommunal": 1}
    assert (second.applications, second.undecided) == (1, 1)
    assert second.driftsformer == {}


def test_what_is_only_drafted_or_of_another_programme_is_not_reported() -> None:
    """A draft is handed in by nobody yet."""
    assert reported((DRAFT, [DRAFTED]), APPLIED[-1]) == ()


def test_a_course_is_reported_with_what_came_of_it(course: tuple[At, ...]) -> None:
    """In the round of its application."""
    (found,) = reported(*course)

    assert found.round == "round/indsatsteam-2021-08"
    assert (found.applications, found.courses, found.followed_up) == (1, 1, 1)
    assert found.outcomes == {"imoedekommet": 1}
    assert found.gains == {"indsigt": 1, "systematisk_praksis": 1}


def test_the_rows_of_a_course_say_what_was_agreed(course: tuple[At, ...]) -> None:
    """Themes and length, who took part, and what was turned into practice."""
    happened = given_events(*course, plugins=[PLUGIN])

    (row,) = happened.rows(COURSES)
    assert (row["months"], row["participants"], row["version"]) == (6, 9, "2021-08")
    assert row["closed"]
    texts = {
        table: [each["text"] for each in happened.rows(COURSES, table=table)]
        for table in ("themes", "implemented")
    }
    assert texts == {"themes": ["Sundhed"], "implemented": ["Korte tavlemøder"]}
