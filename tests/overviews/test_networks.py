"""The views of networks: who is a member on a day, and what meetings came to."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
from tests.domain.network_situation import (
    ADMITTED,
    ANNA_THERE,
    CARD,
    ESTABLISHED,
    FILED,
    HELD,
    LEFT,
    MINUTES,
    NETWORK,
    PLANNED,
    PLUGIN,
    TILBUD,
)
from tests.domain.test_network import CONTRIBUTED, CORRECTED, INFORMED
from tests.domain.test_network_meetings import AGENDA, CANCELLED, MOVED
from tests.domain.test_network_meetings import CORRECTED as NOBODY

from kvalitet_core.domain import network
from kvalitet_core.ids import StreamId
from kvalitet_core.overviews import MEETINGS, MEMBERSHIPS
from kvalitet_core.testing import given_events
from kvalitet_core.values import Answers, ReasonCode
from kvalitet_core.view import View

SIND = network.OrganisationAdmitted(
    organisation=StreamId("organisation/sind"),
    name="Foreningen Eksempel",
    answers=Answers({}),
    effective_from=date(2020, 3, 1),
)
CLOSED = network.Closed(effective_from=date(2023, 1, 1), reason=ReasonCode("ended"))


def rows(view: View, table: str, *events: Any) -> list[dict[str, Any]]:
    """The rows of a table after these events of the network, its name left out."""
    told = given_events((NETWORK, [ESTABLISHED, *events]), plugins=[PLUGIN])
    return [
        {name: value for name, value in row.items() if name != "network"}
        for row in told.rows(view, table=table)
    ]


def test_a_membership_is_a_row_from_its_first_day_to_its_last() -> None:
    """One who comes back has two; the network's end is the end of all."""
    again = attrs.evolve(ADMITTED, effective_from=date(2021, 1, 1), represents=None)

    found = rows(MEMBERSHIPS, "memberships", ADMITTED, LEFT, again, SIND, CLOSED)

    anna = {"member": ANNA_THERE, "area": "Øst", "kind": "person", "name": None}
    assert found == [
        {
            "member": "organisation/sind",
            "area": "Øst",
            "kind": "organisation",
            "name": "Foreningen Eksempel",
            "represents": None,
            "effective_from": date(2020, 3, 1),
            "effective_to": date(2023, 1, 1),
        },
        {
            **anna,
            "represents": TILBUD,
            "effective_from": date(2020, 2, 1),
            "effective_to": date(2020, 9, 1),
        },
        {
            **anna,
            "represents": None,
            "effective_from": date(2021, 1, 1),
            "effective_to": date(2023, 1, 1),
        },
    ]


def test_who_was_a_member_is_asked_as_of_a_day() -> None:
    """On the last day of a membership, and the day after it."""
    told = given_events((NETWORK, [ESTABLISHED, ADMITTED, LEFT]), plugins=[PLUGIN])

    found = {
        day: len(told.rows(MEMBERSHIPS, as_of=day))
        for day in (date(2020, 1, 31), date(2020, 2, 1), date(2020, 9, 1))
    }

    assert list(found.values()) == [0, 1, 0]


def test_a_membership_that_never_was_is_no_row() -> None:
    """What was registered by mistake is gone from its first day."""
    never = attrs.evolve(LEFT, effective_from=ADMITTED.effective_from)

    assert rows(MEMBERSHIPS, "memberships", ADMITTED, never) == []


def test_a_membership_after_the_end_of_the_network_is_no_row() -> None:
    """It was to begin when there was nothing to be a member of."""
    late = attrs.evolve(ADMITTED, effective_from=date(2024, 1, 1))

    assert rows(MEMBERSHIPS, "memberships", late, CLOSED) == []


def test_a_member_who_is_a_person_can_be_reached_by_the_newest_card() -> None:
    """One row a person, whatever the memberships."""
    given = network.CardGiven(person=ADMITTED.person, card=CARD)

    found = rows(MEMBERSHIPS, "people", ADMITTED, CORRECTED, LEFT, given)

    assert [row["person"] for row in found] == [ADMITTED.person]
    assert found[0]["email"] == "a@example.dk"


def test_a_meeting_is_a_row_whatever_happens_to_it() -> None:
    """Where it was moved to, who was there, and which minutes are the newest."""
    found = rows(MEETINGS, "meetings", ADMITTED, PLANNED, MOVED, AGENDA, HELD, FILED)

    assert found == [
        {
            "meeting": "2020-1",
            "status": "held",
            "day": date(2020, 10, 5),
            "begins": None,
            "ends": None,
            "place": None,
            "online": True,
            "agenda": "A; B",
            "moved": 1,
            "attended": 1,
            "minutes": MINUTES.sha256,
            "reason": None,
        }
    ]


def test_a_cancelled_meeting_says_why() -> None:
    """It has no attendance, which is not the same as nobody there."""
    (row,) = rows(MEETINGS, "meetings", PLANNED, CANCELLED)

    assert (row["status"], row["reason"]) == ("cancelled", "storm")
    assert row["attended"] is None


def test_attendance_is_what_was_put_right_last() -> None:
    """One row a member who was there."""
    told = (ADMITTED, PLANNED, HELD)

    assert rows(MEETINGS, "attendance", *told) == [
        {"meeting": "2020-1", "member": ANNA_THERE, "day": date(2020, 5, 4)}
    ]
    assert rows(MEETINGS, "attendance", *told, NOBODY) == []


def test_what_a_network_gave_is_listed_by_its_publication() -> None:
    """With the version, and the meeting that it came from."""
    (row,) = rows(MEETINGS, "contributions", ADMITTED, PLANNED, HELD, CONTRIBUTED)

    assert row == {
        "number": 1,
        "publication": "publication/retningslinjer",
        "version": 1,
        "part": None,
        "about": "Hvad god faglig ledelse er",
        "meeting": "2020-1",
    }


def test_what_a_network_was_told_of_is_listed_too() -> None:
    """By publication and version, with the day."""
    assert rows(MEETINGS, "informed", INFORMED) == [
        {
            "number": 1,
            "publication": "publication/retningslinjer",
            "version": 1,
            "part": None,
            "day": date(2020, 5, 4),
        }
    ]
