"""Catalogues by their full names, and how one is given to a journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import Registry
from kvalitet_core.plugins import Catalogue

__all__ = ["fill", "named"]


def named(registry: Registry) -> dict[str, Catalogue]:
    """The catalogues of all plugins, by names such as `core.municipalities`."""
    return {
        f"{plugin.name}.{catalogue.name}": catalogue
        for plugin in registry.plugins
        for catalogue in plugin.catalogues
    }


def fill(
    journal: Journal,
    commands: Sequence[Command],
    *,
    by: Actor,
    channel: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Counter[str]:
    """Give commands to a journal in one transaction; gives how many came to what.

    Args:
        journal: Where they go.

        commands: What is asked, in order.

        by: Who asks.

        channel: How they came in.

        progress: Is told how many are done, after each.

    Raises:
        Refused: A rule says no to one; none is kept, and neither is the refusal.
    """
    asked = []
    with journal.batch() as batch:
        for done, command in enumerate(commands, start=1):
            asked.append(batch.do(command, by=by, channel=channel))
            progress(done)
    return Counter(pending.receipt.outcome for pending in asked)
