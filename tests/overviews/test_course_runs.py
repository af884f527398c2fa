"""The views of runs: seats, who takes part, who waits, and every offer with its why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
from tests.domain.course_run.samples import (
    LEADER,
    NOW,
    PLANNED,
    PLUGIN,
    RUN,
    TERMS,
    card,
    full,
    members,
    person,
)
from tests.domain.course_run.test_offering import (
    EXPIRES,
    LAPSED,
    LEFT,
    OFFERED,
    STAFF,
    offered,
)

from kvalitet_core.casetypes.rules import Finding, Input
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain import course_run
from kvalitet_core.overviews import SEATS, WAITING_LIST
from kvalitet_core.testing import given_events
from kvalitet_core.values import ReasonCode

CANCELLED = course_run.Cancelled(reason=ReasonCode("storm"))
GROUP = course_run.GroupSignedUp(
    number=5,
    contact=person(99),
    card=card(99),
    members=members(5, 6),
    split=True,
    received=NOW,
    seated=0,
)


def told(*events: Any) -> Any:
    """That this has happened to a run."""
    return given_events((RUN, events), plugins=[PLUGIN])


def seats(*events: Any) -> tuple[Any, ...]:
    """How its seats stand: taken, offered, free, and how many wait."""
    (row,) = told(*events).rows(SEATS)
    return row["seated"], row["offered"], row["free"], row["waiting"]


class TestSeats:
    """A run's seats, as they stand."""

    def test_seats_are_taken_offered_and_free(self) -> None:
        """And participants wait, each of a group counted."""
        accepted = course_run.OfferAccepted(number=5)

        assert seats(PLANNED) == (0, 0, 4, 0)
        assert seats(*full(GROUP)) == (4, 0, 0, 2)
        assert seats(*full(GROUP, LEFT)) == (3, 0, 1, 2)
        assert seats(*full(GROUP, LEFT, OFFERED)) == (3, 1, 0, 1)
        assert seats(*full(GROUP, LEFT, OFFERED, accepted)) == (4, 0, 0, 1)
        assert seats(*full(GROUP, LEFT, OFFERED, LAPSED)) == (3, 0, 1, 1)

    def test_a_run_is_told_as_it_is_planned_now(self) -> None:
        """Where and when, with the newest deadline, and whether it stands."""
        later = attrs.evolve(TERMS, deadline=TERMS.deadline + timedelta(days=1))
        changed = course_run.TermsChanged(
            terms=later, reason=ReasonCode("why"), effective_from=NOW.date()
        )

        (row,) = told(PLANNED, changed).rows(SEATS)
        (gone,) = told(PLANNED, CANCELLED).rows(SEATS)

        assert (row["title"], row["place"]) == ("Peers i praksis", PLANNED.place.place)
        assert (row["deadline"], row["state"]) == (later.deadline, "planned")
        assert gone["state"] == "cancelled"

    def test_participants_are_listed_while_they_take_part(self) -> None:
        """Their names are sealed in the view too; who left is gone."""
        came = course_run.AttendanceRecorded(session=1, present=frozenset({person(2)}))
        issued = course_run.CertificateIssued(
            participant=person(2),
            course=PLANNED.course,
            title=PLANNED.title,
            attended=1,
            sessions=2,
            completed=NOW.date(),
        )
        named = course_run.ParticipantNamed(participant=person(5), card=card(5))
        happened = told(*full(GROUP, LEFT, OFFERED, named, came, issued))

        rows = happened.rows(SEATS, table="participants")

        by_person = {row["participant"]: row for row in rows}
        assert sorted(by_person) == [person(n) for n in (2, 3, 4, 5, 6)]
        assert by_person[person(2)]["attended"] == 1
        assert by_person[person(2)]["certificate"] is True
        assert by_person[person(3)]["certificate"] is False
        assert by_person[person(5)]["standing"] == "offered"
        assert by_person[person(6)]["standing"] == "waiting"
        names = {p: row["name"] for p, row in by_person.items()}
        assert names[person(5)] == "Deltager 5"
        assert names[person(6)] is None

    def test_an_offer_that_came_to_nothing_takes_one_off_the_list(self) -> None:
        """Declined, lapsed, or moved to another run."""
        declined = course_run.OfferDeclined(number=5)
        moved = course_run.TransferredOut(
            participants=(person(5),), to_run=RUN, reason=ReasonCode("why")
        )

        for event in (declined, LAPSED, moved):
            rows = told(*full(STAFF, LEFT, OFFERED, event)).rows(
                SEATS, table="participants"
            )
            assert person(5) not in {row["participant"] for row in rows}

    def test_whoever_came_from_another_run_is_listed(self) -> None:
        """With the name that came along."""
        came = course_run.TransferredIn(
            number=1, participant=person(1), received=NOW, from_run=RUN
        )
        named = course_run.ParticipantNamed(participant=person(1), card=card(1))

        (row,) = told(PLANNED, came, named).rows(SEATS, table="participants")

        assert (row["standing"], row["name"]) == ("seated", "Deltager 1")


def offers(*events: Any) -> Any:
    """The offers, as they stand."""
    return told(*events).rows(WAITING_LIST, table="offers")


class TestWaiting:
    """Who waits, and what was offered to whom and why."""

    def test_those_who_wait_are_listed_until_they_do_not(self) -> None:
        """A group that may be split is a row a member."""
        rows = told(*full(GROUP)).rows(WAITING_LIST)

        assert [(row["number"], row["participants"]) for row in rows] == [
            (5, 1),
            (6, 1),
        ]
        behind = attrs.evolve(GROUP, number=7, members=members(7, 8))
        both = told(*full(GROUP, behind)).rows(WAITING_LIST)
        assert [row["number"] for row in both] == [5, 6, 7, 8]
        off = course_run.SignedOff(participants=(person(5),), reason=ReasonCode("ill"))
        assert [r["number"] for r in told(*full(GROUP, off)).rows(WAITING_LIST)] == [6]
        left = told(*full(GROUP, LEFT, OFFERED)).rows(WAITING_LIST)
        assert [row["number"] for row in left] == [6]
        assert told(*full(GROUP, CANCELLED)).rows(WAITING_LIST) == ()
        assert told(*full()).rows(WAITING_LIST) == ()

    def test_an_offer_is_due_until_it_is_answered(self) -> None:
        """The view of offers due is those without an answer, by when they expire."""
        accepted = course_run.OfferAccepted(number=5)
        declined = course_run.OfferDeclined(number=5)
        off = course_run.SignedOff(participants=(person(5),), reason=ReasonCode("ill"))
        told_ = full(STAFF, LEFT, OFFERED)

        (due,) = offers(*told_)
        answers = [
            offers(*told_, event)[0]["answer"]
            for event in (accepted, declined, LAPSED, off, CANCELLED)
        ]

        assert (due["answer"], due["expires"]) == (None, EXPIRES)
        assert answers == ["accepted", "declined", "lapsed", "left", "cancelled"]

    def test_an_offer_tells_its_place_and_why(self) -> None:
        """In Danish: what each criterion found, on which facts, and who was passed."""
        findings = (
            Finding(
                rule=LEADER.code,
                version=3,
                hjemmel=LEADER.hjemmel,
                truth=Truth.TRUE,
                inputs=(Input(fact="tilmelding.maalgrupper", value="ledere"),),
            ),
            Finding(
                rule="proeve.ingen_endnu",
                version=1,
                hjemmel=LEADER.hjemmel,
                truth=Truth.UNKNOWN,
                missing=("arbejdssted.pladser",),
            ),
            Finding(
                rule="proeve.andet",
                version=1,
                hjemmel=LEADER.hjemmel,
                truth=Truth.FALSE,
            ),
        )
        passed = (course_run.PassedOver(number=4, seats=2, free=1),)

        (row,) = offers(
            *full(
                STAFF, LEFT, offered(5, place=2, of=3, findings=findings, passed=passed)
            )
        )

        assert row["because"] == (
            "nr. 2 af 3 efter proeve.ledere_foerst/2; "
            "proeve.leder/3: ja (tilmelding.maalgrupper = ledere); "
            "proeve.ingen_endnu/1: vides ikke (arbejdssted.pladser mangler); "
            "proeve.andet/1: nej; "
            "modtaget 2021-06-01T10:00:00+00:00; "
            "forbi nr. 4, som skulle bruge 2 pladser, hvor der var 1"
        )
        assert (row["place"], row["of"], row["version"]) == (2, 3, 2)
