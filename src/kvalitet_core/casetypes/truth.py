"""True, false or not known; and what is known.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NoReturn, TypeAlias

import attrs

from kvalitet_core.ids import EventId

__all__ = ["Facts", "Known", "Truth"]

# These values are stored. Do not rename; add a version.


class Truth(Enum):
    """What a condition comes to; not knowing is an answer of its own.

    The logic is Kleene's: what is not known stays so unless the rest decides.

    Attributes:
        TRUE: It is met.
        FALSE: It is not met.
        UNKNOWN: It cannot be told before something more is known.
    """

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, answer: bool) -> Truth:  # noqa: FBT001 - the answer is all there is
        """Give what a plain answer comes to."""
        return cls.TRUE if answer else cls.FALSE

    def __and__(self, other: Truth) -> Truth:
        if not isinstance(other, Truth):
            return NotImplemented
        return min(self, other, key=_RISING.index)

    def __or__(self, other: Truth) -> Truth:
        if not isinstance(other, Truth):
            return NotImplemented
        return max(self, other, key=_RISING.index)

    def __invert__(self) -> Truth:
        return _RISING[2 - _RISING.index(self)]

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"{self} is no bool: one of its three values is neither; "
            "compare it, as in `is Truth.TRUE`"
        )


_RISING = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)


@attrs.frozen
class Known:
    """A fact's value, and the event that the record has it from.

    Attributes:
        value: The value, of the fact's type.
        set_by: The event that set it; None where no event did.
    """

    value: Any
    set_by: EventId | None = None


Facts: TypeAlias = Mapping[str, Known]
"""All that is known, by the facts' names; a name that is absent is not known."""
