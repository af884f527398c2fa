"""The evidence of one journal: sealing it, verifying it, and proving what is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

import attrs

from kvalitet_core.errors import (
    EvidenceUnavailable,
    JournalUnavailable,
    KeyUnavailable,
    Unproved,
)
from kvalitet_core.evidence.anchors import anchor_of
from kvalitet_core.evidence.append_key import remembered_since
from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.evidence.appends import append_keys, check_begun
from kvalitet_core.evidence.bundling import Bundled, Wanted, bundle
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.tree import EMPTY_ROOT
from kvalitet_core.evidence.findings import Finding, Report
from kvalitet_core.evidence.first_row import check_first, tolerating
from kvalitet_core.evidence.kept_index import logged_index
from kvalitet_core.evidence.losses import losses_in, origin_now
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.evidence.proving_events import proof_of, row_of
from kvalitet_core.evidence.restoring import restored_from
from kvalitet_core.evidence.sequencer import Sealed, Sequencer
from kvalitet_core.evidence.signer import Signer, public_keys
from kvalitet_core.evidence.signer_state import remembered
from kvalitet_core.evidence.standing import Standing, standing_of
from kvalitet_core.evidence.succeeding import succeeded
from kvalitet_core.evidence.times import Times
from kvalitet_core.evidence.verifying import check_newest_rows, verified_journal
from kvalitet_core.evidence.verifying_anchors import HeldAnchor, held_anchors
from kvalitet_core.evidence.verifying_database import check_made
from kvalitet_core.evidence.verifying_signed import SignedChecks
from kvalitet_core.journal.append_signatures import is_begun
from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.own_events import KeyChanged, LossDeclared
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Anchor, Signed, TreeHead

__all__ = ["Account", "Standing"]

_PAGE: Final = 1000


class Account:
    """What proves one journal. Not to be used from several threads at a time.

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

    def rotate(self) -> str:
        """Go over to a new key that signs; gives the key that verifies it, as text.

        The change is an event, sealed and signed by the old key.

        Raises:
            KeyUnavailable: The key cannot be used.
            EvidenceUnavailable: It is another journal's, or a file cannot be written.
            Unproved: What is there does not follow on what is sealed or signed.
        """
        if self._key is None:
            raise EvidenceUnavailable(self.place, "no signing key is given")
        signer = Signer.open(self._key, origin=self.origin)
        self._ready_to_append()

        def log(before: str, after: str) -> None:
            change = KeyChanged(before=before, after=after)
            log_own(
                self._store,
                self._journal_id,
                "journal.key_changed/1",
                lambda _: change,
                clock=self._clock,
            )
            self.seal()

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
        if remembered_since(self._append_key, self._journal_id) is not None:
            AppendKeyring(
                self._store, self._journal_id, key=self._append_key, clock=self._clock
            ).begin()

    def policy(self, given: bytes | None = None) -> Policy | None:
        """Whose signatures count: as given, or the signer's own; None where unknown.

        Raises:
            Malformed: It is no policy.
            EvidenceUnavailable: The signer's keys cannot be read.
        """
        if given is not None:
            return read_policy(given)
        own = public_keys(self._key) if self._key else []
        return read_policy(policy_file(own), subject="signer's keys") if own else None

    def verify(
        self,
        *,
        full: bool = True,
        since: bytes | None = None,
        policy: bytes | None = None,
    ) -> Report:
        """Verify the journal where it is; see `verified_journal`."""
        report, made = Report(), Report()
        with tolerating(self._store):
            if check_made(self._store, made, full=full):
                try:
                    self._verified(report, full=full, since=since, policy=policy)
                    check_first(self._store, self._journal_id, report)
                except JournalUnavailable as error:
                    if not (report.found or made.found):
                        raise
                    report.unchecked.append(Said.of("rest", problem=error.problem))
        report.take_in(made)
        return report

    def _verified(
        self, report: Report, *, full: bool, since: bytes | None, policy: bytes | None
    ) -> None:
        state = remembered(self._key, origin=self.origin) if self._key else None
        known = self.policy(policy)
        keys = append_keys(self._store, self._journal_id, known)
        losses = losses_in(self._store, self._journal_id)
        verified_journal(
            self._store,
            known,
            full=full,
            since=since,
            remembered=state,
            appends=keys,
            losses=losses,
            report=report,
            now=instant_of(self._clock),
        )
        check_begun(
            keys, self._append_key, report, journal_id=self._journal_id, losses=losses
        )

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

    def checkpoint(self) -> Signed:
        """The newest checkpoint.

        Raises:
            EvidenceUnavailable: None is signed yet.
        """
        newest = self._store.signed()
        if newest is None:
            raise EvidenceUnavailable(self.place, "no checkpoint is signed: seal it")
        return newest

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

    def anchor(
        self,
        note: bytes,
        *,
        policy: bytes | None = None,
        timestamp: bytes | None = None,
    ) -> Anchor:
        """Keep what somebody outside holds or signed.

        Args:
            note: The checkpoint that they have.

            policy: Whose signatures count; the signer's own keys by default.

            timestamp: A time stamp of it (RFC 3161), which is kept as it is, beside the
                checkpoint that it is of.

        Raises:
            Malformed: It is no checkpoint, or the time stamp is of another file.
            Unproved: The journal did not grow from it, or it is not signed.
            EvidenceUnavailable: It is another journal's, or no key is known.
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
        with self._store.sealing() as writer:
            for anchor in anchors:
                writer.put_anchor(anchor)
        return anchors[-1]

    def standing(self, *, policy: bytes | None = None) -> Standing:
        """How the evidence stands; what of it cannot be right is told, and not counted.

        Args:
            policy: Whose signatures count; the signer's own keys by default.
        """
        with tolerating(self._store):
            return standing_of(
                self._store,
                self._journal_id,
                self._append_key,
                held=self._held(policy),
                problems=self.opening_problems(),
            )

    def opening_problems(self) -> list[Finding]:
        """What is the matter with the first row, which tells which journal it is."""
        report = Report()
        with tolerating(self._store):
            check_first(self._store, self._journal_id, report)
        return report.found

    def _held(self, policy: bytes | None) -> list[HeldAnchor]:
        """Every anchor, verified by whoever counts, and by the signer's own keys."""
        head = self._store.tree_head() or TreeHead(0, EMPTY_ROOT)
        known, own = self.policy(policy), self.policy()
        if known is not None and own is not None:
            logs = tuple(dict.fromkeys((*known.logs, *own.logs)))
            known = attrs.evolve(known, logs=logs)
        times = Times(self._store, now=instant_of(self._clock))
        lost = losses_in(self._store, self._journal_id)
        signed = SignedChecks(self._store, head, known, lost, Report(), times=times)
        return held_anchors(self._store, known, signed, times)

    def _require_sound(self, held: list[HeldAnchor]) -> None:
        """Refuse to give out anchors that somebody changed."""
        told = [f"{each.place}: {text}" for each in held for text in each.problems]
        if told:
            raise Unproved(f"journal {self.place}", *told, "nothing is exported")
