"""`kvalitet access`: who was shown what of persons, and for what purpose."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from tests.cli.gardening import Gardening

from kvalitet_cli.lazy import LazyGroup
from kvalitet_cli.main import cli

Run = Callable[..., Result]


def looks(run: Run, demo: Path, *asked: str) -> list[dict[str, Any]]:
    """What the access store tells of a demo, as plain values."""
    told = run("access", "log", "--journal", demo, "--format", "json", *asked)
    assert told.exit_code == 0, told.stderr
    found: list[dict[str, Any]] = json.loads(told.stdout)["looks"]
    return found


def every_command(
    group: LazyGroup = cli,  # type: ignore[assignment]
    path: tuple[str, ...] = (),
) -> Iterator[tuple[str, click.Command]]:
    """Each command by its whole name."""
    for name in group.table:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, LazyGroup):
            yield from every_command(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def aged(demo: Path, day: str) -> None:
    """Let every look be of a day long ago."""
    with closing(sqlite3.connect(f"{demo}.access")) as store, store:
        store.execute("UPDATE accesses SET at = ?", (f"{day}T08:00:00.000000Z",))


@pytest.fixture
def seen(run: Run, demo: Path, laerkehoej: str, anna: tuple[str, str]) -> str:
    """A stream whose persons have been looked at, by Anna, for a purpose."""
    ask = ("show", laerkehoej, "--journal", demo, "--persons", "aktindsigt", *anna)
    told = run(*ask)
    assert told.exit_code == 0, told.stderr
    return laerkehoej


class TestLog:
    """Who looked?"""

    def test_a_look_is_told_without_the_names_of_staff(
        self, run: Run, demo: Path, seen: str
    ) -> None:
        """When, how, for what, where and whom; in which role, and not who."""
        told = run("access", "log", "--journal", demo)

        assert told.exit_code == 0, told.stderr
        assert "show" in told.stdout
        assert "aktindsigt" in told.stdout
        assert seen in told.stdout
        assert "••• (sagsbehandler, Eksempelkontoret)" in told.stdout
        assert "a-17" not in told.stdout
        assert told.stderr == "kvalitet: looks: 1 shown; there are no others\n"

    def test_a_purpose_shows_who_looked_and_is_a_look(
        self, run: Run, demo: Path, seen: str
    ) -> None:
        """Whoever controls the staff is on record as well, from then on."""
        (first,) = looks(run, demo, "--persons", "årlig stikprøve")

        again = looks(run, demo, "--persons", "årlig stikprøve")

        assert first["who"] == {"personal": "open", "value": "a-17"}
        assert f"show {seen}" in first["asked"]["value"]
        assert [each["how"] for each in again] == ["show", "access log"]
        assert again[1]["purpose"] == "årlig stikprøve"

    def test_programs_are_given_what_is_masked_as_such(
        self, run: Run, demo: Path, seen: str
    ) -> None:
        """Masked is never confused with a value; persons are told by their ids."""
        (look,) = looks(run, demo)

        assert look["who"] == look["asked"] == {"personal": "masked"}
        assert look["streams"] == [seen]
        assert len(look["persons"]) == 1
        assert look["persons"][0].startswith("person-")
        assert look["journal"]

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            (("--stream", "tilbud/none"), 0),
            (("--person", "nobody"), 0),
            (("--by", "a-17", "--persons", "a test"), 1),
            (("--by", "a-18", "--persons", "a test"), 0),
            (("--from", "2019-01-01"), 1),
            (("--to", "2019-01-01"), 0),
        ],
    )
    def test_a_question_is_narrowed(
        self, run: Run, demo: Path, seen: str, asked: tuple[str, ...], count: int
    ) -> None:
        """By stream, person, staff and time."""
        assert len(looks(run, demo, *asked)) == count
        assert len(looks(run, demo, "--stream", seen)) == 1

    @pytest.mark.usefixtures("seen")
    def test_the_person_who_was_shown_can_be_asked_for(
        self, run: Run, demo: Path
    ) -> None:
        """Whoever is kept data about may ask who looked (databeskyttelse, art. 15)."""
        (look,) = looks(run, demo)

        assert looks(run, demo, "--person", look["persons"][0]) == [look]

    @pytest.mark.usefixtures("seen")
    def test_asking_for_staff_takes_a_purpose(self, run: Run, demo: Path) -> None:
        """Whether somebody looked is told by whether there is an answer."""
        told = run("access", "log", "--by", "a-17", "--journal", demo)

        assert (told.exit_code, told.stdout) == (2, "")
        assert "--by names staff: say why with --persons PURPOSE" in told.stderr

    def test_a_store_that_is_not_there_is_no_empty_answer(
        self, run: Run, demo: Path
    ) -> None:
        """An empty answer would read as all-clear."""
        told = run("access", "log", "--journal", demo)

        assert (told.exit_code, told.stdout) == (3, "")
        assert told.stderr == (
            f"kvalitet: access store {demo}.access: is not there: nobody was shown a "
            "person, or it is kept elsewhere\n"
        )

    @pytest.mark.usefixtures("seen")
    def test_a_copy_of_the_store_is_asked_by_its_name(
        self, run: Run, demo: Path, tmp_path: Path
    ) -> None:
        """Without the journal; the look at staff is noted where one says."""
        copy, own = tmp_path / "copy.access", tmp_path / "own.access"
        shutil.copy(f"{demo}.access", copy)
        before = copy.read_bytes()

        told = run(
            *("access", "log", "--store", copy, "--persons", "revision"),
            KVALITET_ACCESS=str(own),
        )

        assert told.exit_code == 0, told.stderr
        assert "a-17" in told.stdout
        assert copy.read_bytes() == before
        assert "access log" in run("access", "log", "--store", own).stdout

    def test_one_or_the_other_is_to_be_named(self, run: Run) -> None:
        """No store is guessed at."""
        told = run("access", "log")

        assert told.exit_code == 2
        assert "--journal PLACE or --store FILE" in told.stderr

    @pytest.mark.usefixtures("seen")
    def test_it_speaks_danish(self, run: Run, demo: Path) -> None:
        """As it is asked to."""
        told = run("access", "log", "--journal", demo, "--lang", "da")

        assert "formål    aktindsigt" in told.stdout
        assert "opslag: 1 vist" in told.stderr


class TestWhatIsALook:
    """Whatever opens what is sealed is noted, whichever command does it."""

    @pytest.mark.parametrize(
        "ask",
        [
            ("show", "STREAM"),
            ("history", "STREAM"),
            ("log", "--stream", "STREAM"),
            ("diff", "STREAM", "1.."),
            ("blame", "STREAM"),
            ("first-true", "STREAM", "--expr", "contacts[1].person != None"),
            ("export", "--format", "jsonl", "--output", "OUT", "--stream", "STREAM"),
            ("export", "--format", "csv", "--output", "OUT", "--stream", "STREAM"),
        ],
        ids=lambda ask: ask[0],
    )
    def test_a_command_that_opens_is_noted(
        self,
        run: Run,
        demo: Path,
        laerkehoej: str,
        tmp_path: Path,
        ask: tuple[str, ...],
    ) -> None:
        """By name, with the purpose, the streams and the persons."""
        own = {"STREAM": laerkehoej, "OUT": str(tmp_path / "out")}
        typed = [own.get(each, each) for each in ask]

        told = run(*typed, "--journal", demo, "--persons", "tilsyn")

        assert told.exit_code == 0, told.stderr
        (look,) = looks(run, demo)
        assert (look["how"], look["purpose"]) == (ask[0], "tilsyn")
        assert laerkehoej in look["streams"]
        assert look["persons"]

    @pytest.mark.parametrize("ask", ["show", "history", "blame"])
    def test_what_is_masked_is_no_look(
        self, run: Run, demo: Path, laerkehoej: str, ask: str
    ) -> None:
        """Nothing was shown, so nothing is kept about whoever read it."""
        assert run(ask, laerkehoej, "--journal", demo).exit_code == 0

        assert not Path(f"{demo}.access").exists()

    def test_every_command_that_takes_a_purpose_is_told_of(self) -> None:
        """`docs/personal-data.md` names each command whose use may be a look."""
        page = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text(
            "utf-8"
        )
        section = page.partition("## Who looked")[2].partition("\n## ")[0]

        taking = {
            name
            for name, command in every_command()
            if "purpose" in {each.name for each in command.params}
        }

        assert taking >= {"export", "show", "access log"}
        assert [name for name in taking if f"`{name}" not in section] == []

    def test_a_purpose_is_noted_where_nobody_stands(self, run: Run, demo: Path) -> None:
        """What was looked for is a use of what is kept, whatever was found."""
        run("show", "municipality/0730", "--journal", demo, "--persons", "tilsyn")

        (look,) = looks(run, demo)
        assert (look["streams"], look["persons"]) == ([], [])


class TestPrune:
    """Looks are kept as long as they are needed, and no longer."""

    @pytest.mark.usefixtures("seen")
    def test_what_is_too_old_goes_and_that_is_told(self, run: Run, demo: Path) -> None:
        """What is gone cannot be taken for what never was."""
        aged(demo, "2020-01-02")
        before = run("access", "log", "--journal", demo)

        pruned = run("access", "prune", "--journal", demo)

        assert "looks over 183 days old: 1; see `kvalitet access prune`" in (
            before.stderr
        )
        assert pruned.exit_code == 0
        assert "removed: 1" in pruned.stderr
        after = run("access", "log", "--journal", demo)
        assert after.stdout == ""
        assert "were removed: 1, last at" in after.stderr
        assert "looks: none found" in after.stderr

    @pytest.mark.usefixtures("seen")
    def test_how_long_is_for_the_authority_to_say(self, run: Run, demo: Path) -> None:
        """In the environment, or on the line, which counts for more."""
        aged(demo, "2020-01-02")
        days = {"KVALITET_ACCESS_DAYS": "36500"}

        kept = run("access", "prune", "--journal", demo, "--format", "json", **days)
        gone = run("access", "prune", "--journal", demo, "--days", "30", **days)

        assert json.loads(kept.stdout)["pruned"][0]["removed"] == 0
        assert "removed: 1" in gone.stderr

    @pytest.mark.usefixtures("seen")
    @pytest.mark.parametrize("days", ["0", "-1", "many", "99999"])
    def test_what_is_no_number_of_days_removes_nothing(
        self, run: Run, demo: Path, days: str
    ) -> None:
        """One line, and exit code 2."""
        told = run("access", "prune", "--journal", demo, "--days", days)

        assert (told.exit_code, told.stdout) == (2, "")
        assert len(told.stderr.splitlines()) == 1
        assert len(looks(run, demo)) == 1

    def test_a_store_that_is_not_there_is_not_made(self, run: Run, demo: Path) -> None:
        """Exit code 3."""
        told = run("access", "prune", "--journal", demo)

        assert told.exit_code == 3
        assert not Path(f"{demo}.access").exists()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_journal_on_a_server_needs_a_file_that_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str
) -> None:
    """Looks are never kept in the journal's own database."""
    journal = f"{scheme}://reader@nowhere.invalid/programme"
    ask = ("access", "log", "--journal", journal)

    unnamed = run(*ask)
    monkeypatch.setenv("KVALITET_ACCESS", str(tmp_path / "looks.access"))
    named = run(*ask)

    assert unnamed.exit_code == named.exit_code == 3
    assert "set KVALITET_ACCESS to the path of a file" in unnamed.stderr
    assert f"{tmp_path / 'looks.access'}: is not there" in named.stderr


def test_persons_in_a_journal_on_a_server_are_shown_if_it_is_noted(
    gardening_on_postgres: Gardening, tmp_path: Path
) -> None:
    """In the file that is named; without one nobody is shown."""
    garden, kept = gardening_on_postgres, tmp_path / "looks.access"
    garden.sow("a", "beans")
    ask = ("log", "--limit", "1", "--persons", "tilsyn")

    refused = garden.run(*ask)
    shown = garden.run(*ask, KVALITET_ACCESS=str(kept))

    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "set KVALITET_ACCESS" in refused.stderr
    assert shown.exit_code == 0, shown.stderr
    assert "Ingrid" in shown.stdout
    told = garden.run("access", "log", "--store", kept, "--format", "json")
    (look,) = json.loads(told.stdout)["looks"]
    assert (look["how"], look["persons"]) == ("log", ["p-1"])


@pytest.fixture
def read_only(
    demo: Path,
    seen: str,  # noqa: ARG001 - looked at while it can be written to
) -> Iterator[Path]:
    """The demo on a medium that nobody can write to, or a skip."""
    folder, mount = str(demo.parent), shutil.which("mount")
    umount = shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("nothing here mounts")
    made = [
        subprocess.run([mount, *how], check=False, capture_output=True).returncode
        for how in (("--bind", folder, folder), ("-o", "remount,bind,ro", folder))
    ]
    try:
        if any(made):
            pytest.skip("this container cannot mount a read-only folder")
        yield demo
    finally:
        subprocess.run([umount, folder], check=False, capture_output=True)


def test_on_a_read_only_medium_persons_are_shown_if_it_is_noted_elsewhere(
    read_only: Path, run: Run, tmp_path: Path, seen: str
) -> None:
    """An auditor's copy can be read; what cannot be noted beside it is not shown."""
    ask = ("show", seen, "--journal", read_only, "--persons", "revision")
    own = tmp_path / "auditor.access"

    refused, shown = run(*ask), run(*ask, KVALITET_ACCESS=str(own))

    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "Read-only file system: no person is shown" in refused.stderr
    assert "KVALITET_ACCESS can name another file" in refused.stderr
    assert shown.exit_code == 0, shown.stderr
    assert "revision" in run("access", "log", "--store", own).stdout
    assert "aktindsigt" in run("access", "log", "--journal", read_only).stdout
