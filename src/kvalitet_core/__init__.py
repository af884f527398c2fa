"""The record that public programmes run on: one journal, provable, replayable.

`Journal` opens it, `Actor` says who acts. Aggregates and their commands stand in
`kvalitet_core.domain`; errors in `kvalitet_core.errors`.
"""

from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Actor
from kvalitet_core.plugins import Plugin

__all__ = ["Actor", "Journal", "Plugin"]
