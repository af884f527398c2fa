"""Checkpoints, read strictly (C2SP, tlog-checkpoint, "Note text").

Three lines, and no extension lines: C2SP advises against them, ML-DSA-44 does not sign
them, and none of ours has any.

Pure.
"""

from __future__ import annotations

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.encoding import HASH_SIZE, decimal, from_base64
from kvalitet_core.evidence.checking.tree import EMPTY_ROOT

__all__ = ["Checkpoint", "read_checkpoint"]

_LINES = ("origin", "size", "root")


@attrs.frozen(kw_only=True)
class Checkpoint:
    """What a log says it was: so many entries, and this root.

    Attributes:
        origin: Which log.
        size: How many entries.
        root: The root of its tree.
    """

    origin: str
    size: int
    root: bytes


def read_checkpoint(text: str, *, subject: str = "checkpoint") -> Checkpoint:
    """Read a checkpoint from a note's text.

    Raises:
        Malformed: It is none; all lines that are wrong are named.
    """
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) != len(_LINES):
        problem = (
            f"expected {len(_LINES)} lines ({', '.join(_LINES)}), got {len(lines)}"
        )
        raise Malformed(subject, problem)
    origin, counted, hashed = lines
    size, root = decimal(counted), from_base64(hashed)
    problems = []
    if not origin:
        problems.append("line 1: expected an origin, got an empty line")
    if size is None:
        problems.append(f"line 2: expected a size in digits, got {counted!r}")
    if root is None or len(root) != HASH_SIZE:
        problems.append(f"line 3: expected a root in base64, got {hashed!r}")
    if size == 0 and root != EMPTY_ROOT:
        problems.append("line 3: expected the root of the empty tree at size 0")
    if problems or size is None or root is None:
        raise Malformed(subject, *problems)
    return Checkpoint(origin=origin, size=size, root=root)
