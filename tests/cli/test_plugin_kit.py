"""`kvalitet plugin`: to make a folder, and judge, export, describe and update it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result

from kvalitet_cli.commands.kit import update as update_command
from kvalitet_cli.kit.copying import Done, make, update
from kvalitet_cli.kit.note import NOTE, read_note
from kvalitet_cli.kit.template import TEMPLATE, Template
from kvalitet_core.errors import Malformed
from kvalitet_core.testing import judging
from kvalitet_core.testing.judging import laws

Run = Callable[..., Result]

LAWS = len(laws())

_numbers = count(1)

DRAWN = Path(__file__).parents[2] / ".hypothesis"
"""What Hypothesis knows of this code from earlier runs, which takes seconds to find."""

DIGESTS = {1: "ec79", 2: "18bd"}
"""Each version of the template, and how the digest of all its files begins."""


@pytest.fixture(autouse=True)
def few_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same laws, judged by fewer values: what is tried here is the command."""
    monkeypatch.setattr(judging, "judge", partial(judging.judge, drawn=2))


@pytest.fixture
def name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A name that no other test's plugin has, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return f"aar{next(_numbers)}"


@pytest.fixture
def folder(run: Run, name: str) -> Path:
    """The folder of a new plugin."""
    result = run("plugin", "new", name)
    assert result.exit_code == 0, result.stderr
    return Path(f"kvalitet-{name}")


def texts(folder: Path) -> dict[str, str]:
    """Every file of a folder, as it is."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Change a file as its author would."""
    (path,) = folder.rglob(file)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class TestNew:
    """`kvalitet plugin new`."""

    def test_what_it_makes_passes_the_contract(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """A new plugin is whole: it is judged before a word of it is changed."""
        before = texts(folder)

        result = run("plugin", "check", folder)

        assert result.exit_code == 0, result.stdout
        assert result.stdout == ""
        assert (
            f"plugin {name} 0.1.0 in {folder}: {LAWS} laws: {LAWS} held"
            in result.stderr
        )
        assert texts(folder) == before

    @pytest.mark.slow
    def test_what_it_makes_passes_its_own_tests(self, folder: Path) -> None:
        """Its author begins with green."""
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
            cwd=folder,
            env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(DRAWN)},
            capture_output=True,
            text=True,
            check=False,
        )

        assert ran.returncode == 0, ran.stdout
        assert f"{LAWS + 13} passed" in ran.stdout

    def test_it_says_what_to_do_next(self, run: Run, name: str) -> None:
        """The next command stands in the answer."""
        result = run("plugin", "new", name)

        assert result.stdout.splitlines()[0] == (
            f"made kvalitet-{name}: 28 files of the plugin {name}"
        )
        assert f"plugin check kvalitet-{name}" in result.stdout

    def test_a_name_may_have_several_words(self, run: Run, name: str) -> None:
        """Words are joined by _ in Python and in stored names, by - outside."""
        result = run("plugin", "new", f"naeste_{name}", "--into", "her")

        assert result.exit_code == 0
        assert (
            f'name = "kvalitet-naeste-{name}"' in Path("her/pyproject.toml").read_text()
        )
        assert Path(f"her/src/kvalitet_naeste_{name}/plugin.py").is_file()
        assert run("plugin", "check", "her").exit_code == 0

    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            ("Mentor", "expected a-z, then a-z, 0-9 and _, 30 at most"),
            ("men-tor", "expected a-z, then a-z, 0-9 and _, 30 at most"),
            ("2026", "expected a-z, then a-z, 0-9 and _, 30 at most"),
            ("", "expected a-z, then a-z, 0-9 and _, 30 at most"),
            ("a" * 31, "expected a-z, then a-z, 0-9 and _, 30 at most"),
            ("core", "is taken; choose another"),
            ("skabelon", "is taken; choose another"),
            ("indsatsteam", "is taken: kvalitet_indsatsteam:PLUGIN is installed under"),
        ],
    )
    def test_a_name_that_cannot_be_is_refused(
        self, run: Run, name: str, bad: str, said: str
    ) -> None:
        """Ill-formed or taken, and nothing is made."""
        del name
        result = run("plugin", "new", bad)

        assert result.exit_code == 2
        assert said in result.stderr
        assert list(Path.cwd().iterdir()) == []

    def test_a_folder_with_something_in_it_is_left(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """Nobody's work is written over; an empty folder will do."""
        before = texts(folder)
        Path("empty").mkdir()
        Path("file").write_text("mine")

        again = run("plugin", "new", name)
        onto_file = run("plugin", "new", name, "--into", "file")
        into_empty = run("plugin", "new", name, "--into", "empty")

        assert again.exit_code == onto_file.exit_code == 2
        assert (
            again.stderr
            == f"kvalitet: folder {folder}: expected none, or an empty one\n"
        )
        assert texts(folder) == before
        assert Path("file").read_text() == "mine"
        assert into_empty.exit_code == 0


class TestCheck:
    """`kvalitet plugin check`."""

    def test_a_broken_law_names_class_rule_and_remedy(
        self, run: Run, folder: Path
    ) -> None:
        """What is wrong is told with what to do about it, and leaves with 1."""
        edit(
            folder,
            "meeting.py",
            "    attended: int\n\n\nEvent",
            "    attended: float\n\n\nEvent",
        )
        told = (
            "broken    fields hold what can be stored\n"
            "    No float, no list, no union of classes, no datetime without offset.\n"
            "    meeting.Held.attended\n"
            "        rule    holds float, which is not stored\n"
            "        remedy  use int or Decimal\n"
        )

        result = run("plugin", "check", folder)

        assert result.exit_code == 1
        assert told in result.stdout
        assert "held  " not in result.stdout

    def test_what_is_broken_comes_before_what_waits_for_it(
        self, run: Run, folder: Path
    ) -> None:
        """The laws that wait for one thing are counted on one line that names it."""
        edit(
            folder,
            "meeting.py",
            "    attended: int\n\n\nEvent",
            "    attended: float\n\n\nEvent",
        )

        text = run("plugin", "check", folder, "--all")
        told = run("plugin", "check", folder, "--format", "json")

        waiting = [
            each
            for each in json.loads(told.stdout)["laws"]
            if each["state"] == "unjudged"
        ]
        states = [
            line.split()[0] for line in text.stdout.splitlines() if line[:1].strip()
        ]
        whys = {each["why"] for each in waiting}
        assert len(waiting) > len(whys)
        assert states == sorted(states, key=["broken", "unjudged", "held"].index)
        assert states.count("unjudged") == len(whys)
        count = sum(
            each["why"] == "no journal opens with the plugin" for each in waiting
        )
        assert (
            f"unjudged  {count} laws: no journal opens with the plugin\n" in text.stdout
        )
        for each in waiting:
            assert f"    {each['law'].replace('_', ' ')}\n" in text.stdout

    def test_as_json_every_law_is_there(self, run: Run, folder: Path) -> None:
        """A program reads each law, whether it held, and every breach."""
        edit(folder, "da.toml", '"skabelon'.replace("skabelon", folder.name[9:]), '"x')

        result = run("plugin", "check", folder, "--format", "json")

        told = {each["law"]: each for each in json.loads(result.stdout)["laws"]}
        broken = told["everything_is_said_in_danish"]
        assert result.exit_code == 1
        assert len(told) == LAWS
        assert broken["state"] == "broken"
        assert broken["breaches"][0].keys() == {"subject", "rule", "remedy"}
        assert told["stored_classes_cannot_be_changed"] == {
            "law": "stored_classes_cannot_be_changed",
            "says": "Events and commands, and what they hold, are frozen.",
            "state": "held",
            "breaches": [],
            "why": "",
        }

    def test_all_lists_what_holds_too(self, run: Run, folder: Path) -> None:
        """Whoever wants to know what was looked at sees every law."""
        result = run("plugin", "check", folder, "--all")

        assert result.exit_code == 0
        assert result.stdout.count("held  ") == LAWS

    def test_an_installed_plugin_is_checked_by_its_name(self, run: Run) -> None:
        """What is installed is judged as it is, examples and all."""
        result = run("plugin", "check", "indsatsteam", KVALITET_PLUGINS="indsatsteam")

        assert result.exit_code == 0, result.stdout
        assert "plugin indsatsteam" in result.stderr

    @pytest.mark.parametrize(
        ("change", "code", "said"),
        [
            (
                ("plugin.py", "VERSION: Final", "1 / 0\nVERSION: Final"),
                3,
                "ZeroDivisionError",
            ),
            (
                ("plugin.py", "PLUGIN: Final = Plugin(", "PLUGIN = dict("),
                3,
                "is a dict",
            ),
            (
                ("plugin.py", "name=NAME", 'name="x"'),
                3,
                "its entry point has this name",
            ),
            (
                ("pyproject.toml", "kvalitet.plugins", "other"),
                2,
                "one entry point in the",
            ),
            (("pyproject.toml", "[build", "[[build"), 2, "is no TOML"),
            (("pyproject.toml", ":PLUGIN", "_x:PLUGIN"), 2, "has no package"),
            (("plugin.py", "rules=RULES", 'rules="no"'), 3, "expected a tuple of Rule"),
        ],
    )
    def test_a_folder_that_cannot_be_looked_at_is_told(
        self,
        run: Run,
        folder: Path,
        change: tuple[str, str, str],
        code: int,
        said: str,
    ) -> None:
        """A folder that is no plugin's is malformed; one that breaks is unavailable."""
        edit(folder, *change)

        result = run("plugin", "check", folder)

        assert result.exit_code == code, result.stdout
        assert said in result.stderr
        assert result.stdout == ""

    def test_neither_a_folder_nor_a_plugin(self, run: Run, name: str) -> None:
        """An unknown name, and a folder without a project, are wrong usage."""
        del name
        Path("empty").mkdir()

        assert "unknown plugin 'nobody'" in run("plugin", "check", "nobody").stderr
        assert run("plugin", "check", "nobody").exit_code == 2
        assert "with its pyproject.toml" in run("plugin", "check", "empty").stderr
        assert run("plugin", "check", "no/where").exit_code == 2
        assert run("plugin", "check").exit_code == 2

    def test_a_plugin_that_is_imported_from_elsewhere_is_not_taken_for_it(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """Of two folders with one package, the one asked for is judged, or none."""
        other = run("plugin", "new", name, "--into", "other")
        assert other.exit_code == 0
        assert run("plugin", "check", folder).exit_code == 0

        result = run("plugin", "check", "other")

        assert result.exit_code == 3
        assert "was imported from" in result.stderr


class TestReadme:
    """The README that a new plugin gets."""

    TEXT = TEMPLATE.rendered("mentor")["README.md"]

    def test_what_it_installs_from_a_clone_is_there(self) -> None:
        """Nothing is on an index yet: each folder that it names is a distribution."""
        places = re.findall(r"\.\./kvalitet-core([\w/]*)", self.TEXT)

        assert places == ["", "/cli"]
        for place in places:
            assert (Path(__file__).parents[2] / f".{place}/pyproject.toml").is_file()

    def test_it_needs_no_pip_in_the_environment(self) -> None:
        """As in the first lines of the repository's README, pip is that outside."""
        (block,) = re.findall(r"```sh\n(.*?)```", self.TEXT, re.DOTALL)
        first, *others = block.splitlines()

        assert first == "python3 -m venv --without-pip .venv"
        for line in others:
            assert line.startswith(
                ("python3 -m pip --python .venv/bin/python install ", ".venv/bin/")
            )

    def test_each_command_that_it_names_works(self, run: Run, folder: Path) -> None:
        """In the folder, as it is written."""
        text = (folder / "README.md").read_text("utf-8")
        commands = set(re.findall(r"(?:`|/)kvalitet (plugin [^`\n]*)", text))

        assert len(commands) == 4
        for each in sorted(commands):
            words = [str(folder) if word == "." else word for word in each.split()]
            assert run(*words).exit_code == 0, each


class TestExport:
    """`kvalitet plugin export`."""

    def test_what_is_made_from_the_classes_is_written(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """Manifest and schemas follow the classes, and only what is new is written."""
        edit(folder, "meeting.py", "How many attended.", "How many came.")
        edit(folder, "plugin.py", '"0.1.0"', '"0.2.0"')

        first = run("plugin", "export", folder, "--format", "json")
        again = run("plugin", "export", folder, "--format", "json")

        assert [each["file"] for each in json.loads(first.stdout)["files"]] == [
            "kvalitet-plugin.toml",
            f"schemas/{name}-meeting.held.1.json",
            f"schemas/{name}-meeting.hold.1.json",
        ]
        assert json.loads(again.stdout) == {"files": []}
        assert run("plugin", "check", folder).exit_code == 0

    def test_releasing_notes_every_schema_for_good(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """What is used from now on is noted; a class that changes then is told."""
        released = folder / "src" / f"kvalitet_{name}" / "schemas" / "released.txt"

        result = run("plugin", "export", folder, "--release", "--format", "json")
        again = run("plugin", "export", folder, "--release")

        files = json.loads(result.stdout)["files"]
        assert {each["done"] for each in files} == {"released"}
        assert [each["file"].removeprefix("schemas/") for each in files] == [
            line.partition(" ")[0] for line in released.read_text().splitlines()
        ]
        assert f"schemas/{name}-meeting.held.1.json" in str(files)
        assert again.stderr.endswith(": 0 written, 0 released\n")

    def test_a_released_case_type_does_not_change(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """Cases run by it: what changed is told in words, and the remedy with it."""
        (file,) = folder.rglob("case_type.*.json")
        digest = sha256(file.read_bytes()).hexdigest()
        (file.parent / "released.txt").write_text(f"{file.name} {digest}\n")
        edit(folder, "course.py", "Term(14", "Term(21")

        result = run("plugin", "export", folder)
        judged = run("plugin", "check", folder)

        assert result.exit_code == judged.exit_code == 1
        for told in (" ".join(each.stdout.split()) for each in (result, judged)):
            assert f"case type {name}.forloeb/2026-1 has changed under its" in told
            assert "opstart.samtale: due: 14 days → 21 days" in told
            assert "migrate_from = {'2026-1': Renamed()}" in told
        assert sha256(file.read_bytes()).hexdigest() == digest

    @pytest.mark.slow
    def test_a_wheel_has_case_types_beside_the_schemas(self, folder: Path) -> None:
        """Whoever installs it can read what its cases run by, without its code."""
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]

        subprocess.run(build, cwd=folder, capture_output=True, check=True)

        (wheel,) = (folder / "dist").glob("*.whl")
        (file,) = folder.glob("src/*/schemas/case_type.*.json")
        assert file.relative_to(folder / "src").as_posix() in ZipFile(wheel).namelist()

    def test_what_is_wrong_is_not_released(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """A field without a Danish text would be so for ever."""
        edit(folder, "da.toml", f'"{name}-meeting.held.attended"', '"x"')

        result = run("plugin", "export", folder, "--release")

        assert result.exit_code == 1
        assert f"'{name}-meeting.held.attended' has no text in Danish" in result.stdout
        assert not list(folder.rglob("released.txt"))

    def test_a_missing_schema_is_mended_by_what_the_remedy_says(
        self, run: Run, folder: Path
    ) -> None:
        """The remedy is a command that works where the author stands."""
        (gone,) = folder.rglob("*held.1.json")
        gone.unlink()

        text = run("plugin", "check", folder)
        mended = run("plugin", "export", folder)

        assert "        remedy  run `kvalitet plugin export`\n" in text.stdout
        assert "schema export" not in text.stdout
        assert mended.exit_code == 0
        assert gone.is_file()

    def test_a_released_schema_is_not_written_again(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """What is stored under a number is for ever; the remedy is a new number."""
        schemas = folder / "src" / f"kvalitet_{name}" / "schemas"
        file = f"{name}-meeting.held.1.json"
        content = (schemas / file).read_bytes()
        released = f"{file} {sha256(content).hexdigest()}\n"
        (schemas / "released.txt").write_text(released)
        edit(
            folder,
            "meeting.py",
            "    attended: int\n\n\nEvent",
            "    attended: str\n\n\nEvent",
        )
        before = texts(folder)

        result = run("plugin", "export", folder)

        assert result.exit_code == 1
        assert f"{name}-meeting.held/2 and an upcaster" in " ".join(
            result.stdout.split()
        )
        assert texts(folder) == before


class TestDoc:
    """`kvalitet plugin doc`."""

    def test_the_page_names_all_that_the_plugin_brings(
        self, run: Run, folder: Path, name: str
    ) -> None:
        """Events, commands, fields, rules with their law, forms, catalogues, texts."""
        page = run("plugin", "doc", folder).stdout

        for expected in (
            f"# {name.capitalize()}\n",
            f"### Command `{name}-meeting.plan/1`\n",
            f"### Event `{name}-meeting.host_named/1`\n",
            "Et møde blev planlagt.",
            (
                "| `name` | text, personal, about `host` | What the person is called. "
                "| Personens navn. |"
            ),
            f"### Rule `{name}.rettidig`, version 1\n",
            "| asks | The application came in no later than the round's deadline. |",
            "| spørger | Ansøgningen er modtaget senest ved rundens frist. |",
            f"| legal basis | Opslag om {name.capitalize()}, 2026 (made up) Temaer |",
            f"### Form `{name}.ansoegning/1`\n",
            f"### Catalogue `{name}.rounds`\n",
            "### A meeting is held\n",
            f"| `{name}.temaer` | De ønskede temaer er blandt rundens. | The wished",
        ):
            assert expected in page

    def test_the_same_plugin_gives_the_same_page(
        self, process: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        """Two processes with other hashes write the same bytes."""
        told = {"KVALITET_PLUGINS": "indsatsteam"}
        doc = ("plugin", "doc", "indsatsteam")
        one, two = (
            process(*doc, **told, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")
        )
        written = process(*doc, "-o", tmp_path / "page.md", **told)

        assert one == two
        assert one.startswith("# ")
        assert written.stdout.startswith(
            f"wrote {tmp_path / 'page.md'}: plugin indsats"
        )
        assert (tmp_path / "page.md").read_text("utf-8") == one


class TestUpdate:
    """`kvalitet plugin update`: what is unchanged follows the template."""

    @pytest.fixture
    def newer(self, tmp_path: Path) -> Template:
        """The template as it may be in its next version."""
        place = tmp_path / "newer"
        for path, text in TEMPLATE.rendered("skabelon").items():
            file = place / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        for changed in ("README.md", "tests/test_rules.py", "pyproject.toml"):
            with (place / changed).open("a", encoding="utf-8") as file:
                file.write("# newer\n")
        (place / "CHANGELOG.md").write_text("# Skabelon\n", encoding="utf-8")
        (place / "tests" / "test_contract.py").unlink()
        return Template(number=TEMPLATE.number + 1, folder=place)

    def test_each_file_is_treated_as_its_author_treated_it(
        self, newer: Template, tmp_path: Path
    ) -> None:
        """Unchanged files follow; changed ones are left, the new text beside them."""
        folder = tmp_path / "mine"
        make(TEMPLATE, "mentor", folder)
        (folder / "tests" / "test_rules.py").write_text("mine\n")
        (folder / "src" / "kvalitet_mentor" / "rules.py").write_text("mine too\n")
        (folder / "pyproject.toml").unlink()

        _, done = update(newer, folder)

        found = {each.file: each.done for each in done}
        assert {file: each for file, each in found.items() if each != "same"} == {
            "CHANGELOG.md": "written",
            "README.md": "written",
            "pyproject.toml": "deleted",
            "src/kvalitet_mentor/rules.py": "kept",
            "tests/test_contract.py": "dropped",
            "tests/test_rules.py": "beside",
        }
        assert (folder / "README.md").read_text("utf-8").endswith("# newer\n")
        assert (folder / "CHANGELOG.md").read_text("utf-8") == "# Mentor\n"
        assert (folder / "tests" / "test_rules.py").read_text() == "mine\n"
        beside = (folder / "tests" / "test_rules.py.new").read_text("utf-8")
        assert beside == newer.rendered("mentor")["tests/test_rules.py"]
        assert not (folder / "pyproject.toml").exists()
        assert (folder / "tests" / "test_contract.py").exists()
        assert read_note(folder).template == newer.number

    def test_a_second_update_has_nothing_to_do(
        self, newer: Template, tmp_path: Path
    ) -> None:
        """What was offered once is not offered again."""
        folder = tmp_path / "mine"
        make(TEMPLATE, "mentor", folder)
        (folder / "tests" / "test_rules.py").write_text("mine\n")
        update(newer, folder)
        (folder / "tests" / "test_rules.py.new").unlink()
        before = texts(folder)

        _, done = update(newer, folder)

        assert Done("tests/test_rules.py", "kept") in done
        assert {each.done for each in done} == {"same", "kept"}
        assert texts(folder) == before

    def test_what_is_made_from_the_plugin_is_not_the_templates(
        self, newer: Template, tmp_path: Path
    ) -> None:
        """The manifest and the schemas are exported, and never updated."""
        folder = tmp_path / "mine"
        make(TEMPLATE, "mentor", folder)

        _, done = update(newer, folder)

        files = [each.file for each in done]
        assert not any(
            "schemas/" in file or "kvalitet-plugin" in file for file in files
        )

    def test_the_command_tells_each_file(
        self,
        run: Run,
        folder: Path,
        newer: Template,
        name: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The report is a table of files, and names both versions."""
        monkeypatch.setattr(update_command, "TEMPLATE", newer)

        result = run("plugin", "update", folder, "--format", "json")

        files = {each["file"]: each for each in json.loads(result.stdout)["files"]}
        assert result.exit_code == 0
        assert result.stderr == (
            f"kvalitet: plugin {name} in {folder}: "
            f"template {TEMPLATE.number} to {TEMPLATE.number + 1}\n"
        )
        assert files["README.md"] == {"file": "README.md", "done": "written"}

    def test_a_folder_that_no_template_made_is_left(
        self, newer: Template, tmp_path: Path
    ) -> None:
        """Without the note, with another one, or with a newer one: nothing is done."""
        folder = tmp_path / "mine"
        make(newer, "mentor", folder)
        note = (folder / NOTE).read_text("utf-8")
        before = texts(folder)

        with pytest.raises(Malformed, match="upgrade kvalitet-cli"):
            update(TEMPLATE, folder)
        assert texts(folder) == before
        for bad, said in (
            ("name =", "is no TOML"),
            ('name = "a"', "expected a name, a template and files"),
            (
                note.replace(f"template = {newer.number}", 'template = "2"'),
                "expected a name",
            ),
            (note.replace("[files]", "[files]\nx = 1"), "expected a name"),
        ):
            (folder / NOTE).write_text(bad, encoding="utf-8")
            with pytest.raises(Malformed, match=said):
                update(newer, folder)
        (folder / NOTE).unlink()
        with pytest.raises(Malformed, match="was not made by `kvalitet plugin new`"):
            update(newer, folder)


def test_a_template_that_has_changed_has_a_new_number() -> None:
    """Folders that were made from a version can tell that theirs is older."""
    texts = TEMPLATE.rendered("skabelon")
    whole = "".join(f"{path}\n{text}" for path, text in texts.items())

    assert sha256(whole.encode()).hexdigest()[:4] == DIGESTS[TEMPLATE.number]
