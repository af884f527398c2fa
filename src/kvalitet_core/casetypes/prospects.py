"""What a condition can still come to, when more becomes known and more is done.

    afgoer.outcome.equals("afslag").prospects(Outlook(known={}))    # FALSE to TRUE

What is open is taken to go either way, each part by itself; so what is found to be out
of reach is so, and what is found to be within reach may not be.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

import attrs

from kvalitet_core.casetypes.truth import Known, Truth

__all__ = ["OPEN", "Outlook", "Prospects", "certain"]


@attrs.frozen
class Outlook:
    """What is known for good.

    Attributes:
        known: The facts that stay as they are, by name.
        never: The names of facts that never come to be known, such as the outcome of a
            decision that cannot be taken any more.
    """

    known: Mapping[str, Known] = attrs.field(factory=dict)
    never: AbstractSet[str] = attrs.field(default=frozenset(), kw_only=True)


@attrs.frozen
class Prospects:
    """The least and the most that a condition can come to.

    Attributes:
        least: FALSE, if it can fail.
        most: TRUE, if it can be met.
    """

    least: Truth
    most: Truth

    @property
    def may_be_met(self) -> bool:
        """Whether it is met, or can be."""
        return self.most is _TRUE


_TRUE: Final = Truth.TRUE
_FALSE: Final = Truth.FALSE
_MET: Final = Prospects(_TRUE, _TRUE)
_FAILED: Final = Prospects(_FALSE, _FALSE)
_UNANSWERED: Final = Prospects(Truth.UNKNOWN, Truth.UNKNOWN)

OPEN: Final = Prospects(_FALSE, _TRUE)
"""Of what can go either way."""


def certain(truth: Truth) -> Prospects:
    """Give the prospects of what can come to nothing else."""
    if truth is _TRUE:
        return _MET
    return _FAILED if truth is _FALSE else _UNANSWERED
