"""`kvalitet worklist`: what there is to do, and by when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli.sheltering import Sheltering, case_of, completion, opening, receipt
from tests.cli.test_case import DECIDED

from kvalitet_core.domain.case import AddTask, Claim
from kvalitet_core.values import Deadline, ReasonCode

CALL = AddTask(
    case=case_of("3"),
    title="Ring op",
    role="head",
    reason=ReasonCode("aftalt"),
    due=Deadline("2020-09-25T12:00:00+02:00"),
)


BUSY = (
    *DECIDED,
    opening("2"),
    receipt("2"),
    completion("ansoegning.oplys", "2"),
    opening("3"),
    CALL,
    opening("4"),
    Claim(case=case_of("4"), item="ansoegning.oplys"),
)
"""Four cases: one owes, one is half done, one has a task of its own, one is held."""


@pytest.fixture
def busy(sheltering: Sheltering, kept: Path) -> Sheltering:
    """A shelter with four cases, and its views."""

    def build(made: Sheltering) -> None:
        made.give(*BUSY)
        made.followed()

    return sheltering.once(kept / "busy", build)


def rows(busy: Sheltering, *args: str) -> list[tuple[str, str]]:
    """The cases and items that are shown, in order."""
    told: list[dict[str, Any]] = busy.look("worklist", *args)["worklist"]
    return [(each["case"].rpartition(".")[2], each["item"]) for each in told]


def test_what_is_due_first_comes_first(busy: Sheltering) -> None:
    """Then what has no deadline; what is owed is there, too."""
    assert rows(busy) == [
        ("3", "adhoc.1"),
        ("3", "ansoegning.oplys"),
        ("4", "ansoegning.oplys"),
        ("1", "ansoegning.afgoer>ophold.samtale"),
        ("1", "ophold.samtale"),
        ("2", "ansoegning.indstil"),
    ]


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        (("--mine", "anna"), ["4"]),
        (("--role", "head"), ["3"]),
        (("--overdue", "--as-of", "2020-09-26"), ["3"]),
        (("--at-risk", "5", "--as-of", "2020-09-22"), ["3"]),
        (("--at-risk", "9", "--as-of", "2020-09-26"), ["3", "4"]),
        (("--overdue", "--at-risk", "9", "--as-of", "2020-09-26"), ["3", "3", "4"]),
        (("--municipality", "0730"), []),
    ],
)
def test_rows_are_chosen(
    busy: Sheltering, ask: tuple[str, ...], found: list[str]
) -> None:
    """By who has it, who can do it, when it is due, and where the applicant is."""
    assert [case for case, _ in rows(busy, *ask)] == found


def test_titles_come_from_the_case_types(busy: Sheltering) -> None:
    """In the language that is asked for, with deadlines in its wording."""
    text = busy.run("worklist", "--lang", "da", "--as-of", "2020-09-26").stdout

    assert "Ring op" in text
    assert "Hold samtale, efter Afgør ansøgningen" in text
    assert "fredag den 25. september 2020 kl. 12.00 OVERSKREDET" in text


def test_it_says_how_many_are_late(busy: Sheltering) -> None:
    """And how many there are."""
    result = busy.run("worklist", "--as-of", "2020-09-26")

    assert result.stderr.endswith("kvalitet: tasks: 6 shown, 1 late\n")


def test_a_wrong_code_is_told(busy: Sheltering) -> None:
    """A municipality has four digits."""
    result = busy.run("worklist", "--municipality", "73")

    assert result.exit_code == 2
    assert "expected four digits" in result.stderr


def test_a_case_type_that_is_gone_leaves_its_paths(busy: Sheltering) -> None:
    """What there is to do is shown all the same."""
    busy.change("(Stay, NewerStay)", "(NewerStay,)")
    busy.manifested()

    result = busy.run("worklist")

    assert result.exit_code == 0
    assert "ansoegning.indstil" in result.stdout
