"""Suspended days are given back: the number of running days is conserved."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.deadlines.given import (
    CAUSES,
    between,
    cases,
    counts,
    days,
    ended,
    last_day,
    suspensions,
)

from kvalitet_core.deadlines import DANISH, Extension, Suspension, Term
from kvalitet_core.errors import Malformed

TRIGGER = date(2020, 3, 2)


def stopping(case: dict[str, Any], day: date) -> list[Suspension]:
    """The suspensions that a day is in."""
    return [each for each in case["suspensions"] if each.contains(day)]


def due(case: dict[str, Any], **more: Any) -> Any:
    """What a case comes to."""
    given_ = {"suspensions": case["suspensions"], "extensions": case["extensions"]}
    return case["term"].due(case["trigger"], **(given_ | more))


@given(cases())
def test_as_many_days_run_as_without_any_suspension(case: dict[str, Any]) -> None:
    """Days that are in no suspension, from the trigger to the end, before it rolls."""
    unit = case["term"].unit
    term = Term(case["term"].count, unit, end="stand", suspendable=CAUSES)
    extensions = [each for each in case["extensions"] if unit != "working_days"]
    assume(all(each.unit != "working_days" for each in extensions))

    nominal = last_day(term, case["trigger"], extensions=extensions)
    end = last_day(
        term,
        case["trigger"],
        extensions=extensions,
        suspensions=case["suspensions"],
    )

    runs = [
        day
        for day in between(case["trigger"], end)
        if not stopping(case, day) and (unit != "working_days" or DANISH.is_open(day))
    ]
    without = [
        day
        for day in between(case["trigger"], nominal)
        if unit != "working_days" or DANISH.is_open(day)
    ]
    assert len(runs) == len(without)
    assert runs[-1] == end


@given(cases())
def test_each_leg_conserves_its_own_running_days(case: dict[str, Any]) -> None:
    """Also where working days are extended by days, and each extension rolls."""
    proof = due(case).proof

    credited = [step for step in proof.steps if step.done == "credited"]
    for step in credited:
        lost = [run for run in step.skipped if run.sort == "suspended"]
        assert step.count == sum(run.days for run in lost) > 0
        assert step.to_day > step.from_day
        if step.unit == "days":
            assert (step.to_day - step.from_day).days == step.count or any(
                part.unit == "working_days"
                for part in (case["term"], *case["extensions"])
            )


@given(cases())
def test_a_deadline_is_on_a_day_that_is_not_suspended(case: dict[str, Any]) -> None:
    """Nor on a closed one, where it rolls."""
    end = last_day(
        case["term"],
        case["trigger"],
        suspensions=case["suspensions"],
        extensions=case["extensions"],
    )

    assert stopping(case, end) == []
    assert case["term"].end == "stand" or DANISH.is_open(end)


@given(cases(endless=True), st.randoms(use_true_random=False))
def test_the_order_of_suspensions_changes_nothing(
    case: dict[str, Any],
    chance: random.Random,
) -> None:
    """Neither the deadline nor a word of the proof, and one given twice counts once."""
    shuffled = [*case["suspensions"], *case["suspensions"][:1]]
    chance.shuffle(shuffled)

    assert due(case, suspensions=shuffled) == due(case)


@given(days, counts, st.sampled_from(["days", "weeks"]), st.data())
def test_days_and_weeks_stay_in_order_when_suspended(
    trigger: date, count: int, unit: str, data: st.DataObject
) -> None:
    """A later trigger gives no earlier deadline, where the length is always the same.

    Of months it need not hold: from 30 January there are 29 days to run and from
    31 January 28, and if the 31st is suspended the first ends later.
    """
    given_ = data.draw(st.lists(suspensions(trigger), max_size=3))
    later = trigger + timedelta(days=data.draw(st.integers(0, 20)))
    term = Term(count, unit, suspendable=CAUSES)

    first = last_day(term, trigger, suspensions=given_)
    assert first <= last_day(term, later, suspensions=given_)


def test_months_need_not_stay_in_order_when_suspended() -> None:
    """What is stated above, in days."""
    term = Term(1, "month", end="stand", suspendable=CAUSES)
    given_ = [ended(date(2021, 1, 31), 1)]

    assert last_day(term, date(2021, 1, 30), suspensions=given_) == date(2021, 3, 1)
    assert last_day(term, date(2021, 1, 31), suspensions=given_) == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("given_", "end"),
    [
        ([], date(2020, 3, 16)),
        ([ended(date(2020, 3, 5), 3)], date(2020, 3, 19)),
        (
            [ended(date(2020, 3, 5), 3), ended(date(2020, 3, 6), 4, cause=CAUSES[1])],
            date(2020, 3, 21),
        ),
        ([ended(date(2020, 3, 5), 3), ended(date(2020, 3, 18), 2)], date(2020, 3, 21)),
        ([ended(date(2020, 3, 5), 3), ended(date(2020, 3, 20), 2)], date(2020, 3, 19)),
        ([ended(date(2020, 2, 20), 12)], date(2020, 3, 16)),
        ([ended(date(2020, 2, 20), 15)], date(2020, 3, 19)),
        ([ended(date(2020, 3, 16), 5)], date(2020, 3, 21)),
        ([ended(date(2020, 3, 17), 5)], date(2020, 3, 16)),
        ([ended(date(2020, 3, 5), 0)], date(2020, 3, 16)),
    ],
    ids=[
        "none",
        "one",
        "overlapping ones count each day once",
        "the days given back run into a further one",
        "one after the end does not count",
        "one over before the term begins does not count",
        "of one from before the term, the days of the term count",
        "the last day is suspended",
        "the day after the last is suspended",
        "one that ends the day it began",
    ],
)
def test_each_suspended_day_of_the_term_is_given_back_once(
    given_: list[Suspension], end: date
) -> None:
    """Two weeks from Monday 2 March 2020, counted by hand."""
    term = Term(2, "weeks", end="stand", suspendable=CAUSES)

    assert last_day(term, TRIGGER, suspensions=given_) == end


def test_of_working_days_the_working_days_are_given_back() -> None:
    """Seven from Monday 2 March end on Wednesday 11; a week of waiting takes five."""
    term = Term(7, "working_days", suspendable=CAUSES)

    due_ = term.due(TRIGGER, suspensions=[ended(date(2020, 3, 4), 7)])

    assert due_.deadline == "2020-03-18"
    assert (due_.proof.steps[1].count, due_.proof.steps[1].unit) == (5, "working_days")


def test_a_deadline_rolls_past_a_suspension_that_begins_on_the_weekend() -> None:
    """It ends Saturday 7 March, and until Thursday nothing can be done."""
    term = Term(5, "days", suspendable=CAUSES)

    due_ = term.due(TRIGGER, suspensions=[ended(date(2020, 3, 8), 4)])

    (_, rolled) = due_.proof.steps
    assert due_.deadline == "2020-03-12"
    assert [run.why for run in rolled.skipped] == ["saturday", "sunday", CAUSES[0]]


def test_what_is_suspended_before_a_roll_is_credited_before_the_extension() -> None:
    """Extended from the deadline as it stands: each leg gets its own days back."""
    month = Extension(count=1, unit="months", reason="kompleks_sag")
    term = Term(1, "month", order="roll_then_extend", suspendable=CAUSES)
    given_ = [ended(date(2020, 1, 15), 3)]

    assert last_day(
        term, date(2020, 1, 8), suspensions=given_, extensions=[month]
    ) == date(2020, 3, 11)


class TestWithoutAnEnd:
    """Nobody knows when the case goes on."""

    term = Term(2, "weeks", suspendable=CAUSES)
    waiting = Suspension(cause=CAUSES[0], start=date(2020, 3, 9))

    def test_there_is_no_deadline(self) -> None:
        """The proof says since when it stands still, and how many days are left."""
        due_ = self.term.due(TRIGGER, suspensions=[self.waiting])

        stopped = due_.proof.steps[-1]
        assert due_.deadline is None
        assert not due_.provisional
        assert (stopped.done, stopped.from_day) == ("stopped", date(2020, 3, 9))
        assert (stopped.count, stopped.unit) == (8, "days")

    @pytest.mark.parametrize(
        ("as_of", "deadline"),
        [
            (date(2020, 3, 1), "2020-03-16"),
            (date(2020, 3, 9), "2020-03-16"),
            (date(2020, 3, 11), "2020-03-18"),
            (date(2020, 3, 16), "2020-03-23"),
        ],
    )
    def test_as_of_a_day_there_is_a_provisional_one(
        self, as_of: date, deadline: str
    ) -> None:
        """As if it went on that day, or at once where that is before it stopped."""
        due_ = self.term.due(TRIGGER, suspensions=[self.waiting], as_of=as_of)

        assert (due_.deadline, due_.provisional) == (deadline, True)
        assert due_.proof.suspensions == (self.waiting,)

    def test_as_of_changes_nothing_where_nothing_stops_it(self) -> None:
        """The proof is the same, whichever day it is asked for."""
        late = Suspension(cause=CAUSES[0], start=date(2020, 4, 1))

        asked = self.term.due(TRIGGER, suspensions=[late], as_of=date(2020, 3, 3))

        assert asked == self.term.due(TRIGGER, suspensions=[late])
        assert (asked.deadline, asked.provisional) == ("2020-03-16", False)

    def test_it_stops_a_deadline_that_would_roll(self) -> None:
        """All days have run by Saturday, but Monday does not come."""
        term = Term(5, "days", suspendable=CAUSES)
        waiting = Suspension(cause=CAUSES[0], start=date(2020, 3, 8))

        due_ = term.due(TRIGGER, suspensions=[waiting])

        assert due_.deadline is None
        assert (due_.proof.steps[-1].count, due_.proof.steps[-1].unit) == (0, "days")

    def test_it_stops_what_comes_after_too(self) -> None:
        """What is left is told unit by unit; a further leg is not begun."""
        extension = Extension(count=3, unit="working_days", reason="kompleks_sag")

        one = self.term.due(TRIGGER, suspensions=[self.waiting], extensions=[extension])
        legs = Term(2, "weeks", order="roll_then_extend", suspendable=CAUSES).due(
            TRIGGER, suspensions=[self.waiting], extensions=[extension]
        )

        left = [(s.count, s.unit) for s in one.proof.steps if s.done == "stopped"]
        assert left == [(8, "days"), (3, "working_days")]
        assert [s.done for s in legs.proof.steps] == ["counted", "stopped"]

    @given(cases(endless=True), days)
    def test_it_is_provisional_just_where_there_would_be_none(
        self, case: dict[str, Any], as_of: date
    ) -> None:
        """With a day to go by there is always a deadline."""
        asked = due(case, as_of=as_of)

        assert asked.deadline is not None
        assert asked.provisional is (due(case).deadline is None)


class TestWhatIsRefused:
    """A suspension counts only where the term says that its cause suspends it."""

    def test_every_cause_that_does_not_suspend_the_term_is_named(self) -> None:
        """All of them at once, with what would do."""
        term = Term(2, "weeks", suspendable=CAUSES)

        with pytest.raises(Malformed) as refused:
            term.due(
                TRIGGER,
                suspensions=[
                    ended(TRIGGER, 3, cause="ferie"),
                    ended(TRIGGER, 2),
                    ended(TRIGGER, 4, cause="sygdom", by="e-1"),
                ],
            )

        expected = "expected a cause among manglende_oplysninger, partshoering"
        assert [problem.text for problem in refused.value.problems] == [
            f"{expected}, got ferie 2020-03-02/2020-03-05",
            f"{expected}, got sygdom 2020-03-02/2020-03-06 by e-1",
        ]

    def test_a_term_that_nothing_suspends_says_so(self) -> None:
        """It is so unless causes are stated."""
        with pytest.raises(Malformed, match="expected none, got partshoering"):
            Term(2, "weeks").due(TRIGGER, suspensions=[ended(TRIGGER, 3)])

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({"cause": "Ferie!"}, "cause 'Ferie!': expected lower-case"),
            ({"end": date(2020, 2, 1)}, "expected no earlier than the start"),
            ({"start": None, "end": "i dag"}, "expected a date, got None; $.end"),
        ],
    )
    def test_what_is_no_suspension_is_refused(
        self, fields: dict[str, Any], problem: str
    ) -> None:
        """Its cause is a code, and it does not end before it begins."""
        with pytest.raises(Malformed) as refused:
            Suspension(**{"cause": "ferie", "start": TRIGGER} | fields)

        assert problem in str(refused.value)
