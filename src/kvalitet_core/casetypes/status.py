"""How far a part of a case has come, and what settling changes.

Pure.
"""
# These names, values and fields are stored. Do not rename; add a version.

from __future__ import annotations

from enum import StrEnum
from typing import Final

import attrs

from kvalitet_core.casetypes.rules import Input
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.deadlines import Proof

__all__ = ["DONE", "OPEN", "Breach", "Change", "DueSet", "Owed", "Status"]


class Status(StrEnum):
    """How far a stage or an item has come.

    Attributes:
        WAITING: Not yet, or not any more: what it waits for does not hold.
        AVAILABLE: It can be done.
        CLAIMED: Somebody has said to do it.
        STARTED: Somebody is at it.
        DONE: It is done: completed, decided, reached; a stage with all that is in it.
        SKIPPED: It was left out, with a reason, and counts as done.
        FAILED: It was tried, and could not be done.
        ACTIVE: The stage is under way.
        LEFT: The stage was ended early.
    """

    WAITING = "waiting"
    AVAILABLE = "available"
    CLAIMED = "claimed"
    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    ACTIVE = "active"
    LEFT = "left"

    @property
    def is_done(self) -> bool:
        """Whether what waits for it can go on."""
        return self in DONE

    @property
    def is_open(self) -> bool:
        """Whether somebody can do something with it."""
        return self in OPEN


DONE: Final = frozenset({Status.DONE, Status.SKIPPED, Status.LEFT})
"""How far what is done has come: what waits for it can go on."""

OPEN: Final = frozenset(
    {Status.AVAILABLE, Status.CLAIMED, Status.STARTED, Status.FAILED}
)
"""How far what somebody can do something with has come."""


@attrs.frozen(kw_only=True)
class Change:
    """A stage or an item that came to stand otherwise, and what made it so.

    Attributes:
        part: The item's path, or the stage's code.
        to: How far it has come.
        role: Who can do it, where it became available.
        inputs: The facts that its condition looked at, and that were known.
    """

    part: str
    to: Status
    role: str | None = None
    inputs: tuple[Input, ...] = ()

    def with_inputs(self, inputs: tuple[Input, ...]) -> Change:
        """Give the same, made so by other facts."""
        return Change(part=self.part, to=self.to, role=self.role, inputs=inputs)


@attrs.frozen(kw_only=True)
class DueSet:
    """When an item must be done, as it was worked out.

    Attributes:
        item: The item's path.
        proof: The deadline, and how it was worked out; None where there is none now.
    """

    item: str
    proof: Proof | None = None


@attrs.frozen(kw_only=True)
class Owed:
    """Something that is owed from now on.

    Attributes:
        obligation: Which obligation: `ansoegning.afgoer>opstart.forvent`.
        proof: When it must be met, and how that was worked out; None where it is not
            owed any more, since what brought it about is to be done anew.
    """

    obligation: str
    proof: Proof | None = None


@attrs.frozen(kw_only=True)
class Breach:
    """An invariant that does not hold, or that holds again.

    Attributes:
        invariant: Which one.
        truth: What it came to.
        inputs: The facts that it looked at, and that were known.
    """

    invariant: str
    truth: Truth
    inputs: tuple[Input, ...] = ()

    def with_inputs(self, inputs: tuple[Input, ...]) -> Breach:
        """Give the same, found on other facts."""
        return Breach(invariant=self.invariant, truth=self.truth, inputs=inputs)
