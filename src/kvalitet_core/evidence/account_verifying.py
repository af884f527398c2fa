"""The evidence of one journal, the part that verifies: the rows, the tree, the anchors.

Writes nothing, and takes nothing in the database for granted.
"""

from __future__ import annotations

import attrs

from kvalitet_core.errors import EvidenceUnavailable, JournalUnavailable
from kvalitet_core.evidence.account_of import OfOneJournal
from kvalitet_core.evidence.appends import append_keys, check_begun
from kvalitet_core.evidence.checking.checkpoints import Checkpoint
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.tree import EMPTY_ROOT
from kvalitet_core.evidence.findings import Finding, Report
from kvalitet_core.evidence.first_row import check_first, tolerating
from kvalitet_core.evidence.following_keys import followed
from kvalitet_core.evidence.losses import losses_in
from kvalitet_core.evidence.named_anchors import named_anchors
from kvalitet_core.evidence.signer_state import remembered
from kvalitet_core.evidence.standing import Standing, standing_of
from kvalitet_core.evidence.times import Times
from kvalitet_core.evidence.verifying import head_of, verified_journal
from kvalitet_core.evidence.verifying_anchors import (
    HeldAnchor,
    check_named,
    held_anchors,
)
from kvalitet_core.evidence.verifying_database import check_made
from kvalitet_core.evidence.verifying_signed import SignedChecks
from kvalitet_core.journal.clock import instant_of
from kvalitet_core.journal.tree_store import TreeHead

__all__ = ["AccountVerifying"]


class AccountVerifying(OfOneJournal):
    """How one journal is verified."""

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
        state = self._signed_last(report)
        known = self._followed(policy, report)
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
            named=named_anchors(self._store, self._journal_id),
            report=report,
            now=instant_of(self._clock),
        )
        check_begun(
            keys, self._append_key, report, journal_id=self._journal_id, losses=losses
        )

    def _signed_last(self, report: Report) -> Checkpoint | None:
        """What the signer says that it signed last, where it is on this machine."""
        try:
            return remembered(self._key, origin=self.origin) if self._key else None
        except EvidenceUnavailable as error:
            report.unchecked.append(Said.of("signer_unknown", problem=str(error)))
            return None

    def _followed(self, given: bytes | None, report: Report) -> Policy | None:
        """Whose signatures count; what cannot be followed is told, and not found."""
        known = self._given(given)
        if known is None:
            return None
        known, rest = followed(self._store, self._journal_id, known)
        for each in rest:
            facts = {"before": each.before.called, "after": each.after.called}
            told = Said.of("key_not_followed", position=each.position, **facts)
            report.unchecked.append(told)
        return attrs.evolve(known, logs=(*known.logs, *(each.after for each in rest)))

    def opening_problems(self) -> list[Finding]:
        """What is the matter with the first row, which tells which journal it is."""
        report = Report()
        with tolerating(self._store):
            check_first(self._store, self._journal_id, report)
        return report.found

    def standing(self, *, policy: bytes | None = None) -> Standing:
        """How the evidence stands; what of it cannot be right is told, and not counted.

        Args:
            policy: Whose signatures count; the signer's own keys by default.
        """
        report = Report()
        with tolerating(self._store):
            signed = self._signed_checks(report, policy)
            if self._store.signed() is not None:
                signed.checkpoints(every=False)
            named = named_anchors(self._store, self._journal_id)
            check_named(self._store, named, report)
            return standing_of(
                self._store,
                self._journal_id,
                self._append_key,
                held=self._held(policy),
                problems=[*self.opening_problems(), *report.found],
            )

    def _held(self, policy: bytes | None) -> list[HeldAnchor]:
        """Every anchor, verified by whoever counts, and by the signer's own keys."""
        signed = self._signed_checks(Report(), policy)
        named = named_anchors(self._store, self._journal_id)
        return held_anchors(self._store, signed.policy, signed, signed.times, named)

    def _signed_checks(self, report: Report, policy: bytes | None) -> SignedChecks:
        """What holds what is signed against the tree, by keys that are known here."""
        head = head_of(self._store, report) or TreeHead(0, EMPTY_ROOT)
        known, own = self.policy(policy), self.policy()
        if known is not None and own is not None:
            logs = tuple(dict.fromkeys((*known.logs, *own.logs)))
            known = attrs.evolve(known, logs=logs)
        times = Times(self._store, now=instant_of(self._clock))
        lost = losses_in(self._store, self._journal_id)
        return SignedChecks(self._store, head, known, lost, report, times=times)
