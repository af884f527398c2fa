"""Every fact of the programme stands where docs/programme.md says that it does."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "programme.md").read_text("utf-8")
SECTIONS = ("0", "1", "2", "3", "4", "5", "6", "7.5")
_SYMBOL = re.compile(r"`([\w.]+):([\w.]+)`")


def _rows() -> Iterator[tuple[str, str, str]]:
    """Each row: its section, what is said, and where it stands."""
    section = ""
    for line in PAGE.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ").partition(" ")[0].removesuffix(".")
        if section and line.startswith("|") and not line.startswith("|---"):
            cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
            if cells[0] != "what the sources say":
                assert len(cells) == 2, f"expected two cells, got {line!r}"
                yield section, cells[0], cells[1]


def _look_up(module: str, path: str) -> Any:
    """What a symbol names; raises where there is no such thing."""
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        is_ours = inspect.isclass(found) and attrs.has(found)
        fields = attrs.fields_dict(found) if is_ours else {}
        found = fields[name] if name in fields else getattr(found, name)
    return found


ROWS = tuple(_rows())
SYMBOLS = sorted({symbol for row in ROWS for symbol in _SYMBOL.findall(row[2])})


def test_every_section_is_there_in_its_order() -> None:
    """Sections 0 to 6 are the programme; 7.5 is how grants are administered."""
    found = re.findall(r"^## ([\d.]+?)\.? ", PAGE, flags=re.MULTILINE)

    assert tuple(found) == SECTIONS


def test_every_section_has_rows() -> None:
    """A section without a fact would say that its sources have none."""
    assert {row[0] for row in ROWS} == {*SECTIONS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {row[1][:60]}")
def test_every_row_names_a_symbol(row: tuple[str, str, str]) -> None:
    """Also what was not found has an argument that takes it."""
    _, said, stands = row

    assert said
    assert _SYMBOL.search(stands)


@pytest.mark.parametrize("symbol", SYMBOLS, ids=":".join)
def test_every_symbol_is_there(symbol: tuple[str, str]) -> None:
    """A module that can be imported has what the page says it has."""
    _look_up(*symbol)


def test_every_name_stands_letter_by_letter_in_the_code_or_its_data() -> None:
    """What the sources call things is quoted on the page, and is data of a plugin."""
    named = {name for _, said, _ in ROWS for name in re.findall(r'"([^"]+)"', said)}
    written = "\n".join(_written()).casefold()

    assert len(named) > 100
    assert {each for each in named if each.casefold() not in written} == set()


def _written() -> Iterator[str]:
    """Every text in the plugins and the handbook, but for what is said about them."""
    handbook = ROOT / "src" / "kvalitet_core" / "domain" / "frame" / "handbook.py"
    for path in (*sorted((ROOT / "plugins").glob("*/src/**/*.py")), handbook):
        tree = ast.parse(path.read_text("utf-8"))
        about = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in about:
                yield str(node.value)


def test_no_row_stands_twice() -> None:
    """One row a fact, so that what is counted is what is said."""
    said = [row[:2] for row in ROWS]

    assert sorted(said) == sorted(set(said))
