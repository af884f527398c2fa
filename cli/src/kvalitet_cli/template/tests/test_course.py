"""How a case runs: given what was done, when somebody does more, then this follows."""

from __future__ import annotations

from kvalitet_core.testing.cases import available, case, complete, due, no, received
from kvalitet_skabelon import PLUGIN
from kvalitet_skabelon.course import Forloeb, Opstart

OPENED = case(Forloeb, plugins=[PLUGIN]).given(received("2026-05-04"))


def test_a_case_begins_with_a_talk() -> None:
    """It is held within fourteen days, and nothing is planned before it."""
    OPENED.then(
        available(Opstart.samtale),
        due(Opstart.samtale, "2026-05-18"),
        no(available(Opstart.plan)),
    )


def test_after_the_talk_comes_the_plan() -> None:
    """What was said in it is written down."""
    OPENED.when(complete(Opstart.samtale)).then(available(Opstart.plan))
