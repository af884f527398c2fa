"""Whatever people do with a case, in whatever order, it stays sound."""

from __future__ import annotations

import pytest
from hypothesis import settings
from tests.domain.case.samples import Forloeb

from kvalitet_core.testing.cases_machine import case_machine

__all__ = ["TestForloeb"]

TestForloeb = pytest.mark.slow(
    case_machine(Forloeb, round={"ansoegningsfrist": "2020-11-27"}).TestCase
)
TestForloeb.settings = settings(max_examples=15, stateful_step_count=40, deadline=None)
