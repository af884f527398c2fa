"""What caseworkers have written down happens so."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvalitet_core.testing.scenarios import Scenario, scenarios
from kvalitet_kompetence import PLUGIN
from kvalitet_kompetence.kompetenceplan import Kompetenceplan

FOLDER = Path(__file__).parent / "scenarier"


@pytest.mark.parametrize(
    "scenario", scenarios(Kompetenceplan, FOLDER, plugins=[PLUGIN])
)
def test_scenario(scenario: Scenario) -> None:
    """Each sentence holds, in a journal of its own."""
    scenario.play()
