"""Every claim of docs/grants.md that can be run is run."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from kvalitet_core.domain.grant import Account

PAGE = (Path(__file__).parents[1] / "docs" / "grants.md").read_text(encoding="utf-8")

_SHOWN = re.compile(r"```python\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)


def test_the_programs_print_what_they_are_said_to_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown below each program is its output."""
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    printed = []
    for code, _ in _SHOWN.findall(PAGE):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(code, known)  # noqa: S102 - the page's own program
        printed.append(output.getvalue())

    assert printed == [text for _, text in _SHOWN.findall(PAGE)]
    assert len(printed) == 3


def test_every_account_is_told() -> None:
    """The chart of accounts on the page is that of the ledger."""
    told = re.findall(r"^\| `(\w+)` \| ", PAGE, flags=re.MULTILINE)

    assert told == [account.value for account in Account]
