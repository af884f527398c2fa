"""Whether a version follows on those before it.

Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.checks.wording import meant
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition
    from kvalitet_core.casetypes.migration import Renamed

__all__ = ["versions"]


def versions(definition: Definition) -> Iterator[Problem]:
    """Tell of a validity that ends too early, and of migrations that lead nowhere."""
    begins, ends = definition.valid_from, definition.valid_to
    if ends is not None and ends <= begins:
        text = f"{ends} is not later than valid_from {begins}; let it end later"
        yield Problem(path="valid_to", text=text)
    for version, renamed in definition.migrate_from.items():
        place = f"migrate_from.{version}"
        if version == definition.version:
            text = f"names its own version {version!r}; name an earlier one"
            yield Problem(path=place, text=text)
        yield from _renamed(definition, place, renamed)


def _renamed(definition: Definition, place: str, renamed: Renamed) -> Iterator[Problem]:
    stages = {stage.code for stage in definition.stages}
    known = {*definition.items, *stages}
    for before, now in renamed.paths.items():
        if now not in known:
            text = (
                f"{before!r} is called {now!r} now, which no stage declares"
                f"{meant(now, known)}"
            )
            yield Problem(path=f"{place}.{before}", text=text)
        elif ("." in before) is (now in stages):
            text = (
                f"{before!r} is called {now!r} now, and only one of them is a stage; "
                "let a stage follow on a stage, and an item on an item"
            )
            yield Problem(path=f"{place}.{before}", text=text)
        if before in renamed.dropped:
            text = f"{before!r} is renamed and dropped; say one of them"
            yield Problem(path=f"{place}.{before}", text=text)
    for now, count in Counter(renamed.paths.values()).items():
        if count > 1:
            text = f"{count} earlier ones are called {now!r} now; let one of them be so"
            yield Problem(path=place, text=text)
