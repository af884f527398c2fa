"""Who makes proofs and who verifies them share no code: one's mistake is not both's."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kvalitet_core.evidence

ROOT = Path(kvalitet_core.evidence.__file__).parent
ROOM = "kvalitet_core.evidence."


@pytest.mark.parametrize("side", ["making", "checking"])
def test_a_side_knows_of_the_package_only_itself_and_the_errors(side: str) -> None:
    """Inside functions, too."""
    known = {
        node.module or ""
        for file in (ROOT / side).glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }

    ours = {name for name in known if name.startswith("kvalitet_core")}
    others = {name for name in ours if not name.startswith(f"{ROOM}{side}.")}
    assert others == {"kvalitet_core.errors"}
    assert ours != others


def test_whoever_verifies_cites_the_text_that_is_followed() -> None:
    """Each module of `checking` names its RFC or specification."""
    texts = ("RFC 6962", "RFC 9162", "RFC 4648", "C2SP")
    for file in (ROOT / "checking").glob("*.py"):
        docstrings = [
            ast.get_docstring(node) or ""
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Module | ast.FunctionDef)
        ]
        assert any(text in each for each in docstrings for text in texts), file.name
