"""The page on what a case owes names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "case-rules.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")]
NAMED = sorted(set(re.findall(r"`([a-z_/]+\.py(?:::test_\w+)?)`", PAGE)))


def _tests_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("named", NAMED)
def test_every_test_that_is_named_is_there(named: str) -> None:
    """A rule whose test is renamed or gone is found here."""
    file, _, name = named.partition("::")

    found = _tests_in(TESTS / file)

    assert found
    assert not name or name in found


def test_every_rule_has_a_test() -> None:
    """No row of the page stands without one."""
    rules = [row for row in ROWS if row.split("|")[1].strip() not in ("rule", "duty")]

    assert len(rules) > 30
    assert [row for row in rules if "test_" not in row.split("|")[2]] == []
