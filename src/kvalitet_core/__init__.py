"""The record that public programmes run on: one journal of what was decided, and why.

`Journal` opens it, `Actor` says who acts. Aggregates and their commands stand in
`kvalitet_core.domain`; errors in `kvalitet_core.errors`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kvalitet_core.actor import Actor
    from kvalitet_core.journal.journal import Journal
    from kvalitet_core.plugins import Plugin

__all__ = ["Actor", "Journal", "Plugin"]

_HOMES = {
    "Actor": "kvalitet_core.actor",
    "Journal": "kvalitet_core.journal.journal",
    "Plugin": "kvalitet_core.plugins",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is asked for, so that a small need stays small."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
