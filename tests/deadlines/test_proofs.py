"""A proof is data that the deadline can be counted from again, in thirty years."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from tests.deadlines.given import CAUSES, cases, days, ended

from kvalitet_core.casetypes import Fact
from kvalitet_core.deadlines import (
    DANISH,
    Closing,
    Difference,
    Due,
    Extension,
    Proof,
    Suspension,
    Term,
    YearDay,
    fixed,
)
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.journal.storable import classes_in, findings
from kvalitet_core.schemas import field_descriptions, json_schema
from kvalitet_core.values import Deadline, Digest, Hjemmel, Instant

MODTAGET = Fact("modtaget", Instant, da="modtaget", en="received")
OPSLAG = Hjemmel(source="Opslag 2020", paragraph="sagsbehandling")
TERM = Term(6, "weeks", after=MODTAGET, suspendable=CAUSES, hjemmel=OPSLAG)
RECEIVED = datetime(2019, 11, 13, 13, 5, tzinfo=UTC)
DUE = TERM.due(
    RECEIVED,
    set_by="e-17",
    suspensions=[ended(date(2019, 11, 20), 5, by="e-20")],
    extensions=[Extension(count=1, unit="months", reason="kompleks_sag")],
)
NOON = fixed(Deadline("2019-09-24T12:00:00+02:00"), set_by="e-1", hjemmel=OPSLAG)


@attrs.frozen(kw_only=True)
class Promised:
    """An event that keeps what a deadline came from, and what changed.

    Attributes:
        due: The deadline with its proof.
        changed: What changed since the one before.
    """

    due: Due
    changed: tuple[Difference, ...] = ()


@given(cases(endless=True), days)
def test_a_proof_comes_to_what_it_says(case: dict[str, Any], as_of: date) -> None:
    """By the days that it names, and by the calendar, whatever the term was."""
    more = {name: case[name] for name in ("suspensions", "extensions")}

    for day in (None, as_of):
        due = case["term"].due(case["trigger"], as_of=day, **more)

        assert due.proof.recompute() == due
        assert due.proof.recompute(DANISH) == due


@given(cases(endless=True), days)
def test_a_proof_is_read_as_it_was_stored(case: dict[str, Any], as_of: date) -> None:
    """The very same bytes, and the same deadline counted from what was read."""
    codec = MsgspecCodec()
    more = {name: case[name] for name in ("suspensions", "extensions")}
    stored = codec.encode(
        Promised(due=case["term"].due(case["trigger"], as_of=as_of, **more))
    )

    read = codec.decoder(Promised)(stored)

    assert codec.encode(read) == stored
    assert read.due.proof.recompute() == read.due


def test_a_proof_can_be_stored_in_an_event() -> None:
    """Whatever is in it is of a type that is stored, and every field is described."""
    inside = classes_in(Promised)

    assert findings(Promised) == []
    assert {cls.__name__ for cls in inside} >= {"Due", "Proof", "Step", "Suspension"}
    for cls in (Promised, *inside):
        fields = {field.name for field in attrs.fields(cls)}
        assert set(field_descriptions(cls)) >= fields
    assert json_schema(Promised, "proef.promised/1")["$id"].startswith("urn:kvalitet:")


def test_a_proof_names_the_event_the_calendar_and_the_law() -> None:
    """Trigger, term, calendar and each step, as data."""
    proof = DUE.proof

    assert (proof.trigger.name, proof.trigger.set_by) == ("modtaget", "e-17")
    assert (proof.trigger.instant, proof.trigger.day) == (RECEIVED, date(2019, 11, 13))
    assert (proof.calendar.version, proof.calendar.digest) == (1, DANISH.digest)
    assert [(s.done, str(s.to_day), s.law) for s in proof.steps] == [
        ("counted", "2019-12-25", OPSLAG),
        ("extended", "2020-01-25", None),
        ("credited", "2020-01-30", None),
    ]
    assert DUE.deadline == "2020-01-30"


class TestWhatIsNotTrue:
    """A proof that was tampered with does not come to what it says."""

    @pytest.mark.parametrize(
        ("change", "path"),
        [
            ({"deadline": Deadline("2020-02-01")}, "$.deadline"),
            ({"deadline": None}, "$.deadline"),
            ({"steps": DUE.proof.steps[:1]}, "$.steps"),
            ({"as_of": date(2020, 1, 1)}, "$.as_of"),
            ({"suspensions": ()}, "$.deadline"),
            ({"extensions": ()}, "$.deadline"),
            (
                {"trigger": attrs.evolve(DUE.proof.trigger, instant=None, set_by=None)},
                None,
            ),
        ],
    )
    def test_it_is_told_where_the_proof_differs(
        self, change: dict[str, Any], path: str | None
    ) -> None:
        """Every field that comes out otherwise; who says so is not counted."""
        changed = attrs.evolve(DUE.proof, **change)

        if path is None:
            assert changed.recompute().deadline == DUE.deadline
            return
        with pytest.raises(Malformed, match="proof of") as refused:
            changed.recompute()
        assert path in [problem.path for problem in refused.value.problems]

    def test_a_closed_day_that_is_no_closed_day_is_found_by_the_calendar(self) -> None:
        """The proof alone takes its own word for it; a calendar does not."""
        proof = Term(1, "week").due(date(2020, 3, 2)).proof
        friday = attrs.evolve(
            DANISH,
            closings=(
                *DANISH.closings,
                Closing(code="lukket", on=YearDay(3, 9), da="lukket", en="closed"),
            ),
        )
        false = Term(1, "week").due(date(2020, 3, 2), calendar=friday).proof
        false = attrs.evolve(false, calendar=proof.calendar)

        assert false.recompute().deadline == "2020-03-10"
        with pytest.raises(Malformed, match=r"expected '2020-03-09', got '2020-03-10'"):
            false.recompute(DANISH)

    def test_a_fixed_deadline_is_what_was_fixed(self) -> None:
        """Nothing else, and nothing that was counted."""
        with pytest.raises(Malformed, match="expected '2019-09-24T12:00:00"):
            attrs.evolve(NOON.proof, deadline=Deadline("2019-09-24")).recompute()
        assert NOON.proof.recompute() == NOON
        assert NOON.proof.recompute(DANISH) == NOON

    def test_a_proof_is_of_something_counted_or_of_something_fixed(self) -> None:
        """Never of both, and never of half."""
        for change in ({"fixed": NOON.proof.fixed}, {"term": None}):
            with pytest.raises(Malformed, match="or else what was fixed"):
                attrs.evolve(DUE.proof, **change)
        with pytest.raises(Malformed, match="or else what was fixed"):
            Proof(deadline=Deadline("2020-01-01"))

    def test_a_starting_point_is_the_danish_date_of_its_instant(self) -> None:
        """One of another day would make two deadlines of one trigger."""
        with pytest.raises(Malformed, match="starting point 2019-11-14: expected the"):
            attrs.evolve(DUE.proof.trigger, day=date(2019, 11, 14))


def test_another_calendar_gives_a_proof_of_its_own() -> None:
    """The old one is not touched: both can be kept."""
    closing = Closing(code="lukket", on=YearDay(1, 30), da="lukket", en="closed")
    later = attrs.evolve(DANISH, version=2, closings=(closing, *DANISH.closings))

    again = DUE.proof.recompute(later)

    assert (DUE.deadline, again.deadline) == ("2020-01-30", "2020-01-31")
    assert again.proof.calendar.digest == later.digest != Digest("0" * 64)
    assert again.proof.recompute(later) == again == again.proof.recompute()


class TestText:
    """A caseworker can follow the lines with a calendar at hand."""

    def test_in_danish(self) -> None:
        """The deadline, what it was counted from, each step, and the calendar."""
        assert DUE.proof.text("da").splitlines() == [
            "Frist: udgangen af torsdag den 30. januar 2020.",
            (
                "Regnet fra: modtaget, onsdag den 13. november 2019 kl. 14.05; "
                "dagen selv tæller ikke med."
            ),
            (
                "6 uger: til og med onsdag den 25. december 2019. "
                "[Opslag 2020 sagsbehandling]"
            ),
            (
                "Forlænget med 1 måned (kompleks_sag): til og med lørdag den "
                "25. januar 2020."
            ),
            (
                "Sat i bero i 5 dage, som lægges til: til og med torsdag den "
                "30. januar 2020. Ikke talt med: 20. november 2019 til "
                "24. november 2019 (partshoering)."
            ),
            "Rækkefølge: først forlænget, så flyttet fra en lukket dag.",
            "Kalender: danish, version 1.",
        ]

    def test_in_english(self) -> None:
        """The same, with what rolled and where it was closed."""
        proof = Term(4, "weeks").due(date(2020, 11, 26)).proof

        assert proof.text("en").splitlines() == [
            "Deadline: the end of Monday 28 December 2020.",
            "Counted from: Thursday 26 November 2020; that day itself does not count.",
            "4 weeks: up to and including Thursday 24 December 2020.",
            (
                "Moved to the next day that is possible: Monday 28 December 2020. "
                "Not counted: 24 December 2020 (Christmas Eve), "
                "25 December 2020 (Christmas Day), "
                "26 December 2020 (Second Day of Christmas), "
                "27 December 2020 (Sunday). "
                "[Forældelsesloven § 27, stk. 2]"
            ),
            "Calendar: danish, version 1.",
        ]

    def test_of_a_deadline_at_noon(self) -> None:
        """Danish clocks, to the minute; nothing is counted."""
        assert NOON.proof.text("da").splitlines() == [
            "Frist: tirsdag den 24. september 2019 kl. 12.00.",
            "Fastsat af myndigheden; flyttes ikke. [Opslag 2020 sagsbehandling]",
        ]
        assert NOON.proof.text("en").splitlines()[0] == (
            "Deadline: Tuesday 24 September 2019 at 12:00 Danish time."
        )

    def test_of_a_term_that_stands_still(self) -> None:
        """Since when, and how much is left."""
        waiting = Suspension(cause=CAUSES[0], start=date(2019, 12, 24))
        term = Term(6, "weeks", end="stand", suspendable=CAUSES)

        stopped = term.due(date(2019, 11, 13), suspensions=[waiting])
        asked = term.due(
            date(2019, 11, 13), suspensions=[waiting], as_of=date(2020, 1, 6)
        )

        assert stopped.proof.text("en").splitlines()[::3] == [
            "Deadline: none for now; the case is suspended without an end.",
            "Stands still from Tuesday 24 December 2019; 2 days left.",
        ]
        assert stopped.proof.text("da").splitlines()[-2] == (
            "Ender fristen på en lukket dag, flyttes den ikke."
        )
        assert (
            "Foreløbig: regnet, som om sagen gik videre mandag den 6. januar 2020."
            in asked.proof.text("da")
        )

    def test_a_code_that_the_calendar_does_not_know_is_told_as_it_is(self) -> None:
        """The calendar that closes the day can be given to name it."""
        closing = Closing(code="lukkedag", on=YearDay(3, 9), da="ferie", en="leave")
        own = attrs.evolve(DANISH, name="egen", closings=(closing, *DANISH.closings))
        proof = Term(1, "week").due(date(2020, 3, 2), calendar=own).proof

        assert "9. marts 2020 (lukkedag)" in proof.text("da")
        assert "9. marts 2020 (ferie)" in proof.text("da", calendar=own)

    def test_in_another_language_there_is_none(self) -> None:
        """The languages are named."""
        with pytest.raises(Malformed, match="language 'de': expected da or en"):
            DUE.proof.text("de")

    def test_an_instant_is_told_as_exactly_as_it_is(self) -> None:
        """Seconds are told where they are not zero."""
        due = fixed(Deadline("2020-01-01T11:59:59+01:00"))

        assert "kl. 11.59.59." in due.proof.text("da")
