"""When something first became so: the first version for which an expression holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kvalitet_core.audit.expression import Expression
from kvalitet_core.audit.paths import ABSENT, Path, at, fields_of, told
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.registry import nearest
from kvalitet_core.recorded import Recorded

__all__ = ["first_of_all", "first_true"]


def first_true(
    expression: Expression, versions: Iterable[tuple[Recorded, Mapping[str, Any]]]
) -> Recorded | None:
    """Give the first event after which an expression holds; None if it never does.

    Args:
        expression: The expression.

        versions: Each event of a stream with the state that it led to, as plain
            values, in order.

    Raises:
        Unknown: It names a field that the stream has never had; the nearest are told.
        Malformed: It compares or counts what cannot be.
    """
    first: Recorded | None = None
    unseen = set(expression.paths)
    known: set[str] = set()
    for recorded, state in versions:
        if first is None and expression.holds(state):
            first = recorded
        if first is not None and not unseen:
            return first
        unseen = {path for path in unseen if at(state, path) is ABSENT}
        if unseen:
            known.update(fields_of(state))
    for path in expression.paths if known else ():
        if path in unseen:
            raise _unknown(path, known)
    return first


def first_of_all(
    expression: Expression,
    streams: Iterable[Iterable[tuple[Recorded, Mapping[str, Any]]]],
) -> Recorded | None:
    """Give the earliest event of any stream after which an expression holds of it.

    A stream that has never had a field which the expression names is passed over.

    Args:
        expression: The expression.

        streams: Of each stream what `first_true` takes.

    Raises:
        Unknown: It names a field that none of them has had; the nearest are told.
        Malformed: It compares or counts what cannot be.
    """
    found: list[Recorded] = []
    lacking: list[Unknown] = []
    count = 0
    for versions in streams:
        count += 1
        try:
            first = first_true(expression, versions)
        except Unknown as error:
            lacking.append(error)
            continue
        if first is not None:
            found.append(first)
    if count and len(lacking) == count:
        raise lacking[0]
    return min(found, key=lambda each: each.position, default=None)


def _unknown(path: Path, known: set[str]) -> Unknown:
    name = told(path)
    return Unknown(
        "field", name, nearest=nearest(name, known), hint="no version has had it"
    )
