"""Whatever people do, cases stay sound: random walks through the real engine."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.testing.counselling import Forloeb
from tests.testing.placing import Placering

from kvalitet_core.testing.cases_machine import CaseMachine, case_machine
from kvalitet_core.testing.definitions import definitions


def walk(machine: type[CaseMachine], *, walks: int, steps: int = 25) -> None:
    """Let a machine walk at random, several times."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_course_of_counselling_stays_sound() -> None:
    """Its rules, duties, obligations and invariants, whoever does what when."""
    walk(case_machine(Forloeb, round={"ansoegningsfrist": "2020-11-27"}), walks=6)


def test_a_case_that_handles_an_application_stays_sound() -> None:
    """Its facts are the application's, and its decision is on both records."""
    walk(case_machine(Placering), walks=5)


def test_a_case_of_any_definition_stays_sound() -> None:
    """Definitions of any size and shape; never stuck, four eyes always kept."""
    walk(case_machine(definitions()), walks=6)


@pytest.mark.slow
def test_many_cases_of_many_definitions_stay_sound() -> None:
    """The same, further."""
    walk(case_machine(definitions(max_stages=5)), walks=25, steps=40)
