"""Verifying what was signed of a journal: by itself, and by somebody outside.

Checkpoints that are kept, one that somebody holds, what is declared to be lost, and
time stamps.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final

import attrs

from kvalitet_core.errors import (
    EvidenceUnavailable,
    KeyUnavailable,
    KvalitetError,
    Malformed,
    Unavailable,
    Unknown,
    Unproved,
)
from kvalitet_core.evidence.anchors import COPY, COSIGNATURE, TIMESTAMP
from kvalitet_core.evidence.checking.checkpoints import Checkpoint
from kvalitet_core.evidence.checking.keys import ML_DSA_44
from kvalitet_core.evidence.checking.policy import Judged, Policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.signatures import Verified
from kvalitet_core.evidence.checking.tree import check_consistency
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.losses import Losses
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.evidence.times import Times, read_time
from kvalitet_core.evidence.timestamps import read_timestamp
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Signed, TreeHead

__all__ = ["SignedChecks", "kept_checkpoint", "newest_meeting"]

_PAGE: Final = 1000
_FIRST: Final = -(2**63)


def kept_checkpoint(since: bytes, policy: Policy, report: Report) -> Judged | None:
    """A checkpoint that somebody kept, if its signatures hold.

    Raises:
        Malformed: It is no checkpoint.
        EvidenceUnavailable: It is of another log.
    """
    try:
        return _alone(policy).judge(since, subject="checkpoint given")
    except Unproved as error:
        report.refuse(error, Said.of("given"))
        return None
    except Unknown as error:
        raise EvidenceUnavailable("checkpoint given", str(error)) from error


def newest_meeting(store: Store, policy: Policy) -> Signed | None:
    """The newest checkpoint that a policy accepts; None where there is none.

    Raises:
        KeyUnavailable: The installed `cryptography` cannot tell of a signature.
    """
    newest = store.signed()
    kept = [
        Signed(each.size, each.added_at, each.content)
        for each in store.anchors()
        if each.kind in (COPY, COSIGNATURE)
    ]
    for each in sorted([*([newest] if newest else []), *kept], key=_size, reverse=True):
        try:
            judged = policy.judge(each.note)
        except (Malformed, Unknown):
            continue
        if judged.checkpoint.size == each.size:
            return each
    return None


def _size(signed: Signed) -> int:
    return signed.size


def _alone(policy: Policy) -> Policy:
    """The policy, without whoever else must have signed."""
    return attrs.evolve(policy, quorum=None)


class SignedChecks:
    """What was signed, held against the tree of a journal.

    Attributes:
        policy: Whose signatures count; None where no key is known.
        times: Tells whether a time can be right.
    """

    def __init__(
        self,
        store: Store,
        head: TreeHead,
        policy: Policy | None,
        losses: Losses,
        report: Report,
        *,
        times: Times,
    ) -> None:
        """Take in what is declared to be lost, if the log that goes on is signed.

        Args:
            store: The journal.

            head: How far its tree is.

            policy: Whose signatures count; None where no key is known.

            losses: What is declared to be lost.

            report: Takes what is checked and found.

            times: Tells whether a time can be right.
        """
        self._store = store
        self.times = times
        self._before: datetime | None = None
        self._head = head
        self.policy = policy
        self._report = report
        self._losses = Losses()
        if losses.every and policy is not None:
            self._declared(losses, _alone(policy))

    def _declared(self, losses: Losses, policy: Policy) -> None:
        last, newest, read = losses.every[-1], self._store.signed(), None
        with suppress(KvalitetError):
            read = policy.judge(newest.note).checkpoint if newest else None
        signed = read is not None and read.size >= last.position
        if not (signed and read and read.origin == last.declared.successor):
            place = Said.of("at", position=last.position)
            self._report.find(place, Said.of("loss_unsigned"))
            return
        self._report.losses += [loss.told for loss in losses.every]
        self._losses = losses

    def timestamps(self) -> None:
        """Tell what each time stamp states, and whether it is of what is kept.

        What cannot be read is said, and is no finding: a token is another's format.
        """
        report, anchors = self._report, self._store.anchors()
        for each in anchors:
            if each.kind != TIMESTAMP:
                continue
            subject = Said.of("at_timestamp", size=each.size)
            try:
                stamp = read_timestamp(each.content)
            except EvidenceUnavailable as error:
                told = Said.of("not_stamp", which=subject, problem=error.problem)
                report.left_out.append(told)
                continue
            notes = [other.content for other in anchors if other.size == each.size]
            if stamp.stamps(notes):
                told = Said.of("stamped", which=subject, stamp=stamp.told)
                report.checked.append(told)
            else:
                told = Said.of("stamp_of_none", which=subject, stamp=stamp.told)
                report.left_out.append(told)

    def checkpoints(self, *, every: bool) -> None:
        """The checkpoints that are kept: signed by who should, and of this very tree.

        Args:
            every: Whether all of them, or only the newest.
        """
        report, policy, newest = self._report, self.policy, self._store.signed()
        if policy is None:
            report.unchecked.append(Said.of("no_key"))
            return
        if newest is None:
            report.unchecked.append(Said.of("unsigned"))
            return
        if policy.quorum is not None:
            self._quorum(policy)
        before, count = len(report.found), 0
        after = _FIRST if every else newest.size - 1
        while page := self._store.all_signed(after=after, limit=_PAGE):
            for each in page:
                count += 1
                self._one(_alone(policy), each)
            after = page[-1].size
        if len(report.found) == before:
            several = Said.of("all_checkpoints", count=count)
            report.checked.append(several if count > 1 else Said.of("new_checkpoint"))

    def _quorum(self, policy: Policy) -> None:
        """The newest checkpoint that whoever should has cosigned."""
        try:
            found = newest_meeting(self._store, policy)
        except Unavailable as error:
            self._report.unchecked.append(_unsure(error))
            return
        if found is None:
            text = Said.of("quorum_none", quorum=repr(policy.quorum))
            self._report.find(Said.of("at_policy"), text)
            return
        checkpoint = policy.judge(found.note).checkpoint
        self.growth(checkpoint, Said.of("quorum", quorum=repr(policy.quorum)))

    def _one(self, policy: Policy, kept: Signed) -> None:
        report, subject = self._report, Said.of("at_checkpoint", size=kept.size)
        try:
            judged = policy.judge(kept.note, subject=subject)
        except Unavailable as error:
            report.unchecked.append(_unsure(error))
            return
        except Malformed as error:
            report.refuse(error, subject)
            return
        except Unknown as error:
            report.find(subject, Said.of("other_log", origin=error.name))
            return
        for key in judged.untold:
            told = Said.of("not_signature", key=key)
            report.left_out += [told] if told not in report.left_out else []
        if judged.checkpoint.size != kept.size:
            report.find(subject, Said.of("other_size", size=judged.checkpoint.size))
        self._time(kept, judged, subject)
        self.growth(judged.checkpoint, subject, judged.signatures)

    def _time(self, kept: Signed, judged: Judged, subject: str) -> None:
        """When it is said to be signed is when that can be, and as it is signed."""
        told = [each.seconds for each in judged.signatures if _is_daily(each)]
        odd = self.times.odd(
            kept.signed_at,
            size=judged.checkpoint.size,
            signed=told[0] if told else None,
            before=self._before,
        )
        if odd is not None:
            self._report.find(subject, odd)
            return
        self._before = read_time(kept.signed_at)
        told_of = Said.of("times")
        if not told and told_of not in self._report.left_out:
            self._report.left_out.append(told_of)

    def newest(self, remembered: Checkpoint | None) -> None:
        """Tell where what the signer signed last is not among what is kept."""
        kept = self._store.signed()
        size = kept.size if kept is not None else 0
        if remembered is not None and size < remembered.size <= self._head.size:
            text = Said.of("newest_not_kept", size=remembered.size)
            self._report.left_out.append(text)

    def growth(
        self, earlier: Checkpoint, who: str, signatures: Iterable[Verified] = ()
    ) -> None:
        """The tree has grown from what a checkpoint says it was, but for what is lost.

        What cannot be held against the checkpoint that is given was not looked at.

        Args:
            earlier: The checkpoint.

            who: Whose it is, fit to print.

            signatures: The signatures of it that hold.
        """
        loss = self._losses.covers(earlier)
        flaw = self._differs(earlier, signatures)
        if loss is not None and flaw is not None:
            facts = {"who": who, "size": earlier.size, "declared": loss.told}
            given = who == Said.of("given")
            lines = self._report.unchecked if given else self._report.losses
            lines.append(Said.of("loss_of", **facts))
            return
        if flaw is not None:
            self._report.find(who, flaw)
            return
        if who != Said.of("at_checkpoint", size=earlier.size):
            told = Said.of("grew", who=who, size=earlier.size)
            self._report.checked.append(told)

    def flaw(self, judged: Judged) -> str | None:
        """Why the tree has not grown from what a checkpoint says that it was.

        None where it has, or where what is not there is declared to be lost.
        """
        flaw = self._differs(judged.checkpoint, judged.signatures)
        return None if self._losses.covers(judged.checkpoint) is not None else flaw

    def _differs(
        self, earlier: Checkpoint, signatures: Iterable[Verified]
    ) -> str | None:
        """Why the tree has not grown from a checkpoint, whatever is declared.

        Where it has, what came after it is no older than its signatures.
        """
        size, root = self._head
        if earlier.size > size:
            return Said.of("some_gone", size=earlier.size, now=size)
        prover = prover_of(self._store, size)
        try:
            check_consistency(
                earlier.size,
                earlier.root,
                second=size,
                second_root=root,
                path=prover.consistency(earlier.size) if earlier.size < size else (),
            )
        except Malformed:
            return Said.of("changed_below", size=earlier.size)
        self.times.hold(earlier.size, signatures)
        return None


def _is_daily(signature: Verified) -> bool:
    """Whether it is the log's own that is made once a day, which has its time."""
    return signature.key.kind == ML_DSA_44


def _unsure(error: Unavailable) -> str:
    """Why a signature could not be looked at."""
    if not isinstance(error, KeyUnavailable):
        return str(error)
    return Said.of("not_told", key=error.place, problem=error.problem)
