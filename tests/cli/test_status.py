"""`kvalitet status`: whether all is well, for people and for health checks."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.gardening import REACTION, STONE, VIEW, Gardening


def _sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


class TestWell:
    """Exit code 0: nothing wrong."""

    def test_a_journal_without_a_views_database_is_well(
        self, gardening: Gardening
    ) -> None:
        """It says that nothing is derived; that is no fault."""
        result = gardening.run("status")

        assert result.exit_code == 0
        assert f"{gardening.views}, not made yet, so nothing is derived" in (
            " ".join(result.stdout.split())
        )
        assert result.stderr == "kvalitet: status: all is well\n"
        assert not gardening.views.exists()

    def test_a_journal_on_a_server_has_none_beside_it(
        self, gardening_on_postgres: Gardening
    ) -> None:
        """Until one is named, nothing is derived here; that is no fault either."""
        result = gardening_on_postgres.run("status")

        assert result.exit_code == 0
        assert "no database is named, so nothing is derived here" in result.stdout

    def test_a_reaction_that_nobody_follows_is_a_fault(
        self, gardening: Gardening
    ) -> None:
        """What it reacts to has happened, and nothing will ever come of it."""
        gardening.sow("1", "dill")
        result = gardening.run("status")

        assert result.exit_code == 1
        assert "nothing follows the journal, so garden.follow does not happen" in (
            result.stderr
        )
        assert "start `kvalitet run`" in result.stderr

    def test_all_that_was_followed_is_told(self, gardening: Gardening) -> None:
        """The head, each run with its position and lag, and the plugins."""
        gardening.sow("1", "dill")
        gardening.run("run", "--once")

        told = gardening.status()
        run = gardening.of(REACTION)

        assert set(told) == {"journal", "views", "runs", "plugins", "problems"}
        assert told["journal"]["head"] == run["position"]
        assert told["journal"]["recorded_at"] is not None
        assert told["views"] == {
            "place": str(gardening.views),
            "there": True,
            "problem": None,
        }
        assert told["problems"] == []
        plugins = {each["name"]: each["state"] for each in told["plugins"]}
        assert plugins["garden"] == "ok"
        assert (run["lag_events"], run["lag_seconds"], run["parked"]) == (0, 0, 0)
        assert run["events"] == 2
        assert run["lease"] is None

    def test_a_run_that_is_behind_tells_by_how_much(self, gardening: Gardening) -> None:
        """In events and in seconds, which is a fault only where one asks for it."""
        gardening.run("run", "--once")
        gardening.sow("1", "parsley")

        run = gardening.of(REACTION)
        strict = gardening.run("status", "--behind", "0")

        assert run["lag_events"] > 0
        assert run["lag_seconds"] > 0
        assert strict.exit_code == 1
        assert f"kvalitet: {REACTION}: behind by " in strict.stderr
        assert gardening.run("status", "--behind", "3600").exit_code == 0

    def test_text_has_what_json_has(self, gardening: Gardening) -> None:
        """One thing after the other, with the run's state in a word."""
        gardening.sow("1", "dill")
        gardening.run("run", "--once")

        told = gardening.run("status").stdout

        assert told.startswith(f"journal {gardening.journal}\n    head ")
        assert f"\n{REACTION}  ok\n    position  " in told
        assert "\nplugin garden 1.0  ok\n" in told

    def test_a_line_of_json_is_one_line(self, gardening: Gardening) -> None:
        """For whoever collects it."""
        told = gardening.run("status", "--format", "jsonl").stdout

        assert len(told.splitlines()) == 1
        assert json.loads(told)["problems"] == []

    def test_it_only_looks(self, gardening: Gardening) -> None:
        """A health check needs no right to write, and leaves every byte as it was."""
        gardening.sow("1", "dill")
        gardening.run("run", "--once")
        before = gardening.of(REACTION)
        gardening.views.chmod(0o400)

        assert gardening.of(REACTION) == before


class TestFaults:
    """Exit code 1: it was looked at, and something is not as it should be."""

    def test_what_is_parked_is_shown_with_its_error(self, gardening: Gardening) -> None:
        """The poison, what waits behind it, and how to go on."""
        gardening.sow("1", "stone", "dill")
        gardening.sow("2", "dill")
        gardening.run("run", "--once", "--reactions")

        result = gardening.run("status")
        run = gardening.of(REACTION, code=1)

        assert result.exit_code == 1
        assert f"\n{REACTION}  2 parked\n" in result.stdout
        assert "waits behind another of its stream" in result.stdout
        assert STONE in " ".join(result.stdout.split())
        assert f"kvalitet: {REACTION}: 2 events parked (kvalitet reactions retry" in (
            result.stderr
        )
        poison, waiting = run["parked_first"]
        assert poison["stream"] == waiting["stream"] == "garden/1"
        assert STONE in poison["error"]
        assert waiting["error"] is None
        assert poison["attempts"] == 1
        assert poison["retry_at"] is not None
        assert run["lag_events"] == 0

    def test_many_parked_are_counted_and_some_are_shown(
        self, gardening: Gardening
    ) -> None:
        """A thousand of them do not fill the screen."""
        gardening.sow("1", *["stone"] * 12)
        gardening.run("run", "--once", "--reactions")

        run = gardening.of(REACTION, code=1)

        assert run["parked"] == 12
        assert len(run["parked_first"]) == 10
        assert "and 2 more" in gardening.run("status").stdout

    def test_nothing_that_is_personal_is_shown(self, gardening: Gardening) -> None:
        """Also not by way of an error's message."""
        gardening.change(
            'ValueError("a stone does not grow")', "ValueError(event.name.reveal())"
        )
        gardening.sow("1", "stone")
        gardening.run("run", "--once", "--reactions")

        result = gardening.run("status")

        assert result.exit_code == 1
        assert "Ingrid" not in result.output

    def test_a_view_that_is_declared_otherwise(self, gardening: Gardening) -> None:
        """Until it is made anew, it shows what the plugin meant before."""
        gardening.run("run", "--once")
        gardening.change('title="Hvad")', 'title="Hvad", nullable=True)')

        found = gardening.of(VIEW, code=1)
        gardening.run("run", "--once")

        assert found["changed"] is True
        assert gardening.of(VIEW)["changed"] is False

    def test_a_broken_plugin(self, gardening: Gardening) -> None:
        """It is named, and what the others brought is told all the same."""
        gardening.change("MENDED = False", "raise ValueError('dug up')")

        result = gardening.run("status")

        assert result.exit_code == 1
        assert "kvalitet: plugin 'garden' is broken: " in result.stderr
        assert "\nplugin garden 1.0  broken\n" in result.stdout

    def test_a_missing_plugin(self, gardening: Gardening) -> None:
        """One that is expected by name, and is not installed."""
        result = gardening.run("status", KVALITET_PLUGINS="garden,lawn")

        assert result.exit_code == 1
        assert "kvalitet: plugin 'lawn' is missing: " in result.stderr

    def test_a_journal_that_was_restored(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """It ends before the runs, so what they show did not happen."""
        gardening.sow("1", "parsley")
        gardening.run("backup", tmp_path / "backup.db")
        gardening.sow("1", "parsley")
        gardening.run("run", "--once")
        for left in gardening.journal.parent.glob("garden.db-*"):
            left.unlink()
        (tmp_path / "backup.db").replace(gardening.journal)

        result = gardening.run("status")

        assert result.exit_code == 1
        assert f"{REACTION}: the journal was restored to before it" in result.stderr
        assert gardening.of(REACTION, code=1)["restored"] is True

    def test_a_journal_that_was_restored_and_has_gone_on(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """Other events stand where the runs have been."""
        gardening.sow("1", "parsley")
        gardening.run("backup", tmp_path / "backup.db")
        gardening.sow("1", "parsley")
        gardening.run("run", "--once")
        for left in gardening.journal.parent.glob("garden.db-*"):
            left.unlink()
        (tmp_path / "backup.db").replace(gardening.journal)
        gardening.sow("2", "parsley", "parsley", "parsley")

        assert gardening.of(REACTION, code=1)["restored"] is True


class TestUnavailable:
    """Exit code 3: it could not be looked at."""

    def test_no_journal(self, gardening: Gardening, tmp_path: Path) -> None:
        """Without one there is nothing to tell."""
        result = gardening.run("status", "--journal", tmp_path / "none.db")

        assert result.exit_code == 3
        assert result.stdout == ""

    def test_a_views_database_that_is_named_and_gone(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """Whoever names one expects it to be there; the journal is told as well."""
        result = gardening.run("status", "--views-at", tmp_path / "none.views")

        assert result.exit_code == 3
        assert "there is none; `kvalitet run` makes it" in result.stderr
        assert f"journal {gardening.journal}\n" in result.stdout
        assert not (tmp_path / "none.views").exists()

    @pytest.mark.parametrize(
        ("found", "remedy"), [(0, "remove it and rebuild"), (99, "upgrade kvalitet")]
    )
    def test_a_views_database_of_another_format(
        self, gardening: Gardening, found: int, remedy: str
    ) -> None:
        """Older or newer than this code: it says which, and what to do."""
        gardening.run("run", "--once")
        _sql(gardening.views, f"UPDATE kvalitet_bound SET format = {found}")

        told = gardening.status(code=3)

        assert (
            f"its format is {found}, this version knows 1" in (told["views"]["problem"])
        )
        assert remedy in told["views"]["problem"]
        assert told["runs"] == []
        assert told["journal"]["head"] > 0

    def test_a_views_database_of_another_journal(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """Its positions say nothing about this one."""
        other = tmp_path / "other.db"
        gardening.run("init", "--journal", other)
        gardening.run("run", "--once", "--journal", other)

        result = gardening.run("status", "--views-at", f"{other}.views")

        assert result.exit_code == 3
        assert "belongs to another journal" in result.stderr

    def test_the_journal_itself_is_no_views_database(
        self, gardening: Gardening
    ) -> None:
        """A slip that is easily made."""
        result = gardening.run("status", "--views-at", gardening.journal)

        assert result.exit_code == 3
        assert "a database, but not of views; name another" in result.stderr

    def test_a_file_that_is_no_database(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """Told as what it is."""
        (tmp_path / "text.views").write_text("not a database at all" * 100)

        result = gardening.run("status", "--views-at", tmp_path / "text.views")

        assert result.exit_code == 3
        assert "the file is no database" in result.stderr

    def test_a_folder_and_an_address_of_nothing(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """Each is named as it was given."""
        folder = gardening.run("status", "--views-at", tmp_path)
        address = gardening.run("status", "--views-at", "mysql://u:secret@h/d")

        assert (folder.exit_code, address.exit_code) == (3, 3)
        assert "is a folder" in folder.stderr
        assert "secret" not in address.output

    def test_a_server_that_is_not_there(self, gardening: Gardening) -> None:
        """Without its password in the message."""
        place = "postgresql+psycopg://u:secret@127.0.0.1:1/d"

        result = gardening.run("status", "--views-at", place)

        assert result.exit_code == 3
        assert "127.0.0.1" in result.stderr
        assert "secret" not in result.output


def test_a_run_of_a_copied_journal_is_its_own(
    gardening: Gardening, tmp_path: Path
) -> None:
    """A copy with its views database beside it stands as the first did."""
    gardening.sow("1", "dill")
    gardening.run("run", "--once")
    copy = tmp_path / "copy.db"
    shutil.copy(gardening.journal, copy)
    shutil.copy(gardening.views, f"{copy}.views")

    assert gardening.status("--journal", copy)["runs"] == gardening.status()["runs"]
