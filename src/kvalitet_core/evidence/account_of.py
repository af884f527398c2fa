"""The evidence of one journal, what every part of it knows: its rows, and its keys.

Reads and writes nothing but which keys count.
"""

from __future__ import annotations

from pathlib import Path

from kvalitet_core.errors import EvidenceUnavailable
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.following_keys import followed
from kvalitet_core.evidence.losses import origin_now
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.signer import public_keys
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Signed

__all__ = ["OfOneJournal"]


class OfOneJournal:
    """What is known of the evidence of one journal.

    Attributes:
        place: Where the journal is, fit to print.
    """

    def __init__(
        self,
        store: Store,
        journal_id: str,
        *,
        key: Path | None,
        clock: Clock,
        append_key: Path | None = None,
    ) -> None:
        """Make it; nothing is read yet.

        Args:
            store: The journal's rows, and the tree over them.

            journal_id: The journal's own id.

            key: The file of the key that signs; None where it is not known here.

            clock: Says when something is signed.

            append_key: The file of this machine's append key; None where there is
                no place for one.
        """
        self.place = store.place
        self._store = store
        self._journal_id = journal_id
        self._key = key
        self._clock = clock
        self._append_key = append_key

    @property
    def origin(self) -> str:
        """What the journal's log is called."""
        return origin_now(self._store, self._journal_id)

    def policy(self, given: bytes | None = None) -> Policy | None:
        """Whose signatures count: as given, or the signer's own; None where unknown.

        A key that one of them gave over to counts too, from there on.

        Raises:
            Malformed: It is no policy.
            EvidenceUnavailable: The signer's keys cannot be read.
        """
        known = self._given(given)
        if known is None:
            return None
        return followed(self._store, self._journal_id, known)[0]

    def _given(self, given: bytes | None) -> Policy | None:
        """The policy as it is given, or of the signer's own keys."""
        if given is not None:
            return read_policy(given)
        own = public_keys(self._key) if self._key else []
        return read_policy(policy_file(own), subject="signer's keys") if own else None

    def checkpoint(self) -> Signed:
        """The newest checkpoint.

        Raises:
            EvidenceUnavailable: None is signed yet.
        """
        newest = self._store.signed()
        if newest is None:
            problem = "no checkpoint is signed yet: seal it (kvalitet seal)"
            raise EvidenceUnavailable(self.place, problem)
        return newest
