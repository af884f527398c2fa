"""A plugin that a build backend has built: from its wheel, and from its source."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.distributions import SOURCE

from kvalitet_core.manifest import MANIFEST

PROJECT = """
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "kvalitet-bed"
version = "1.0"

[project.entry-points."kvalitet.plugins"]
bed = "kvalitet_bed:PLUGIN"

[tool.hatch.build.targets.wheel]
packages = ["src/kvalitet_bed"]
"""

FOUND = """
import json, site, sys
site.addsitedir(sys.argv[1])
from kvalitet_core.discovery import installed
print(json.dumps([
    [each.name, each.distribution, each.version, each.state, each.problems]
    for each in installed()
]))
"""

COMMAND = """
import site, sys
site.addsitedir(sys.argv.pop(1))
from kvalitet_cli.main import main
main()
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder like a third party's repository."""
    folder = tmp_path / "kvalitet-bed"
    package = folder / "src" / "kvalitet_bed"
    package.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PROJECT)
    (package / "__init__.py").write_text(SOURCE.replace("NAME", "bed"), "utf-8")
    written = "from kvalitet_bed import *; from kvalitet_core.manifest import *; "
    text = _python(
        "-c", written + "print(write_manifest(PLUGIN), end='')", cwd=package.parent
    )
    (package / MANIFEST).write_text(text, "utf-8")
    return folder


def _python(*args: str | Path, code: int = 0, **place: Any) -> str:
    """What a Python of its own prints, and that it leaves with this code."""
    environment = {k: v for k, v in os.environ.items() if "KVALITET" not in k}
    done = subprocess.run(
        [sys.executable, "-W", "error", *map(str, args)],
        env={**environment, "COLUMNS": "100", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        **place,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def _installed(project: Path, how: str) -> Path:
    """A folder of installed packages with the project in it."""
    target = project.parent / "installed"
    call = f"from hatchling.build import {how}; print({how}({str(target)!r}))"
    target.mkdir()
    wheel = target / _python("-c", call, cwd=project).splitlines()[-1]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    wheel.unlink()
    return target


def _found(target: Path) -> list[Any]:
    found: list[list[Any]] = json.loads(_python("-c", FOUND, target))
    return next(each for each in found if each[0] == "bed")


@pytest.mark.parametrize("how", ["build_wheel", "build_editable"])
def test_a_built_plugin_is_found(project: Path, how: str) -> None:
    """Its manifest is found wherever its code is."""
    target = _installed(project, how)

    assert (target / "kvalitet_bed" / MANIFEST).exists() == (how == "build_wheel")
    assert _found(target) == ["bed", "kvalitet-bed", "1.0", "ok", []]


def test_an_editable_plugin_is_as_its_source_is(project: Path) -> None:
    """A manifest that was not made anew lies, and is told."""
    target = _installed(project, "build_editable")
    code = project / "src" / "kvalitet_bed" / "__init__.py"
    code.write_text(code.read_text("utf-8").replace("bed.sow/1", "bed.plant/1"))

    *_, state, problems = _found(target)

    assert state == "broken"
    assert problems == [
        (
            "kvalitet-plugin.toml names command 'bed.sow/1', "
            "which the plugin does not have"
        ),
        "kvalitet-plugin.toml leaves out command 'bed.plant/1'",
    ]


def test_its_whole_life_on_the_command_line(project: Path, tmp_path: Path) -> None:
    """Installed, used, broken, removed: each with its exit code."""
    target = _installed(project, "build_wheel")
    place = tmp_path / "j.db"
    fields = ("id", "role", "organisation", "authority")
    writing = ("--journal", place, "--as", json.dumps(dict.fromkeys(fields, "x")))
    sow = ("do", "bed.sow", '{"what": "dill"}', *writing)

    def run(*args: str | Path, code: int = 0) -> str:
        return _python("-c", COMMAND, target, *args, code=code)

    run("init", "--journal", place)
    assert "accepted" in run(*sow)
    assert "bed 1.0  ok\n" in run("plugins", "--journal", place)

    (target / "kvalitet_bed" / "__init__.py").write_text("1 / 0\n")
    assert "ZeroDivisionError" in run("plugins", "--journal", place, code=1)
    assert run(*sow, code=3) == ""
    assert "bed.sown/1" in run("history", "bed/1", "--journal", place)

    shutil.rmtree(target)
    target.mkdir()
    assert "bed 1.0  missing\n" in run("plugins", "--journal", place, code=3)
    assert "bed.sown/1" in run("history", "bed/1", "--journal", place)
    assert run("show", "bed/1", "--journal", place, code=3) == ""
    asked = ("catalogue", "load", "core.regions", *writing)
    assert "of them accepted: 5" in run(*asked)
