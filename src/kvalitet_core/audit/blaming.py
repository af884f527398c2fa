"""Who last set a field: the event that gave it the value that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kvalitet_core.errors import Unknown
from kvalitet_core.journal.registry import nearest
from kvalitet_core.recorded import Recorded

__all__ = ["blame"]

_ABSENT: Final = object()


def blame(
    versions: Iterable[tuple[Recorded, Mapping[str, Any]]], field: str | None = None
) -> dict[str, Recorded]:
    """Give the event that last gave each field, or the one, the value that it has.

    Args:
        versions: Each event of a stream with the state that it led to, as plain
            values, in order; `plain_versions` gives them.

        field: The path of the one, such as `works.ansoegning`; None is each field.

    Raises:
        Unknown: The stream has no such field; the nearest are told.
    """
    set_by: dict[str, Recorded] = {}
    before: dict[str, Any] = {}
    whole: Mapping[str, Any] = {}
    for recorded, state in versions:
        whole = state
        now = dict(state) if field is None else {field: _at(state, field)}
        for path, value in now.items():
            if before.get(path, _ABSENT) != value and value is not _ABSENT:
                set_by[path] = recorded
        before = now
    if field is not None and before.get(field) is _ABSENT:
        near, hint = nearest(field, list(_paths(whole))), "no state of it has that"
        raise Unknown("field", field, nearest=near, hint=hint)
    return {path: set_by[path] for path in sorted(set_by)}


def _at(value: Any, path: str) -> Any:
    """What stands at a path; the keys of a mapping may have points of their own."""
    if not path:
        return value
    if not isinstance(value, dict):
        return _ABSENT
    for key, item in value.items():
        if path == key or path.startswith(f"{key}."):
            found = _at(item, path[len(key) + 1 :])
            if found is not _ABSENT:
                return found
    return _ABSENT


def _paths(value: Any, before: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{before}{key}"
            yield from _paths(item, f"{before}{key}.")
