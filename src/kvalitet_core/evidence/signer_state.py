"""What a signer remembers: how far the log was that it signed last.

A small file beside its key; whoever can change the database cannot change it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kvalitet_core.errors import EvidenceUnavailable, Malformed, Unproved
from kvalitet_core.evidence.checking.checkpoints import Checkpoint as Read
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.keys import of_one_journal
from kvalitet_core.evidence.checking.tree import check_consistency
from kvalitet_core.evidence.making.checkpoints import Checkpoint
from kvalitet_core.evidence.making.hashing import EMPTY_ROOT
from kvalitet_core.evidence.statefile import read_if_there

__all__ = ["Prove", "nothing_signed", "remembered", "require_growth", "state_in"]

Prove = Callable[[int], Sequence[bytes]]
"""Proves that the log, when it had so many entries, began as it does now."""


def nothing_signed(origin: str) -> bytes:
    """The state of who never signed a log."""
    return Checkpoint(origin=origin, size=0, root=EMPTY_ROOT).text.encode()


def state_in(path: Path) -> Read:
    """What a state says.

    Raises:
        EvidenceUnavailable: It is lost, or damaged.
    """
    content = read_if_there(path)
    if content is None:
        problem = "is lost, and with it what was signed last (see docs/evidence.md)"
        raise EvidenceUnavailable(str(path), problem)
    try:
        return read_checkpoint(content.decode(), subject="signer's state")
    except (Malformed, UnicodeDecodeError) as error:
        raise EvidenceUnavailable(str(path), f"damaged: {error}") from error


def require_growth(last: Read, head: Checkpoint, prove: Prove) -> None:
    """Refuse to sign what did not grow from what was signed last.

    Raises:
        Unproved: The log is shorter than what was signed, or another.
    """
    subject = f"log {head.origin}"
    if head.size < last.size:
        problem = (
            f"has {head.size} entries, but {last.size} are signed: some are gone, or "
            "an older database was restored (see docs/evidence.md); nothing is signed"
        )
        raise Unproved(subject, problem)
    try:
        check_consistency(
            last.size,
            last.root,
            second=head.size,
            second_root=head.root,
            path=prove(last.size) if head.size > last.size else (),
        )
    except Malformed as error:
        problem = (
            f"is not the one whose first {last.size} entries are signed: what was "
            "sealed has been changed, or an older database was restored and written "
            "to (see docs/evidence.md); nothing is signed"
        )
        raise Unproved(subject, problem) from error


def remembered(path: Path, *, origin: str) -> Read | None:
    """What a signer says that it signed last, read without its key.

    Raises:
        EvidenceUnavailable: Its state cannot be read, is of another log, or is lost
            though the key is there.
    """
    state = Path(f"{path}.state")
    if not (state.exists() or path.exists()):
        return None
    last = state_in(state)
    if not of_one_journal(last.origin, origin):
        raise EvidenceUnavailable(str(state), f"is of {last.origin}, not of {origin}")
    return last
