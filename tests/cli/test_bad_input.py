"""Bad input: one message that names the thing, the rule and the value.

Each has its exit code, and leaves nothing behind but the record of a refusal. No
traceback; where a process is started, that is seen for real.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import Result

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.domain import tilbud
from kvalitet_core.ids import PersonId, StreamId, stream_id
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.personal import Personal, personal

ANNA = Actor(id="a-17", role="sagsbehandler", organisation="Kontor", authority="Opslag")
REGISTER = {
    "name": "Bofællesskabet Solsikken",
    "municipality": "0730",
    "driftsform": "kommunal",
    "legal_grounds": {"grounds": ["SEL107"], "primary": "SEL107"},
    "effective_from": "2021-01-01",
}


def _rows(journal: Path) -> int:
    with closing(sqlite3.connect(journal)) as file:
        count: int = file.execute("SELECT count(*) FROM stored_events").fetchone()[0]
    return count


@pytest.fixture
def register(
    run: Callable[..., Result], demo: Path, anna: tuple[str, str]
) -> Callable[..., Result]:
    """Register a tilbud in the demo, with some fields changed."""

    def registered(*args: str, **fields: Any) -> Result:
        asked = json.dumps(REGISTER | fields)
        return run("do", "tilbud.register", asked, "--journal", demo, *anna, *args)

    return registered


def _lines(result: Result) -> list[str]:
    """What was said of errors; nothing may stand on standard output."""
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines: list[str] = result.stderr.splitlines()
    assert all(line.startswith("kvalitet: ") for line in lines)
    return [
        line.removeprefix("kvalitet: ") for line in lines if "is simulated" not in line
    ]


class TestInput:
    """What is typed: exit code 2, and nothing is written."""

    def test_an_unknown_command_name_names_the_nearest(
        self, run: Callable[..., Result], demo: Path, anna: tuple[str, str]
    ) -> None:
        """`tilbud.renme` is not there; `tilbud.rename` is."""
        rows = _rows(demo)

        result = run("do", "tilbud.renme", "{}", "--journal", demo, *anna)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert line.startswith(
            "unknown command 'tilbud.renme': did you mean tilbud.rename"
        )
        assert _rows(demo) == rows

    def test_every_problem_of_the_json_is_told_with_its_path(
        self, register: Callable[..., Result], demo: Path
    ) -> None:
        """Six things are wrong, and six lines say so, in the order of their paths."""
        rows = _rows(demo)

        result = register(
            name=7,
            driftsform="statslig",
            legal_grounds={"grounds": ["SEL1"]},
            effective_from="in May",
            colour="red",
        )

        assert result.exit_code == 2
        lines = _lines(result)
        assert len(lines) == 6
        assert lines == sorted(lines)
        for path, value in {
            "$.name": "7",
            "$.driftsform": "'statslig'",
            "$.legal_grounds.grounds[0]": "'SEL1'",
            "$.effective_from": "'in May'",
            "primary": "",
            "colour": "",
        }.items():
            assert any(path in line and value in line for line in lines), path
        assert all(line.startswith("tilbud.register/1: $") for line in lines)
        assert _rows(demo) == rows

    def test_a_wrong_check_digit_names_number_and_rule(
        self, register: Callable[..., Result], demo: Path
    ) -> None:
        """A CVR number that fails modulus 11 is no CVR number."""
        rows = _rows(demo)

        result = register(cvr="12345678")

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert "$.cvr" in line
        assert "'12345678'" in line
        assert "modulus 11" in line
        assert _rows(demo) == rows

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("{", "is no JSON: "),
            ('{"name": "a", "name": "b"}', "the key 'name' is given twice"),
            ('{"name": NaN}', "NaN is no JSON number"),
            ("[]", "is not of type 'object'"),
            ("@nowhere.json", "@nowhere.json: cannot be read: No such file"),
        ],
    )
    def test_what_is_no_json_object_is_said_so(
        self,
        run: Callable[..., Result],
        demo: Path,
        anna: tuple[str, str],
        text: str,
        told: str,
    ) -> None:
        """Neither half a text, nor a key given twice, nor a list."""
        result = run("do", "tilbud.register", text, "--journal", demo, *anna)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert told in line

    def test_a_rule_of_form_that_no_schema_has_is_told(
        self, run: Callable[..., Result], demo: Path, anna: tuple[str, str]
    ) -> None:
        """A period that ends before it begins."""
        asked = {
            "code": "0730",
            "name": "Randers",
            "effective_from": "2021-05-01",
            "effective_to": "2021-04-01",
        }

        result = run(
            "do", "municipality.rename", json.dumps(asked), "--journal", demo, *anna
        )

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert "effective_to 2021-04-01: expected a date later than" in line

    def test_an_actor_that_does_not_fit_is_told_in_full(
        self, run: Callable[..., Result], demo: Path
    ) -> None:
        """What is missing and what is too much, at once."""
        result = run(
            "do", "tilbud.register", "{}", "--journal", demo, "--as", '{"id": 7}'
        )

        assert result.exit_code == 2
        lines = _lines(result)
        assert len(lines) == 4
        assert all(
            line.startswith("actor (--as or KVALITET_ACTOR): ") for line in lines
        )

    def test_nobody_acting_is_wrong_usage(
        self, run: Callable[..., Result], demo: Path
    ) -> None:
        """The message says what to give."""
        result = run("do", "tilbud.register", "{}", "--journal", demo)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert "--as or KVALITET_ACTOR" in line
        assert "id, role, organisation, authority" in line

    def test_a_version_beyond_the_head_names_the_newest(
        self, run: Callable[..., Result], demo: Path
    ) -> None:
        """It is an error, not the head."""
        result = run("show", "municipality/0730", "--version", "9", "--journal", demo)

        assert result.exit_code == 2
        assert _lines(result) == [
            "unknown version 'municipality/0730 9': the newest is 1"
        ]

    @pytest.mark.parametrize("name", ["show", "history"])
    def test_an_unknown_stream_names_the_nearest(
        self, run: Callable[..., Result], demo: Path, name: str
    ) -> None:
        """A code that no municipality has."""
        result = run(name, "municipality/0739", "--journal", demo)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert line.startswith(
            "unknown stream 'municipality/0739': "
            f"journal {demo} has no event of it; did you mean municipality/07"
        )

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (
                ["log", "--command", "tilbud.renam"],
                "unknown command 'tilbud.renam': did you mean tilbud.rename ",
            ),
            (
                ["log", "--command", "tilbud.rename/2"],
                "unknown command 'tilbud.rename/2': did you mean tilbud.rename/1 ",
            ),
            (
                ["log", "--command", "tilbud.renamed"],
                "unknown command 'tilbud.renamed': did you mean tilbud.rename ",
            ),
            (
                ["log", "--event", "tilbud.renamedd"],
                "unknown event 'tilbud.renamedd': did you mean tilbud.renamed ",
            ),
            (["log", "--event", "zzz"], "unknown event 'zzz': it is not registered"),
            (["streams", "tilbudd"], "unknown kind of stream 'tilbudd': did you mean"),
            (["streams", ""], "unknown kind of stream '': known are application, "),
            (["log", "--stream", "tilbud"], "stream 'tilbud': expected kind/key"),
            (["history", "tilbud"], "stream 'tilbud': expected kind/key"),
            (["show", "tilbud"], "stream 'tilbud': expected kind/key"),
            (["show", "Tilbud/1"], "stream 'Tilbud/1': expected kind/key"),
            (
                ["log", "--stream", "municipality/0739"],
                "unknown stream 'municipality/0739': journal ",
            ),
            (["log", "--stream", "tilbudd/1"], "unknown kind of stream 'tilbudd'"),
            (["history", "tilbudd/1"], "unknown kind of stream 'tilbudd'"),
            (["show", "tilbudd/1"], "unknown kind of stream 'tilbudd'"),
            (
                ["log", "--from", "2021-01-02T00:00Z", "--to", "2021-01-01T00:00Z"],
                "--from is later than --to",
            ),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_a_wrong_question_gets_no_empty_answer(
        self,
        run: Callable[..., Result],
        demo: Path,
        arguments: list[str],
        told: str,
    ) -> None:
        """An auditor would read it as all-clear."""
        result = run(*arguments, "--journal", demo)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert line.startswith(told)

    def test_a_stream_that_no_commit_is_on_has_a_history(
        self, run: Callable[..., Result], look: Callable[..., Any], demo: Path
    ) -> None:
        """The opening of the journal was not asked for by a command."""
        (opening,) = look("streams", "journal")["streams"]

        result = run("log", "--stream", opening["stream"], "--journal", demo)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert line.endswith(": try `kvalitet history`")

    @pytest.mark.parametrize(
        "arguments",
        [
            ["show", "municipality/0730", "--version", "99999999999999999999"],
            ["show", "municipality/0730", "--version", str(2**63 - 1)],
            ["show", "municipality/0730", "--version", "0"],
            ["log", "--limit", "99999999999999999999"],
            ["log", "--journal", "postgresql://me:secret@[bad/x"],
            ["log", "--keys", "postgresql://me:secret@[bad/x"],
            ["log", "--journal", "postgresql://me:secret@\u2100/x"],
            ["init", "--journal", "memory:"],
            ["demo", "--journal", "memory:"],
            ["backup", ""],
        ],
        ids=" ".join,
    )
    def test_a_value_that_cannot_be_is_one_clear_line(
        self, run: Callable[..., Result], demo: Path, arguments: list[str]
    ) -> None:
        """Numbers beyond every store, addresses that are none, no name at all."""
        result = run(*arguments, KVALITET_JOURNAL=str(demo))

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert "internal error" not in line
        assert "secret" not in line

    def test_json_that_is_nested_too_deeply_is_said_so(
        self, run: Callable[..., Result], demo: Path, anna: tuple[str, str]
    ) -> None:
        """Deeper than Python can go."""
        result = run(
            "do", "tilbud.register", "--journal", demo, *anna, stdin="[" * 100_000
        )

        assert result.exit_code == 2
        assert _lines(result) == ["tilbud.register/1: is nested too deeply to be read"]

    @pytest.mark.parametrize("stdin", ["", " \n"])
    def test_empty_input_is_said_so(
        self,
        run: Callable[..., Result],
        demo: Path,
        anna: tuple[str, str],
        tmp_path: Path,
        stdin: str,
    ) -> None:
        """From standard input and from a file."""
        file = tmp_path / "empty.json"
        file.write_text(stdin)
        asked = ("do", "tilbud.register", "--journal", demo, *anna)

        for result, source in (
            (run(*asked, stdin=stdin), "standard input"),
            (run(*asked, f"@{file}"), f"@{file}"),
        ):
            assert result.exit_code == 2
            (line,) = _lines(result)
            assert line.startswith(f"{source} was empty: expected JSON")

    def test_forgetting_has_a_command_of_its_own(
        self, run: Callable[..., Result], demo: Path, anna: tuple[str, str]
    ) -> None:
        """`do` would decide it, and destroy nothing."""
        result = run("do", "person.forget", "{}", "--journal", demo, *anna)

        assert result.exit_code == 2
        assert _lines(result) == ["person.forget/2: is given by `kvalitet forget`"]

    def test_the_journals_own_streams_have_no_state(
        self, run: Callable[..., Result], demo: Path
    ) -> None:
        """They have a history, and the message says so."""
        result = run("show", "command/letter-1", "--journal", demo)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert line.startswith("unknown kind of state 'command'")
        assert "kvalitet history" in line

    @pytest.mark.parametrize("text", ["yesterday", "2020-13-01", "2020-01-01T25:00"])
    def test_what_is_no_instant_is_said_so(
        self, run: Callable[..., Result], demo: Path, text: str
    ) -> None:
        """With the form that is expected."""
        result = run("log", "--from", text, "--journal", demo)

        assert result.exit_code == 2
        (line,) = _lines(result)
        assert repr(text) in line
        assert "ISO" in line

    def test_two_points_in_time_exclude_each_other(
        self, run: Callable[..., Result], demo: Path
    ) -> None:
        """--version and --known are two ways to ask."""
        result = run(
            "show", "municipality/0730", "--journal", demo,
            "--version", "1", "--known", "2020-01-01",
        )  # fmt: skip

        assert result.exit_code == 2
        assert "exclude each other" in _lines(result)[-1]

    def test_no_journal_named_is_wrong_usage(self, run: Callable[..., Result]) -> None:
        """The option is named."""
        result = run("log")

        assert result.exit_code == 2
        assert "Missing option '--journal'" in _lines(result)[0]


class TestRules:
    """What a rule says no to: exit code 1, and the refusal is on record."""

    def test_an_unknown_municipality_is_refused_on_record(
        self, register: Callable[..., Result], look: Callable[..., Any], demo: Path
    ) -> None:
        """One row more: the command's record, with the reason."""
        rows = _rows(demo)

        result = register(municipality="0999")

        assert result.exit_code == 1
        reason, record = _lines(result)
        assert reason == (
            "refused: municipality/0999: no such municipality is registered "
            "(tilbud.municipality_unknown)"
        )
        (newest,) = look("log", "--limit", "1")["commits"]
        assert record.endswith(newest["command_id"])
        assert newest["outcome"] == "refused"
        assert _rows(demo) - rows in (1, 2)

    @pytest.mark.parametrize("form", ["json", "jsonl"])
    def test_a_refusal_is_told_to_programs_too(
        self,
        register: Callable[..., Result],
        look: Callable[..., Any],
        form: str,
    ) -> None:
        """As JSON on standard output; people have the same on standard error."""
        result = register("--format", form, municipality="0999")

        assert result.exit_code == 1
        (newest,) = look("log", "--limit", "1")["commits"]
        assert json.loads(result.stdout) == {
            "outcome": "refused",
            "command_id": newest["command_id"],
            "reasons": [
                {
                    "code": "tilbud.municipality_unknown",
                    "text": "municipality/0999: no such municipality is registered",
                    "source": None,
                    "because": [],
                }
            ],
        }
        assert result.stderr.startswith("kvalitet: refused: municipality/0999")
        dry = register("--format", form, "--dry-run", municipality="0999")
        assert json.loads(dry.stdout)["command_id"] is None

    def test_a_dry_run_of_a_refusal_records_nothing(
        self, register: Callable[..., Result], demo: Path
    ) -> None:
        """The reason is told all the same."""
        rows = _rows(demo)

        result = register("--dry-run", municipality="0999")

        assert result.exit_code == 1
        assert len(_lines(result)) == 1
        assert _rows(demo) == rows

    def test_a_reused_command_id_tells_what_differs(
        self, register: Callable[..., Result], demo: Path
    ) -> None:
        """The first command stands, and nothing is added."""
        assert register("--id", "letter-1").exit_code == 0
        rows = _rows(demo)

        result = register("--id", "letter-1", name="Another name")

        assert result.exit_code == 1
        (line,) = _lines(result)
        assert line.startswith("command id letter-1: already used for another command")
        assert "data" in line
        assert _rows(demo) == rows


@attrs.frozen(kw_only=True)
class Sown:
    """A flower was sown.

    Attributes:
        colour: Its colour.
        gardener: Who sowed it.
        name: The gardener's name.
    """

    colour: str
    gardener: PersonId
    name: Personal[str] = personal(subject="gardener")


@attrs.frozen(kw_only=True)
class Sow:
    """Sow a flower.

    Attributes:
        colour: Its colour.
        gardener: Who sows it.
        name: The gardener's name.
    """

    colour: str
    gardener: PersonId
    name: Personal[str] = personal(subject="gardener")

    def target(self, context: Context) -> StreamId:
        """Always the same."""
        del context
        return stream_id("flower", "1")

    def decide(self, state: Any, context: Context) -> tuple[Sown, ...]:
        """Sow it."""
        del state, context
        return (Sown(colour=self.colour, gardener=self.gardener, name=self.name),)


@attrs.frozen(kw_only=True)
class Flower:
    """A flower.

    Attributes:
        colour: Its colour.
    """

    colour: str


GARDEN = Plugin(
    name="flower",
    version="1",
    aggregates=(
        Aggregate(
            kind="flower",
            state=Flower,
            evolve=lambda _, event: Flower(colour=event.colour),
            events={"flower.sown/1": Sown},
            commands={"flower.sow/1": Sow},
        ),
    ),
)


class TestUnavailable:
    """What cannot be looked at: exit code 3, and nothing is written."""

    def test_no_journal_there(self, run: Callable[..., Result], tmp_path: Path) -> None:
        """None is made by looking."""
        place = tmp_path / "nowhere.db"

        result = run("log", "--journal", place)

        assert result.exit_code == 3
        (line,) = _lines(result)
        assert line.startswith(f"journal {place}: there is no journal")
        assert list(tmp_path.iterdir()) == []

    def test_do_makes_no_journal(
        self, run: Callable[..., Result], anna: tuple[str, str], tmp_path: Path
    ) -> None:
        """A slip in the journal's name must not begin a second record."""
        place = tmp_path / "programm.db"

        result = run("do", "tilbud.register", "{}", "--journal", place, *anna)

        assert result.exit_code == 3
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"Dear reader,\n" * 20, "is no journal: the file is no database"),
            (b"", "is no journal: the file is no database"),
        ],
    )
    def test_a_file_that_is_no_journal(
        self, run: Callable[..., Result], tmp_path: Path, content: bytes, told: str
    ) -> None:
        """A letter, or nothing at all."""
        place = tmp_path / "letter.db"
        place.write_bytes(content)

        result = run("log", "--journal", place)

        assert result.exit_code == 3
        assert _lines(result) == [f"journal {place}: {told}"]
        assert place.read_bytes() == content

    def test_a_database_that_is_no_journal(
        self, run: Callable[..., Result], tmp_path: Path
    ) -> None:
        """Another program's database is left alone."""
        place = tmp_path / "other.db"
        with closing(sqlite3.connect(place)) as file:
            file.execute("CREATE TABLE flowers (name TEXT)")

        result = run("log", "--journal", place)

        assert result.exit_code == 3
        assert _lines(result) == [
            f"journal {place}: a database, but no journal of kvalitet-core"
        ]

    def test_a_truncated_journal(
        self, register: Callable[..., Result], run: Callable[..., Result], demo: Path
    ) -> None:
        """Half a file is found out before it is read or written."""
        size = demo.stat().st_size
        with demo.open("r+b") as file:
            file.truncate(size // 2)

        for result in (run("log", "--journal", demo), register()):
            assert result.exit_code == 3
            (line,) = _lines(result)
            assert line == (
                f"journal {demo}: is truncated: {size // 2} bytes of {size}; "
                "restore it from a backup"
            )
        assert demo.stat().st_size == size // 2

    def test_a_locked_journal(
        self, register: Callable[..., Result], demo: Path
    ) -> None:
        """Another connection holds the write lock for longer than the setting."""
        rows = _rows(demo)
        with closing(sqlite3.connect(demo, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            result = register("--busy-seconds", "0.1")

        assert result.exit_code == 3
        (line,) = _lines(result)
        assert line.startswith(f"journal {demo}: locked by another process")
        assert _rows(demo) == rows

    def test_a_newer_format(self, run: Callable[..., Result], demo: Path) -> None:
        """The message names both numbers and the remedy."""
        with closing(sqlite3.connect(demo)) as file:
            file.execute("PRAGMA user_version = 99")

        for name in ("log", "migrate"):
            result = run(name, "--journal", demo)

            assert result.exit_code == 3
            (line,) = _lines(result)
            assert "its format is 99" in line
            assert f"knows {FORMAT}: upgrade kvalitet-core" in line

    def test_a_clock_behind_the_record(
        self, run: Callable[..., Result], anna: tuple[str, str], tmp_path: Path
    ) -> None:
        """The newest record is of the year 2100, and the host's clock is not there."""
        place = tmp_path / "future.db"
        clock = GivenClock(datetime(2100, 1, 1, tzinfo=UTC))
        with Journal.open(place, clock=clock):
            pass
        rows = _rows(place)

        asked = json.dumps(REGISTER)
        result = run("do", "tilbud.register", asked, "--journal", place, *anna)

        assert result.exit_code == 3
        (line,) = _lines(result)
        assert "the newest record is of 2100-01-01T00:00:00" in line
        assert "more than 300 s behind" in line
        assert _rows(place) == rows

    def test_a_lost_key_store(
        self, run: Callable[..., Result], demo: Path, laerkehoej: str
    ) -> None:
        """Masked reading goes on; persons cannot be shown, and that is said."""
        Path(f"{demo}.keys").unlink()

        assert run("show", laerkehoej, "--journal", demo).exit_code == 0
        result = run("show", laerkehoej, "--journal", demo, "--persons", "a test")

        assert result.exit_code == 3
        (line,) = _lines(result)
        assert line.startswith("keys ")

    def test_a_lost_key_file(
        self, run: Callable[..., Result], demo: Path, laerkehoej: str
    ) -> None:
        """The file is named, and no other is made in its place."""
        Path(f"{demo}.key").unlink()

        result = run("show", laerkehoej, "--journal", demo, "--persons", "a test")

        assert result.exit_code == 3
        (line,) = _lines(result)
        assert line.startswith(f"keys {demo}.key: ")
        assert not Path(f"{demo}.key").exists()

    def test_another_journals_key_file(
        self,
        run: Callable[..., Result],
        demo: Path,
        laerkehoej: str,
        anna: tuple[str, str],
        tmp_path: Path,
    ) -> None:
        """It does not open what is sealed, nor is anything sealed beside it."""
        run("init", "--journal", tmp_path / "other.db")
        shutil.copy(tmp_path / "other.db.key", f"{demo}.key")
        contact = {
            "tilbud": laerkehoej,
            "contact": _contact(run, demo, laerkehoej),
            "card": {"name": "Someone"},
            "effective_from": "2021-01-01",
        }
        rows = _rows(demo)

        shown = run("show", laerkehoej, "--journal", demo, "--persons", "a test")
        named = run(
            "do", "tilbud.name_contact", json.dumps(contact), "--journal", demo, *anna
        )

        for result in (shown, named):
            assert result.exit_code == 3
            (line,) = _lines(result)
            assert line.startswith(f"keys {demo}.keys: ")
            assert "another journal's key file" in line
        assert _rows(demo) - rows in (0, 1)

    def test_a_missing_plugin_lists_and_does_not_fold(
        self, run: Callable[..., Result], tmp_path: Path
    ) -> None:
        """Its events are listed with their fields; its state cannot be had."""
        place = tmp_path / "garden.db"
        with Journal.open(place, plugins=[GARDEN]) as journal:
            sow = Sow(colour="yellow", gardener=PersonId("g-1"), name=Personal("Rosa"))
            journal.do(sow, by=ANNA)

        history = run("history", "flower/1", "--journal", place, "--persons", "a test")
        shown = run("show", "flower/1", "--journal", place)

        assert history.exit_code == 0
        for part in ("flower.sown/1", "yellow", "no installed plugin", "•••"):
            assert part in history.stdout
        assert "Rosa" not in history.stdout
        assert run("log", "--journal", place).exit_code == 0
        assert shown.exit_code == 3
        for question in (
            ["log", "--command", "flower.sow", "--actor", "nobody"],
            ["log", "--event", "flower.sown/1", "--actor", "nobody"],
            ["log", "--stream", "flower/1", "--actor", "nobody"],
            ["streams", "flower"],
        ):
            assert run(*question, "--journal", place).exit_code == 0
        near = run("log", "--command", "flower.sew", "--journal", place)
        assert near.exit_code == 2
        assert "did you mean flower.sow?" in near.stderr
        (line,) = _lines(shown)
        assert line.startswith("flower/1 version 1: ")
        assert "no installed plugin knows 'flower.sown/1'" in line


def _contact(run: Callable[..., Result], demo: Path, stream: str) -> str:
    shown = run("show", stream, "--journal", demo, "--format", "json").stdout
    person: str = json.loads(shown)["states"][0]["state"]["contacts"][1]["person"]
    return person


@contextmanager
def _read_only(place: Path) -> Iterator[None]:
    mount = shutil.which("mount") or "mount"
    subprocess.run([mount, "-o", "remount,ro", str(place)], check=True)
    yield
    subprocess.run([mount, "-o", "remount,rw", str(place)], check=True)


class TestDisk:
    """A medium that is full or cannot be written, for real."""

    def test_a_read_only_medium(
        self,
        process: Callable[..., subprocess.CompletedProcess[str]],
        demo: Path,
        anna: tuple[str, str],
        small_disk: Path,
    ) -> None:
        """What is there can be read; a command is turned away with exit code 3."""
        place = small_disk / "demo.db"
        shutil.copy(demo, place)
        with _read_only(small_disk):
            read = process("streams", "region", "--journal", place)
            written = process(
                "do", "tilbud.register", json.dumps(REGISTER), "--journal", place, *anna
            )

        assert read.returncode == 0, read.stderr
        assert "region/1081" in read.stdout
        assert written.returncode == 3
        assert "Traceback" not in written.stderr
        (line,) = written.stderr.splitlines()
        assert line.startswith("kvalitet: ")
        assert str(place) in line
        assert "read-only" in line or "no right" in line

    def test_a_full_disk(
        self,
        process: Callable[..., subprocess.CompletedProcess[str]],
        demo: Path,
        anna: tuple[str, str],
        small_disk: Path,
    ) -> None:
        """Nothing is written, and the journal is as it was."""
        place = small_disk / "demo.db"
        for path in demo.parent.iterdir():
            shutil.copy(path, small_disk / path.name)
        filler = small_disk / "filler"
        with filler.open("wb", 0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 4096)

        result = process(
            "do", "tilbud.register", json.dumps(REGISTER), "--journal", place, *anna
        )

        assert result.returncode == 3
        assert "Traceback" not in result.stderr
        (line,) = result.stderr.splitlines()
        assert "full" in line
        assert str(place) in line
        filler.unlink()
        assert _rows(place) == _rows(demo)

    def test_a_file_that_may_not_grow(self, demo: Path, anna: tuple[str, str]) -> None:
        """The host's limit on file sizes stands in for a disk that fails."""
        program = (
            "import resource\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
            "from kvalitet_cli.main import main; main()"
        )
        rows = _rows(demo)

        result = subprocess.run(
            [
                sys.executable, "-c", program, "do", "tilbud.register",
                json.dumps(REGISTER), "--journal", str(demo), *anna,
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip

        assert result.returncode == 3
        assert "Traceback" not in result.stderr
        (line,) = result.stderr.splitlines()
        assert line.startswith("kvalitet: ")
        assert "the disk failed, or is full" in line
        assert _rows(demo) == rows


def test_sealed_for_one_person_names_nobody(
    run: Callable[..., Result], demo: Path, laerkehoej: str
) -> None:
    """A person's card that was sealed in this test is masked in every listing."""
    with Journal.open(demo) as journal:
        journal.do(
            tilbud.NameContact(
                tilbud=StreamId(laerkehoej),
                contact=PersonId("person-x"),
                card=Personal(tilbud.ContactCard(name="Rosa Ribs")),
                effective_from=date(2021, 1, 1),
            ),
            by=ANNA,
        )

    for arguments in (["log"], ["history", laerkehoej], ["show", laerkehoej]):
        for form in ("text", "json", "jsonl"):
            result = run(*arguments, "--journal", demo, "--format", form)
            assert "Rosa" not in result.stdout
