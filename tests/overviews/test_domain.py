"""The views that every journal has, of what the domain's events say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.domain import programme
from tests.domain.programme import (
    ANNA,
    ANNOUNCED,
    APPLICATION,
    CARD,
    DRAFTED,
    OPENED,
    REGISTERED,
    ROUND,
    SUBMITTED,
    TILBUD,
)

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.core import CORE
from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain import application, municipality, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.application import Outcome
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.tilbud import ContactCard, Driftsform
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.overviews import (
    APPLICATIONS,
    DEADLINES,
    FINDINGS,
    MUNICIPALITIES,
    OVERVIEWS,
)
from kvalitet_core.overviews import (
    TILBUD as TILBUD_VIEW,
)
from kvalitet_core.overviews.timeline import timeline, within
from kvalitet_core.personal import Personal
from kvalitet_core.testing import given_events
from kvalitet_core.testing.given_when_then import NOW
from kvalitet_core.values import (
    Answers,
    Deadline,
    Hjemmel,
    MunicipalityCode,
    ReasonCode,
    RegionCode,
)

WITHDRAWN = application.Withdrawn(reason=ReasonCode("applicant_asked"))
LAW = Hjemmel(source="Opdigtet opslag", paragraph="hvem kan søge")
TODAY = date(2021, 6, 1)
"""The day that everything is recorded on."""


def decided(number: int, outcome: Outcome, supersedes: int | None = None) -> Any:
    """A decision."""
    return application.Decided(
        number=number,
        outcome=outcome,
        reasons=("Fordi.",),
        effective_from=date(2021, 1, 1),
        supersedes=supersedes,
    )


def asked(*fields: str, until: str = "2020-12-10") -> Any:
    """A request for information."""
    return application.InformationRequested(
        fields=frozenset(fields), until=Deadline(until)
    )


def supplemented(**answers: Any) -> Any:
    """What an applicant adds."""
    return application.Supplemented(
        received=datetime(2020, 12, 1, 12, tzinfo=UTC), answers=Answers(answers)
    )


def assessed(*truths: Truth) -> Any:
    """What the rules came to."""
    return application.Assessed(
        findings=tuple(
            Finding(
                rule=f"proeve.regel_{number}",
                version=number,
                hjemmel=LAW,
                truth=truth,
                missing=("svar.maaneder", "modtaget") if truth is Truth.UNKNOWN else (),
            )
            for number, truth in enumerate(truths, start=1)
        )
    )


def told(*events: Any, plugins: Any = (programme.PLUGIN,)) -> Any:
    """That this has happened to an application."""
    return given_events((APPLICATION, events), plugins=plugins)


def test_the_core_brings_them() -> None:
    """Each by its name, and each column by what people call it."""
    assert CORE.views == OVERVIEWS
    assert [view.name for view in OVERVIEWS] == [
        "core.applications",
        "core.budgets",
        "core.cases",
        "core.commits",
        "core.deadlines",
        "core.findings",
        "core.grants",
        "core.indicators",
        "core.meetings",
        "core.memberships",
        "core.municipalities",
        "core.postings",
        "core.publications",
        "core.seats",
        "core.streams",
        "core.surveys",
        "core.tilbud",
        "core.waiting_list",
        "core.worklist",
    ]


STAGES = {
    "drafted": [DRAFTED],
    "submitted": [DRAFTED, SUBMITTED],
    "information_requested": [SUBMITTED, asked("maaneder")],
    "assessed": [
        SUBMITTED,
        asked("maaneder"),
        supplemented(maaneder=4),
        assessed(Truth.TRUE),
    ],
    "decided": [SUBMITTED, assessed(Truth.TRUE), decided(1, Outcome.AFSLAG)],
    "withdrawn": [SUBMITTED, decided(1, Outcome.AFSLAG), WITHDRAWN],
}


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_an_application_says_how_far_it_is(stage: str) -> None:
    """In the word of the event that took it there."""
    (row,) = told(*STAGES[stage]).rows(APPLICATIONS)

    assert row["state"] == stage
    assert row["application"] == APPLICATION
    assert (row["round"], row["applicant"], row["number"]) == (ROUND, TILBUD, 1)


def test_an_application_says_what_it_came_to() -> None:
    """When it was received, and its newest decision; nothing of what it answers."""
    first = decided(1, Outcome.AFSLAG)
    second = decided(2, Outcome.DELVIST, supersedes=1)

    (row,) = told(SUBMITTED, first, second).rows(APPLICATIONS)

    assert row["received"] == SUBMITTED.received
    assert (row["outcome"], row["decisions"]) == ("delvist", 2)
    assert row["decided_on"] == TODAY
    assert "Sundhed" not in str(row)


def test_an_application_that_is_not_decided_has_no_outcome() -> None:
    """A draft was not received either."""
    (row,) = told(DRAFTED).rows(APPLICATIONS)

    unknown = ("received", "outcome", "decided_on")
    assert [row[name] for name in unknown] == [None, None, None]


def test_findings_are_those_of_the_last_assessment() -> None:
    """Met, not met, or not known and what is missing; the ones before are gone."""
    events = told(
        SUBMITTED,
        assessed(Truth.TRUE, Truth.TRUE, Truth.TRUE),
        assessed(Truth.FALSE, Truth.UNKNOWN),
    )

    rows = events.rows(FINDINGS)

    assert [(row["rule"], row["version"], row["truth"]) for row in rows] == [
        ("proeve.regel_1", 1, "false"),
        ("proeve.regel_2", 2, "unknown"),
    ]
    assert [row["missing"] for row in rows] == [None, "svar.maaneder, modtaget"]
    assert {row["assessed_at"].date() for row in rows} == {TODAY}


def test_a_tilbud_has_a_row_for_each_run_of_days() -> None:
    """On which nothing about it changes; asked as of a day there is one at most."""
    events = given_events(
        (
            TILBUD,
            [
                REGISTERED,
                tilbud.Renamed(name="Birkehuset", effective_from=date(2020, 1, 1)),
                tilbud.Moved(
                    municipality=MunicipalityCode("0751"),
                    place="Aarhus",
                    effective_from=date(2020, 3, 1),
                    effective_to=date(2020, 5, 1),
                ),
                tilbud.Renamed(name="Birkehuset", effective_from=date(2020, 4, 1)),
                tilbud.DriftsformChanged(
                    driftsform=Driftsform.PRIVAT, effective_from=date(2021, 1, 1)
                ),
                tilbud.LegalGroundsChanged(
                    legal_grounds=LegalGrounds(
                        grounds=frozenset({LegalGround.SEL108}),
                        primary=LegalGround.SEL108,
                    ),
                    effective_from=date(2021, 1, 1),
                ),
                tilbud.Closed(
                    effective_from=date(2022, 1, 1), reason=ReasonCode("merged")
                ),
            ],
        )
    )

    rows = events.rows(TILBUD_VIEW)

    spans = [(row["effective_from"], row["effective_to"]) for row in rows]
    assert spans == [
        (date(2019, 1, 1), date(2020, 1, 1)),
        (date(2020, 1, 1), date(2020, 3, 1)),
        (date(2020, 3, 1), date(2020, 5, 1)),
        (date(2020, 5, 1), date(2021, 1, 1)),
        (date(2021, 1, 1), date(2022, 1, 1)),
    ]
    assert [row["name"] for row in rows] == ["Lindehuset", *["Birkehuset"] * 4]
    seats = [(row["municipality"], row["place"]) for row in rows]
    assert seats == [
        ("0730", None),
        ("0730", None),
        ("0751", "Aarhus"),
        ("0730", None),
        ("0730", None),
    ]
    assert [row["driftsform"] for row in rows] == [*["kommunal"] * 4, "privat"]
    assert rows[0]["grounds"] == "SEL107, SEL85"
    assert rows[4]["primary_ground"] == rows[4]["grounds"] == "SEL108"
    (march,) = events.rows(TILBUD_VIEW, as_of=date(2020, 3, 31))
    assert march == rows[2]
    assert events.rows(TILBUD_VIEW, as_of=date(2022, 1, 1)) == ()


BO = PersonId("p-bo")
PEOPLE = (
    TILBUD,
    [
        REGISTERED,
        tilbud.ContactNamed(contact=ANNA, card=CARD, effective_from=date(2018, 1, 1)),
        tilbud.ContactNamed(
            contact=ANNA,
            card=Personal(ContactCard(name="Anna B", email="anna@eksempel.dk")),
            effective_from=date(2020, 1, 1),
        ),
        tilbud.LeaderChanged(
            leader=BO,
            card=Personal(ContactCard(name="Bo")),
            effective_from=date(2019, 6, 1),
        ),
        tilbud.ContactNamed(
            contact=BO,
            card=Personal(ContactCard(name="Bo")),
            effective_from=date(2021, 1, 1),
        ),
        tilbud.ContactRemoved(contact=BO, effective_from=date(2021, 3, 1)),
        tilbud.Renamed(name="Birkehuset", effective_from=date(2020, 1, 1)),
        tilbud.Closed(effective_from=date(2022, 1, 1), reason=ReasonCode("merged")),
    ],
)


def test_the_people_of_a_tilbud_stand_in_a_table_of_their_own() -> None:
    """Who is contact or leads it when, as long as it is there."""
    rows = given_events(PEOPLE).rows(TILBUD_VIEW, table="people")

    found = [
        (
            row["role"],
            row["person"],
            row["effective_from"],
            row["effective_to"],
            row["name"],
            row["email"],
            row["phone"],
        )
        for row in rows
    ]
    end = date(2022, 1, 1)
    assert found == [
        (
            "contact",
            ANNA,
            date(2019, 1, 1),
            date(2020, 1, 1),
            "Anna",
            None,
            "12345678",
        ),
        (
            "contact",
            ANNA,
            date(2020, 1, 1),
            end,
            "Anna B",
            "anna@eksempel.dk",
            None,
        ),
        ("contact", BO, date(2021, 1, 1), date(2021, 3, 1), "Bo", None, None),
        ("leader", BO, date(2019, 6, 1), end, "Bo", None, None),
    ]


def test_who_is_forgotten_stands_there_without_a_name() -> None:
    """The others are as they were."""
    happened = given_events(PEOPLE, forgotten=[ANNA])

    rows = happened.rows(TILBUD_VIEW, table="people")

    assert [row["name"] for row in rows] == [None, None, "Bo", "Bo"]
    assert {row["email"] for row in rows} == {row["phone"] for row in rows} == {None}


def test_a_municipality_is_shown_as_of_a_day() -> None:
    """Its name and region, until it is part of another."""
    code = MunicipalityCode("0730")
    stream = StreamId("municipality/0730")
    events = given_events(
        (
            stream,
            [
                municipality.Registered(
                    code=code,
                    name="Randers",
                    region=RegionCode("1082"),
                    effective_from=date(2007, 1, 1),
                ),
                municipality.Renamed(
                    name="Ny Randers", effective_from=date(2020, 1, 1)
                ),
                municipality.Moved(
                    region=RegionCode("1081"), effective_from=date(2021, 1, 1)
                ),
                municipality.Merged(
                    into=MunicipalityCode("0751"), effective_from=date(2025, 1, 1)
                ),
            ],
        )
    )

    rows = events.rows(MUNICIPALITIES)

    assert [(row["name"], row["region"]) for row in rows] == [
        ("Randers", "1082"),
        ("Ny Randers", "1082"),
        ("Ny Randers", "1081"),
    ]
    assert {row["merged_into"] for row in rows} == {"0751"}
    assert events.rows(MUNICIPALITIES, as_of=date(2020, 6, 1)) == rows[1:2]
    assert events.rows(MUNICIPALITIES, as_of=date(2025, 1, 1)) == ()


def due(*events: Any, **asked_for: Any) -> list[tuple[Any, ...]]:
    """What is due: when, in what, about what."""
    rows = given_events(*events).rows(DEADLINES, **asked_for)
    return [(row["due"], row["stream"], row["about"], row["kind"]) for row in rows]


def test_what_is_due_comes_in_the_order_of_time() -> None:
    """The deadlines of rounds, and each question that an applicant was asked."""
    found = due(
        (ROUND, [ANNOUNCED]),
        (
            APPLICATION,
            [SUBMITTED, asked("maaneder", "temaer", until="2020-11-01T12:00:00+01:00")],
        ),
    )

    noon = datetime(2020, 11, 1, 11, tzinfo=UTC)
    assert found == [
        (noon, APPLICATION, "maaneder", "information"),
        (noon, APPLICATION, "temaer", "information"),
        (datetime(2020, 11, 27, 23, tzinfo=UTC), ROUND, "", "round"),
    ]


def test_what_is_done_is_due_no_more() -> None:
    """Answered, asked anew, withdrawn, decided, closed or put off."""
    request = asked("maaneder", "temaer")
    later = rounds.DeadlineChanged(
        deadline=Deadline("2020-12-31"),
        reason=ReasonCode("corona"),
        effective_from=date(2020, 11, 1),
    )
    closed = rounds.Closed(effective_from=date(2021, 1, 1))

    def abouts(*events: Any) -> list[str]:
        return [row[2] for row in due((APPLICATION, [SUBMITTED, request, *events]))]

    assert abouts() == ["maaneder", "temaer"]
    assert abouts(supplemented(maaneder=4)) == ["temaer"]
    assert abouts(supplemented(maaneder=4, temaer=("Sundhed",))) == []
    assert abouts(asked("ressourcer")) == ["ressourcer"]
    assert abouts(WITHDRAWN) == abouts(decided(1, Outcome.AFSLAG)) == []
    (put_off,) = due((ROUND, [ANNOUNCED, OPENED, later]))
    assert put_off[0] == datetime(2020, 12, 31, 23, tzinfo=UTC)
    assert due((ROUND, [ANNOUNCED, OPENED, later, closed])) == []


def test_a_deadline_lies_ahead_until_its_day_is_over() -> None:
    """Asked as of a day, what was known then and is not past."""
    happened = (ROUND, [ANNOUNCED])

    assert due(happened, as_of=date(2020, 8, 31)) == []
    assert len(due(happened, as_of=date(2020, 9, 1))) == 1
    assert len(due(happened, as_of=date(2020, 11, 27))) == 1
    assert due(happened, as_of=date(2020, 11, 28)) == []


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:59:59Z"])
def test_a_deadline_that_never_comes_has_no_end(text: str) -> None:
    """The last day of the calendar is written where there is no deadline."""
    announced = attrs.evolve(ANNOUNCED, deadline=Deadline(text))

    (row,) = given_events((ROUND, [announced])).rows(DEADLINES)

    assert row["due"].year == 9999
    assert row["effective_to"] is None
    assert row["whole_day"] is (text == "9999-12-31")


def test_a_deadline_is_known_since_it_was_told() -> None:
    """One that is to hold from a later day is due all the same."""
    later = rounds.DeadlineChanged(
        deadline=Deadline("2022-12-31"),
        reason=ReasonCode("corona"),
        effective_from=TODAY + timedelta(days=30),
    )

    assert len(due((ROUND, [ANNOUNCED, later]), as_of=TODAY)) == 1
    assert NOW.date() == TODAY


def test_a_timeline_joins_days_on_which_nothing_changes() -> None:
    """And has no day outside of the period."""
    day = [date(2020, 1, number) for number in range(1, 10)]
    name = Dated.of("a", day[0], day[3]).asserted("a", day[3]).asserted("b", day[7])
    period = Period(start=day[1], end=day[8])

    rows = list(timeline(period, {"name": name, "other": Dated()}))

    assert rows == [
        {
            "effective_from": day[1],
            "effective_to": day[7],
            "name": "a",
            "other": None,
        },
        {
            "effective_from": day[7],
            "effective_to": day[8],
            "name": "b",
            "other": None,
        },
    ]


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ((1, 5), (2, 4), (2, 4)),
        ((1, None), (2, None), (2, None)),
        ((3, None), (1, 5), (3, 5)),
        ((1, 2), (2, 3), None),
    ],
)
def test_two_periods_have_days_in_common(one: Any, other: Any, common: Any) -> None:
    """Or none."""

    def day(number: int | None) -> Any:
        return None if number is None else date(2020, 1, number)

    first, second = (
        Period(start=day(start), end=day(end)) for start, end in (one, other)
    )

    expected = None if common is None else tuple(map(day, common))
    assert within(first, second) == within(second, first) == expected
