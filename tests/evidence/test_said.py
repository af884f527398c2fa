"""What verifying says is said by its code, so that it can be said in Danish."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kvalitet_core.evidence
from kvalitet_cli.evidence_said_text import told
from kvalitet_cli.evidence_text import say
from kvalitet_core.evidence.checking.said import SAID, Said, printable
from kvalitet_core.evidence.findings import Report

ROOT = Path(kvalitet_core.evidence.__file__).parent
APART = {"verify.py", "witness.py"}
"""The file that goes out with a bundle has its own words; a witness reports by it."""

MODULES = sorted(
    path
    for path in ROOT.rglob("*.py")
    if path.name not in APART and "making" not in path.parts
)
TAKEN = {"unchecked", "left_out", "checked", "losses"}


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def _plain(node: ast.expr) -> bool:
    """Whether it is a text that stands there as it is."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and any(map(str.isalpha, node.value))
    return isinstance(node, ast.JoinedStr)


def _reported(call: ast.Call) -> Iterator[ast.expr]:
    """What a call gives to a report."""
    function = call.func
    assert isinstance(function, ast.Attribute)
    if function.attr == "find" and len(call.args) > 1:
        yield from call.args
    owner = function.value
    if function.attr == "append" and isinstance(owner, ast.Attribute):
        yield from call.args if owner.attr in TAKEN else ()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_is_reported_that_has_no_code(path: Path) -> None:
    """A text that stands where it is reported is in one language only."""
    plain = [
        ast.unparse(each)
        for call in _calls(path)
        for each in _reported(call)
        if _plain(each)
    ]

    assert plain == []


def test_whatever_is_said_has_its_sentence_and_every_sentence_is_said() -> None:
    """A code that nobody knows would fail where something is found."""
    source = "\n".join(path.read_text("utf-8") for path in MODULES)
    said = {
        each.value
        for path in MODULES
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("of", "on_line")
        if ast.unparse(call.func.value) in ("Said", "cls")
        for each in call.args
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }

    assert said <= set(SAID)
    unsaid = {
        code for code in SAID if f'"{code}"' not in source.replace(f'"{code}":', "")
    }
    assert {
        code for code in unsaid if not code.startswith(("kind_", "holds_", "part_"))
    } == set()


def test_a_sentence_knows_its_code_and_its_facts() -> None:
    """And is a text like any other: in English, as it is for programs."""
    place = Said.of("at_row", position=7, stream="lesson/1", version=2)
    told = Said.of("grew", who=Said.of("given"), size=3)

    assert place == "position 7 (lesson/1 version 2)"
    assert (place.code, place.facts["stream"]) == ("at_row", "lesson/1")
    assert told == "the checkpoint given: the tree grew from its 3 rows"
    assert told.facts["who"].code == "given"


def test_what_is_counted_agrees_with_its_number() -> None:
    """One row, two rows; and what is no number, where a column is damaged."""
    said = [Said.of("at_checkpoint", size=each) for each in (0, 1, 2, "x", None)]

    assert [each.removeprefix("checkpoint of ") for each in said] == [
        "0 rows",
        "1 row",
        "2 rows",
        "x rows",
        "None rows",
    ]
    assert [told(each, "da") for each in said[1:3]] == [
        "checkpoint for 1 række",
        "checkpoint for 2 rækker",
    ]
    assert say("sealed", "en", size=1, added=1, root="0").startswith("sealed 1 event,")


def test_what_cannot_be_printed_is_an_escape_in_the_facts_too() -> None:
    """A damaged column does not steer the terminal, in whatever language it is told."""
    report = Report()

    report.find(
        Said.of("at_row", position=1, stream="a\x1b[2J", version=1),
        Said.of("unreadable", problem=Said.of("at", position="\r")),
    )

    (found,) = report.found
    assert found.place == "position 1 (a\\x1b[2J version 1)"
    assert isinstance(found.place, Said)
    assert found.place.facts["stream"] == "a\\x1b[2J"
    assert found.text == "cannot be read: position \\r"
    assert printable(7) == 7
