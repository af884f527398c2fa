"""The evidence of one journal, the part that seals and signs, and goes on after a loss.

All that is appended or signed for the sake of evidence is so by this.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import attrs

from kvalitet_core.errors import EvidenceUnavailable, KeyUnavailable
from kvalitet_core.evidence.account_of import OfOneJournal
from kvalitet_core.evidence.anchors import anchor_of
from kvalitet_core.evidence.append_key import remembered
from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.daily_index import DailyIndex
from kvalitet_core.evidence.hand_overs import CHANGED
from kvalitet_core.evidence.kept_index import logged_index
from kvalitet_core.evidence.losses import losses_in
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.named_anchors import taken_in
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.evidence.restoring import restored_from
from kvalitet_core.evidence.sequencer import Sealed, Sequencer
from kvalitet_core.evidence.signer import Signer, public_keys
from kvalitet_core.evidence.succeeding import succeeded
from kvalitet_core.journal.append_signatures import is_begun
from kvalitet_core.journal.clock import instant_of
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.own_events import KeyChanged, LossDeclared
from kvalitet_core.journal.tree_store import Anchor

__all__ = ["AccountSealing", "DailySealed"]


@attrs.frozen(kw_only=True)
class DailySealed:
    """What came of sealing from day to day.

    Attributes:
        sealed: How far it came.
        index: The position of the case index, where one was logged.
        problem: Why none could be, where one was due.
    """

    sealed: Sealed
    index: int | None
    problem: KeyUnavailable | None


class AccountSealing(OfOneJournal):
    """How one journal is sealed."""

    def sequencer(self) -> Sequencer:
        """What seals and signs; a signer is made where nothing was ever signed.

        Raises:
            KeyUnavailable: The key cannot be used, or is not there any more.
            EvidenceUnavailable: It is another journal's, or its state is lost.
        """
        if self._key is None:
            raise EvidenceUnavailable(self.place, "no signing key is given")
        never = self._store.signed() is None
        signer = Signer.open(self._key, origin=self.origin, create=never)
        return Sequencer(
            self._store, origin=self.origin, signer=signer, clock=self._clock
        )

    def seal(self) -> Sealed:
        """Seal every row that is there, and sign; as `Sequencer.seal`."""
        return self.sequencer().seal()

    def log_index(self) -> int:
        """Log the case index of all that is there; gives its position.

        Raises:
            JournalUnavailable: The journal cannot be read or written.
            KeyUnavailable: Its rows are signed, and there is no key to sign with.
        """
        self._ready_to_append()
        return logged_index(self._store, self._journal_id, clock=self._clock)

    def seal_daily(self, sequencer: Sequencer) -> DailySealed:
        """Seal and sign, with the case index first where it is the day's first time.

        Raises:
            Unproved: What is there does not follow on what is sealed or signed.
            Damaged: A row cannot be read.
            EvidenceUnavailable: The signer cannot sign.
            JournalUnavailable: The journal cannot be read or written.
        """
        added, position, problem = sequencer.advance(), None, None
        if self._daily.is_due():
            try:
                self._ready_to_append()
                position = self._daily.log()
            except KeyUnavailable as error:
                self._daily.put_off()
                problem = error
        sealed = sequencer.seal()
        return DailySealed(
            sealed=attrs.evolve(sealed, added=sealed.added + added),
            index=position,
            problem=problem,
        )

    @cached_property
    def _daily(self) -> DailyIndex:
        return DailyIndex(self._store, self._journal_id, clock=self._clock)

    def _ready_to_append(self) -> None:
        """Have what is appended signed, where the journal's rows are."""
        if is_begun(self._store, self._journal_id):
            if self._append_key is None:
                problem = "its rows are signed, and no append key is given"
                raise KeyUnavailable("none", problem)
            keyring = AppendKeyring(
                self._store, self._journal_id, key=self._append_key, clock=self._clock
            )
            self._store.signer = keyring.taken_up()

    def anchor(
        self,
        note: bytes,
        *,
        policy: bytes | None = None,
        timestamp: bytes | None = None,
    ) -> Anchor:
        """Keep what somebody outside holds or signed; an event names it.

        Args:
            note: The checkpoint that they have.

            policy: Whose signatures count; the signer's own keys by default.

            timestamp: A time stamp of it (RFC 3161), which is kept as it is, beside the
                checkpoint that it is of.

        Raises:
            Malformed: It is no checkpoint, or the time stamp is of another file.
            Unproved: The journal did not grow from it, or it is not signed.
            EvidenceUnavailable: It is another journal's, or no key is known.
            KeyUnavailable: Its rows are signed, and there is no key to sign with.
            JournalUnavailable: The journal cannot be read or written; nothing is kept.
        """
        known = self.policy(policy)
        if known is None:
            raise EvidenceUnavailable(self.place, "no key is known to verify with")
        at = written(instant_of(self._clock))
        lost = losses_in(self._store, self._journal_id)
        tokens = [None] if timestamp is None else [None, timestamp]
        anchors = [
            anchor_of(self._store, known, note, at=at, timestamp=each, lost=lost)
            for each in tokens
        ]
        self._ready_to_append()
        checkpoint = read_checkpoint(read_note(note).text)
        taken_in(self._store, self._journal_id, anchors, checkpoint, clock=self._clock)
        return anchors[-1]

    def rotate(self) -> str:
        """Go over to a new key that signs; gives the key that verifies it, as text.

        The change is an event; the old key signs the tree that ends with it, and no
        more.

        Raises:
            KeyUnavailable: The key cannot be used.
            EvidenceUnavailable: It is another journal's, or a file cannot be written.
            Unproved: What is there does not follow on what is sealed or signed.
        """
        if self._key is None:
            raise EvidenceUnavailable(self.place, "no signing key is given")
        signer = Signer.open(self._key, origin=self.origin)
        self._ready_to_append()

        sequencer = Sequencer(
            self._store, origin=self.origin, signer=signer, clock=self._clock
        )
        sequencer.advance()

        def log(before: str, after: str) -> None:
            change = KeyChanged(before=before, after=after)
            sequencer.hand_over(
                signer,
                after,
                lambda: log_own(
                    self._store,
                    self._journal_id,
                    CHANGED,
                    lambda _: change,
                    clock=self._clock,
                ),
            )

        return signer.rotate(log).verifier_key

    def restore(self, folder: Path, *, policy: bytes | None = None) -> int:
        """Append what a bundle has and a restored journal lacks; see `restored_from`.

        Raises:
            EvidenceUnavailable: No key is known, or the bundle cannot be looked at.
            Unproved: The bundle, or the journal, is not what was sealed.
        """
        known = policy
        if known is None:
            keys = public_keys(self._key) if self._key else []
            if not keys:
                raise EvidenceUnavailable(self.place, "no key is known to verify with")
            known = policy_file(keys)
        return restored_from(self._store, folder, policy=known)

    def succeed(self, *, reason: str, by: str) -> LossDeclared:
        """Declare that what was signed is lost, and go on with a successor log.

        Stopped after it is declared, the same journal goes on when this is done again.

        Args:
            reason: Why it is lost.

            by: Who declares it.

        Raises:
            KeyUnavailable: The key cannot be used.
            EvidenceUnavailable: Nothing is lost, or a file cannot be written.
            Unproved: The rows do not follow on what is sealed.
        """
        if self._key is None:
            raise EvidenceUnavailable(self.place, "no signing key is given")
        self._ready_to_append()
        declared = succeeded(
            self._store,
            self._journal_id,
            self._key,
            self.policy() or Policy(logs=()),
            reason=reason,
            by=by,
            clock=self._clock,
        )
        self._begin_anew()
        self.seal()
        return declared

    def _begin_anew(self) -> None:
        """Have commits signed again, where that they were is among what is lost."""
        if self._append_key is None or is_begun(self._store, self._journal_id):
            return
        if remembered(self._append_key, self._journal_id) is not None:
            AppendKeyring(
                self._store, self._journal_id, key=self._append_key, clock=self._clock
            ).begin()
