"""`docs/evidence.md`: whoever does what it says comes to what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.evidence.bundles import made
from tests.evidence.sealing import note_some
from tests.journal.processes import opened

from kvalitet_core.opening_evidence import account_at

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
BLOCKS = re.findall(r"<!-- (\w+)(?:: (\d))? -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
DAYS = re.findall(
    r"<!-- (day)(?:: (\d))? -->\n```sh\n(.*?)```"
    r"(?:\n\n<!-- says -->\n```text\n(.*?)```)?",
    PAGE,
    re.DOTALL,
)
"""What is typed on an auditor's day, the exit code, and some of what is printed."""

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


def as_said(told: str, printed: str) -> list[str]:
    """The lines of a page that were not printed; `…` stands for whatever it may."""
    lines = printed.splitlines()
    wanted = {
        line: re.compile(".*".join(map(re.escape, line.split("…"))))
        for line in told.splitlines()
    }
    return [
        line
        for line, pattern in wanted.items()
        if not any(pattern.fullmatch(each) for each in lines)
    ]


def test_an_auditors_day_comes_to_what_the_page_says(tmp_path: Path) -> None:
    """From the first bundle to the one event that was changed, with what is printed."""
    folder = tmp_path / "day"
    folder.mkdir()
    days = [(code or "0", script, told) for _, code, script, told in DAYS]

    for code, script, told in days:
        done = carried_out(script, folder)
        assert str(done.returncode) == code, f"{script}\n{done.stdout}{done.stderr}"
        assert as_said(told, done.stdout + done.stderr) == [], script

    assert len(days) == 6
    assert [bool(told) for *_, told in days] == [True, False, True, True, True, True]
    (proof,) = [script for kind, _, script in BLOCKS if kind == "proof"]
    by_hand = carried_out(proof, folder)
    assert by_hand.returncode == 0, by_hand.stdout + by_hand.stderr
    file = folder / "held.tlog-proof"
    file.write_text(file.read_text("utf-8").replace("index 2", "index 1"), "utf-8")
    assert carried_out(proof, folder).returncode != 0


def test_a_small_bundle_is_verified_with_plain_tools_too(tmp_path: Path) -> None:
    """Where there are fewer events than fill a tile."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 2)
    with account_at(place.url) as account:
        account.seal()
        account.bundle(tmp_path / "bundle")

    for kind, _, script in BLOCKS:
        if kind == "hand":
            done = carried_out(script, tmp_path / "bundle")
            assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"


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
