"""Every fact of the programme stands where docs/programme.md says that it does."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "programme.md").read_text("utf-8")
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


def test_no_row_stands_twice() -> None:
    """One row a fact, so that what is counted is what is said."""
    said = [row[:2] for row in ROWS]

    assert sorted(said) == sorted(set(said))
