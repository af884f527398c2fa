"""A case in a journal in memory, for the tests of what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.domain.case.samples import Play, playing


@pytest.fixture
def play() -> Iterator[Play]:
    """A case that is not opened yet."""
    with playing() as given:
        yield given
