"""How the course of a case changes."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.deadlines import Extension
from kvalitet_core.ids import ActorId
from kvalitet_core.values import Digest, ReasonCode

__all__ = [
    "Closed",
    "Extended",
    "Migrated",
    "Moved",
    "ObligationWaived",
    "Reopened",
    "Resumed",
    "Suspended",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Suspended:
    """The case waits for something, and terms that this suspends do not run.

    Attributes:
        cause: What it waits for, as a code: `partshoering`.
        start: The first day that does not run.
    """

    cause: ReasonCode
    start: date


@attrs.frozen(kw_only=True)
class Resumed:
    """The case does not wait for something any more.

    Attributes:
        cause: What it waited for.
        end: The first day that runs again.
    """

    cause: ReasonCode
    end: date


@attrs.frozen(kw_only=True)
class Extended:
    """An item was given longer time.

    Attributes:
        item: The item's path.
        extension: How much longer, and why.
        by: Who granted it.
    """

    item: str
    extension: Extension
    by: ActorId


@attrs.frozen(kw_only=True)
class ObligationWaived:
    """Something that was owed need not be done.

    Attributes:
        obligation: Which obligation.
        by: Who waived it.
        reason: Why.
    """

    obligation: str
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class Moved:
    """What a stage or an item is called now.

    Attributes:
        was: Its path, or its code, under the earlier version.
        now: The same under the new one.
    """

    was: str
    now: str


@attrs.frozen(kw_only=True)
class Migrated:
    """The case goes on under another version of its case type.

    Attributes:
        from_version: The version that it ran under.
        from_digest: What that said.
        to_version: The version that it runs under now.
        to_digest: What that says.
        moved: The stages and items that are called something else now.
        dropped: The stages and items that have no place any more.
        by: Who let it go on so.
        reason: Why.
    """

    from_version: str
    from_digest: Digest
    to_version: str
    to_digest: Digest
    moved: tuple[Moved, ...] = ()
    dropped: tuple[str, ...] = ()
    by: ActorId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class Closed:
    """The case was closed.

    Attributes:
        reason: Why, as a code.
        by: Who closed it.
    """

    reason: ReasonCode
    by: ActorId


@attrs.frozen(kw_only=True)
class Reopened:
    """A closed case was opened again; nothing in it was cleared.

    Attributes:
        reason: Why.
        by: Who opened it again.
    """

    reason: ReasonCode
    by: ActorId
