"""Checkpoints, read strictly (C2SP, tlog-checkpoint, "Note text").

Three lines, and no extension lines: C2SP advises against them, ML-DSA-44 does not sign
them, and none of ours has any.

Pure.
"""

from __future__ import annotations

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.encoding import HASH_SIZE, decimal, from_base64
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.tree import EMPTY_ROOT

__all__ = ["Checkpoint", "read_checkpoint"]

_LINES = 3


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
    if not text.endswith("\n") or len(lines) != _LINES:
        raise Malformed(subject, Said.of("checkpoint_lines", got=len(lines)))
    origin, counted, hashed = lines
    size, root = decimal(counted), from_base64(hashed)
    problems = []
    if not origin:
        problems.append(Said.on_line(1, "checkpoint_origin"))
    if size is None:
        problems.append(Said.on_line(2, "checkpoint_size", got=repr(counted)))
    if root is None or len(root) != HASH_SIZE:
        problems.append(Said.on_line(3, "checkpoint_root", got=repr(hashed)))
    if size == 0 and root != EMPTY_ROOT:
        problems.append(Said.on_line(3, "checkpoint_empty"))
    if problems or size is None or root is None:
        raise Malformed(subject, *problems)
    return Checkpoint(origin=origin, size=size, root=root)
