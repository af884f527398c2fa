"""Whatever people do while the catalogue is made, it stays sound and is never stuck."""

from __future__ import annotations

from hypothesis import settings

from kvalitet_core.testing.cases_machine import case_machine
from kvalitet_indsatskatalog import PLUGIN
from kvalitet_indsatskatalog.tilblivelse import Tilblivelse

TestTilblivelse = case_machine(Tilblivelse, plugins=(PLUGIN,)).TestCase
TestTilblivelse.settings = settings(max_examples=5, stateful_step_count=20)
