"""What one part of a case owes another: a response, within a term.

Pure.
"""

from __future__ import annotations

from typing import Any

import attrs

from kvalitet_core.deadlines import Term

__all__ = ["Obligation"]


@attrs.frozen(kw_only=True)
class Obligation:
    """When one item is done, another is owed within a term.

    The case cannot be closed while it is owed, unless that is waived.

    Attributes:
        after: The path of the item that brings it about.
        owed: The path of the item that is owed.
        within: How long there is, from the day when the first was done.
    """

    after: str
    owed: str
    within: Term

    @property
    def code(self) -> str:
        """What it is called in the record: `ansoegning.afgoer>opstart.forvent`."""
        return f"{self.after}>{self.owed}"

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "after": self.after,
            "owed": self.owed,
            "within": self.within.as_json(),
        }
