"""`docs/evidence.md`: whoever does what it says comes to what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.evidence.bundles import made

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
BLOCKS = re.findall(r"<!-- (\w+)(?:: (\d))? -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
NEEDED = ("bash", "openssl", "sha256sum", "xxd", "sqlite3")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(shutil.which, NEEDED)), reason=f"needs {', '.join(NEEDED)}"
    ),
]


def carried_out(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Do what a block says, in a folder."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    kvalitet = tools / "kvalitet"
    main = "from kvalitet_cli.main import main; main()"
    kvalitet.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{main}" "$@"\n', "utf-8")
    kvalitet.chmod(0o755)
    python = tools / "python3"
    python.unlink(missing_ok=True)
    python.symlink_to(sys.executable)
    settings = {k: v for k, v in os.environ.items() if not k.startswith("KVALITET_")}
    path = f"{tools}:{os.environ['PATH']}"
    mine = tools / "tmp"
    mine.mkdir(exist_ok=True)
    return subprocess.run(
        ["bash", "-eu", "-c", script.replace("/tmp/", f"{mine}/")],  # noqa: S607, S108 - the reader's own
        cwd=folder,
        env={**settings, "PATH": path, "KVALITET_PLUGINS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_auditors_day_comes_to_what_the_page_says(tmp_path: Path) -> None:
    """From the first bundle to the one event that was changed."""
    folder = tmp_path / "day"
    folder.mkdir()
    days = [(code or "0", script) for kind, code, script in BLOCKS if kind == "day"]

    for code, script in days:
        done = carried_out(script, folder)
        assert str(done.returncode) == code, f"{script}\n{done.stdout}{done.stderr}"

    assert "person/p-1 version 1): is not the row that was sealed" in done.stdout
    assert len(days) == 5


def test_a_bundle_is_verified_with_plain_tools(tmp_path: Path) -> None:
    """Digests, a signature, a leaf, a commitment and a tile, without our code."""
    bundle = made(tmp_path).folder / "full"
    hands = [script for kind, _, script in BLOCKS if kind == "hand"]

    for script in hands:
        done = carried_out(script, bundle)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"

    assert len(hands) == 5
    tile = bundle / "tile/0/000"
    tile.write_bytes(b"\0" + tile.read_bytes()[1:])
    broken = [carried_out(script, bundle).returncode for script in hands]
    assert [code != 0 for code in broken] == [True, False, True, False, True]
