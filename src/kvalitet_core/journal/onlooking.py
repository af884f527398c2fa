"""What is the same for everybody who only looks: a date, and no new ids.

Whoever asks what a decision would come to is given a context like the one that it had;
nothing that it gives is kept.
"""

from __future__ import annotations

from datetime import date, datetime

from kvalitet_core.errors import Malformed
from kvalitet_core.values import danish_date

__all__ = ["Onlooker"]


class Onlooker:
    """The part of a decision's context that asks nothing of the record."""

    __slots__ = ()

    now: datetime

    @property
    def today(self) -> date:
        """The date of `now` in Denmark."""
        return danish_date(self.now)

    def new_id(self) -> str:
        """There is none: nothing is made by looking.

        Raises:
            Malformed: Always.
        """
        raise Malformed("question", "asks for a new id, and nothing is kept")
