"""A look: that somebody was shown what is personal, when, and for what purpose."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.errors import Malformed

__all__ = ["Look", "Pruned", "actor_of", "instant_text", "who_text"]


@attrs.frozen(kw_only=True)
class Look:
    """Somebody was shown what is personal.

    Attributes:
        at: When.
        by: Who: an actor, or what the host calls its user.
        purpose: For what.
        how: In which way: `show`, `export`, a page of the host's own.
        asked: What exactly was asked for, such as the line that was typed.
        journal: The journal's id; empty where it was not noted.
        streams: Where what was shown stands.
        persons: Whose it is; empty where that was not noted.
    """

    at: datetime
    by: Actor | str
    purpose: str = attrs.field()
    how: str
    asked: str = ""
    journal: str = ""
    streams: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    @purpose.validator
    def _says_something(self, _: Any, value: str) -> None:
        if not value.strip():
            raise Malformed("look", "purpose: expected some text, got none")

    @property
    def who(self) -> str:
        """The id of the actor, or what the host calls its user."""
        return self.by.id if isinstance(self.by, Actor) else self.by


@attrs.frozen(kw_only=True)
class Pruned:
    """Looks that had been kept long enough were removed.

    Attributes:
        at: When they were removed.
        by: Who removed them.
        before: All from before this instant.
        removed: How many.
    """

    at: datetime
    by: Actor | str
    before: datetime
    removed: int


def who_text(by: Actor | str) -> str:
    """Who looked, as it is kept."""
    if isinstance(by, str):
        return by
    return json.dumps(attrs.asdict(by), ensure_ascii=False, sort_keys=True)


def actor_of(text: str) -> Actor | str:
    """Who looked, as it was kept."""
    return Actor(**json.loads(text)) if text.startswith("{") else text


def instant_text(at: datetime) -> str:
    """An instant as it is kept: in UTC, so that texts sort as instants do.

    Raises:
        Malformed: It has no offset, so nobody knows when it is.
    """
    if at.tzinfo is None:
        raise Malformed(f"instant {at.isoformat()}", "expected an offset from UTC")
    told = at.astimezone(UTC).replace(tzinfo=None)
    return f"{told.isoformat(timespec='microseconds')}Z"
