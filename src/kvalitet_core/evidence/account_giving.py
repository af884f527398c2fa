"""The evidence of one journal, the part that is given out.

Gives nothing out that does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from kvalitet_core.errors import EvidenceUnavailable, Unproved
from kvalitet_core.evidence.account_verifying import AccountVerifying
from kvalitet_core.evidence.bundling import Bundled, Wanted, bundle
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.first_row import tolerating
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.proving_events import proof_of, row_of
from kvalitet_core.evidence.signer import public_keys
from kvalitet_core.evidence.verifying import check_newest_rows
from kvalitet_core.evidence.verifying_anchors import HeldAnchor
from kvalitet_core.journal.clock import instant_of
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.tree_store import Signed

__all__ = ["AccountGiving"]


class AccountGiving(AccountVerifying):
    """What one journal gives as proof."""

    def given_out(
        self, *, full: bool = False, policy: bytes | None = None
    ) -> tuple[Signed, Report]:
        """The newest checkpoint, and what came of verifying that it is to be given out.

        Args:
            full: Whether every row is read; otherwise the newest ones.

            policy: Whose signatures count; the signer's own keys by default.

        Raises:
            EvidenceUnavailable: None is signed yet.
            JournalUnavailable: The journal cannot be read.
        """
        newest = self.checkpoint()
        report = self.verify(full=full, policy=policy)
        if not full:
            with tolerating(self._store):
                check_newest_rows(self._store, report)
        return newest, report

    def bundle(
        self,
        folder: Path,
        *,
        cases: Sequence[str] = (),
        persons: bool = True,
        policy: bytes | None = None,
        definitions: Mapping[str, bytes] | None = None,
    ) -> Bundled:
        """Export the journal, or some cases, as of the newest checkpoint.

        Args:
            folder: Where the bundle is to be; nothing may be there.

            cases: The streams to be proved whole; empty for the whole journal.

            persons: Whether sealed sections are in it.

            policy: Whose signatures count; the signer's own keys by default.

            definitions: Name → the JSON of a schema or a definition.

        Raises:
            Unknown: There is no such case.
            Unproved: An anchor is not what it should be.
            EvidenceUnavailable: Nothing is signed, no key is known, no index is logged,
                or the folder is taken or cannot be written.
        """
        self.checkpoint()
        keys = public_keys(self._key) if self._key else []
        if policy is None and not keys:
            problem = "no key is known to verify with: give a policy or a signing key"
            raise EvidenceUnavailable(self.place, problem)
        chosen = policy_file(keys) if policy is None else policy
        read_policy(chosen)
        self._require_sound(self._held(chosen))
        wanted = Wanted(
            cases=tuple(dict.fromkeys(cases)),
            persons=persons,
            policy=chosen,
            keys=keys,
            definitions=definitions or {},
        )
        return bundle(
            self._store,
            folder,
            wanted,
            journal=self._journal_id,
            made_at=written(instant_of(self._clock)),
            made_by=f"kvalitet-core {metadata.version('kvalitet-core')}",
        )

    def _require_sound(self, held: list[HeldAnchor]) -> None:
        """Refuse to give out anchors that somebody changed."""
        told = [f"{each.place}: {text}" for each in held for text in each.problems]
        if told:
            raise Unproved(f"journal {self.place}", *told, "nothing is exported")

    def prove(self, event: str) -> bytes:
        """A proof file that one event is in the journal, with the newest checkpoint.

        Args:
            event: The event's id, or its stream and version with an `@` between them.

        Raises:
            Unknown: There is no such event.
            Unproved: It is not the one that was sealed.
            EvidenceUnavailable: It is not under a checkpoint yet.
        """
        return proof_of(self._store, event, self.checkpoint())

    def payload(self, event: str) -> bytes:
        """What the journal keeps of one event, byte by byte: what is proved of it.

        Args:
            event: As for `prove`.

        Raises:
            Unknown: There is no such event.
        """
        return row_of(self._store, event)[4]
