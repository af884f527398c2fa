"""`kvalitet reactions`: what follows by itself, how it stands, and what is parked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.cli.gardening import REACTION, STONE, Gardening

REFUSING = '''        """Sow it."""
        from kvalitet_core.errors import Refused

        if self.what == "parsley":
            raise Refused.because("garden.parsley", "there is no room for parsley")
'''


def of(gardening: Gardening, code: int = 0) -> Any:
    """What `reactions status` says of the garden's reaction."""
    result = gardening.run("reactions", "status", "--format", "json")
    assert result.exit_code == code, result.stderr
    (item,) = json.loads(result.stdout)["reactions"]
    return item


class TestList:
    """`list`: which there are, without a journal."""

    def test_it_tells_events_and_commands(self, gardening: Gardening) -> None:
        """For people: what each answers, and what it may ask for."""
        result = gardening.run("reactions", "list", KVALITET_JOURNAL="")

        assert result.exit_code == 0
        assert result.stdout.splitlines() == [
            "garden.follow  Efterfølger",
            "    events    garden.sown/1",
            "    commands  garden.sow/1",
        ]
        assert result.stderr == "kvalitet: reactions: 1\n"

    def test_programs_are_told_the_same(self, gardening: Gardening) -> None:
        """As JSON, and a line each."""
        expected = {
            "name": "garden.follow",
            "title": "Efterfølger",
            "plugin": "garden",
            "version": "1.0",
            "events": ["garden.sown/1"],
            "commands": ["garden.sow/1"],
        }

        whole = gardening.run("reactions", "list", "--format", "json").stdout
        lines = gardening.run("reactions", "list", "--format", "jsonl").stdout

        assert json.loads(whole) == {"reactions": [expected]}
        assert [json.loads(line) for line in lines.splitlines()] == [expected]

    def test_where_there_is_none_it_says_so(self, gardening: Gardening) -> None:
        """An empty list is not told from a wrong one without a word."""
        result = gardening.run("reactions", "list", KVALITET_PLUGINS="none")

        assert "no installed plugin brings one" in result.stderr


class TestStatus:
    """`status`: how far they have come, and what came of it."""

    def test_what_came_of_each_event_is_counted(self, gardening: Gardening) -> None:
        """Commands that were accepted, and events that led to none."""
        gardening.sow("1", "dill", "chives")
        gardening.run("run", "--once")

        item = of(gardening)

        assert (item["accepted"], item["without_command"]) == (1, 2)
        assert (item["nothing"], item["refused"]) == (0, 0)
        assert item["last_refused"] is None
        assert item["lag_events"] == 0

    def test_a_refusal_is_shown_and_is_no_fault(self, gardening: Gardening) -> None:
        """A rule said no to what the reaction asked for: that is an answer."""
        gardening.change('        """Sow it."""\n', REFUSING)
        gardening.sow("1", "dill")
        gardening.run("run", "--once")

        item = of(gardening)
        text = gardening.run("reactions", "status")

        assert item["refused"] == 1
        assert item["last_refused"]["reasons"] == [
            {"code": "garden.parsley", "text": "there is no room for parsley"}
        ]
        assert item["last_refused"]["command_id"].endswith(".garden.follow")
        assert text.exit_code == 0
        shown = " ".join(text.stdout.split())
        assert "0 accepted, 0 with nothing to do, 1 refused, 0 events" in shown
        assert "there is no room for parsley" in shown

    def test_what_is_parked_is_shown_and_found(self, gardening: Gardening) -> None:
        """With its stream, position and error; and what to do about it."""
        gardening.sow("1", "stone", "dill")
        gardening.run("run", "--once")

        item = of(gardening, code=1)
        result = gardening.run("reactions", "status")

        assert item["parked"] == 2
        assert item["parked_first"][0]["error"].startswith(STONE)
        assert result.exit_code == 1
        assert "kvalitet reactions retry garden.follow" in result.stderr

    def test_before_it_was_ever_run_there_is_nothing_to_look_at(
        self, gardening: Gardening
    ) -> None:
        """It could not look, which is not the same as all being well."""
        gardening.sow("1", "dill")

        result = gardening.run("reactions", "status")

        assert result.exit_code == 3
        assert f"views database {gardening.views}: there is none" in result.stderr

    def test_a_journal_on_a_server_asks_where_to_look(
        self, gardening_on_postgres: Gardening
    ) -> None:
        """There is no database beside it."""
        result = gardening_on_postgres.run("reactions", "status")

        assert result.exit_code == 2
        assert "name one with --views" in result.stderr


class TestRetry:
    """`retry`: once the cause is mended."""

    def test_what_was_parked_is_done_in_its_order(self, gardening: Gardening) -> None:
        """And what was answered before is not answered again."""
        gardening.sow("1", "dill", "stone", "dill")
        gardening.run("run", "--once")
        gardening.mend()

        result = gardening.run("reactions", "retry", "garden.follow")

        assert result.exit_code == 0
        assert result.stdout == f"{REACTION}: done: 3, left: 0\n"
        sown = [what for _, what in gardening.sown()]
        assert sown == ["dill", "stone", "dill", "parsley", "parsley"]

    def test_what_fails_again_stays_and_is_found(self, gardening: Gardening) -> None:
        """With what is still wrong."""
        gardening.sow("1", "stone", "dill")
        gardening.run("run", "--once")

        result = gardening.run("reactions", "retry", REACTION)

        assert result.exit_code == 1
        assert f"still parked: garden/1 at 4: {STONE}" in result.stderr
        assert result.stderr.count("still parked") == 1
        assert result.stdout == f"{REACTION}: done: 0, left: 2\n"

    def test_one_stream_can_be_named(self, gardening: Gardening) -> None:
        """The others stay parked."""
        gardening.sow("1", "stone")
        gardening.sow("2", "stone")
        gardening.run("run", "--once")
        gardening.mend()

        args = ("reactions", "retry", "garden.follow", "--stream")
        first = gardening.run(*args, "garden/1")
        again = gardening.run(*args, "garden/1")
        malformed = gardening.run(*args, "no stream")

        assert "done: 1, left: 1" in first.stdout
        assert first.exit_code == 1
        assert again.exit_code == 2
        assert "did you mean garden/2?" in again.stderr
        assert malformed.exit_code == 2

    @pytest.mark.parametrize("command", ["retry", "park"])
    def test_an_unknown_reaction_is_told_with_the_nearest(
        self, gardening: Gardening, command: str
    ) -> None:
        """A slip of the finger is recognised."""
        gardening.run("run", "--once")
        more = ("--position", "4", "--reason", "x") if command == "park" else ()

        result = gardening.run("reactions", command, "garden.folow", *more)

        assert result.exit_code == 2
        assert "did you mean garden.follow?" in result.stderr


class TestPark:
    """`park`: by someone's decision, an event is left undone."""

    def test_what_waits_behind_it_goes_on(self, gardening: Gardening) -> None:
        """The event is still shown, with the reason, and is nobody's fault any more."""
        gardening.sow("1", "stone", "dill")
        gardening.run("run", "--once")
        poison = of(gardening, code=1)["parked_first"][0]["position"]

        result = gardening.run(
            *("reactions", "park", "garden.follow", "--position", str(poison)),
            *("--reason", "taken away by hand, case 21/4711"),
        )

        assert result.exit_code == 0
        assert f"left for good: the event at {poison}" in result.stderr
        gardening.run("run", "--once")
        assert [what for _, what in gardening.sown()] == ["stone", "dill", "parsley"]
        item = of(gardening)
        (left,) = item["parked_first"]
        assert (item["parked"], item["aside"]) == (1, 1)
        assert gardening.run("reactions", "retry", "garden.follow").exit_code == 0
        assert left["aside"] is True
        assert left["error"].startswith("left: taken away by hand, case 21/4711; Value")

    def test_only_what_is_parked_can_be_left(self, gardening: Gardening) -> None:
        """A position at which nothing is parked is told."""
        gardening.sow("1", "dill")
        gardening.run("run", "--once")

        result = gardening.run(
            *("reactions", "park", "garden.follow", "--position", "4"),
            *("--reason", "x"),
        )

        assert result.exit_code == 2
        assert "unknown parked event" in result.stderr

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("--position", "4", "--reason", " "), "expected some text"),
            (("--position", "4"), "Missing option '--reason'"),
            (("--position", "0", "--reason", "x"), "--position"),
            (("--reason", "x"), "Missing option '--position'"),
        ],
    )
    def test_what_is_given_wrongly_is_told(
        self, gardening: Gardening, args: tuple[str, ...], said: str
    ) -> None:
        """Wrong usage is exit code 2, and nothing is touched."""
        result = gardening.run("reactions", "park", "garden.follow", *args)

        assert result.exit_code == 2
        assert said in result.stderr
