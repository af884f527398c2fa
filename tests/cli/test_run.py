"""`kvalitet run`: what follows is brought about, and the process stops when told to."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import attrs
import psycopg
import pytest
from tests.cli.gardening import ANNA, REACTION, STONE, VIEW, Gardening
from tests.conftest import in_schema

ALL = [("1", "dill"), ("1", "parsley")]


def _wait(for_what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not for_what():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)


def _ended(process: subprocess.Popen[str]) -> str:
    """What a process said, once it has ended."""
    _, said = process.communicate(timeout=20)
    return said


class TestOnce:
    """--once goes to the head and ends: for cron."""

    def test_what_follows_is_brought_about_once(self, gardening: Gardening) -> None:
        """The reaction answers; run again, there is nothing left to do."""
        gardening.sow("1", "dill")

        first = gardening.run("run", "--once")
        second = gardening.run("run", "--once")

        assert (first.exit_code, second.exit_code) == (0, 0)
        assert gardening.sown() == ALL
        assert "all are there" in first.stderr
        assert "; events done: 0; all are there" in second.stderr
        assert first.stdout == second.stdout == ""

    def test_it_says_what_it_follows_where_and_as_whom(
        self, gardening: Gardening
    ) -> None:
        """An operator reads in the log which process did what."""
        result = gardening.run("run", "--once", "--reactions", "--owner", "host-a:7")

        first, second, third = result.stderr.splitlines()
        assert first == (
            f"kvalitet: following {REACTION} of {gardening.journal}, as host-a:7"
        )
        assert second == f"kvalitet: what is derived is kept in {gardening.views}"
        assert third.startswith("kvalitet: the journal ends at ")

    def test_what_is_parked_is_said_and_the_rest_goes_on(
        self, gardening: Gardening
    ) -> None:
        """Exit code 1; other streams are done, and later events of its own wait."""
        gardening.sow("1", "stone", "dill")
        gardening.sow("2", "dill")

        result = gardening.run("run", "--once", "--reactions")

        assert result.exit_code == 1
        assert gardening.sown()[-1] == ("2", "parsley")
        assert f"kvalitet: {REACTION}: 2 events parked" in result.stderr
        assert f"kvalitet: {REACTION}: garden/1 at " in result.stderr
        assert STONE in result.stderr

    def test_what_was_parked_is_tried_again_after_a_while(
        self, gardening: Gardening
    ) -> None:
        """Once the plugin is mended, the next run that it is due in does it."""
        gardening.sow("1", "stone", "dill")
        gardening.run("run", "--once", "--reactions")
        gardening.mend()
        time.sleep(1.1)

        result = gardening.run("run", "--once", "--reactions")

        assert result.exit_code == 0
        assert f"{REACTION}: 2 events that had been parked are done" in result.stderr
        assert gardening.sown()[-1] == ("1", "parsley")


class TestAtOnce:
    """What is committed by a command is followed right after it, in its process."""

    SOW = ("do", "garden.sow", "--as", json.dumps(attrs.asdict(ANNA)))
    DILL = json.dumps(
        {"bed": "garden/1", "what": "dill", "gardener": "p-1", "name": "Ingrid"}
    )

    def test_a_command_is_followed_at_once(self, gardening: Gardening) -> None:
        """The garden brings a reaction, so it is answered without any `run`."""
        result = gardening.run(*self.SOW, self.DILL)

        assert result.exit_code == 0
        assert result.stderr == ""
        assert gardening.sown() == ALL

    def test_what_cannot_be_followed_hides_no_receipt(
        self, gardening: Gardening
    ) -> None:
        """The command is on record; that nothing has followed yet is said."""
        gardening.views.write_text("not a database at all" * 100)

        result = gardening.run(*self.SOW, self.DILL)

        assert result.exit_code == 0
        assert result.stdout.startswith("accepted")
        assert result.stderr == (
            f"kvalitet: not followed yet: views database {gardening.views}: "
            "the file is no database (see kvalitet status)\n"
        )


class TestWhich:
    """Which runs there are to choose from."""

    @pytest.mark.parametrize("name", ["garden.follow", REACTION])
    def test_one_can_be_named(self, gardening: Gardening, name: str) -> None:
        """By its own name, or by that of its kind and its own."""
        result = gardening.run("run", "--once", name)

        assert f"following {REACTION} of" in result.stderr

    def test_an_unknown_name_tells_the_nearest(self, gardening: Gardening) -> None:
        """Wrong input, and nothing is run."""
        result = gardening.run("run", "--once", "garden.folow")

        assert result.exit_code == 2
        assert result.stderr.startswith(
            "kvalitet: unknown view or reaction 'garden.folow': "
            "did you mean garden.follow"
        )
        assert len(result.stderr.splitlines()) == 1

    def test_a_name_of_the_other_kind_is_unknown(self, gardening: Gardening) -> None:
        """--reactions leaves views out, also by name."""
        result = gardening.run("run", "--once", "--reactions", "garden.sown")

        assert result.exit_code == 2
        assert "unknown reaction 'garden.sown'" in result.stderr

    def test_nothing_to_run_is_wrong_usage(self, gardening: Gardening) -> None:
        """Whoever asks for reactions where there are none is told so."""
        result = gardening.run("run", "--once", "--reactions", KVALITET_PLUGINS="")

        assert result.exit_code == 2
        assert "no plugin brings a reaction: there is nothing to run" in result.stderr

    @pytest.mark.parametrize("poll", ["0", "-1", "soon"])
    def test_a_poll_is_a_number_of_seconds(
        self, gardening: Gardening, poll: str
    ) -> None:
        """Not nought, which would never let anyone rest."""
        assert gardening.run("run", "--poll", poll).exit_code == 2


class TestUnavailable:
    """What cannot be looked at: exit code 3, and nothing is moved."""

    def test_no_journal(self, gardening: Gardening, tmp_path: Path) -> None:
        """None is made."""
        result = gardening.run("run", "--once", "--journal", tmp_path / "none.db")

        assert result.exit_code == 3
        assert not (tmp_path / "none.db").exists()

    def test_a_journal_on_a_server_needs_a_place(self, gardening: Gardening) -> None:
        """There is no place beside it, so that one is named."""
        result = gardening.run("run", "--once", "--journal", "postgresql://nowhere/x")

        assert result.exit_code == 2
        assert "name one with --views-at" in result.stderr

    def test_views_of_another_journal(
        self, gardening: Gardening, tmp_path: Path
    ) -> None:
        """A mistaken address changes nothing in it."""
        other = tmp_path / "other.db"
        gardening.run("init", "--journal", other)
        gardening.run("run", "--once", "--journal", other)

        result = gardening.run("run", "--once", "--views-at", f"{other}.views")

        assert result.exit_code == 3
        assert "belongs to another journal" in result.stderr

    def test_memory_is_no_place_for_a_command(self, gardening: Gardening) -> None:
        """It would be gone when the program ends."""
        result = gardening.run("run", "--once", "--views-at", "memory:")

        assert result.exit_code == 2
        assert "memory: is gone when the program ends" in result.stderr

    def test_views_that_may_only_be_read(
        self, gardening: Gardening, postgres: str
    ) -> None:
        """A role without the right to write moves nothing, and can look."""
        place = in_schema(postgres, "garden_rights")
        gardening.sow("1", "dill")
        gardening.run("run", "--once", "--reactions", "--views-at", place)
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("CREATE ROLE gardener LOGIN PASSWORD 'secret'")
            connection.execute("GRANT USAGE ON SCHEMA garden_rights TO gardener")
            connection.execute(
                "GRANT SELECT ON ALL TABLES IN SCHEMA garden_rights TO gardener"
            )
        looking = place.replace("postgres:@", "gardener:secret@")
        gardening.sow("2", "dill")
        before = gardening.of(REACTION, "--views-at", looking)

        result = gardening.run("run", "--once", "--reactions", "--views-at", looking)

        assert result.exit_code == 3
        assert "this role has no right to do that" in result.stderr
        assert "secret" not in result.output
        after = gardening.of(REACTION, "--views-at", looking)
        assert after["position"] == before["position"]
        assert after["lag_events"] == before["lag_events"] > 0

    @pytest.mark.parametrize(
        ("found", "remedy"), [(0, "remove it and rebuild"), (99, "upgrade kvalitet")]
    )
    def test_views_of_another_format(
        self, gardening: Gardening, found: int, remedy: str
    ) -> None:
        """Older or newer than this code: it is left alone."""
        gardening.run("run", "--once")
        with closing(sqlite3.connect(gardening.views)) as database, database:
            database.execute("UPDATE kvalitet_bound SET format = ?", [found])

        result = gardening.run("run", "--once")

        assert result.exit_code == 3
        assert f"its format is {found}, this version knows 1: {remedy}" in (
            result.stderr
        )

    def test_views_that_are_gone_are_made_anew(self, gardening: Gardening) -> None:
        """All of it follows from the journal, and nothing is answered twice."""
        gardening.sow("1", "dill")
        gardening.run("run", "--once")
        for left in gardening.views.parent.glob(f"{gardening.views.name}*"):
            left.unlink()

        result = gardening.run("run", "--once")

        assert result.exit_code == 0
        assert gardening.sown() == ALL
        assert gardening.of(VIEW)["events"] == 2

    def test_a_restored_journal(self, gardening: Gardening, tmp_path: Path) -> None:
        """A journal that ends before the runs moves none of them."""
        gardening.sow("1", "parsley")
        gardening.run("backup", tmp_path / "backup.db")
        gardening.sow("1", "parsley", "parsley")
        gardening.run("run", "--once", "--reactions")
        position = gardening.of(REACTION)["position"]
        for left in gardening.journal.parent.glob("garden.db-*"):
            left.unlink()
        (tmp_path / "backup.db").replace(gardening.journal)

        result = gardening.run("run", "--once", "--reactions")

        assert result.exit_code == 3
        assert "it was restored from a backup" in result.stderr
        assert gardening.of(REACTION, code=1)["position"] == position


@pytest.mark.slow
class TestUntilStopped:
    """A real process that follows until it is told to stop."""

    def test_what_comes_in_is_followed_until_it_is_stopped(
        self, gardening: Gardening
    ) -> None:
        """SIGTERM ends it after a batch, with exit code 0 and a last word."""
        running = gardening.started("run", "--poll", "0.05")
        _wait(gardening.views.exists)
        gardening.sow("1", "dill")
        _wait(lambda: gardening.of(REACTION)["lag_events"] == 0)
        assert gardening.sown() == ALL

        running.send_signal(signal.SIGTERM)
        said = _ended(running)

        assert running.returncode == 0
        assert said.splitlines()[-1] == (
            "kvalitet: stopped; everything that was done is kept"
        )
        assert gardening.of(REACTION)["lease"] is None

    def test_an_interrupt_stops_it_too(self, gardening: Gardening) -> None:
        """Ctrl-C once is a wish to stop, not an accident: exit code 0."""
        running = gardening.started("run", "--poll", "60")
        _wait(gardening.views.exists)

        running.send_signal(signal.SIGINT)
        _ended(running)

        assert running.returncode == 0

    def test_a_second_interrupt_ends_it_at_once(self, gardening: Gardening) -> None:
        """Within a function that takes its time: exit code 130, and nothing is lost."""
        gardening.change("    _refuse_stone(event)\n", "    _sleep(event)\n")
        gardening.change(
            "def follow(",
            "def _sleep(event):\n"
            "    import pathlib, time\n"
            "    pathlib.Path(__file__).with_name('asleep').touch()\n"
            "    time.sleep(60)\n\n\ndef follow(",
        )
        gardening.sow("1", "parsley")
        running = gardening.started("run", "--reactions")
        _wait((gardening.site.package("garden") / "asleep").exists)

        running.send_signal(signal.SIGINT)
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        said = _ended(running)

        assert running.returncode == 130
        assert said.splitlines()[-1] == "kvalitet: interrupted"
        assert gardening.of(REACTION)["events"] == 0

    def test_a_server_wakes_it(
        self, gardening_on_postgres: Gardening, tmp_path: Path
    ) -> None:
        """On PostgreSQL it hears of a commit, long before it would look again."""
        gardening, views = gardening_on_postgres, tmp_path / "garden.views"
        running = gardening.started("run", "--poll", "3600", "--views-at", views)
        _wait(views.exists)
        gardening.sow("1", "dill")
        _wait(lambda: gardening.sown() == ALL)
        gardening.sow("2", "dill")
        _wait(lambda: gardening.sown()[-1] == ("2", "parsley"))

        running.send_signal(signal.SIGTERM)
        _ended(running)

        assert running.returncode == 0

    def test_two_share_the_work(self, gardening: Gardening) -> None:
        """Everything is answered once, whoever did it."""
        both = [gardening.started("run", "--poll", "0.02") for _ in range(2)]
        _wait(gardening.views.exists)
        for number in range(10):
            gardening.sow(str(number), "dill")
        _wait(lambda: len(gardening.sown()) == 20)

        for running in both:
            running.send_signal(signal.SIGTERM)
            _ended(running)

        assert [running.returncode for running in both] == [0, 0]
        sown = gardening.sown()
        assert sorted(sown) == sorted(
            (str(number), what) for number in range(10) for what in ("dill", "parsley")
        )
