"""Columns take what they are declared to take, and give it back as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journal import course
from tests.views import viewed
from tests.views.conftest import opened, parked
from tests.views.viewed import column

from kvalitet_core import Journal
from kvalitet_core.values import MunicipalityCode
from kvalitet_core.view import Table, Upsert, View
from kvalitet_core.views.kinds import Misfit, as_told, kept
from kvalitet_core.views.naming import named
from kvalitet_core.views.views import Views


class Colour(StrEnum):
    """An enumeration of texts, as the domain has."""

    RED = "red"


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "date": st.dates(),
    "instant": st.datetimes(
        min_value=datetime(1, 1, 2),  # noqa: DTZ001 - Hypothesis adds the offset
        max_value=datetime(9999, 12, 30),  # noqa: DTZ001 - the same
        timezones=st.sampled_from(
            [UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=11))]
        ),
    ),
}


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize("kind", sorted(VALUES))
def test_what_is_written_is_read_back(kind: str, dialect: str) -> None:
    """Every value of a type comes back as it was; an instant in UTC."""
    how = kept(kind, dialect)

    @given(VALUES[kind])
    def check(value: Any) -> None:
        back = how.read(how.write(value))

        assert back == value
        assert type(back) is type(value)

    check()


@pytest.mark.parametrize("kind", ["text", "date", "instant"])
def test_texts_in_sqlite_sort_as_what_they_stand_for(kind: str) -> None:
    """So that rows come in the same order from each database."""
    how = kept(kind, "sqlite")

    @given(VALUES[kind], VALUES[kind])
    def check(one: Any, other: Any) -> None:
        assert (how.write(one) < how.write(other)) == (one < other)

    check()


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("text", 5, "expected a text, got int"),
        ("text", "a\0b", "NUL"),
        ("text", "\ud800", "half a character"),
        ("integer", True, "expected a whole number, got bool"),
        ("integer", 1.0, "expected a whole number, got float"),
        ("integer", 2**63, "64 bits at most"),
        ("boolean", 1, "expected true or false, got int"),
        ("date", "2020-01-01", "expected a date, got str"),
        ("date", datetime(2020, 1, 1, tzinfo=UTC), "expected a date, got datetime"),
        ("instant", date(2020, 1, 1), "expected an instant, got date"),
        ("instant", datetime(2020, 1, 1), "with its offset"),  # noqa: DTZ001 - the point
        (
            "instant",
            datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))),
            "told in UTC",
        ),
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_what_is_of_another_type_is_refused(
    dialect: str, kind: str, value: Any, says: str
) -> None:
    """Nothing is turned into what it is not; what is said does not repeat the value."""
    with pytest.raises(Misfit, match=says):
        kept(kind, dialect).write(value)


def test_a_text_of_a_class_of_its_own_is_kept_as_a_text() -> None:
    """A code or an enumeration is a text in every other way."""
    write = kept("text", "sqlite").write

    for value in (MunicipalityCode("0730"), Colour.RED):
        assert type(write(value)) is str
        assert write(value) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "5", "5"),
        ("integer", "5", 5),
        ("boolean", "true", True),
        ("date", "2020-11-27", date(2020, 11, 27)),
        (
            "instant",
            "2020-11-27T12:00:00+01:00",
            datetime(2020, 11, 27, 11, tzinfo=UTC),
        ),
    ],
)
def test_a_question_may_say_a_value_as_a_text(
    kind: str, text: str, value: object
) -> None:
    """As it comes from a command line; what is of its type is taken as it is."""
    assert as_told(kind, text) == value
    assert as_told(kind, value) == value


@pytest.mark.parametrize("kind", ["integer", "boolean", "date", "instant"])
def test_a_text_that_says_no_value_is_refused(kind: str) -> None:
    """With what was expected, by an example."""
    for text in ("yes", "2020-11-27T12:00:00"):
        with pytest.raises(Misfit, match=r"expected [a-z ]+"):
            as_told(kind, text)


SAID: list[Any] = []
"""The row that the view below puts there next."""

EVERYTHING = View(
    name="lesson.everything",
    title="Alt",
    tables=(
        Table(
            name="rows",
            columns=(
                column("id", "integer"),
                *(column(f"{kind}_", kind, nullable=True) for kind in sorted(VALUES)),
            ),
            key=("id",),
        ),
    ),
    events=frozenset({"lesson.noted/1"}),
    project=lambda _: tuple(Upsert(table="rows", row=row) for row in SAID),
)


def test_values_of_every_type_go_through_the_database(
    tmp_path: Any, address: str
) -> None:
    """Written, asked for and read on each kind of database."""
    rows = st.lists(
        st.fixed_dictionaries(
            {f"{kind}_": st.none() | values for kind, values in VALUES.items()}
        ),
        max_size=5,
    )
    with (
        opened(tmp_path, viewed.plugin(EVERYTHING)) as journal,
        Views.open(journal, address) as views,
    ):

        @settings(max_examples=20)
        @given(rows)
        def check(said: list[dict[str, Any]]) -> None:
            SAID[:] = [{"id": n, **row} for n, row in enumerate(said)]
            note(journal)
            views.follow()

            found = views.query("lesson.everything", limit=len(said))

            assert list(found) == SAID
            for row in SAID:
                assert row in views.query("lesson.everything", where=row)

        check()


def note(journal: Journal) -> None:
    """Let something happen."""
    journal.do(course.Found(), by=course.ANNA)


@pytest.mark.parametrize(
    ("view", "table", "expected"),
    [
        ("core.streams", "streams", "core_streams__g7__streams"),
        ("core.all_streams", "of_all", "core_all_streams__g7__of_all"),
    ],
)
def test_a_table_is_called_after_its_view(view: str, table: str, expected: str) -> None:
    """So that it can be asked in SQL."""
    assert named(view, 7, table) == expected


WORDS = st.from_regex(r"\A[a-z][a-z0-9_]{0,39}\Z")


@given(
    st.lists(
        st.tuples(WORDS, WORDS, st.integers(1, 99), WORDS, st.none() | WORDS),
        min_size=2,
        max_size=2,
        unique=True,
    )
)
def test_two_tables_never_have_one_name(told: list[Any]) -> None:
    """Whatever views and tables are called, and however long that is."""
    names = [
        named(f"{owner}.{own}", number, table, *filter(None, [index]))
        for owner, own, number, table, index in told
    ]

    assert names[0] != names[1]
    assert all(len(name) <= 63 and name.isidentifier() for name in names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a.b_c", 1, "t"), ("a_b.c", 1, "t")),
        (("a.b", 1, "g2__t"), ("a.b__g1", 2, "t")),
        (("a-b.c", 1, "t"), ("a.b_c", 1, "t")),
        (("a.b", 1, "t", "by", "c"), ("a.b", 1, "t__by__c")),
        ((f"a.{'b' * 40}", 1, "c" * 30), (f"a.{'b' * 40}", 1, "c" * 31)),
    ],
)
def test_names_that_look_alike_are_told_apart(one: Any, other: Any) -> None:
    """By a digest where the readable part could be another's."""
    assert named(*one) != named(*other)


def test_a_row_that_fits_no_column_names_them_all() -> None:
    """Everything that is wrong with a row is told at once."""
    SAID[:] = [{"id": "one", "date_": 5, "text_": None}]
    plugins = [viewed.plugin(EVERYTHING)]
    with (
        Journal.open("memory:", plugins=plugins, views=False) as journal,
        Views.open(journal, "memory:") as views,
    ):
        note(journal)
        views.follow()
        (waiting,) = parked(views, "lesson.everything")

    assert str(waiting.error).startswith("Malformed: view lesson.everything, table")
    assert "$.id: expected a whole number, got str" in str(waiting.error)
    assert "$.date_: expected a date, got int" in str(waiting.error)
