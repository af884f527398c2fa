"""Whatever people do in an award review, it stays sound and is never stuck."""

from __future__ import annotations

from hypothesis import settings
from tests.examples.awards import AWARDS, PLUGIN

from kvalitet_core.testing.cases_machine import case_machine

TestAwardReview = case_machine(AWARDS.AwardReview, plugins=(PLUGIN,)).TestCase
TestAwardReview.settings = settings(max_examples=10, stateful_step_count=25)
