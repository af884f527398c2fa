"""`kvalitet views`: what views show, how they stand, and making them anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.gardening import ANNA, VIEW, Gardening
from tests.cli.running import run_here


@pytest.fixture
def sown(gardening: Gardening) -> Gardening:
    """A garden in which some things were sown, and its view."""
    gardening.sow("1", "beet", "parsley")
    gardening.sow("2", "parsley")
    assert gardening.run("run", "--once").exit_code == 0
    return gardening


def _rows(garden: Gardening, *args: str) -> list[dict[str, Any]]:
    result = garden.run("views", "query", "garden.sown", *args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    rows: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return rows


def _accesses(garden: Gardening) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(f"{garden.journal}.access")) as store:
        return list(store.execute("SELECT purpose, streams, persons FROM accesses"))


class TestList:
    """Which views there are, without any journal."""

    def test_the_views_of_the_core_and_of_plugins(self, gardening: Gardening) -> None:
        """With their tables and columns, and what is personal marked."""
        result = gardening.run("views", "list")

        assert result.exit_code == 0
        assert "\ngarden.sown  Sået\n" in result.stdout
        assert "name text •" in result.stdout
        assert result.stdout.startswith("core.")

    def test_json_has_every_column(self, gardening: Gardening) -> None:
        """For programs that build upon it."""
        told = json.loads(gardening.run("views", "list", "--format", "json").stdout)

        (garden,) = (each for each in told["views"] if each["name"] == "garden.sown")
        assert garden["plugin"] == "garden"
        assert garden["events"] == ["garden.sown/1"]
        (table,) = garden["tables"]
        assert table["key"] == ["bed", "number"]
        assert table["columns"][-1] == {
            "name": "name",
            "type": "text",
            "title": "Navn",
            "nullable": True,
            "person": "gardener",
        }


class TestQuery:
    """Rows, by what they hold."""

    def test_rows_come_in_the_order_of_their_keys(self, sown: Gardening) -> None:
        """A row for each event, with what the view says of it."""
        assert [(row["bed"], row["number"], row["what"]) for row in _rows(sown)] == [
            ("garden/1", 1, "beet"),
            ("garden/1", 2, "parsley"),
            ("garden/2", 1, "parsley"),
        ]

    def test_rows_are_asked_by_what_they_hold(self, sown: Gardening) -> None:
        """Several conditions at once; a number is read as one."""
        found = _rows(sown, "--where", "what=parsley", "--where", "number=2")

        assert [row["bed"] for row in found] == ["garden/1"]

    def test_nothing_after_the_sign_is_none(self, sown: Gardening) -> None:
        """A column that every row has is none in no row."""
        assert _rows(sown, "--where", "what=") == []

    def test_it_says_how_far_the_view_is(self, sown: Gardening) -> None:
        """So that nobody takes for all what is not there yet."""
        sown.sow("3", "beet")

        result = sown.run("views", "query", "garden.sown")

        assert "kvalitet: garden.sown: 3 rows shown (the view is at position" in (
            result.stderr
        )
        assert " behind)" in result.stderr

    def test_more_rows_than_asked_for_are_told_of(self, sown: Gardening) -> None:
        """--limit 0 shows all."""
        some = sown.run("views", "query", "garden.sown", "--limit", "2")

        assert "2 rows shown; there are more: --limit 0 shows all" in some.stderr
        assert len(_rows(sown, "--limit", "3")) == 3
        assert len(_rows(sown, "--limit", "0")) == 3

    def test_text_is_a_table_where_it_fits(self, sown: Gardening) -> None:
        """Else each row stands by itself, and nothing is cut off."""
        wide = sown.run("views", "query", "garden.sown", COLUMNS="100")
        narrow = sown.run("views", "query", "garden.sown", COLUMNS="40")

        assert wide.stdout.split("\n")[0].split() == [
            "bed",
            "number",
            "what",
            "gardener",
            "name",
        ]
        assert narrow.stdout.startswith("garden/1\n    number    1\n    what      beet")

    def test_a_line_a_row_for_programs(self, sown: Gardening) -> None:
        """As the other reading commands do."""
        told = sown.run("views", "query", "garden.sown", "--format", "jsonl").stdout

        assert [json.loads(line)["what"] for line in told.splitlines()] == [
            "beet",
            "parsley",
            "parsley",
        ]

    def test_what_held_on_a_day(self, look: Callable[..., Any], demo: Path) -> None:
        """A table that knows from when until when is asked as of a day."""
        ask = ("views", "query", "core.tilbud")
        assert run_here("run", "--once", "--journal", demo).exit_code == 0
        before = look(*ask, "--as-of", "2019-12-31")["rows"]
        after = look(*ask, "--as-of", "2020-02-01")["rows"]

        assert [row["name"] for row in before] == ["Bofællesskabet Lærkehøj"]
        assert [row["name"] for row in after] == [
            "Bofællesskabet Mosebo",
            "Botilbuddet Egekrogen",
        ]


class TestPersons:
    """Persons are masked, unless someone says what for."""

    def test_without_a_purpose_they_are_masked(self, sown: Gardening) -> None:
        """In every form, and nothing is noted."""
        for form in ("text", "json", "jsonl"):
            told = sown.run("views", "query", "garden.sown", "--format", form)
            assert "Ingrid" not in told.output
        assert {str(row["name"]) for row in _rows(sown)} == {"{'personal': 'masked'}"}
        assert not Path(f"{sown.journal}.access").exists()

    def test_with_a_purpose_they_are_shown_and_that_is_kept(
        self, sown: Gardening
    ) -> None:
        """Who looked at whom, and why, stands in the access store."""
        result = sown.run("views", "query", "garden.sown", "--persons", "tilsyn 7")

        assert result.exit_code == 0
        assert "Ingrid" in result.stdout
        assert _accesses(sown) == [("tilsyn 7", '["person/p-1"]', '["p-1"]')]

    def test_where_it_cannot_be_kept_nobody_is_shown(
        self, sown: Gardening, tmp_path: Path
    ) -> None:
        """Exit code 3."""
        result = sown.run(
            "views",
            "query",
            "garden.sown",
            "--persons",
            "tilsyn 7",
            KVALITET_ACCESS=str(tmp_path / "none" / "access"),
        )

        assert result.exit_code == 3
        assert "Ingrid" not in result.output

    def test_nobody_looks_for_a_person(self, sown: Gardening) -> None:
        """What is sealed cannot be compared."""
        result = sown.run("views", "query", "garden.sown", "--where", "name=Ingrid")

        assert result.exit_code == 2
        assert "sealed" in result.stderr

    def test_a_forgotten_person_is_gone(self, sown: Gardening) -> None:
        """Also for whoever has a purpose, as soon as the view has followed."""
        with sown.opened() as journal:
            journal.forget(
                "p-1", by=ANNA, legal_basis="x", reason="y", approved_by=("a", "b")
            )
        sown.run("run", "--once")

        rows = _rows(sown, "--persons", "tilsyn 7")

        assert [row["name"] for row in rows] == [None, None, None]


class TestWrongQuestions:
    """Exit code 2, and the nearest name where there is one."""

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("garden.sow",), "unknown view 'garden.sow': did you mean garden.sown?"),
            (("garden.sown", "--table", "sow"), "'sow': did you mean sown?"),
            (("garden.sown", "--where", "wat=x"), "'wat': did you mean what?"),
            (("garden.sown", "--where", "number=x"), "expected a whole number"),
            (("garden.sown", "--where", "what"), "'what': expected COLUMN=VALUE"),
            (("garden.sown", "--where", "=x"), "'=x': expected COLUMN=VALUE"),
            (
                ("garden.sown", "--where", "what=a", "--where", "what=b"),
                "'what' is given twice",
            ),
            (("garden.sown", "--as-of", "2020-01-01"), "cannot be asked as of a day"),
            (("garden.sown", "--as-of", "soon"), "does not match the format"),
            (("garden.sown", "--limit", "-1"), "--limit"),
            (("garden.sown", "--persons", " "), "--persons"),
        ],
    )
    def test_a_wrong_question_is_named(
        self, sown: Gardening, args: tuple[str, ...], said: str
    ) -> None:
        """Nothing is shown, and one line says what was wrong."""
        result = sown.run("views", "query", *args)

        assert result.exit_code == 2
        assert said in result.stderr
        assert result.stdout == ""

    def test_a_rebuild_is_of_one_or_of_all(self, sown: Gardening) -> None:
        """Neither and both are wrong usage."""
        assert sown.run("views", "rebuild").exit_code == 2
        assert sown.run("views", "rebuild", "garden.sown", "--all").exit_code == 2

    @pytest.mark.parametrize("verb", ["rebuild", "retry"])
    def test_an_unknown_view_tells_the_nearest(
        self, sown: Gardening, verb: str
    ) -> None:
        """Nothing is done."""
        result = sown.run("views", verb, "garden.sow")

        assert result.exit_code == 2
        assert result.stderr == (
            "kvalitet: unknown view 'garden.sow': did you mean garden.sown?\n"
        )


class TestUnavailable:
    """Exit code 3: it could not be looked at."""

    @pytest.mark.parametrize("args", [("query", "garden.sown"), ("status",)])
    def test_a_journal_without_a_views_database(
        self, gardening: Gardening, args: tuple[str, ...]
    ) -> None:
        """Here somebody wants to see something; it says what makes it."""
        result = gardening.run("views", *args)

        assert result.exit_code == 3
        assert "there is none; `kvalitet run` makes it" in result.stderr
        assert not gardening.views.exists()

    def test_a_view_that_was_never_brought_up_to_date(
        self, gardening: Gardening
    ) -> None:
        """An empty answer would read as nothing there."""
        gardening.run("run", "--once", "--reactions")

        result = gardening.run("views", "query", "garden.sown")

        assert result.exit_code == 3
        assert "was never brought up to date; kvalitet run --views" in result.stderr

    def test_a_database_of_another_journal(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """Its rows say nothing about this one."""
        other = tmp_path / "other.db"
        gardening.run("init", "--journal", other)
        gardening.run("run", "--once", "--journal", other)

        for args in (("query", "garden.sown"), ("status",), ("rebuild", "--all")):
            result = gardening.run("views", *args, "--views-at", f"{other}.views")
            assert result.exit_code == 3
            assert "belongs to another journal" in result.stderr


class TestStanding:
    """What is parked is shown, retried by command, and rebuilt."""

    def test_a_view_that_is_well(self, sown: Gardening) -> None:
        """Every view by its name, and nothing else."""
        result = sown.run("views", "status")

        assert result.exit_code == 0
        assert f"{VIEW}  ok\n" in result.stdout
        assert "reaction" not in result.stdout

    def test_what_is_parked_is_retried_by_command(self, sown: Gardening) -> None:
        """In vain while the cause is there; in order once it is mended."""
        sown.sow("1", "stone", "beet")
        sown.sow("2", "beet")
        sown.run("run", "--once", "--views")

        found = sown.run("views", "status")
        in_vain = sown.run("views", "retry", "garden.sown")
        sown.mend()
        done = sown.run("views", "retry", "garden.sown", "--stream", "garden/1")

        assert found.exit_code == 1
        assert f"{VIEW}: 2 events parked (kvalitet views retry garden.sown" in (
            found.stderr
        )
        assert in_vain.exit_code == 1
        assert in_vain.stdout == f"{VIEW}: done: 0, left: 2\n"
        assert "still parked: garden/1 at " in in_vain.stderr
        assert done.exit_code == 0
        assert done.stdout == f"{VIEW}: done: 2, left: 0\n"
        assert sown.run("views", "status").exit_code == 0
        assert [row["what"] for row in _rows(sown)] == [
            "beet",
            "parsley",
            "stone",
            "beet",
            "parsley",
            "beet",
        ]

    def test_a_view_that_is_declared_otherwise(self, sown: Gardening) -> None:
        """It says so, and is made anew by command, or by the next run."""
        sown.change('Column(name="what", type="text", title="Hvad")', _ANOTHER)
        sown.change('"what": event.what,', '"what": event.what, "thing": "seed",')

        found = sown.run("views", "status")
        old = _rows(sown)
        rebuilt = sown.run("views", "rebuild", "garden.sown")

        assert found.exit_code == 1
        assert f"{VIEW}: declared otherwise (kvalitet views rebuild garden.sown)" in (
            found.stderr
        )
        assert "thing" not in old[0]
        assert rebuilt.exit_code == 0
        assert rebuilt.stdout.startswith(f"{VIEW}: rebuilt as far as ")
        assert [row["thing"] for row in _rows(sown)] == ["seed"] * 3
        assert sown.run("views", "status").exit_code == 0

    def test_a_rebuild_of_all_changes_no_row(self, sown: Gardening) -> None:
        """What was followed once more comes out the same."""
        before = _rows(sown)

        result = sown.run("views", "rebuild", "--all")

        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) > 1
        assert _rows(sown) == before

    def test_a_rebuild_mends_a_restored_journal(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """What did not happen is no longer shown."""
        gardening.sow("1", "parsley")
        gardening.run("backup", tmp_path / "backup.db")
        gardening.sow("1", "beet")
        gardening.run("run", "--once", "--views")
        for left in gardening.views.parent.glob("garden.db-*"):
            left.unlink()
        (tmp_path / "backup.db").replace(gardening.journal)

        stopped = gardening.run("run", "--once", "--views")
        mended = gardening.run("views", "rebuild", "--all")

        assert stopped.exit_code == 3
        assert mended.exit_code == 0, mended.stderr
        assert [row["what"] for row in _rows(gardening)] == ["parsley"]
        assert gardening.run("run", "--once", "--views").exit_code == 0
        assert gardening.run("views", "status").exit_code == 0


_ANOTHER = (
    'Column(name="what", type="text", title="Hvad"), '
    'Column(name="thing", type="text", title="Ting", nullable=True)'
)


@pytest.mark.slow
def test_only_a_terminal_shows_progress(
    sown: Gardening, process: Callable[..., Any]
) -> None:
    """Only the result is on standard output, and nothing else where nobody looks."""
    result = process("views", "rebuild", "garden.sown", **sown.environment)

    assert result.returncode == 0
    assert result.stderr == ""
    assert len(result.stdout.splitlines()) == 1


def test_the_group_shows_its_help(run: Callable[..., Result]) -> None:
    """`kvalitet views` by itself lists its commands."""
    result = run("views")

    assert result.exit_code == 0
    assert "rebuild" in result.stdout
