"""A successor log: what a journal does when what was signed cannot be put back."""

from __future__ import annotations

from pathlib import Path

import attrs

from kvalitet_core.errors import (
    EvidenceUnavailable,
    Malformed,
    Unavailable,
    Unknown,
    Unproved,
)
from kvalitet_core.evidence.checking.checkpoints import Checkpoint
from kvalitet_core.evidence.checking.keys import log_number, of_one_journal
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.tree import check_consistency
from kvalitet_core.evidence.losses import LOSS, losses_in, origin_now
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.evidence.sequencer import Sequencer, prover_of
from kvalitet_core.evidence.signer import Signer, origin_of, secret_key
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.own_events import LossDeclared
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import TreeHead

__all__ = ["succeeded"]


def succeeded(
    store: Store,
    journal_id: str,
    key: Path,
    policy: Policy,
    *,
    reason: str,
    by: str,
    clock: Clock,
) -> LossDeclared:
    """Declare what is lost; the log that goes on from here is another one.

    Stopped after it is declared, the same one goes on when this is done again.

    Args:
        store: The journal, as it is.

        journal_id: Its id.

        key: The file of the key whose signer remembers what was signed last.

        policy: Has the keys that signed.

        reason: Why it is lost.

        by: Who declares it.

        clock: Says when.

    Raises:
        Unproved: The rows do not follow on what is sealed.
        EvidenceUnavailable: Nothing is lost, or a file cannot be written.
        KeyUnavailable: The key cannot be used.
    """
    name, every = secret_key(key).name, losses_in(store, journal_id).every
    if every and every[-1].declared.former == name:
        declared, signer = every[-1].declared, Signer(key, secret_key(key))
    else:
        signer = Signer.open(key, origin=_former(store, journal_id, name))
        declare = _Declaring(reason=reason, by=by, clock=clock)
        declared = declare.loss(store, journal_id, signer, policy)
    signer.succeed(declared.successor)
    return declared


def _former(store: Store, journal_id: str, name: str) -> str:
    """The log that ended: the signer's, where a declaration is itself lost."""
    here = origin_now(store, journal_id)
    later = of_one_journal(name, here) and log_number(name) > log_number(here)
    return name if later else here


@attrs.frozen(kw_only=True)
class _Declaring:
    """Who declares a loss, why, and when."""

    reason: str
    by: str
    clock: Clock

    def loss(
        self, store: Store, journal_id: str, signer: Signer, policy: Policy
    ) -> LossDeclared:
        """Log what is lost."""
        last, former = signer.last(), signer.key.name
        Sequencer(store, origin=former, signer=None, clock=self.clock).advance()
        head = store.tree_head()
        if not last.size or (head is not None and _grew(store, head, last)):
            problem = (
                "nothing that was signed is lost (kvalitet seal seals what is new)"
            )
            raise EvidenceUnavailable(store.place, problem)
        kept = _kept(store, head, policy, former) if head else 0

        declared = LossDeclared(
            by=self.by,
            former=former,
            kept=kept,
            reason=self.reason,
            root=last.root.hex(),
            size=last.size,
            successor=origin_of(journal_id, log_number(former) + 1),
        )
        log_own(store, journal_id, LOSS, lambda _: declared, clock=self.clock)
        return declared


def _kept(store: Store, head: TreeHead, policy: Policy, former: str) -> int:
    """Of how many rows it is signed that they are those that are there."""
    signed = store.signed(upto=head.size)
    while signed is not None:
        try:
            read = policy.judge(signed.note).checkpoint
        except (Malformed, Unknown, Unavailable):
            read = None
        if read and read.origin == former and _grew(store, head, read):
            return read.size
        signed = store.signed(upto=signed.size - 1)
    return 0


def _grew(store: Store, head: TreeHead, earlier: Checkpoint) -> bool:
    """Whether the tree has grown from a checkpoint."""
    if earlier.size > head.size:
        return False
    grew = earlier.size < head.size
    try:
        check_consistency(
            earlier.size,
            earlier.root,
            second=head.size,
            second_root=head.root,
            path=prover_of(store, head.size).consistency(earlier.size) if grew else (),
        )
    except Unproved:
        return False
    return True
