"""What the folds of a grant have in common: one more in a mapping, one other in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from kvalitet_core.domain.altering import altered

__all__ = ["with_changed", "with_one"]

K = TypeVar("K")
V = TypeVar("V")


def with_one(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    """Give the same with one more, or another in its place."""
    return {**mapping, key: value}


def with_changed(
    mapping: Mapping[int, Any], number: int | None, **changes: Any
) -> dict[int, Any]:
    """Change what stands under a number; nothing where nothing does."""
    return {
        n: altered(each, **changes) if n == number else each
        for n, each in mapping.items()
    }
