"""What the tests of plugins share: whatever is installed may be used."""

from __future__ import annotations

import pytest

from kvalitet_core.discovery import SETTING


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow every plugin, whatever the setting where the tests run."""
    monkeypatch.delenv(SETTING, raising=False)
