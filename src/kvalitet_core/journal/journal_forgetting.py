"""The journal, the part that forgets: keys and sealed data destroyed, by a decision.

History is not edited by it: what was sealed cannot be opened any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kvalitet_core.actor import Actor
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.afterwards import Afterwards, and_then
from kvalitet_core.journal.forgetting import Erasure, forget, reapply
from kvalitet_core.journal.wiring import Wired
from kvalitet_core.privacy.person import Forget

__all__ = ["JournalForgetting"]


class JournalForgetting(Wired):
    """How people are forgotten in a journal."""

    _afterwards: Afterwards | None

    def forget(
        self,
        subject: str,
        *,
        by: Actor,
        legal_basis: str,
        reason: str,
        approved_by: Sequence[str],
        archived: str | None = None,
        command_id: str | None = None,
    ) -> Erasure:
        """Destroy a person's key and sealed data, by a recorded decision.

        Args:
            subject: The person's id.

            by: Who carries it out.

            legal_basis: The law that it rests on.

            reason: Why, without a word about the person.

            approved_by: The ids of two or more people who approve it.

            archived: The archive delivery that holds the data, if any had to be
                preserved (databeskyttelsesloven § 14).

            command_id: As in `do`.

        Raises:
            Refused: Too few approve, or the person is held.
            KeyUnavailable: There is no key store to destroy the key in.
            AttachmentUnavailable: The person's attachments cannot be looked at.
        """
        rooms = self._rooms
        decision = Forget(
            person=PersonId(subject),
            approved_by=tuple(approved_by),
            archived=archived,
            legal_basis=legal_basis,
            reason=reason,
        )
        carry_out = partial(
            forget,
            rooms.engine,
            rooms.keys,
            decision,
            attachments=rooms.attachments,
            by=by,
            command_id=command_id,
        )
        return and_then(carry_out, self._afterwards, sealing=rooms.sealing)

    def reapply_erasures(self) -> int:
        """Apply again what a restored backup brought back; gives how many people."""
        rooms = self._rooms
        if rooms.keys is None:
            return 0
        people = reapply(rooms.engine, rooms.keys, rooms.attachments)
        if people:
            and_then(lambda: None, self._afterwards, sealing=rooms.sealing)
        return people
