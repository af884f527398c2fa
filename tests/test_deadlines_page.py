"""Every claim of docs/deadlines.md that can be run is run."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from kvalitet_core.deadlines.stated import End, Order
from kvalitet_core.deadlines.units import UNITS

PAGE = Path(__file__).parents[1] / "docs" / "deadlines.md"

_SHOWN = re.compile(
    r"```python\n(?P<code>.*?)```(?P<between>.*?)```text\n(?P<text>.*?)```", re.DOTALL
)


def shown(page: str) -> Iterator[tuple[str, str]]:
    """Carry out every program in order; gives what it prints, and what is shown."""
    known: dict[str, Any] = {}
    for block in _SHOWN.finditer(page):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(block["code"], known)  # noqa: S102 - the page's own program
        yield printed.getvalue(), block["text"]


def test_the_programs_print_what_they_are_said_to_print() -> None:
    """What is shown below each program is its output."""
    programs = list(shown(PAGE.read_text(encoding="utf-8")))

    assert len(programs) == 2
    for printed, said in programs:
        assert printed == said


def test_every_choice_is_told() -> None:
    """Whoever writes a term finds each unit, end and order on the page."""
    page = PAGE.read_text(encoding="utf-8")

    for word in (*UNITS, *get_args(End), *get_args(Order)):
        assert f"`{word}`" in page
