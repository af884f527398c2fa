"""What the folds of a case have in common: which fields an event changes, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

import attrs

from kvalitet_core.domain.case.state import Case, Work

__all__ = ["Fields", "anew", "persons", "with_fields", "without", "worked"]

T = TypeVar("T")

Fields: TypeAlias = dict[str, Any]
"""The fields of a case that an event changes."""


def with_fields(case: Case, changed: Fields) -> Case:
    """Give the case with some fields changed."""
    return attrs.evolve(case, **changed)


def worked(case: Case, item: str, version: int, **changes: Any) -> Fields:
    """Let an item come further."""
    work = attrs.evolve(case.work(item), version=version, **changes)
    return {"works": {**case.works, item: work}}


def persons(by: str, on_behalf_of: str | None) -> frozenset[str]:
    """Whom an act is by: who acted, and who had delegated the authority to."""
    return frozenset((by,) if on_behalf_of is None else (by, on_behalf_of))


def without(kept: Mapping[str, T], gone: Iterable[str]) -> dict[str, T]:
    """Give all but some."""
    left = {*gone}
    return {name: value for name, value in kept.items() if name not in left}


def anew(case: Case, parts: Iterable[str], version: int) -> Fields:
    """Let parts begin anew: what they came to does not count any more."""
    again = {*parts}
    works = dict(case.works)
    for part in again.intersection(works):
        before = works[part]
        works[part] = Work(version=version, extensions=before.extensions)
    return {
        "works": works,
        "votes": without(case.votes, again),
        "outcomes": without(case.outcomes, again),
    }
