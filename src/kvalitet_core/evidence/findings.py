"""What verifying comes to: what was looked at, what was found, what could not be."""

from __future__ import annotations

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.said import printable

__all__ = ["Finding", "Report"]


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that is not as it must be.

    Attributes:
        place: Which event, checkpoint, tile or file.
        text: What is the matter with it.
    """

    place: str
    text: str


@attrs.define(kw_only=True)
class Report:
    """What came of verifying.

    Attributes:
        size: How many entries the log has that was verified.
        root: The root of its tree.
        checked: What was checked, a sentence each.
        found: What is not as it must be.
        unchecked: What could not be looked at, a sentence each.
        left_out: What was not asked for, a sentence each.
        losses: What the journal declares to be lost, a sentence each.
        erased: How many sealed sections were erased by a recorded decision.
        unsealed: How many rows are not sealed yet.
    """

    size: int = 0
    root: bytes = b""
    checked: list[str] = attrs.field(factory=list)
    found: list[Finding] = attrs.field(factory=list)
    unchecked: list[str] = attrs.field(factory=list)
    left_out: list[str] = attrs.field(factory=list)
    losses: list[str] = attrs.field(factory=list)
    erased: int = 0
    unsealed: int = 0

    def find(self, place: str, text: str) -> None:
        """Add a finding."""
        self.found.append(Finding(place=printable(place), text=printable(text)))

    def take_in(self, other: Report) -> None:
        """Add what came of looking at something else, after what is here."""
        for each in ("checked", "found", "unchecked", "left_out", "losses"):
            getattr(self, each).extend(getattr(other, each))

    def refuse(self, error: Malformed, place: str = "") -> None:
        """Add a finding for each problem of an error, at its subject or elsewhere."""
        for each in error.problems:
            self.find(place or error.subject, each.text)
