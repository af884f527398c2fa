"""Collecting seldom: Python looks for rings of values less often while many are made.

What is read and folded makes no rings, and looking for them takes a good part of the
time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["collecting_seldom"]

_SELDOM: Final = (100_000, 20, 100)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for rings less often, until the end of the block."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
