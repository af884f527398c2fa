"""A commitment never exceeds the frame, whoever races for what is left of it."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.conftest import Place
from tests.domain.grant.processes import commit_grants, opened, prepared
from tests.domain.grant.samples import FRAME, kr
from tests.journal.processes import at_once

from kvalitet_core.domain import frame, grant


@pytest.mark.slow
def test_eight_offices_racing_for_a_frame_never_give_more_than_there_is(
    lasting_place: Place,
) -> None:
    """A million kroner, and 24 who want 60,000: 16 get it, 8 are told what is left."""
    prepared(lasting_place)

    answers = at_once(commit_grants, lasting_place, 8, 3)

    counts = Counter(answer for each in answers for answer in each)
    assert counts == {"committed": 16, "grant.beyond_frame": 8}
    with opened(lasting_place) as journal:
        known = journal.get(frame.Frame, FRAME)
        assert known is not None
        grants = [journal.get(grant.Grant, each) for each in known.commitments]
    assert known.committed == kr(960_000)
    assert len(grants) == 16
    assert all(each is not None and each.committed == kr(60_000) for each in grants)
