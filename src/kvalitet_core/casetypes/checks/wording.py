"""How a finding is worded: the place, the rule, and what to do.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["meant", "quoted"]


def meant(name: str, known: Iterable[str]) -> str:
    """Name the nearest of what is there: `; did you mean fagchef?`, or nothing."""
    nearest = get_close_matches(name, sorted(known), n=2, cutoff=0.5)
    return f"; did you mean {' or '.join(nearest)}?" if nearest else ""


def quoted(names: Iterable[str]) -> str:
    """List names, sorted: `'a', 'b'`, or `none`."""
    return ", ".join(map(repr, sorted(names))) or "none"
