"""How what was begun under one version goes on under the next: what is called what.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

__all__ = ["Renamed"]


def _frozen(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(paths)


@attrs.frozen
class Renamed:
    """What the items of an earlier version are called now.

    An item that is not named keeps its path. One that is dropped is named as such, so
    that nobody loses a task by an oversight.

    Attributes:
        paths: Earlier path → path now.
        dropped: Earlier paths that have no place any more.
    """

    paths: Mapping[str, str] = attrs.field(factory=dict)
    dropped: frozenset[str] = attrs.field(
        default=frozenset(), kw_only=True, converter=_frozen
    )

    def now(self, path: str, *, known: Iterable[str]) -> str | None:
        """Give the path now of an earlier one, or None where it has none."""
        if path in self.dropped:
            return None
        found = self.paths.get(path, path)
        return found if found in known else None

    def as_json(self) -> dict[str, object]:
        """Give it as plain JSON."""
        return {"paths": dict(self.paths), "dropped": sorted(self.dropped)}
