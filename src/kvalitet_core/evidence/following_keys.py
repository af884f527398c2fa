"""Following the key that signs from one to the next, for who knows an earlier one.

The event `journal.key_changed/1` names the key before and the key after. The key before
signs the tree that ends with it, and nothing beyond: that is what is followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import attrs

from kvalitet_core.errors import Malformed, Unavailable, Unknown
from kvalitet_core.evidence.anchors import COPY, COSIGNATURE
from kvalitet_core.evidence.checking.handing import HandOver, in_turn
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.tree import check_inclusion
from kvalitet_core.evidence.hand_overs import HandOvers
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.losses import losses_in
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.journal.store import Store

__all__ = ["followed"]


def followed(
    store: Store, journal_id: str, policy: Policy
) -> tuple[Policy, Sequence[HandOver]]:
    """A policy that knows each hand-over, and the keys that it can be followed to.

    Args:
        store: The journal.

        journal_id: Its id.

        policy: Whose signatures count, by what somebody knew earlier.

    Returns:
        The policy, and the hand-overs that cannot be followed.
    """
    every = HandOvers(store, journal_id).every()
    if not every:
        return policy, ()
    anew = tuple(each.position for each in losses_in(store, journal_id).every)
    logs = {key.public: key for key in policy.logs}
    rest: list[HandOver] = []
    for each in in_turn(every, anew, set(logs)):
        if each.after.public in logs:
            continue
        if not rest and _signed_at(store, each):
            name = logs[each.before.public].name
            logs[each.after.public] = each.after.named(name)
        else:
            rest.append(each)
    known = attrs.evolve(
        policy, logs=tuple(logs.values()), hand_overs=tuple(every), anew=anew
    )
    return known, rest


def _signed_at(store: Store, change: HandOver) -> bool:
    """Whether the key before signed the very tree that ends with the hand-over."""
    position = change.position
    rows = store.log(after=position - 1, upto=position, limit=1)
    alone = Policy(logs=(change.before,))
    with suppress(Malformed):
        if not rows:
            return False
        prover = prover_of(store, position)
        root = prover.root()
        check_inclusion(
            leaf_of(rows[0]).hash,
            index=position - 1,
            size=position,
            root=root,
            path=prover.inclusion(position - 1),
        )
        for note in _notes(store, position):
            with suppress(Malformed, Unknown, Unavailable):
                read = alone.judge(note).checkpoint
                if (read.size, read.root) == (position, root):
                    return True
    return False


def _notes(store: Store, size: int) -> Iterator[bytes]:
    """What is signed of a tree of a size, and kept."""
    for signed in store.all_signed(after=size - 1, limit=1):
        if signed.size == size:
            yield signed.note
    for anchor in store.anchors():
        if anchor.kind in (COPY, COSIGNATURE) and anchor.size == size:
            yield anchor.content
