"""`kvalitet schema`: write, check and show the schemas of the core and of plugins."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from tests.plugins.distributions import Site

from kvalitet_core.core import CORE
from kvalitet_core.releases import files_of

SCHEMAS = Path(__file__).parents[2] / "schemas"


@pytest.fixture
def bed(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A folder in which a plugin `bed` is installed."""
    site.install("bed")
    monkeypatch.setenv("KVALITET_PLUGINS", "bed")
    return site


def lines(text: str) -> list[str]:
    """Lines without what they are indented by."""
    return [line.strip() for line in text.splitlines()]


def test_the_core_is_checked_and_nothing_is_wrong(run: Callable[..., Result]) -> None:
    """The files that come with the core say what its classes say."""
    result = run("schema", "check")

    count = len(files_of("kvalitet_core").schemas)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"kvalitet: schemas of core, {count} files: nothing wrong\n"


def test_a_folder_is_checked_in_place_of_the_package(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Every finding has its file, its rule and its remedy; it leaves with 1."""
    run("schema", "export", tmp_path)
    (tmp_path / "region.close.1.json").unlink()
    (tmp_path / "region.closed.9.json").write_text("{}")

    text = run("schema", "check", tmp_path)
    found = json.loads(run("schema", "check", tmp_path, "--format", "json").stdout)

    assert text.exit_code == 1
    assert text.stderr.endswith("findings\n")
    assert "region.close.1.json (region.Close)" in lines(text.stdout)
    assert "remedy  run `kvalitet schema export FOLDER`" in lines(text.stdout)
    said = {item["subject"]: item for item in found["findings"]}
    assert said["region.closed.9.json"]["remedy"] == "delete the file"
    assert all(item.keys() == {"subject", "rule", "remedy"} for item in said.values())


def test_a_folder_that_is_not_there_is_wrong_usage(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Nothing to look at is no good news."""
    assert run("schema", "check", tmp_path / "none").exit_code == 2


def test_exporting_writes_what_lies_in_the_repository(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """But for older numbers, which nobody can write any more."""
    result = run("schema", "export", tmp_path / "out")

    assert result.exit_code == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    newest = {
        name: content
        for name, content in files_of("kvalitet_core").schemas.items()
        if name in written
    }
    assert {**newest, "index.json": written["index.json"]} == written
    again = run("schema", "export", tmp_path / "out", "--format", "json")
    assert json.loads(again.stdout) == {"files": []}
    assert again.stderr.endswith(": 0 written\n")


def test_the_folder_of_another_plugin_is_left_as_it_is(
    run: Callable[..., Result], bed: Site, tmp_path: Path
) -> None:
    """Where --plugin is forgotten, nothing is written, and nothing else is found."""
    run("schema", "export", tmp_path, "--plugin", "bed")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}

    exported = run("schema", "export", tmp_path)
    checked = run("schema", "check", tmp_path)

    assert bed.package("bed").is_dir()
    assert exported.exit_code == checked.exit_code == 1
    assert exported.stdout == checked.stdout
    assert lines(exported.stdout)[:2] == [
        "index.json",
        "rule    lists the files of 'bed', and 'core' was asked for",
    ]
    assert "add --plugin bed" in exported.stdout
    after = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    assert after == before


def test_the_folder_of_the_core_is_not_a_plugins(
    run: Callable[..., Result], bed: Site
) -> None:
    """The other way round too."""
    result = run("schema", "check", SCHEMAS, "--plugin", "bed")

    assert bed.package("bed").is_dir()
    assert result.exit_code == 1
    assert "remedy  leave out --plugin, or name another folder" in lines(result.stdout)


def test_releasing_notes_every_file_for_good(
    run: Callable[..., Result], bed: Site, tmp_path: Path
) -> None:
    """After that, a changed class is refused, and nothing is written."""
    folder = tmp_path / "schemas"
    texts = bed.package("bed") / "__init__.py"
    worded = texts.read_text("utf-8").replace(
        '{"da": {"bed": "Bedet"}',
        '{"da": {"bed": "Bedet", "bed.sow": "S", "bed.sown": "S",'
        ' "bed.sow.what": "H", "bed.sown.what": "H"}',
    )
    texts.write_text(worded, "utf-8")
    options = ("--plugin", "bed", "--release", "--format", "json")
    result = run("schema", "export", folder, *options)

    assert result.exit_code == 0, result.output
    assert [
        (item["file"], item["done"]) for item in json.loads(result.stdout)["files"]
    ] == [
        ("bed.sow.1.json", "written"),
        ("bed.sown.1.json", "written"),
        ("index.json", "written"),
        ("bed.sow.1.json", "released"),
        ("bed.sown.1.json", "released"),
    ]
    noted = (folder / "released.txt").read_text("utf-8").splitlines()
    assert [line.partition(" ")[0] for line in noted] == [
        "bed.sow.1.json",
        "bed.sown.1.json",
    ]
    assert run("schema", "check", folder, "--plugin", "bed").exit_code == 0

    bed.forget_imports()
    texts.write_text(worded.replace("what: str", "what: str | None"), "utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    refused = run("schema", "export", folder, "--plugin", "bed")

    assert refused.exit_code == 1
    assert "bed.sown/2 and an upcaster from bed.sown/1" in " ".join(
        lines(refused.stdout)
    )
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_releasing_what_is_wrong_is_refused(
    run: Callable[..., Result], bed: Site
) -> None:
    """A field without a Danish text would be so for ever."""
    folder = bed.folder / "schemas"
    options = ("--plugin", "bed", "--release")

    result = run("schema", "export", folder, *options)

    assert result.exit_code == 1
    assert "'bed.sow.what' has no text in Danish" in result.stdout
    assert not (folder / "released.txt").exists()


def test_an_installed_plugin_is_listed_and_shown(
    run: Callable[..., Result], bed: Site
) -> None:
    """Beside the core, with whose it is."""
    listed = json.loads(run("schema", "list", "--format", "json").stdout)["schemas"]

    owners = {item["name"]: item["plugin"] for item in listed}
    assert owners["bed.sown/1"] == "bed"
    assert owners["tilbud.closed/1"] == "core"
    assert "Sow something." in run("schema", "show", "bed.sow").stdout
    assert bed.package("bed").is_dir()


def test_a_schema_is_shown_in_danish(run: Callable[..., Result]) -> None:
    """As a caseworker would say it."""
    text = run("schema", "show", "tilbud.contact_named", "--language", "da").stdout

    assert CORE.texts["da"]["tilbud.contact_named.contact"] in text
    assert CORE.texts["da"]["ContactCard"] in text
    assert "How to reach" not in text


def test_an_older_number_is_shown_as_it_was_released(
    run: Callable[..., Result],
) -> None:
    """Whoever finds an old row can read what it holds."""
    text = run("schema", "show", "person.forgotten/1").stdout

    assert text.startswith("person.forgotten/1\n")
    assert "covered" in text
    assert "attachments" not in text
    assert run("schema", "show", "person.forgotten/9").exit_code == 2


def test_the_events_are_written_as_asyncapi(
    run: Callable[..., Result], bed: Site
) -> None:
    """Of the core, or of a plugin."""
    core = json.loads(run("schema", "asyncapi").stdout)
    own = json.loads(run("schema", "asyncapi", "--plugin", "bed").stdout)

    assert core["asyncapi"] == own["asyncapi"] == "3.0.0"
    assert list(own["channels"]) == ["bed"]
    assert "tilbud" in core["channels"]
    assert bed.package("bed").is_dir()


def test_a_plugin_that_is_not_there_is_named(run: Callable[..., Result]) -> None:
    """An unknown name is wrong input; the remedy is to see what there is."""
    result = run("schema", "check", "--plugin", "nothing")

    assert result.exit_code == 2
    assert "unknown plugin 'nothing'" in result.stderr


def test_a_plugin_that_is_broken_or_not_allowed_is_not_looked_at(
    run: Callable[..., Result], bed: Site
) -> None:
    """It could not be looked at, which is no good news either."""
    disabled = run("schema", "check", "--plugin", "bed", KVALITET_PLUGINS="")
    (bed.package("bed") / "__init__.py").write_text("1 / 0\n")
    broken = run("schema", "check", "--plugin", "bed")

    assert (disabled.exit_code, broken.exit_code) == (3, 3)
    assert "is disabled" in disabled.stderr
    assert "ZeroDivisionError" in broken.stderr


def test_a_number_that_cannot_be_compared_could_not_be_looked_at() -> None:
    """Without kvalitet-core[schemas] it leaves with 3, and says what to install."""
    program = (
        "import sys\n"
        "sys.modules['jsonschema_rs'] = None\n"
        "from kvalitet_cli.main import cli\n"
        "cli.main(['schema', 'check'])\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert result.returncode == 3
    assert "install kvalitet-core[schemas]" in result.stderr
