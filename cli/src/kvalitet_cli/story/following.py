"""What follows by itself, where nothing else brings it about: as on a server."""

from __future__ import annotations

from contextlib import suppress

from kvalitet_core.errors import Refused
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Receipt
from kvalitet_core.reactions.asking import asked, command_id_of, declared

__all__ = ["follow"]


def follow(journal: Journal, receipt: Receipt) -> None:
    """Give the commands of the reactions that answer a receipt's events.

    They have the ids that a runner would give them, so that one who comes later finds
    them answered.
    """
    for recorded in receipt.events:
        for each in declared(journal.registry.plugins):
            if recorded.name not in each.reaction.events:
                continue
            command = asked(each, recorded, journal.registry)
            if command is None:
                continue
            with suppress(Refused):
                given = journal.do(
                    command,
                    by=each.actor,
                    command_id=command_id_of(recorded.event_id, each.name),
                    correlation=recorded.correlation_id,
                    cause=recorded.event_id,
                    reaction=each.name,
                    channel="reaction:1",
                )
                follow(journal, given)
