"""For authors of stores and plugins: what to test one's own work with.

`given` tries a command on events that are told, without a store. `given_events` shows
the rows that a view comes to, in every way that it may follow them, and `reacting` the
command that a reaction asks for. `StoreContract` is what every store must hold,
`PluginContract` what every plugin must; a subclass of either runs it under pytest.
`Ask` is what a plugin's examples are made of.

Cases have modules of their own: `cases` (given, when, then), `scenarios` (in plain
text, for people who do not program), `cases_coverage` and `cases_machine`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kvalitet_core.testing.examples import TESTER, Ask, Example, Story
from kvalitet_core.testing.given_events import Happened, given_events
from kvalitet_core.testing.given_when_then import Outcome, given
from kvalitet_core.testing.reacting import reacting
from kvalitet_core.testing.store_contract import StoreContract

if TYPE_CHECKING:
    from kvalitet_core.testing.plugin_contract import PluginContract

__all__ = [
    "TESTER",
    "Ask",
    "Example",
    "Happened",
    "Outcome",
    "PluginContract",
    "StoreContract",
    "Story",
    "given",
    "given_events",
    "reacting",
]


def __getattr__(name: str) -> Any:
    """Import the contract of plugins when it is asked for: it needs Hypothesis."""
    if name != "PluginContract":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("kvalitet_core.testing.plugin_contract").PluginContract
