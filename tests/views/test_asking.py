"""Views are asked by what rows hold, and as of a day; and waited for."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.journal import course
from tests.running.conftest import address_on
from tests.views import viewed
from tests.views.conftest import opened
from tests.views.test_following import happen, note

from kvalitet_core import Journal, catalogue
from kvalitet_core.domain import municipality
from kvalitet_core.errors import Malformed, NotFollowed, RunsUnavailable, Unknown
from kvalitet_core.journal.records import Receipt
from kvalitet_core.values import MunicipalityCode
from kvalitet_core.views.views import Views

RANDERS = MunicipalityCode("0730")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def danish(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Views]:
    """The views of a journal with Denmark's municipalities, one of them renamed."""
    folder = tmp_path_factory.mktemp("danish")
    address = address_on(request, request.param, folder)
    with opened(folder, viewed.plugin()) as journal:
        with journal.batch() as batch:
            for command in (*catalogue.regions(), *catalogue.municipalities()):
                batch.do(command, by=course.ANNA)
            renamed = municipality.Rename(
                code=RANDERS, name="Ny Randers", effective_from=date(2022, 1, 1)
            )
            batch.do(renamed, by=course.ANNA)
        happen(journal)
        with Views.open(journal, address) as views:
            views.follow()
            yield views


def names(rows: Any) -> list[str]:
    """What the municipalities are called."""
    return [row["name"] for row in rows]


def test_rows_come_in_the_order_of_their_keys(danish: Views) -> None:
    """The same on each kind of database, as far as one wants to see."""
    rows = danish.query("core.municipalities")

    keys = [(row["code"], row["effective_from"]) for row in rows]
    assert keys == sorted(keys)
    assert len(rows) == 99
    assert danish.query("core.municipalities", limit=3) == rows[:3]
    assert danish.query("core.municipalities", limit=0) == ()


def test_rows_are_found_by_what_they_hold(danish: Views) -> None:
    """All that is asked for at once; nothing is None; a text is read as its type."""
    found = danish.query("core.municipalities", where={"code": "0730"})
    assert names(found) == ["Randers", "Ny Randers"]

    for day in (date(2022, 1, 1), "2022-01-01"):
        where = {"code": RANDERS, "effective_from": day}
        assert names(danish.query("core.municipalities", where=where)) == ["Ny Randers"]

    open_ = danish.query("core.municipalities", where={"effective_to": None})
    assert len(open_) == 98


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1960, 1, 1), []),
        (date(2021, 12, 31), ["Randers"]),
        (date(2022, 1, 1), ["Ny Randers"]),
        (date(9999, 12, 31), ["Ny Randers"]),
    ],
)
def test_rows_are_found_as_of_a_day(
    danish: Views, day: date, expected: list[str]
) -> None:
    """The first day counts, the day it ends does not."""
    found = danish.query("core.municipalities", where={"code": "0730"}, as_of=day)

    assert names(found) == expected


def test_a_table_is_asked_by_its_name(danish: Views) -> None:
    """The first of a view's tables is the one that is asked when none is named."""
    first = danish.query("lesson.counts")

    assert danish.query("lesson.counts", "courses") == first
    assert danish.query("lesson.counts", "texts") != first


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        (
            {"name": "core.municipality"},
            Unknown,
            "unknown view 'core.municipality': did you mean core.municipalities",
        ),
        (
            {"name": "lesson.counts", "table": "corses"},
            Unknown,
            "unknown table of view lesson.counts 'corses': did you mean courses?",
        ),
        (
            {"name": "lesson.counts", "where": {"note": 1}},
            Unknown,
            "view lesson.counts, table courses 'note': did you mean notes?",
        ),
        (
            {"name": "lesson.counts", "where": {"notes": "many", "seats": 1.5}},
            Malformed,
            "got 'many'; $.seats: expected a whole number, got float",
        ),
        (
            {"name": "lesson.counts", "where": {"changed": datetime(2020, 1, 1)}},  # noqa: DTZ001 - the point
            Malformed,
            "$.changed: expected an instant with its offset",
        ),
        (
            {"name": "lesson.people", "where": {"name": "Anna"}},
            Malformed,
            "$.name: is kept sealed, so nobody can look for it",
        ),
        (
            {"name": "lesson.counts", "as_of": date(2020, 1, 1)},
            Malformed,
            "has no effective_from and effective_to, so it cannot be asked as of a day",
        ),
        (
            {"name": "core.municipalities", "as_of": datetime(2020, 1, 1, tzinfo=UTC)},
            Malformed,
            "as_of: expected a date, got datetime",
        ),
        (
            {"name": "core.municipalities", "limit": -1},
            Malformed,
            "limit: expected a whole number from 0, got -1",
        ),
        (
            {"name": "core.municipalities", "limit": True},
            Malformed,
            "limit: expected a whole number from 0, got True",
        ),
    ],
)
def test_a_question_that_makes_no_sense_is_told(
    danish: Views, asked: dict[str, Any], error: type[Exception], says: str
) -> None:
    """What is unknown, with the nearest; and all values that are of another type."""
    with pytest.raises(error) as raised:
        danish.query(**asked)

    assert says in str(raised.value)


def test_a_value_with_a_quote_is_a_value(journal: Journal, views: Views) -> None:
    """Nothing that is asked for is ever read as SQL."""
    note(journal, "a", "'; DROP TABLE x; --", "100% :one %(b0)s ?")
    views.follow()

    found = views.query("lesson.counts", "texts", where={"text": "100% :one %(b0)s ?"})

    assert [row["times"] for row in found] == [1]
    assert views.query("lesson.counts", "texts", where={"text": "' OR 1=1 --"}) == ()


def test_one_reads_ones_own_write(journal: Journal, lasting_address: str) -> None:
    """Whoever waits for a view is answered as soon as it shows the receipt's events."""
    with (
        Views.open(journal, lasting_address) as views,
        Views.open(journal, lasting_address) as elsewhere,
    ):
        elsewhere.follow()
        stop = threading.Event()
        runner = threading.Thread(
            target=elsewhere._runner.run, kwargs={"stop": stop, "poll_seconds": 0.01}
        )
        runner.start()
        try:
            for number in range(20):
                receipt = journal.do(
                    course.Note(course=course.course("a"), text=f"{number}"),
                    by=course.ANNA,
                )
                views.wait_for("lesson.counts", receipt, timeout=20)
                (row,) = views.query("lesson.counts")
                assert (row["notes"], row["last"]) == (number + 1, f"{number}")
        finally:
            stop.set()
            runner.join()


def noted(journal: Journal, text_: str, **options: Any) -> Receipt:
    """Note something, and get the receipt."""
    command = course.Note(course=course.course("a"), text=text_)
    return journal.do(command, by=course.ANNA, **options)


def test_time_runs_out_where_nobody_follows(journal: Journal, views: Views) -> None:
    """The error says how far the view is, and what was waited for."""
    receipt = noted(journal, "one")

    with pytest.raises(
        NotFollowed, match=r"is at 0, and was waited for 0.05 s"
    ) as told:
        views.wait_for("lesson.counts", receipt, timeout=0.05)

    assert (told.value.view, told.value.position) == ("lesson.counts", receipt.position)
    views.follow()
    views.wait_for("lesson.counts", receipt, timeout=0)


def test_what_is_parked_is_not_waited_for(journal: Journal, views: Views) -> None:
    """The error says why it is; other streams, and what came before, are shown."""
    first = noted(journal, "one")
    viewed.BROKEN.add("two")
    second, third = noted(journal, "two"), noted(journal, "three")
    other = journal.do(
        course.Note(course=course.course("b"), text="four"), by=course.ANNA
    )
    views.follow()

    views.wait_for("lesson.counts", first, timeout=0)
    views.wait_for("lesson.counts", other, timeout=0)
    for receipt in (second, third):
        with pytest.raises(NotFollowed, match=r"has put lesson/a aside at .* poison"):
            views.wait_for("lesson.counts", receipt, timeout=60)


def test_a_receipt_of_nothing_is_waited_for_in_vain(
    journal: Journal, views: Views
) -> None:
    """A dry run has no place in the journal; an unknown view none either."""
    dry = noted(journal, "one", dry_run=True)

    with pytest.raises(Malformed, match="of a dry run"):
        views.wait_for("lesson.counts", dry, timeout=1)
    with pytest.raises(Unknown, match="did you mean"):
        views.wait_for("lesson.count", dry, timeout=1)
    with pytest.raises(Unknown, match="did you mean"):
        views.rebuild("lesson.count")
    with pytest.raises(Unknown, match="did you mean"):
        views.follow("lesson.count")


def test_one_view_is_followed_without_the_others(
    journal: Journal, views: Views
) -> None:
    """By its name."""
    happen(journal)

    progress = views.follow("lesson.counts")

    assert [job.name for job in progress.jobs] == ["view lesson.counts"]
    status = {each.name: each.position for each in views.status()}
    assert status["view lesson.counts"] == journal.head()
    assert status["view core.streams"] == 0
    assert views.names == tuple(sorted(views.names))


def test_a_view_that_was_never_followed_says_so(journal: Journal, views: Views) -> None:
    """It is not shown as empty, which would be another thing."""
    happen(journal)

    with pytest.raises(RunsUnavailable, match="never brought up to date"):
        views.query("lesson.counts")


def test_views_are_read_without_a_right_to_write(
    journal: Journal, lasting_address: str
) -> None:
    """A reader asks, and changes nothing."""
    happen(journal)
    with Views.open(journal, lasting_address) as views:
        views.follow()

    with Views.open(journal, lasting_address, read_only=True) as reader:
        assert len(reader.query("lesson.counts")) == 3
        assert {each.lag_events for each in reader.status()} == {0}
        happen(journal)
        with pytest.raises(RunsUnavailable, match="reading only"):
            reader.follow()
        with pytest.raises(RunsUnavailable, match="reading only"):
            reader.rebuild("lesson.counts")


def test_a_database_of_another_journal_is_refused(
    journal: Journal, tmp_path: Path
) -> None:
    """So is one that is not there, and one on a server that nobody named."""
    path = str(tmp_path / "views")
    with (
        Journal.open("memory:", plugins=[viewed.plugin()], views=False) as other,
        Views.open(other, path),
    ):
        pass
    with pytest.raises(RunsUnavailable):
        Views.open(journal, path)
    with pytest.raises(RunsUnavailable):
        Views.open(journal, str(tmp_path / "nowhere"), create=False)


def test_a_journal_on_a_server_has_no_views_beside_it(
    postgres_url: str, tmp_path: Path
) -> None:
    """An address has to be given."""
    with (
        Journal.open(
            postgres_url, create=True, plugins=[], keys=str(tmp_path / "keys")
        ) as journal,
        pytest.raises(RunsUnavailable, match="give an address"),
    ):
        Views.open(journal)


def test_a_closed_database_says_so(journal: Journal) -> None:
    """Closing twice is harmless."""
    views = Views.open(journal)
    views.close()
    views.close()

    with pytest.raises(RunsUnavailable, match="is closed"):
        views.query("lesson.counts")


def test_a_database_that_is_gone_or_damaged_is_told(
    journal: Journal, tmp_path: Path
) -> None:
    """A question is not answered with nothing."""
    happen(journal)
    with Views.open(journal) as views:
        views.follow()
        with views._runs.transaction() as transaction:
            drop = text("DROP TABLE lesson_counts__g1__courses")
            transaction.connection.execute(drop)
        with pytest.raises(RunsUnavailable, match="no such table"):
            views.query("lesson.counts")
        (tmp_path / "journal.db.views").unlink()
        with pytest.raises(RunsUnavailable, match="is gone"):
            views.query("lesson.counts")


def test_a_table_that_stays_away_is_told_in_postgresql(
    journal: Journal, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """After the question was asked again a few times."""
    happen(journal)
    with Views.open(journal, address_on(request, "postgres", tmp_path)) as views:
        views.follow()
        with views._runs.transaction() as transaction:
            drop = text("DROP TABLE lesson_counts__g1__courses")
            transaction.connection.execute(drop)
        with pytest.raises(RunsUnavailable, match="does not exist"):
            views.query("lesson.counts")


def test_who_declares_views_needs_no_database() -> None:
    """A journal without views opens without SQLAlchemy, the core's views included."""
    script = (
        "import sys\n"
        "from kvalitet_core import Journal\n"
        "with Journal.open('memory:', plugins=[]) as journal:\n"
        "    views = {view.name for view in journal.registry.plugins[0].views}\n"
        "    assert 'core.streams' in views\n"
        "import kvalitet_core.testing\n"
        "assert 'sqlalchemy' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", script], check=True)
