"""The pool's one round, as commands that announce it and move its deadline.

Who decided within the agency is not in the sources: the role is the house's own word,
and `announcements` takes another. On which day the deadline was moved is not to be
found either. It can be no later than the day that it was to end on, and no finding
depends on which day it was, so that is the day which stands here; give your own.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from kvalitet_core.domain.round import Announce, ChangeDeadline
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab.call import ANNOUNCED, DEADLINE, FIRST_DEADLINE, LABEL, TITLE
from kvalitet_partnerskab.forms import ANSOEGNING
from kvalitet_partnerskab.sources import ANNOUNCEMENT, NAME, POOL

__all__ = ["MOVED", "MOVED_BY", "POOL_2019", "ROUND", "announcements"]

POOL_2019: Final = Announce(
    programme=NAME,
    label=LABEL,
    title=TITLE,
    deadline=FIRST_DEADLINE,
    form=ANSOEGNING.name,
    decides=frozenset({"fagchef"}),
    source=f"{POOL}; {ANNOUNCEMENT}",
    effective_from=ANNOUNCED,
)
"""The round as it was announced on 3 July 2019."""

ROUND: Final[StreamId] = stream_id("round", f"{NAME}-{POOL_2019.label}")
"""The round's stream."""

MOVED_BY: Final = date(2019, 9, 17)
"""The last day on which the deadline can have been moved: the one it was to end on."""

MOVED: Final = ChangeDeadline(
    round=ROUND,
    deadline=DEADLINE,
    reason=ReasonCode("forlaenget"),
    effective_from=MOVED_BY,
)
"""The deadline as it was moved, to 24 September 2019 at 12.00."""


def announcements(
    *, decides: frozenset[str] = POOL_2019.decides, moved: date = MOVED_BY
) -> tuple[Announce, ChangeDeadline]:
    """The commands that announce the round and move its deadline.

    Args:
        decides: The roles that select partners and decide applications in your
            organisation.

        moved: The first day that the later deadline holds.
    """
    return (
        attrs.evolve(POOL_2019, decides=decides),
        attrs.evolve(MOVED, effective_from=moved),
    )
