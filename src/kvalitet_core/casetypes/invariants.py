"""What ought to hold throughout a case, and is told when it does not.

Pure.
"""

from __future__ import annotations

from typing import Any, Literal

import attrs

from kvalitet_core.canonical import plain_hjemmel
from kvalitet_core.casetypes.logic import Condition, required_condition
from kvalitet_core.casetypes.roles import CODE
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Hjemmel

__all__ = ["Invariant"]


def _coded(_: Any, __: attrs.Attribute[Any], code: object) -> None:
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise Malformed(f"invariant {code!r}", "expected a-z, then a-z, 0-9 or _")


def _holds(of: Invariant, _: attrs.Attribute[Any], condition: object) -> None:
    required_condition(f"of invariant {of.code!r}", condition)


@attrs.frozen
class Invariant:
    """A condition that a case ought to meet all the time.

    Attributes:
        code: Its permanent code: `laengde`.
        condition: What ought to hold; where it is not known, nothing is told.
        hjemmel: The law or text that it rests on.
        breach: Whether a breach is only told, or refuses the command that makes it.
    """

    code: str = attrs.field(validator=_coded)
    condition: Condition = attrs.field(validator=_holds)
    hjemmel: Hjemmel
    breach: Literal["warns", "refuses"] = attrs.field(default="warns", kw_only=True)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "invariant": self.code,
            "condition": self.condition.as_json(),
            "hjemmel": plain_hjemmel(self.hjemmel),
            "breach": self.breach,
        }
