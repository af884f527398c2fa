"""What is wrong with a record that does not hold together: a code, and its facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import attrs

__all__ = ["SAID", "Note", "Wrong"]

SAID: Final = {
    "position": "position {position} comes after position {before}",
    "version": "version {version} comes after version {before}",
    "time": "is recorded at {at}, not after the row before it",
    "stray": "is no event of the command before it",
    "count": "names {expected} events, and {found} follow it",
    "unreadable": "{problem}",
    "unfit": "does not fit its schema {name}: {places}",
    "alone_missing": "is not found when it is read by itself",
    "alone_version": "cannot be folded by itself: version {version} is missing",
    "alone_unreadable": "cannot be folded by itself: {problem}",
    "alone_differs": "comes to another state by itself than in the order of the log",
    "unanswered": (
        "reaction {reaction} has passed it, and command {command} is not on record"
    ),
    "cause": "names event {event} as its cause, which is not before it",
    "other_id": "reaction {reaction} asked for it under another id than {id}",
    "undeployed": "names deployment {deployment}, which is not on record before it",
    "other_deployment": "does not say what its digest is of",
    "overdue": "{due}: had fallen due by {at}, and is not noted",
}
"""Each thing that can be wrong, by its code, with the facts that go with it."""


@attrs.frozen
class Wrong:
    """Something that is wrong at a place in the record.

    Attributes:
        code: What: a key of `SAID`.
        facts: The values that it is about, by their names.
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **facts: object) -> Wrong:
        """Something that is wrong, with its facts by name."""
        return cls(code, tuple((name, str(fact)) for name, fact in facts.items()))

    def __str__(self) -> str:
        return SAID[self.code].format(**dict(self.facts))


Note: TypeAlias = Callable[[int | None, str, Wrong], None]
"""Takes down what is wrong: the position, the stream, and what it is."""
