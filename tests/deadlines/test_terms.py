"""A term is a value: written once, checked at once, named by its digest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs
import pytest

from kvalitet_core.casetypes import Fact
from kvalitet_core.deadlines import Extension, Term, Trigger
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Hjemmel, Instant

MODTAGET = Fact("modtaget", Instant, da="ansøgningen er modtaget", en="receipt")


@attrs.frozen
class Plain:
    """A trigger that has a name and nothing else."""

    name: str


def test_a_fact_can_be_what_a_term_is_counted_from() -> None:
    """So can anything with a name; a fact is called by its label."""
    after: list[Trigger] = [MODTAGET, Plain("opstart.forvent")]

    texts = [Term(6, "weeks", after=each).text("da") for each in after]

    assert texts == [
        "6 uger efter ansøgningen er modtaget",
        "6 uger efter opstart.forvent",
    ]


@pytest.mark.parametrize(
    ("term", "da", "en"),
    [
        (Term(1, "day"), "1 dag", "1 day"),
        (Term(30, "days"), "30 dage", "30 days"),
        (Term(1, "working_day"), "1 arbejdsdag", "1 working day"),
        (Term(7, "working_days"), "7 arbejdsdage", "7 working days"),
        (Term(1, "week"), "1 uge", "1 week"),
        (Term(2, "months"), "2 måneder", "2 months"),
        (Term(1, "year"), "1 år", "1 year"),
        (
            Term(1, "month", after=MODTAGET),
            "1 måned efter ansøgningen er modtaget",
            "1 month after receipt",
        ),
    ],
)
def test_a_term_is_said_in_both_languages(term: Term, da: str, en: str) -> None:
    """One is said as one, and the trigger by its label."""
    assert (term.text("da"), term.text("en")) == (da, en)


def test_one_of_a_unit_is_the_unit() -> None:
    """`month` and `months` are one term; so are causes in any order."""
    causes = ("partshoering", "manglende_oplysninger")

    one = Term(1, "month", suspendable=causes)
    same = Term(1, "months", suspendable=causes[::-1])

    assert (one, one.digest) == (same, same.digest)


def test_a_digest_names_every_choice() -> None:
    """Each choice of a term makes another digest."""
    hjemmel = Hjemmel(source="Opslag 2020", paragraph="frist")
    terms = [
        Term(1, "month"),
        Term(2, "month"),
        Term(1, "week"),
        Term(1, "month", after=MODTAGET),
        Term(1, "month", end="stand"),
        Term(1, "month", order="roll_then_extend"),
        Term(1, "month", suspendable=("partshoering",)),
        Term(1, "month", hjemmel=hjemmel),
    ]

    assert len({term.digest for term in terms}) == len(terms)
    assert terms[-1].as_json() == {
        "count": 1,
        "unit": "months",
        "after": None,
        "end": "roll",
        "order": "extend_then_roll",
        "suspendable": [],
        "hjemmel": {
            "source": "Opslag 2020",
            "paragraph": "frist",
            "valid_from": None,
            "valid_to": None,
        },
    }


def test_everything_wrong_with_a_term_is_told_at_once() -> None:
    """Each with its place, what is expected, and what was given."""
    with pytest.raises(Malformed) as refused:
        Term(0, "moons", end="fly", order="never", suspendable=("Ferie!", "ok"))

    assert [(p.path, p.text.split(",")[-1]) for p in refused.value.problems] == [
        ("$.count", " got 0"),
        ("$.unit", " got 'moons'"),
        ("$.end", " got 'fly'"),
        ("$.order", " got 'never'"),
        ("$.suspendable", " got 'Ferie!'"),
    ]


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Term(True, "days"), "got True"),  # noqa: FBT003
        (lambda: Term(100_000, "days"), "expected a whole number from 1 to 99999"),
        (lambda: Term(1, "days", suspendable="ferie"), "expected several causes"),
        (lambda: Term(1, "days", after="modtaget"), "expected what has a name, got"),
        (
            lambda: Extension(count=0, unit="week", reason="kompleks"),
            "$.count: expected a whole number from 1 to 99999, got 0; $.unit",
        ),
        (
            lambda: Extension(count=1, unit="weeks", reason="Kompleks sag"),
            "reason 'Kompleks sag': expected lower-case",
        ),
        (lambda: Term(1, "days").due("2020-01-01"), "trigger: expected a date or an"),
        (
            lambda: Term(1, "days").due(datetime(2020, 1, 1)),  # noqa: DTZ001
            "expected an offset",
        ),
        (
            lambda: Term(1, "days").due(date(2020, 1, 1), as_of="i dag"),
            "as_of: expected a date, got 'i dag'",
        ),
        (
            lambda: Term(9_000, "years").due(date(2020, 1, 1)),
            "term from 2020-01-01: expected to end by 9999-12-30",
        ),
        (
            lambda: Term(31, "days").due(date(9999, 11, 30)),
            "expected to end by 9999-12-30",
        ),
        (
            lambda: Term(2, "working_days").due(date(9999, 12, 29)),
            "expected to end by 9999-12-30",
        ),
    ],
)
def test_what_cannot_be_is_refused(make: Any, problem: str) -> None:
    """The thing, the rule and the value are named."""
    with pytest.raises(Malformed) as refused:
        make()

    assert problem in str(refused.value)
