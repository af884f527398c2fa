"""Every reason for saying no is told in a docstring, and provoked by a test."""

from __future__ import annotations

import re
from pathlib import Path

import kvalitet_core.domain.case as cases
from kvalitet_core.domain.case import AGGREGATE

ROOM = Path(cases.__file__).parent
SOURCE = "\n".join(path.read_text("utf-8") for path in sorted(ROOM.rglob("*.py")))
GIVEN = {*re.findall(r'code="(case\.[a-z_]+)"', SOURCE)} | {
    *re.findall(r'"(case\.(?:item_done|not_available))"', SOURCE)
}
TESTS = "\n".join(
    path.read_text("utf-8")
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    if path.name != Path(__file__).name
)
ELSEWHERE = {"case.unknown", "case.deadline_unreachable"}
"""What every aggregate says."""


def told() -> set[str]:
    """The codes that the commands' docstrings name."""
    docs = (command.decide.__doc__ or "" for command in AGGREGATE.commands.values())
    return {code for doc in docs for code in re.findall(r"`(case\.[a-z_]+)`", doc)}


def test_every_code_that_is_given_stands_in_a_docstring() -> None:
    """Whoever calls a command knows what it can say."""
    built = {"case.definition_differs"}

    assert sorted(GIVEN - told() - built) == []


def test_every_code_in_a_docstring_can_be_given() -> None:
    """No docstring promises a refusal that never comes."""
    assert sorted(told() - GIVEN - ELSEWHERE) == []


def test_every_code_is_provoked_by_a_test() -> None:
    """And seen to be given."""
    assert sorted(code for code in GIVEN | told() if f'"{code}"' not in TESTS) == []
