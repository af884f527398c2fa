"""Older checkpoints in a bundle: what others hold or signed, and the newest daily one.

    anchors/<number>-<size>-copy.checkpoint            what somebody else holds
    anchors/<number>-<size>-cosignature.checkpoint     what a witness signed
    anchors/<number>-<size>-rfc3161.bin                a time stamp of one of these
    anchors/<number>-<size>-daily.checkpoint           what ML-DSA-44 signed, too
    anchors/<number>-<size>-handover.checkpoint        what a key signed last

What the journal names in an event and no key of the policy signed is not among them: of
a whole journal the provenance has the position of each such event.

Of a bundle of some cases the provenance has the proof that the journal has grown from
each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from kvalitet_core.evidence.anchors import COPY, COSIGNATURE
from kvalitet_core.evidence.bundle_files import Files
from kvalitet_core.evidence.checking.checkpoints import Checkpoint, read_checkpoint
from kvalitet_core.evidence.checking.keys import ML_DSA_44, VerifierKey, journal_of
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.hand_overs import HandOvers
from kvalitet_core.evidence.named_anchors import named_anchors
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Anchor, Signed

__all__ = ["LEFT_OUT", "grown_from", "left_out", "put_anchors"]

LEFT_OUT: Final = "anchors_left_out"
"""Where the provenance says which events name an anchor that is not in the bundle."""

_DAY: Final = len("1970-01-01")
_PAGE: Final = 1000


def put_anchors(
    store: Store, signed: Signed, keys: Iterable[str], own: Iterable[str], out: Files
) -> list[bytes]:
    """Put every anchor of what a checkpoint is of; gives the checkpoints among them.

    The newest checkpoint that is signed by ML-DSA-44 too is put where neither the
    checkpoint itself nor an anchor is one of as many rows. What no key of the policy
    signed proves nothing by it, and is not put. Where a key gave over to another, what
    it signed last is put, so that who knows only that key can follow.

    Args:
        store: The journal.

        signed: The checkpoint that the bundle is of.

        keys: The keys that verify what the log signed, as text.

        own: Those of them that the policy names.

        out: Takes the files.
    """
    kept, logs = store.anchors(), [VerifierKey.read(key) for key in own]
    notes = []
    for number, anchor in enumerate(kept, 1):
        note = anchor.kind in (COPY, COSIGNATURE)
        if anchor.size <= signed.size and _is_known(anchor, logs):
            ending = "checkpoint" if note else "bin"
            name = f"anchors/{number:03}-{anchor.size}-{anchor.kind}.{ending}"
            out.put(name, anchor.content)
            notes += [anchor.content] if note else []
    daily = [key for key in map(VerifierKey.read, keys) if key.kind == ML_DSA_44]
    newest = _newest_daily(store, daily, signed.size) if daily else None
    if newest is not None and _is_signed(newest.note, logs):
        there = [
            _checkpoint(note).size
            for note in (signed.note, *notes)
            if _is_signed(note, daily)
        ]
        if newest.size > max(there, default=-1):
            name = f"anchors/{len(kept) + 1:03}-{newest.size}-daily.checkpoint"
            out.put(name, newest.note)
            notes.append(newest.note)
    for number, last in enumerate(_handed_over(store, signed), len(kept) + 2):
        if last.note not in notes and _is_signed(last.note, logs):
            out.put(f"anchors/{number:03}-{last.size}-handover.checkpoint", last.note)
            notes.append(last.note)
    return notes


def left_out(
    store: Store, signed: Signed, own: Iterable[str], *, journal_id: str
) -> list[int]:
    """Where the journal names an anchor that is there, and that `put_anchors` leaves.

    Args:
        store: The journal.

        signed: The checkpoint that the bundle is of.

        own: The keys that the policy names, as text.

        journal_id: The journal's id.
    """
    named, logs = named_anchors(store, journal_id), list(map(VerifierKey.read, own))
    left = [each for each in store.anchors() if not _is_known(each, logs)]
    events = (named.of(each) for each in left)
    return sorted(
        each.position for each in events if each and each.position <= signed.size
    )


def _is_known(anchor: Anchor, logs: list[VerifierKey]) -> bool:
    """Whether a key of the policy signed it, where it is a checkpoint."""
    note = anchor.kind in (COPY, COSIGNATURE)
    return not note or _is_signed(anchor.content, logs)


def grown_from(
    store: Store, signed: Signed, notes: Iterable[bytes]
) -> list[dict[str, Any]]:
    """Prove that the journal has grown from each of some checkpoints that it had."""
    prover = prover_of(store, signed.size)
    proofs = {}
    for note in notes:
        earlier = _checkpoint(note)
        if 0 < earlier.size < signed.size:
            root = prover_of(store, earlier.size).root()
            if root == earlier.root:
                proofs[earlier.size] = prover.consistency(earlier.size)
    return [{"size": size, "path": path} for size, path in sorted(proofs.items())]


def _handed_over(store: Store, signed: Signed) -> Iterator[Signed]:
    """What each key signed last, below a checkpoint."""
    journal = journal_of(_checkpoint(signed.note).origin)
    for each in HandOvers(store, journal).every():
        if each.position < signed.size:
            found = store.signed(upto=each.position)
            if found is not None and found.size == each.position:
                yield found


def _newest_daily(store: Store, keys: list[VerifierKey], upto: int) -> Signed | None:
    """The newest checkpoint of at most so many rows that ML-DSA-44 signed, too.

    It is the first of its day, mostly; where that has none, all of the day are read.
    """
    newest = store.signed(upto=upto)
    while newest is not None:
        first = _first_of_day(store, newest)
        if _is_signed(first.note, keys):
            return first
        later = [each for each in _between(store, first, newest)
                 if _is_signed(each.note, keys)]  # fmt: skip
        if later:
            return later[-1]
        newest = store.signed(upto=first.size - 1)
    return None


def _first_of_day(store: Store, newest: Signed) -> Signed:
    """The first checkpoint of the day of another one, found by halving."""
    day, low, high = newest.signed_at[:_DAY], 0, newest.size
    first = newest
    while low < high:
        middle = (low + high) // 2
        found = store.signed(upto=middle)
        if found is None or found.signed_at[:_DAY] < day:
            low = middle + 1
        else:
            first, high = found, found.size
    return first


def _between(store: Store, first: Signed, last: Signed) -> Iterator[Signed]:
    after = first.size
    while page := store.all_signed(after=after, limit=_PAGE):
        yield from (each for each in page if each.size <= last.size)
        after = page[-1].size
        if after >= last.size:
            return


def _is_signed(note: bytes, keys: list[VerifierKey]) -> bool:
    """Whether a note says that one of these keys, by whatever name, signed it."""
    read = read_note(note)
    origin = read_checkpoint(read.text).origin
    known = {
        (each.name, each.key_id) for key in keys for each in (key, key.named(origin))
    }
    return any((each.name, each.key_id) in known for each in read.signatures)


def _checkpoint(note: bytes) -> Checkpoint:
    return read_checkpoint(read_note(note).text)
