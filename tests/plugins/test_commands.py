"""`kvalitet plugins` and `kvalitet catalogue`, and what other commands do meanwhile."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.journal import course
from tests.plugins.distributions import SOURCE, Site

from kvalitet_cli.main import cli
from kvalitet_core import Journal
from kvalitet_core.catalogue import regions
from kvalitet_core.discovery import SETTING

RAISES = "raise ValueError('the soil is frozen')\n"
SAID = "kvalitet_bed:PLUGIN cannot be imported: ValueError: the soil is frozen"
ANNA = json.dumps(
    {"id": "a-17", "role": "r", "organisation": "o", "authority": "Opslag 2020"}
)
FIELDS = {
    "api",
    "deployment",
    "distribution",
    "kinds",
    "name",
    "problems",
    "state",
    "title",
    "version",
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line, in this process, with no settings of the host."""
    for name in ("ACCESS", "ACTOR", "JOURNAL", "KEYS", "KEY_FILE"):
        monkeypatch.delenv(f"KVALITET_{name}", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def here(*args: str | Path) -> Result:
        return CliRunner().invoke(cli, [str(arg) for arg in args])

    return here


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the journal is."""
    return tmp_path / "j.db"


def only(site: Site, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Install plugins, and allow no others."""
    for name in names:
        site.install(name)
    monkeypatch.setenv(SETTING, ",".join(names))


class TestPlugins:
    """What there is, and its state; the exit code says whether all is well."""

    def test_all_is_well(
        self, run: Callable[..., Result], site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Those that are ok and those that are disabled: exit code 0."""
        site.install("lawn", source=RAISES)
        only(site, monkeypatch, "bed")

        result = run("plugins")

        assert result.exit_code == 0
        assert result.stdout.startswith(
            "bed 1.0  ok\n"
            "    title.da      Bedet\n"
            "    title.en      The bed\n"
            "    distribution  kvalitet-bed\n"
            "    api           1\n"
            "    kinds         bed\n"
        )
        assert "lawn 1.0  disabled\n" in result.stdout
        assert result.stderr.startswith("kvalitet: plugins: 1 ok, ")
        assert "kvalitet_lawn" not in sys.modules

    def test_json_has_every_field_of_every_plugin(
        self, run: Callable[..., Result], site: Site, place: Path
    ) -> None:
        """The same fields in each state; what is not known is null."""
        with Journal.open(place, plugins=[course.PLUGIN]) as journal:
            journal.do(course.Found(), by=course.ANNA)
            (deployed,) = journal.events(names=["journal.deployed/1"])
        site.install("bed", source=RAISES)
        site.install("lawn")

        result = run("plugins", "--journal", place, "--format", "json")

        answer = json.loads(result.stdout)
        assert answer["journal"]["place"] == str(place)
        listed = {item["name"]: item for item in answer["plugins"]}
        assert list(listed) == sorted(listed)
        assert all(set(item) == FIELDS for item in listed.values())
        assert listed["bed"]["problems"] == [SAID]
        assert listed["lawn"]["kinds"] == ["lawn"]
        assert listed["lesson"] == {
            "name": "lesson",
            "version": "1",
            "state": "missing",
            "title": None,
            "distribution": None,
            "api": None,
            "kinds": None,
            "problems": ["is not installed, and a deployment of the journal had it"],
            "deployment": deployed.stream,
        }

    def test_json_lines_are_the_same(
        self, run: Callable[..., Result], site: Site
    ) -> None:
        """A plugin a line."""
        site.install("bed")
        site.install("lawn")

        lines = run("plugins", "--format", "jsonl").stdout.splitlines()

        whole = json.loads(run("plugins", "--format", "json").stdout)
        assert [json.loads(line) for line in lines] == whole["plugins"]

    def test_a_broken_one_is_exit_code_1(
        self, run: Callable[..., Result], site: Site
    ) -> None:
        """With what is wrong, every problem on its own."""
        site.install("bed", source=SOURCE.replace("what: str", "what: float"))

        result = run("plugins")

        assert result.exit_code == 1
        assert "bed 1.0  broken\n" in result.stdout
        assert result.stdout.count("    problem       So") == 2
        assert "1 broken\n" in result.stderr

    def test_a_missing_one_is_exit_code_3(
        self, run: Callable[..., Result], site: Site, place: Path
    ) -> None:
        """Whether others are broken or not: the journal cannot be looked at whole."""
        with Journal.open(place, plugins=[course.PLUGIN]) as journal:
            journal.do(course.Found(), by=course.ANNA)
        site.install("bed", source=RAISES)

        assert run("plugins").exit_code == 1
        result = run("plugins", "--journal", place)

        assert result.exit_code == 3
        assert "lesson 1  missing\n    deployment  deployment/" in result.stdout

    def test_an_allowed_one_that_is_not_installed_is_exit_code_3(
        self, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It needs no journal to be missed."""
        monkeypatch.setenv(SETTING, "bde")

        result = run("plugins")

        assert result.exit_code == 3
        assert "bde  missing\n" in result.stdout
        assert "install it or mend KVALITET_PLUGINS" in result.stdout

    def test_none_is_no_error(
        self, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A core alone is whole."""
        run("plugins")
        monkeypatch.setattr("sys.path", [])

        result = run("plugins", "--format", "json")

        assert result.exit_code == 0
        assert json.loads(result.stdout) == {"plugins": []}
        assert result.stderr == "kvalitet: plugins: none are installed\n"

    def test_a_journal_that_is_not_there_is_exit_code_3(
        self, run: Callable[..., Result], place: Path
    ) -> None:
        """None is made by looking."""
        result = run("plugins", "--journal", place)

        assert result.exit_code == 3
        assert "there is no journal" in result.stderr
        assert not place.exists()


class TestMeanwhile:
    """Writing commands stop at a broken plugin; reading ones go on, and say so."""

    @pytest.fixture
    def sown(self, site: Site, place: Path) -> Path:
        """A journal with something of a plugin that is broken now."""
        site.install("bed")
        with Journal.open(place) as journal:
            journal.do(import_module("kvalitet_bed").Sow(what="dill"), by=course.ANNA)
        site.forget_imports()
        (site.package("bed") / "__init__.py").write_text(RAISES)
        return place

    @pytest.mark.parametrize(
        "asked",
        [
            ("do", "tilbud.register", "{}", "--as", ANNA),
            ("catalogue", "load", "core.regions", "--as", ANNA),
            (
                "forget", "p-1", "--as", ANNA, "--legal-basis", "x", "--reason", "x",
                "--approved-by", "a-1", "--approved-by", "a-2",
            ),
        ],
    )  # fmt: skip
    def test_writing_stops(
        self, run: Callable[..., Result], sown: Path, asked: tuple[str, ...]
    ) -> None:
        """Exit code 3, one line that names the plugin and what is wrong."""
        before = sown.read_bytes()

        result = run(*asked, "--journal", sown)

        assert result.exit_code == 3
        assert result.stderr == f"kvalitet: plugin 'bed': {SAID}\n"
        assert sown.read_bytes() == before

    def test_no_journal_is_made(
        self, run: Callable[..., Result], sown: Path, tmp_path: Path
    ) -> None:
        """By init and demo alike."""
        assert sown.exists()
        for name in ("init", "demo"):
            result = run(name, "--journal", tmp_path / "new.db")

            assert result.exit_code == 3
            assert result.stderr == f"kvalitet: plugin 'bed': {SAID}\n"
            assert not (tmp_path / "new.db").exists()

    @pytest.mark.parametrize(
        "asked", [("log",), ("history", "bed/1"), ("streams", "bed")]
    )
    def test_reading_goes_on(
        self, run: Callable[..., Result], sown: Path, asked: tuple[str, ...]
    ) -> None:
        """All is listed, and what is done without is said on standard error."""
        result = run(*asked, "--journal", sown)

        assert result.exit_code == 0
        assert "bed/1" in result.stdout
        text = f"kvalitet: done without a plugin: plugin 'bed': {SAID}"
        assert f"{text} (see kvalitet plugins)" in result.stderr.splitlines()

    def test_a_state_of_the_plugin_cannot_be_had(
        self, run: Callable[..., Result], sown: Path
    ) -> None:
        """Exit code 3: it is not said that there is none."""
        result = run("show", "bed/1", "--journal", sown)

        assert result.exit_code == 3
        assert f"done without a plugin: plugin 'bed': {SAID}" in result.stderr
        assert "no installed plugin knows 'bed.sown/1'" in result.stderr

    @pytest.mark.parametrize("name", ["show", "blame"])
    def test_what_needs_no_plugin_tells_of_none(
        self, run: Callable[..., Result], sown: Path, name: str
    ) -> None:
        """A stream of the core is told of without the plugin being looked at."""
        with Journal.open(sown, plugins=()) as journal:
            journal.do(regions()[0], by=course.ANNA)
        stream = f"region/{regions()[0].code}"

        told = run(name, stream, "--journal", sown)
        listed = run("log", "--journal", sown)

        assert told.exit_code == 0
        assert "plugin" not in told.stderr
        assert f"done without a plugin: plugin 'bed': {SAID}" in listed.stderr

    def test_every_broken_plugin_is_told_on_its_own_line(
        self, run: Callable[..., Result], site: Site, sown: Path
    ) -> None:
        """All at once, so that they are mended at once."""
        site.install("lawn", source="PLUGIN = 1\n")

        result = run("init", "--journal", f"{sown}.new")

        assert result.stderr.splitlines() == [
            f"kvalitet: plugin 'bed': {SAID}",
            "kvalitet: plugin 'lawn': kvalitet_lawn:PLUGIN: expected a Plugin, got int",
        ]


class TestCatalogue:
    """Public facts of the core and of plugins, as data for a journal."""

    def test_those_of_plugins_are_listed_with_the_cores(
        self, run: Callable[..., Result], site: Site
    ) -> None:
        """By the plugin's name and their own, with their sources."""
        site.install("bed")

        listed = json.loads(run("catalogue", "list", "--format", "json").stdout)

        named = {item["name"]: item for item in listed["catalogues"]}
        assert list(named) == sorted(named)
        assert named["core.municipalities"]["commands"] == 103
        assert named["core.regions"]["commands"] == 5
        assert named["bed.seeds"] == {
            "name": "bed.seeds",
            "title": "Frø",
            "source": "Made up",
            "commands": 1,
        }
        assert "bed.seeds\n    title     Frø\n" in run("catalogue", "list").stdout

    def test_a_broken_plugin_is_told_of(
        self, run: Callable[..., Result], site: Site
    ) -> None:
        """The list is not simply shorter."""
        site.install("bed", source=RAISES)

        result = run("catalogue", "list")

        assert result.exit_code == 0
        assert f"done without a plugin: plugin 'bed': {SAID}" in result.stderr

    @pytest.mark.parametrize(
        ("name", "count"), [("core.municipalities", 103), ("bed.seeds", 1)]
    )
    def test_one_is_loaded_and_the_second_time_nothing(
        self,
        run: Callable[..., Result],
        site: Site,
        place: Path,
        name: str,
        count: int,
    ) -> None:
        """The two-part property of a catalogue."""
        site.install("bed")
        run("init", "--journal", place)
        asked = ("catalogue", "load", name, "--journal", place, "--as", ANNA)

        first, second = run(*asked), run(*asked)

        assert first.stdout == (
            f"{name}: commands: {count}, of them accepted: {count}, "
            "with nothing to do: 0\n"
        )
        assert second.stdout == (
            f"{name}: commands: {count}, of them accepted: 0, "
            f"with nothing to do: {count}\n"
        )
        with Journal.open(place, read_only=True) as journal:
            happened = [each for each in journal.events() if _is_fact(each)]
        assert len(happened) == count

    def test_an_unknown_one_names_the_nearest(
        self, run: Callable[..., Result], place: Path
    ) -> None:
        """Exit code 2, and nothing is written."""
        run("init", "--journal", place)

        near, far = (
            run("catalogue", "load", name, "--journal", place, "--as", ANNA)
            for name in ("core.region", "x")
        )

        assert (near.exit_code, far.exit_code) == (2, 2)
        assert near.stderr == (
            "kvalitet: unknown catalogue 'core.region': did you mean core.regions?\n"
        )
        assert far.stderr == (
            "kvalitet: unknown catalogue 'x': `kvalitet catalogue list` lists them\n"
        )

    def test_a_refusal_keeps_all_of_it_out(
        self, run: Callable[..., Result], place: Path
    ) -> None:
        """A municipality that stands otherwise in the journal: exit code 1."""
        run("init", "--journal", place)
        asked = {"code": "1084", "name": "Hovedstaden", "effective_from": "2007-01-01"}
        done = run(
            "do", "region.register", json.dumps(asked), "--journal", place, "--as", ANNA
        )
        assert done.exit_code == 0
        before = run("log", "--journal", place, "--limit", "0").stdout

        result = run(
            "catalogue", "load", "core.regions", "--journal", place, "--as", ANNA
        )

        assert result.exit_code == 1
        lines = result.stderr.splitlines()
        assert lines[0] == "kvalitet: nothing of core.regions was loaded"
        assert "refused: region/1084: is already registered" in lines[1]
        assert len(lines) == 2
        assert run("log", "--journal", place, "--limit", "0").stdout == before

    def test_somebody_must_load_it(
        self, run: Callable[..., Result], place: Path
    ) -> None:
        """Wrong usage without an actor."""
        run("init", "--journal", place)

        result = run("catalogue", "load", "core.regions", "--journal", place)

        assert result.exit_code == 2
        assert "say who acts" in result.stderr


def _is_fact(recorded: Any) -> bool:
    return recorded.stream.partition("/")[0] in ("bed", "municipality", "region")
