"""What the command line's own wheel says of itself."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def _project(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(
        (folder / "pyproject.toml").read_text(encoding="utf-8")
    )["project"]
    return found


def test_it_needs_a_core_that_it_knows() -> None:
    """The core is named with the least version that has what is used."""
    assert "kvalitet-core>=0.1" in _project(ROOT / "cli")["dependencies"]


def test_it_is_classified_as_the_core_is() -> None:
    """The same, and that it runs on a console."""
    own, core = _project(ROOT / "cli"), _project(ROOT)

    assert set(own["classifiers"]) == {*core["classifiers"], "Environment :: Console"}


def test_it_carries_the_licence() -> None:
    """Its wheel is handed on without the repository."""
    assert _project(ROOT / "cli")["license-files"] == ["LICENSE"]
    licence = (ROOT / "cli" / "LICENSE").read_bytes()
    assert licence == (ROOT / "LICENSE").read_bytes()
