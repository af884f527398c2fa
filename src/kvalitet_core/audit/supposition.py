"""What a history comes to where something was otherwise: told as values.

Only what is told; how it comes about is `supposing`.
"""

from __future__ import annotations

import enum
from typing import Any

import attrs

from kvalitet_core.audit.answers import Unasked
from kvalitet_core.audit.comparing import Difference
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.reading import Commit

__all__ = ["Fate", "Parted", "Supposed", "Supposition"]


class Fate(enum.StrEnum):
    """What becomes of a command where something before it is otherwise.

    Attributes:
        DROPPED: It was not given: that is what is supposed.
        SUPPOSED: It was given otherwise, or at another time: that is what is supposed.
        NEVER_ASKED: A reaction asked for it because of an event that is gone, or that
            it would not have asked for it because of.
        OTHERWISE: It comes to something else.
        NOT_DECIDED: It cannot be decided here, so nothing follows from it.
    """

    DROPPED = "dropped"
    SUPPOSED = "supposed"
    NEVER_ASKED = "never_asked"
    OTHERWISE = "otherwise"
    NOT_DECIDED = "not_decided"


@attrs.frozen(kw_only=True)
class Supposed:
    """A command of which something else becomes than was recorded.

    Attributes:
        commit: What was recorded.
        fate: What becomes of it.
        differences: Where it, or what it comes to, is otherwise.
        why: Why it cannot be decided.
    """

    commit: Commit
    fate: Fate
    differences: tuple[Difference, ...] = ()
    why: str | None = None

    @property
    def held(self) -> bool:
        """Whether somebody chose it, and is taken to choose it again."""
        by_itself = self.commit.record.reaction is not None
        return not by_itself and self.fate in (Fate.OTHERWISE, Fate.NOT_DECIDED)


@attrs.frozen(kw_only=True)
class Parted:
    """A stream that comes to stand otherwise.

    Attributes:
        stream: The stream.
        recorded: Its state as recorded; None where it has none.
        supposed: Its state on the branch; None where it has none.
    """

    stream: StreamId
    recorded: Any
    supposed: Any


@attrs.frozen(kw_only=True)
class Supposition:
    """What a history comes to where something was otherwise.

    Attributes:
        commands: How many commands were decided again.
        supposed: Those of which something else becomes, in order.
        parted: The streams that come to stand otherwise.
        unasked: What reactions would ask for now and never did; it is not done.
    """

    commands: int
    supposed: tuple[Supposed, ...]
    parted: tuple[Parted, ...]
    unasked: tuple[Unasked, ...] = ()
