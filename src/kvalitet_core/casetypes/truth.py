"""True, false or not known; and what is known.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, NoReturn, TypeAlias

import attrs

from kvalitet_core.ids import EventId

__all__ = ["Facts", "Known", "Truth", "all_met", "any_met"]

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
        return all_met((self, other))

    def __or__(self, other: Truth) -> Truth:
        if not isinstance(other, Truth):
            return NotImplemented
        return any_met((self, other))

    def __invert__(self) -> Truth:
        if self is _UNKNOWN:
            return self
        return _FALSE if self is _TRUE else _TRUE

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"{self} is no bool: one of its three values is neither; "
            "compare it, as in `is Truth.TRUE`"
        )


_TRUE: Final = Truth.TRUE
_FALSE: Final = Truth.FALSE
_UNKNOWN: Final = Truth.UNKNOWN


def all_met(found: Sequence[Truth]) -> Truth:
    """Tell whether all of several are met: one that fails decides."""
    if _FALSE in found:
        return _FALSE
    return _UNKNOWN if _UNKNOWN in found else _TRUE


def any_met(found: Sequence[Truth]) -> Truth:
    """Tell whether any of several is met: one that is decides."""
    if _TRUE in found:
        return _TRUE
    return _UNKNOWN if _UNKNOWN in found else _FALSE


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
