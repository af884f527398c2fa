"""Proof files, read strictly and verified (C2SP, tlog-proof).

Pure.
"""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.errors import Malformed, Unproved
from kvalitet_core.evidence.checking.encoding import HASH_SIZE, decimal, from_base64
from kvalitet_core.evidence.checking.policy import Judged, Policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.tree import check_inclusion, hash_of_entry

__all__ = ["Proof", "Proved", "proved", "read_proof"]

_FIRST: Final = "c2sp.org/tlog-proof@v1"
_EXTRA: Final = "extra "
_INDEX: Final = "index "
_LONGEST: Final = 63


@attrs.frozen(kw_only=True)
class Proof:
    """What a proof file says: nothing of it is verified yet.

    Attributes:
        index: The entry's index in the log.
        path: The inclusion proof.
        extra: What it carries along.
        checkpoint: The signed note.
    """

    index: int
    path: tuple[bytes, ...]
    extra: bytes | None
    checkpoint: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Proved:
    """An entry that is shown to be in a log.

    Attributes:
        index: Its index.
        entry: The entry.
        judged: The checkpoint that it stands below, and who signed that.
    """

    index: int
    entry: bytes
    judged: Judged


def read_proof(data: bytes, *, subject: str = "proof") -> Proof:
    """Read a proof file (tlog-proof, "Format").

    Raises:
        Malformed: It is none; all lines that are wrong are named.
    """
    head, empty, checkpoint = data.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        problem = f"line {data.count(10, 0, error.start) + 1}: expected ASCII"
        raise Malformed(subject, problem) from error
    if first != _FIRST or not empty:
        problem = (
            f"expected {_FIRST!r} as line 1, and an empty line before a checkpoint"
        )
        raise Malformed(subject, problem)
    extra: bytes | None = None
    problems: list[str] = []
    if lines and lines[0].startswith(_EXTRA):
        extra = from_base64(lines.pop(0).removeprefix(_EXTRA))
        problems += ["line 2: expected base64 after extra"] if extra is None else []
    number = len(head.split(b"\n")) - len(lines) + 1
    stated = lines.pop(0) if lines else ""
    index = decimal(stated.removeprefix(_INDEX)) if stated.startswith(_INDEX) else None
    if index is None:
        problems.append(f"line {number}: expected 'index <number>', got {stated!r}")
    path = _path(lines, number + 1, problems)
    if problems or index is None:
        raise Malformed(subject, *problems)
    return Proof(index=index, path=path, extra=extra, checkpoint=checkpoint)


def _path(lines: list[str], first: int, problems: list[str]) -> tuple[bytes, ...]:
    if len(lines) > _LONGEST:
        problems.append(f"expected {_LONGEST} hashes at most, got {len(lines)}")
        return ()
    hashes = []
    for number, line in enumerate(lines, first):
        each = from_base64(line)
        if each is None or len(each) != HASH_SIZE:
            problems.append(f"line {number}: expected a hash in base64, got {line!r}")
        else:
            hashes.append(each)
    return tuple(hashes)


def proved(
    data: bytes, *, policy: Policy, entry: bytes | None = None, subject: str = "proof"
) -> Proved:
    """Verify a proof file (tlog-proof, "Verifying a tlog proof", steps 1 to 4).

    Args:
        data: The file.

        policy: Whose signatures count.

        entry: What is said to be in the log. What the file carries along must be the
            same; with None, that is what is verified.

        subject: What it is called where something is wrong.

    Raises:
        Malformed: It is no proof file, or its checkpoint is none.
        Unknown: It is of another log than those of the policy.
        Unproved: It does not show that the entry is in the log.
        KeyUnavailable: The installed `cryptography` cannot tell of a signature.
    """
    proof = read_proof(data, subject=subject)
    carried = proof.extra if entry is None else entry
    if carried is None:
        raise Malformed(subject, "line 2: expected 'extra <base64>' with the entry")
    if proof.extra not in (None, carried):
        raise Unproved(subject, Said.on_line(2, "proof_other_entry"))
    leaf = hash_of_entry(carried)
    judged = policy.judge(proof.checkpoint, subject=f"checkpoint of {subject}")
    check_inclusion(
        leaf,
        index=proof.index,
        size=judged.checkpoint.size,
        root=judged.checkpoint.root,
        path=proof.path,
        subject=subject,
    )
    return Proved(index=proof.index, entry=carried, judged=judged)
