"""Values check their form, and say what they expected."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core.errors import Malformed
from kvalitet_core.values import (
    COPENHAGEN,
    CVR,
    ISBN,
    Answers,
    CheckedText,
    Deadline,
    Digest,
    Figure,
    FormName,
    Hjemmel,
    Money,
    MunicipalityCode,
    PNumber,
    ReasonCode,
    RegionCode,
    danish_date,
    end_of_day,
    instant_at,
)

WELL_FORMED: list[tuple[type[CheckedText], str]] = [
    (MunicipalityCode, "0730"),
    (RegionCode, "1082"),
    (CVR, "19174883"),
    (CVR, "27355021"),
    (PNumber, "1003388394"),
    (ISBN, "978-0-471-11709-4"),
    (ISBN, "9780471117094"),
    (ReasonCode, "merged"),
    (Digest, "0123456789abcdef" * 4),
    (FormName, "indsatsteam.ansoegning/1"),
    (Figure, "12.50"),
    (Figure, "-0.05"),
    (Figure, "0"),
    (Figure, "999999999999.999999"),
    (Deadline, "2020-11-27"),
    (Deadline, "2020-11-27T12:00:00+01:00"),
    (Deadline, "2020-02-29T12:00:00.5Z"),
]

ILL_FORMED: list[tuple[type[CheckedText], str]] = [
    (MunicipalityCode, "73"),
    (MunicipalityCode, "0730\n"),
    (MunicipalityCode, "०७३०"),
    (RegionCode, "10825"),
    (CVR, "19174884"),
    (CVR, "DK19174883"),
    (CVR, "00000000"),
    (PNumber, "100338839"),
    (ISBN, "978-0-471-11709-5"),
    (Figure, "-0.0"),
    (Figure, "012"),
    (Figure, "1e3"),
    (Figure, "1,5"),
    (Figure, "1."),
    (Figure, "1.1234567"),
    (Figure, "1000000000000"),
    (ISBN, "0-471-11709-9"),
    (ISBN, "978--0471117094"),
    (ReasonCode, "Anna er flyttet"),
    (Digest, "0123456789ABCDEF" * 4),
    (Digest, "0123456789abcdef"),
    (FormName, "ansoegning/1"),
    (FormName, "indsatsteam.ansoegning/0"),
    (Deadline, "27-11-2020"),
    (Deadline, "2020-11-31"),
    (Deadline, "2020-11-27T12:00:00"),
    (Deadline, "2020-11-27T25:00:00Z"),
    (Deadline, "2020-11-27 12:00:00+01:00"),
]


@pytest.mark.parametrize(("kind", "text"), WELL_FORMED)
def test_a_well_formed_code_is_the_text_that_was_given(
    kind: type[CheckedText], text: str
) -> None:
    """A checked text is a str in every way, and keeps its kind when it is copied."""
    code = kind(text)

    assert code == text
    assert hash(code) == hash(text)
    assert type(str(code)) is str
    assert not hasattr(code, "__dict__")
    stored = pickle.dumps(code)
    read = pickle.loads(stored)  # noqa: S301 - our own bytes
    for twin in (copy.deepcopy(code), copy.copy(code), read):
        assert twin == code
        assert type(twin) is kind


@pytest.mark.parametrize(("kind", "text"), ILL_FORMED)
def test_an_ill_formed_code_is_refused(kind: type[CheckedText], text: str) -> None:
    """The error names the thing, the rule and the value."""
    with pytest.raises(Malformed) as raised:
        kind(text)

    assert str(raised.value) == f"{kind.noun} {text!r}: expected {kind.rule}"


def test_a_number_is_no_code() -> None:
    """A code that a spreadsheet made a number of has lost its zero: it is refused."""
    with pytest.raises(Malformed, match=r"^municipality code 730: expected four"):
        MunicipalityCode(730)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "text"), WELL_FORMED)
def test_every_kind_of_code_says_its_form_as_a_schema(
    kind: type[CheckedText], text: str
) -> None:
    """A schema is made from the class, so the class must say what a schema says."""
    schema = kind.json_schema

    assert kind(text)
    assert schema["type"] == "string"
    assert schema["pattern"]
    assert schema["description"].endswith(".")


def test_law_holds_from_its_first_day_until_its_last() -> None:
    """`valid_to` is the first day the law no longer holds."""
    law = Hjemmel(
        source="Serviceloven",
        paragraph="§ 85",
        valid_from=date(2019, 1, 1),
        valid_to=date(2023, 1, 1),
    )

    assert not law.holds_on(date(2018, 12, 31))
    assert law.holds_on(date(2019, 1, 1))
    assert law.holds_on(date(2022, 12, 31))
    assert not law.holds_on(date(2023, 1, 1))
    assert str(law) == "Serviceloven § 85"


def test_law_without_days_always_holds() -> None:
    """A call text that states no period holds whenever it is asked."""
    assert Hjemmel(source="Opslag 2020", paragraph="frist").holds_on(date(1900, 1, 1))


def test_law_must_name_its_place_and_a_period_forwards() -> None:
    """An empty source, an empty paragraph and an inverted period are refused."""
    day = date(2020, 1, 1)

    with pytest.raises(Malformed, match="source '': expected some text"):
        Hjemmel(source="", paragraph="§ 85")
    with pytest.raises(Malformed, match="paragraph ' ': expected some text"):
        Hjemmel(source="Serviceloven", paragraph=" ")
    with pytest.raises(Malformed, match="valid_to 2020-01-01: expected a date later"):
        Hjemmel(source="S", paragraph="P", valid_from=day, valid_to=day)


@pytest.mark.parametrize("amount", [1.0, True, "1"])
def test_money_is_whole_oere(amount: object) -> None:
    """No float, no truth value and no text is an amount."""
    with pytest.raises(Malformed, match="expected a whole number of øre"):
        Money(oere=amount)  # type: ignore[arg-type]


@given(st.integers(), st.integers())
def test_money_adds_and_compares_as_its_oere(left: int, right: int) -> None:
    """Nothing is rounded: what is added can be taken away again."""
    one, other = Money(oere=left), Money(oere=right)

    assert one + other == Money(oere=left + right)
    assert (one + other) - other == one
    assert (one < other) is (left < right)


def test_money_only_counts_with_money() -> None:
    """An amount and a number are not of one kind."""
    with pytest.raises(TypeError):
        Money(oere=1) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(oere=1) - 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        assert Money(oere=1) < 2  # type: ignore[operator]


@pytest.mark.parametrize(
    ("oere", "text"),
    [
        (123450, "1.234,50 kr."),
        (5, "0,05 kr."),
        (-5, "-0,05 kr."),
        (1_300_000_000, "13.000.000,00 kr."),
    ],
)
def test_money_is_written_the_danish_way(oere: int, text: str) -> None:
    """A point between thousands, a comma before the øre."""
    assert str(Money(oere=oere)) == text


def test_an_instant_has_a_danish_date() -> None:
    """Late in the evening in UTC it is tomorrow in Denmark."""
    assert danish_date(datetime(2020, 11, 27, 22, 59, tzinfo=UTC)) == date(2020, 11, 27)
    assert danish_date(datetime(2020, 11, 27, 23, 0, tzinfo=UTC)) == date(2020, 11, 28)


def test_an_instant_without_offset_is_refused() -> None:
    """Nobody knows when it is."""
    with pytest.raises(Malformed, match="expected an offset"):
        danish_date(datetime(2020, 11, 27, 12, 0))  # noqa: DTZ001 - that is the point


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_day_ends_at_local_midnight_after_it(day: date) -> None:
    """The last microsecond before is the day's, the instant itself is the next's."""
    end = end_of_day(day)

    assert end.utcoffset() == timedelta(0)
    assert danish_date(end - timedelta(microseconds=1)) == day
    assert danish_date(end) == day + timedelta(days=1)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.times())
def test_a_local_time_is_the_instant_when_clocks_show_it(
    day: date, clock: time
) -> None:
    """Clocks show the time asked for, or, where it is skipped, an hour later."""
    shown = instant_at(day, clock).astimezone(COPENHAGEN).replace(tzinfo=None)

    assert shown - datetime.combine(day, clock) in (timedelta(0), timedelta(hours=1))


def test_a_skipped_time_is_an_hour_later() -> None:
    """On 29 March 2020 no clock showed 02:30."""
    skipped = instant_at(date(2020, 3, 29), time(2, 30))

    assert skipped == datetime(2020, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_second_one() -> None:
    """On 25 October 2020 clocks showed 02:30 twice."""
    twice = instant_at(date(2020, 10, 25), time(2, 30))

    assert twice == datetime(2020, 10, 25, 1, 30, tzinfo=UTC)


def test_a_time_with_an_offset_is_no_local_time() -> None:
    """Two answers to where the clock hangs would be one too many."""
    with pytest.raises(Malformed, match="expected a local time"):
        instant_at(date(2020, 1, 1), time(12, 0, tzinfo=timezone(timedelta(hours=2))))


@pytest.mark.parametrize(
    ("deadline", "in_time", "late"),
    [
        ("2020-11-27", "2020-11-27T23:59:59.999999+01:00", "2020-11-28T00:00:00+01:00"),
        ("2021-08-20", "2021-08-20T21:59:59Z", "2021-08-20T22:00:00Z"),
        (
            "2019-09-24T12:00:00+02:00",
            "2019-09-24T12:00:00+02:00",
            "2019-09-24T12:00:00.000001+02:00",
        ),
    ],
)
def test_a_date_lasts_until_local_midnight_and_an_instant_until_itself(
    deadline: str, in_time: str, late: str
) -> None:
    """`24-09-2019 kl. 12.00` is an instant; a bare date ends when the day does."""
    last = Deadline(deadline)

    assert last.met_by(datetime.fromisoformat(in_time))
    assert not last.met_by(datetime.fromisoformat(late))
    with pytest.raises(Malformed, match="expected an offset"):
        last.met_by(datetime(2020, 1, 1))  # noqa: DTZ001 - what is refused


def test_answers_are_never_changed_and_equal_by_what_they_say() -> None:
    """The order they were given in does not matter; yes is not 1."""
    one = Answers({"temaer": ["Sundhed", "Civilsamfund"], "maaneder": 6})
    other = Answers({"maaneder": 6, "temaer": ("Sundhed", "Civilsamfund")})

    assert one == other
    assert hash(one) == hash(other)
    assert one.as_json() == {"maaneder": 6, "temaer": ["Sundhed", "Civilsamfund"]}
    assert Answers({"ja": True}) != Answers({"ja": 1})
    assert one != one.as_json()
    assert one.with_(Answers({"maaneder": 8}))["maaneder"] == 8
    assert one["maaneder"] == 6
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes


def test_everything_that_is_no_answer_is_named_at_once() -> None:
    """A number with a point, nothing, and a question with another form of name."""
    with pytest.raises(Malformed) as raised:
        Answers({"a": 1.5, "b": None, "C": "x", "d": ["x", 1], "e": {}, "f": "ok"})

    paths = [problem.path for problem in raised.value.problems]
    assert paths == ["$.C", "$.a", "$.b", "$.d", "$.e"]


@given(st.from_regex(Figure.json_schema["pattern"], fullmatch=True).map(Figure))
def test_a_figure_keeps_its_number_whatever_its_decimals(figure: Figure) -> None:
    """More decimals change nothing but how it is written; none is rounded away."""
    longest = figure.with_places(6)

    assert longest.decimal == figure.decimal
    assert longest.scaled == longest.decimal * 10**6
    assert longest.with_places(figure.places) == figure
    assert abs(longest.scaled) < 2**63


def test_a_figure_is_never_rounded() -> None:
    """What has more decimals than are wanted is refused."""
    with pytest.raises(Malformed, match=r"figure '12.55': expected 1 decimals at most"):
        Figure("12.55").with_places(1)

    assert Figure("12.00").with_places(0) == "12"
