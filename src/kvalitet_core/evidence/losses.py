"""Losses that a journal declares: what was signed, and is not there any more.

After a restored backup that nothing can complete, the log ends where it was signed
last, and a successor goes on from the same rows: `…/2` after the first, and so on. An
event says which log ended, how far it had come, and how much of it is there.

Whoever holds a checkpoint of the former log beyond that holds it against what is
declared: no more than that may be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import attrs
import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.checkpoints import Checkpoint
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.signer import origin_of
from kvalitet_core.journal import layout
from kvalitet_core.journal.own_events import LossDeclared
from kvalitet_core.journal.paging import rows_in
from kvalitet_core.journal.store import Reader

__all__ = ["LOSS", "Loss", "Losses", "losses_in", "origin_now"]

LOSS: Final = "journal.loss_declared/1"
"""The stored name of the event that declares a loss."""


@attrs.frozen(kw_only=True)
class Loss:
    """A loss that is declared, and where.

    Attributes:
        position: The position of the event that declares it.
        declared: What it says.
    """

    position: int
    declared: LossDeclared

    @property
    def told(self) -> str:
        """What is lost, and why, in a sentence."""
        facts = {
            name: getattr(self.declared, name)
            for name in ("former", "size", "kept", "by", "reason")
        }
        return Said.of("loss", position=self.position, **facts)


@attrs.frozen
class Losses:
    """Every loss of a journal, in order."""

    every: Sequence[Loss] = ()

    def takes(self, position: int, *, after: int) -> bool:
        """Tell whether what stood at a position may be lost, as is declared.

        Args:
            position: Where it stood.

            after: How many losses had been declared when it did.
        """
        return any(position > each.declared.kept for each in self.every[after:])

    def covers(self, earlier: Checkpoint) -> Loss | None:
        """The loss by which what a checkpoint is of need not all be there any more.

        None where it must be there: the checkpoint is of the log as it is now, or of
        what was kept, or of more than is declared.
        """
        for number, loss in enumerate(self.every):
            if loss.declared.former == earlier.origin:
                kept = min(each.declared.kept for each in self.every[number:])
                return loss if earlier.size > kept and _within(loss, earlier) else None
        return None


def _within(loss: Loss, earlier: Checkpoint) -> bool:
    last = (loss.declared.size, loss.declared.root)
    return earlier.size < last[0] or (earlier.size, earlier.root.hex()) == last


def losses_in(reader: Reader, journal_id: str) -> Losses:
    """The losses that a journal declares; one that cannot be read declares none."""
    found = []
    for row in rows_in(reader, f"journal/{journal_id}"):
        if row[3] == LOSS:
            with suppress(Malformed, msgspec.DecodeError):
                data = layout.split(row[4]).d
                declared = msgspec.json.decode(data, type=LossDeclared)
                found.append(Loss(position=row[0], declared=declared))
    return Losses(tuple(found))


def origin_now(reader: Reader, journal_id: str) -> str:
    """What a journal's log is called now."""
    every = losses_in(reader, journal_id).every
    return every[-1].declared.successor if every else origin_of(journal_id)
