"""`kvalitet deadline proof`: how a deadline was counted, every time, and again now."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from tests.cli.sheltering import (
    Sheltering,
    case_of,
    opening,
)
from tests.cli.test_case import DECIDED

from kvalitet_core.deadlines import Extension
from kvalitet_core.domain.case import Extend, Resume, Suspend
from kvalitet_core.values import ReasonCode

OPLYS: Final = "ansoegning.oplys"
HEARING: Final = ReasonCode("partshoering")
LONGER: Final = Extend(
    case=case_of("1"),
    item=OPLYS,
    extension=Extension(count=1, unit="weeks", reason="kompleks_sag"),
)
WAITS: Final = Suspend(case=case_of("1"), cause=HEARING, start=date(2020, 9, 9))
GOES_ON: Final = Resume(case=case_of("1"), cause=HEARING, end=date(2020, 9, 10))
CLOSED: Final = """
import attrs
from kvalitet_core.deadlines import DANISH, Closing, YearDay
EXTRA = Closing(code="extra", on=YearDay(9, 21), da="ekstra", en="extra")
DAYS = attrs.evolve(DANISH, version=99, closings=(*DANISH.closings, EXTRA))

"""
BY: Final = "    calendar = DAYS\n"
ASK: Final = ("deadline", "proof", "shelter.stay.1", OPLYS)


@pytest.fixture
def moved(sheltering: Sheltering, kept: Path) -> Sheltering:
    """A shelter with a case whose deadline was extended, stopped, and went on."""
    moves = (opening(), LONGER, WAITS, GOES_ON)
    return sheltering.once(kept / "moved", lambda made: made.give(*moves))


def proofs(made: Sheltering, *args: str) -> Any:
    """The proofs, as JSON."""
    return made.look(*(args or ASK))["proofs"]


class TestKept:
    """Every proof is kept, with what changed and why."""

    def test_each_time_it_was_set(self, moved: Sheltering) -> None:
        """What was first, what was extended, what stood still and what went on."""
        told = proofs(moved)

        assert [each["deadline"] for each in told] == [
            "2020-09-21",
            "2020-09-28",
            None,
            "2020-09-29",
        ]
        assert [each["because"]["name"] for each in told] == [
            "case.opened/1",
            "case.extended/1",
            "case.suspended/1",
            "case.resumed/1",
        ]

    def test_what_changed_is_named(self, moved: Sheltering) -> None:
        """The part of the proof that is another, and the deadline last."""
        told = proofs(moved)

        changes = [[each["path"] for each in one["changes"]] for one in told]
        assert changes[0] == []
        assert changes[1][0] == "extensions"
        assert all(each[-1] == "deadline" for each in changes[1:])

    def test_people_read_it_line_by_line(self, moved: Sheltering) -> None:
        """As they would count by hand, in Danish, with who asked for it and why."""
        text = moved.run(*ASK, "--lang", "da").stdout

        assert "Frist: udgangen af mandag den 21. september 2020." in text
        assert "Oplys sagen fik 1 uge mere" in text
        assert "fordi: kompleks_sag" in text
        assert "ændret: frist: 2020-09-21 → 2020-09-28" in text
        assert text.rstrip().endswith("Genberegnet nu: den samme frist.")

    def test_an_obligation_has_a_proof(self, sheltering: Sheltering) -> None:
        """Named by its code."""
        sheltering.give(*DECIDED)
        code = "ansoegning.afgoer>ophold.samtale"

        (told,) = proofs(sheltering, "deadline", "proof", "shelter.stay.1", code)

        assert told["deadline"] == "2020-10-12"
        assert told["because"]["name"] == "case.decided/1"

    def test_an_item_without_a_term_has_none(self, sheltering: Sheltering) -> None:
        """Which is said."""
        sheltering.give(opening())

        result = sheltering.run(*ASK[:3], "ansoegning.indstil")

        assert result.exit_code == 0
        assert "has not had a deadline that was counted" in result.stderr

    def test_an_unknown_item_names_the_nearest(self, sheltering: Sheltering) -> None:
        """A slip of the finger is recognised."""
        sheltering.give(opening())

        result = sheltering.run(*ASK[:3], "ansoegning.oplis")

        assert result.exit_code == 2
        assert "did you mean ansoegning.oplys" in result.stderr


class TestAgain:
    """A proof that was kept is counted again."""

    def test_it_comes_to_the_same(self, moved: Sheltering) -> None:
        """From the proof alone, and by the calendar of today."""
        result = moved.run(*ASK)

        assert result.exit_code == 0
        assert "4 proofs, and they hold" in result.stderr
        assert all(each["again"]["holds"] for each in proofs(moved))

    def test_a_changed_calendar_keeps_the_proof(self, sheltering: Sheltering) -> None:
        """It still comes to what it says; that it would be another day now is found."""
        sheltering.give(opening())
        sheltering.change("CLERK = Role", f"{CLOSED}CLERK = Role")
        sheltering.change('"shelter.stay", "2020"\n', f'"shelter.stay", "2020"\n{BY}')
        sheltering.manifested()

        result = sheltering.run(*ASK, "--format", "json")

        (told,) = json.loads(result.stdout)["proofs"]
        assert result.exit_code == 1
        assert told["again"]["holds"] is True
        assert told["again"]["calendar_changed"] is True
        assert told["deadline"] == "2020-09-21"
        assert told["again"]["today"] == "2020-09-22"
