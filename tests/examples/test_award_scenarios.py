"""The award review does what its scenarios say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.examples.awards import AWARDS, PLUGIN

from kvalitet_core.testing.scenarios import Scenario, scenarios

FOLDER = Path(__file__).parent / "scenarios"


@pytest.mark.parametrize(
    "scenario", scenarios(AWARDS.AwardReview, FOLDER, plugins=[PLUGIN])
)
def test_scenario(scenario: Scenario) -> None:
    """Each sentence holds, in a journal of its own."""
    scenario.play()
