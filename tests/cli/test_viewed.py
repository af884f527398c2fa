"""Where a case is: in the municipality of its tilbud, or in the one that applied."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import pytest
from tests.domain.programme import ANNOUNCE, HEAD, PLUGIN, SUBMIT

from kvalitet_cli.viewed import Municipalities
from kvalitet_core import Journal, catalogue
from kvalitet_core.domain import round as rounds
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.views.views import Views

DAY = date(2020, 12, 1)


@pytest.mark.parametrize("at", [DAY, datetime(2020, 12, 1, 9, 0, tzinfo=UTC)])
def test_a_municipality_that_applies_is_where_its_case_is(
    tmp_path: Path, at: date | datetime
) -> None:
    """Its own code; of what nobody applied for, nothing is known."""
    clock = GivenClock(datetime(2020, 12, 10, 10, 0, tzinfo=UTC))
    open_to_all = attrs.evolve(
        ANNOUNCE, eligible_grounds=frozenset(), eligible_driftsformer=frozenset()
    )
    path = tmp_path / "journal.db"
    with Journal.open(path, plugins=[PLUGIN], clock=clock) as journal:
        with journal.batch() as batch:
            for command in (*catalogue.regions(), *catalogue.municipalities()):
                batch.do(command, by=HEAD)
        round_ = journal.do(open_to_all, by=HEAD).stream
        journal.do(rounds.Open(round=round_, effective_from=date(2020, 10, 1)), by=HEAD)
        applicant = StreamId("municipality/0730")
        applied = journal.do(attrs.evolve(SUBMIT, applicant=applicant), by=HEAD).stream
        with Views.open(journal) as views:
            views.follow()
            places = Municipalities(views)

            assert places.of(applied, at) == "0730"
            assert places.of(None, at) is None
            assert places.of("application/nothing", at) is None
