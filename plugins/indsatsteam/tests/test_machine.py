"""Whatever people do in a course of counselling, it stays sound and is never stuck."""

from __future__ import annotations

from hypothesis import settings

from kvalitet_core.testing.cases_machine import case_machine
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.forloeb import Forloeb2021

TestForloeb = case_machine(Forloeb2021, plugins=(PLUGIN,)).TestCase
TestForloeb.settings = settings(max_examples=10, stateful_step_count=25)
