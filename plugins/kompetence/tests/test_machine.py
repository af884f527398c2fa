"""Whatever people do in a competence plan, it stays sound and is never stuck."""

from __future__ import annotations

from hypothesis import settings

from kvalitet_core.testing.cases_machine import case_machine
from kvalitet_kompetence import PLUGIN
from kvalitet_kompetence.kompetenceplan import Kompetenceplan

TestKompetenceplan = case_machine(Kompetenceplan, plugins=(PLUGIN,)).TestCase
TestKompetenceplan.settings = settings(max_examples=10, stateful_step_count=25)
