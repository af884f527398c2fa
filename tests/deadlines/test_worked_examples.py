"""Terms counted by hand, each with the law or the source that it is counted by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from kvalitet_core.deadlines import DANISH, Extension, Term, fixed
from kvalitet_core.values import Deadline, Hjemmel


def law(source: str, paragraph: str) -> Hjemmel:
    """The law that an example is counted by."""
    return Hjemmel(source=source, paragraph=paragraph)


MONTHS = law("Forældelsesloven", "§ 27, stk. 1")
ROLLS = law("Forældelsesloven", "§ 27, stk. 2")
BEDEDAG = law("Lov nr. 214 af 6. marts 2023", "store bededag")
AKTINDSIGT = law("Offentlighedsloven", "§ 36, stk. 2")
KLAGE = law("Offentlighedsloven", "§ 37")
KLAGE_OVER_TID = law("Offentlighedsloven", "§ 39")
SOCIAL = law("Retssikkerhedsloven", "klage over sociale afgørelser, 4 uger")
NO_LAW = law("Ingen kilde fundet", "valgt for eksemplet")
"""Where no law that was read says it: the choice is the term's own."""


class Example(NamedTuple):
    """A term, when it began, when it ends, and by which law."""

    what: str
    term: Term
    trigger: date
    end: str
    law: Hjemmel
    passed: tuple[str, ...] = ()


EXAMPLES = [
    Example(
        "it would end on store bededag 2023, a Friday",
        Term(2, "weeks"),
        date(2023, 4, 21),
        "2023-05-08",
        BEDEDAG,
        ("store_bededag", "saturday", "sunday"),
    ),
    Example(
        "store bededag is a working day in 2024",
        Term(2, "weeks"),
        date(2024, 4, 12),
        "2024-04-26",
        BEDEDAG,
    ),
    Example(
        "a month that ends on 31 January",
        Term(1, "month"),
        date(2021, 12, 31),
        "2022-01-31",
        MONTHS,
    ),
    Example(
        "a month from 31 January ends on the last of February",
        Term(1, "month"),
        date(2022, 1, 31),
        "2022-02-28",
        MONTHS,
    ),
    Example(
        "a month from 30 January ends there too",
        Term(1, "month"),
        date(2022, 1, 30),
        "2022-02-28",
        MONTHS,
    ),
    Example(
        "a month from 31 January of a leap year",
        Term(1, "month", end="stand"),
        date(2020, 1, 31),
        "2020-02-29",
        MONTHS,
    ),
    Example(
        "the same where it rolls: the leap day was a Saturday",
        Term(1, "month"),
        date(2020, 1, 31),
        "2020-03-02",
        ROLLS,
        ("saturday", "sunday"),
    ),
    Example(
        "a year from a leap day",
        Term(1, "year", end="stand"),
        date(2020, 2, 29),
        "2021-02-28",
        MONTHS,
    ),
    Example(
        "four years from a leap day",
        Term(4, "years"),
        date(2020, 2, 29),
        "2024-02-29",
        MONTHS,
    ),
    Example(
        "a day to the one with 23 hours",
        Term(1, "day", end="stand"),
        date(2020, 3, 28),
        "2020-03-29",
        NO_LAW,
    ),
    Example(
        "it would end on 24 December 2020, a Thursday",
        Term(4, "weeks"),
        date(2020, 11, 26),
        "2020-12-28",
        ROLLS,
        ("juleaftensdag", "juledag", "anden_juledag", "sunday"),
    ),
    Example(
        "it would end on 31 December 2020, a Thursday",
        Term(5, "weeks"),
        date(2020, 11, 26),
        "2021-01-04",
        ROLLS,
        ("nytaarsaftensdag", "nytaarsdag", "saturday", "sunday"),
    ),
    Example(
        "it would end on 5 June 2020, a Friday",
        Term(1, "month"),
        date(2020, 5, 5),
        "2020-06-08",
        ROLLS,
        ("grundlovsdag", "saturday", "sunday"),
    ),
    Example(
        "it would end on 5 June 2022, which was Whit Sunday",
        Term(3, "years"),
        date(2019, 6, 5),
        "2022-06-07",
        ROLLS,
        ("pinsedag", "anden_pinsedag"),
    ),
    Example(
        "it would end on Maundy Thursday 2020",
        Term(4, "weeks"),
        date(2020, 3, 12),
        "2020-04-14",
        ROLLS,
        (
            "skaertorsdag",
            "langfredag",
            "saturday",
            "paaskedag",
            "anden_paaskedag",
        ),
    ),
    Example(
        "a complaint: the same weekday four weeks later",
        Term(4, "weeks"),
        date(2020, 3, 4),
        "2020-04-01",
        SOCIAL,
    ),
    Example(
        "access to files: seven working days, over Easter",
        Term(7, "working_days"),
        date(2020, 4, 2),
        "2020-04-16",
        AKTINDSIGT,
        (
            "saturday",
            "sunday",
            "skaertorsdag",
            "langfredag",
            "saturday",
            "paaskedag",
            "anden_paaskedag",
        ),
    ),
    Example(
        "the appeal body's twenty working days, over Ascension and Whitsun",
        Term(20, "working_days"),
        date(2020, 5, 18),
        "2020-06-18",
        KLAGE,
        (
            "kristi_himmelfartsdag",
            "saturday",
            "sunday",
            "saturday",
            "pinsedag",
            "anden_pinsedag",
            "grundlovsdag",
            "saturday",
            "sunday",
            "saturday",
            "sunday",
        ),
    ),
    Example(
        "a complaint over time, after fourteen working days",
        Term(14, "working_days"),
        date(2020, 9, 1),
        "2020-09-21",
        KLAGE_OVER_TID,
        ("saturday", "sunday") * 3,
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.what)
def test_a_term_ends_where_the_law_has_it(example: Example) -> None:
    """The date that was counted by hand, and the closed days that were passed."""
    proof = example.term.due(example.trigger).proof

    assert proof.deadline == example.end
    passed = [run.why for step in proof.steps for run in step.skipped]
    assert tuple(passed) == example.passed


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.what)
def test_the_law_of_a_term_stands_in_its_proof(example: Example) -> None:
    """The counting rests on the term's law, the rolling on the calendar's."""
    term = Term(
        example.term.count,
        example.term.unit,
        end=example.term.end,
        hjemmel=example.law,
    )

    counted, *rolled = term.due(example.trigger).proof.steps

    assert counted.law == example.law
    assert [step.law for step in rolled] == [DANISH.hjemmel] * len(rolled)


def test_the_two_orders_give_two_deadlines() -> None:
    """From 8 January 2020, a month and a month more; no law that was read says which.

    Extended first it is two months, to Sunday 8 March. Rolled first, it is a month
    from Monday 10 February.
    """
    month = Extension(count=1, unit="months", reason="kompleks_sag")

    ends = {
        order: Term(1, "month", order=order)
        .due(date(2020, 1, 8), extensions=[month])
        .deadline
        for order in ("extend_then_roll", "roll_then_extend")
    }

    assert ends == {"extend_then_roll": "2020-03-09", "roll_then_extend": "2020-03-10"}


def test_a_deadline_at_noon_is_at_noon() -> None:
    """The pool's deadline was moved to "24-09-2019 kl. 12.00", Danish summer time."""
    noon = Deadline("2019-09-24T12:00:00+02:00")

    due = fixed(noon, hjemmel=law("Puljeopslag 2019", "ansøgningsfrist"))

    assert due.deadline.instant == datetime(2019, 9, 24, 10, tzinfo=UTC)
    assert due.deadline.met_by(datetime(2019, 9, 24, 10, tzinfo=UTC))
    assert not due.deadline.met_by(datetime(2019, 9, 24, 10, 0, 1, tzinfo=UTC))
    assert "tirsdag den 24. september 2019 kl. 12.00" in due.proof.text("da")


@pytest.mark.parametrize(
    ("trigger", "ends"),
    [
        (date(2020, 3, 27), datetime(2020, 3, 28, 23, tzinfo=UTC)),
        (date(2020, 3, 28), datetime(2020, 3, 29, 22, tzinfo=UTC)),
        (date(2020, 10, 23), datetime(2020, 10, 24, 22, tzinfo=UTC)),
        (date(2020, 10, 24), datetime(2020, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_also_when_the_clocks_change(
    trigger: date, ends: datetime
) -> None:
    """29 March 2020 has 23 hours, 25 October has 25; both end at local midnight."""
    deadline = Term(1, "day", end="stand").due(trigger).deadline

    assert deadline.instant == ends


def test_the_night_when_summer_time_begins_is_of_the_day_it_is_in_denmark() -> None:
    """Half past eleven at night on the 28th in UTC is the 29th, in either time."""
    term = Term(1, "week", end="stand")

    before = term.due(datetime(2020, 3, 28, 22, 30, tzinfo=UTC))
    after = term.due(datetime(2020, 3, 28, 23, 30, tzinfo=UTC))

    assert (before.deadline, after.deadline) == ("2020-04-04", "2020-04-05")
