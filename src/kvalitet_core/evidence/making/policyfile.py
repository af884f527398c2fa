"""A policy file: whose signatures a checkpoint must have (C2SP, tlog-policy).

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kvalitet_core.errors import Malformed

__all__ = ["policy_file"]

_GROUP = "needed"


def policy_file(
    logs: Sequence[str],
    *,
    witnesses: Mapping[str, str] | None = None,
    needed: int | None = None,
) -> bytes:
    """Write a policy: any of a log's keys, and so many of the witnesses.

    A log's own key for ML-DSA-44 may stand among the witnesses, to be required.

    Args:
        logs: The log's verifier keys: the one it signs by, and those it signed by.

        witnesses: What each witness is called here → its verifier key.

        needed: How many of them must have signed; None is all of them.

    Raises:
        Malformed: There is no log's key, or fewer witnesses than are needed.
    """
    named = dict(witnesses or {})
    count = len(named) if needed is None else needed
    if not logs or not 0 <= count <= len(named):
        raise Malformed(
            "policy",
            f"expected one log's key or more and {count} witnesses or more, "
            f"got {len(logs)} and {len(named)}",
        )
    lines = [f"log {key}" for key in logs]
    lines += [f"witness {name} {key}" for name, key in named.items()]
    if count:
        lines.append(f"group {_GROUP} {count} {' '.join(named)}")
    lines += [f"quorum {_GROUP if count else 'none'}", ""]
    return "\n".join(lines).encode()
