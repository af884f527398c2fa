"""What the tests of plugins share: a place to install distributions in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugins.distributions import Site

from kvalitet_core.discovery import SETTING


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A folder on Python's path, empty and forgotten afterwards."""
    made = Site(tmp_path / "site")
    monkeypatch.syspath_prepend(made.folder)
    monkeypatch.delenv(SETTING, raising=False)
    yield made
    made.forget_imports()
