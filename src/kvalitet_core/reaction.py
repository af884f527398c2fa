"""What a reaction is: the events it answers, and the command that it asks for.

Pure: a function of the event as it is recorded. Whether the command is allowed is
decided when it is asked, as for any other.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from kvalitet_core.aggregate import Command
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import not_blank

__all__ = ["Reaction"]


@attrs.frozen(kw_only=True)
class Reaction:
    """A follow-up: when one of these events is recorded, a command is given.

    Attributes:
        name: The plugin's name and one of its own: `indsatsteam.welcome`.
        title: What people call it.
        events: The stored names of the events that it answers, newest numbers.
        command: `(recorded) -> command`, or None where nothing follows: pure.
        issues: The stored names of the commands that it may give.
    """

    name: str
    title: str = attrs.field(validator=not_blank)
    events: frozenset[str]
    command: Callable[[Recorded], Command | None]
    issues: frozenset[str]
