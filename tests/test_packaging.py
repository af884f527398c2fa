"""The two ways to set up say the same: the uv workspace and the plain requirements."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_plain_pip_installs_what_the_workspace_does() -> None:
    """Every member is an `-e` line; the others are development dependencies."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    given = [line for line in lines if line and not line.startswith("#")]
    members = [
        member.relative_to(ROOT)
        for pattern in PROJECT["tool"]["uv"]["workspace"]["members"]
        for member in sorted(ROOT.glob(pattern))
        if (member / "pyproject.toml").exists()
    ]
    development = PROJECT["dependency-groups"]["dev"]

    editable = [line for line in given if line.startswith("-e ")]
    assert editable == [
        "-e .[attachments,drawing,ml-dsa,postgres,schemas,telemetry,timestamps,views]",
        *(f"-e ./{member}" for member in members),
    ]
    assert given[len(editable) :] == [
        name for name in development if not name.startswith("kvalitet-")
    ]


def test_no_package_registry_is_named() -> None:
    """Where packages come from is the business of whoever installs them."""
    host = re.compile(r"pypi\.org|python" r"hosted|registry\.npm" r"js")
    texts = [*ROOT.glob("*.t*"), *ROOT.glob("cli/*.toml"), *ROOT.glob("*.md")]

    assert [path.name for path in texts if host.search(path.read_text("utf-8"))] == []
