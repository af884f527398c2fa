"""Writing: what commands do when all is well, and what they leave alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kvalitet_core import Journal
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.opening_stores import store_at

RENAME = {"code": "0730", "name": "Randers Kommune", "effective_from": "2022-01-01"}


@pytest.fixture
def rename(
    run: Callable[..., Result], demo: Path, anna: tuple[str, str]
) -> Callable[..., Result]:
    """Rename a municipality of the demo."""

    def renamed(*args: str, **fields: str) -> Result:
        asked = json.dumps(RENAME | fields)
        return run("do", "municipality.rename", asked, "--journal", demo, *anna, *args)

    return renamed


def test_init_makes_an_empty_journal_of_the_hosts_time(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """It is no simulation, and reading it gives no warning."""
    place = tmp_path / "programme.db"

    result = run("init", "--journal", place)

    assert result.exit_code == 0
    assert str(place) in result.stdout
    assert "simulated" not in run("log", "--journal", place).stderr
    with Journal.open(place, read_only=True) as journal:
        assert not journal.simulated


def test_init_leaves_a_journal_as_it_is(run: Callable[..., Result], demo: Path) -> None:
    """A second init is an error, and changes nothing."""
    before = demo.read_bytes()

    result = run("init", "--journal", demo)

    assert result.exit_code == 3
    assert "there is a journal already" in result.stderr
    assert demo.read_bytes() == before


def test_do_reports_what_followed(rename: Callable[..., Result]) -> None:
    """The outcome, the stream, and the event with its fields."""
    result = rename("--format", "json")

    (receipt,) = json.loads(result.stdout)["receipts"]
    assert receipt["outcome"] == "accepted"
    assert receipt["stream"] == "municipality/0730"
    (event,) = receipt["events"]
    assert event["name"] == "municipality.renamed/1"
    assert event["fields"]["name"] == "Randers Kommune"


def test_do_takes_json_from_a_file_or_from_standard_input(
    run: Callable[..., Result], demo: Path, anna: tuple[str, str], tmp_path: Path
) -> None:
    """As text, as @file, as -, or with nothing named, from standard input."""
    text, file = json.dumps(RENAME), tmp_path / "rename.json"
    file.write_text(text)
    common = ("--journal", demo, *anna, "--dry-run", "--format", "jsonl")

    results = [
        run("do", "municipality.rename", text, *common),
        run("do", "municipality.rename", f"@{file}", *common),
        run("do", "municipality.rename", "-", *common, stdin=text),
        run("do", "municipality.rename", *common, stdin=text),
    ]

    found = [json.loads(result.stdout)["events"] for result in results]
    assert found == [found[0]] * 4


def test_the_actor_can_come_from_a_file_or_from_the_environment(
    run: Callable[..., Result], demo: Path, anna: tuple[str, str], tmp_path: Path
) -> None:
    """KVALITET_ACTOR stands for --as, and both may name a file."""
    file = tmp_path / "me.json"
    file.write_text(anna[1])
    asked = ("do", "municipality.rename", json.dumps(RENAME), "--journal", demo)

    assert run(*asked, "--dry-run", "--as", f"@{file}").exit_code == 0
    assert run(*asked, "--dry-run", KVALITET_ACTOR=anna[1]).exit_code == 0
    assert run(*asked, "--dry-run", KVALITET_ACTOR=f"@{file}").exit_code == 0


def test_a_dry_run_writes_nothing(
    rename: Callable[..., Result], look: Callable[..., Any], demo: Path
) -> None:
    """It tells what would follow, and the journal's bytes stay."""
    before = demo.read_bytes()

    result = rename("--dry-run")

    assert "municipality.renamed/1" in result.stdout
    assert "nothing was written" in result.stdout
    assert demo.read_bytes() == before
    assert look("show", "municipality/0730")["states"][0]["version"] == 1


def test_nothing_to_do_is_no_error(rename: Callable[..., Result]) -> None:
    """What is so already is said so."""
    rename()

    result = rename()

    assert result.exit_code == 0
    assert "nothing to do" in result.stdout


def test_the_same_command_id_is_done_once(
    rename: Callable[..., Result], look: Callable[..., Any]
) -> None:
    """Repeating a command gives its first receipt."""
    first, second = (rename("--id", "letter-1", "--format", "json") for _ in range(2))

    assert first.stdout == second.stdout
    assert look("show", "municipality/0730")["states"][0]["version"] == 2


def test_a_person_is_forgotten_by_two(
    run: Callable[..., Result],
    look: Callable[..., Any],
    demo: Path,
    laerkehoej: str,
    anna: tuple[str, str],
) -> None:
    """The second contact of the demo goes the way of the first."""
    contact = look("show", laerkehoej)["states"][0]["state"]["contacts"][1]

    result = run(
        "forget", contact["person"], "--journal", demo, *anna,
        "--legal-basis", "art. 17", "--reason", "not needed",
        "--approved-by", "a-3", "--approved-by", "a-8",
    )  # fmt: skip

    assert result.exit_code == 0, result.stderr
    assert "2 sealed sections destroyed" in result.stdout
    contacts = look("show", laerkehoej, "--persons", "a test")["states"][0]["state"]
    values = [item["card"][0]["value"] for item in contacts["contacts"]]
    assert values == [{"personal": "forgotten"}] * 2


def test_a_person_who_was_forgotten_already_is_said_so(
    run: Callable[..., Result],
    look: Callable[..., Any],
    demo: Path,
    laerkehoej: str,
    anna: tuple[str, str],
) -> None:
    """When, and where that stands; not that nothing was destroyed."""
    contact = look("show", laerkehoej)["states"][0]["state"]["contacts"][0]

    result = run(
        "forget", contact["person"], "--journal", demo, *anna,
        "--legal-basis", "art. 17", "--reason", "not needed",
        "--approved-by", "a-3", "--approved-by", "a-8",
    )  # fmt: skip

    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(
        f"nothing to do: person {contact['person']} was forgotten already, "
        f"2021-06-14T10:00:00+02:00 (version 1 of person/{contact['person']})\n"
    )
    assert "destroyed" not in result.stdout


def test_one_approver_is_refused_and_recorded(
    run: Callable[..., Result],
    look: Callable[..., Any],
    demo: Path,
    anna: tuple[str, str],
) -> None:
    """The same one twice is one."""
    result = run(
        "forget", "person-1", "--journal", demo, *anna,
        "--legal-basis", "art. 17", "--reason", "not needed",
        "--approved-by", "a-3", "--approved-by", "a-3",
    )  # fmt: skip

    assert result.exit_code == 1
    assert "2 different people must approve, got 1" in result.stderr
    (newest,) = look("log", "--limit", "1")["commits"]
    assert newest["outcome"] == "refused"


def test_a_backup_is_a_journal_without_keys(
    run: Callable[..., Result], demo: Path, tmp_path: Path
) -> None:
    """The copy reads as the original does, and overwrites nothing."""
    copy = tmp_path / "copy.db"

    assert run("backup", copy, "--journal", demo).exit_code == 0

    logs = [run("log", "--journal", place).stdout for place in (demo, copy)]
    assert logs[0] == logs[1]
    assert not Path(f"{copy}.keys").exists()
    again = run("backup", copy, "--journal", demo)
    assert again.exit_code == 3
    assert "is there already; nothing was written" in again.stderr


def test_migrating_a_journal_of_today_does_nothing(
    run: Callable[..., Result], demo: Path
) -> None:
    """It says so, and leaves the file as it is."""
    before = demo.read_bytes()

    result = run("migrate", "--journal", demo)

    assert result.exit_code == 0
    assert result.stdout == f"nothing to do: the journal's format is {FORMAT}\n"
    assert demo.read_bytes() == before


def test_schema_shows_what_a_command_holds(run: Callable[..., Result]) -> None:
    """As text for people, and as the JSON Schema itself; no journal is needed."""
    text = run("schema", "show", "tilbud.name_contact").stdout
    schema = json.loads(
        run("schema", "show", "tilbud.name_contact/1", "--format", "json").stdout
    )

    assert schema["$id"] == "urn:kvalitet:tilbud.name_contact:1"
    for name, item in schema["properties"].items():
        assert name in text
        assert item["description"][:20] in text
    assert "personal, about contact" in text


def test_schema_lists_commands_and_events(run: Callable[..., Result]) -> None:
    """Each with its kind and its sentence."""
    listed = json.loads(run("schema", "list", "--format", "json").stdout)["schemas"]

    kinds = {item["name"]: item["kind"] for item in listed}
    assert kinds["tilbud.rename/1"] == "command"
    assert kinds["tilbud.renamed/1"] == "event"
    assert all(item["description"].endswith(".") for item in listed)
    (forget,) = [item for item in listed if item["name"] == "person.forget/2"]
    assert forget["description"].endswith("Given by `kvalitet forget`.")


def test_the_store_is_closed_and_whole_after_writing(
    rename: Callable[..., Result], demo: Path
) -> None:
    """Nothing is left in a write-ahead log, and SQLite finds no fault."""
    rename()

    assert store_at(str(demo)).format() == FORMAT
    with closing(sqlite3.connect(demo)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
