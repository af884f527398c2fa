"""Whose tasks become another role's: by another version of the case type.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.rules import looked_at
from kvalitet_core.casetypes.settling import Settlement
from kvalitet_core.casetypes.status import Change, Status
from kvalitet_core.domain.case.state import Case

__all__ = ["reassigned"]


def reassigned(
    case: Case, definition: Definition, settlement: Settlement
) -> Iterator[Change]:
    """Let what can be done be available to the role that does it now.

    Whoever had it did so in the other role, and could neither do it nor let it go.

    Args:
        case: The case, as the command makes it.

        definition: What it runs by from now on.

        settlement: How it comes to stand.
    """
    told = {each.part for each in settlement.changes}
    for path, work in sorted(case.works.items()):
        added = case.added.get(path)
        item = definition.items.get(path if added is None else added.repeats or "")
        if not isinstance(item, Task) or path in told:
            continue
        if settlement.statuses[path].is_open and work.role != item.role:
            when, facts = item.when, settlement.facts
            inputs = looked_at(when, facts) if when is not None else ()
            yield Change(part=path, to=Status.AVAILABLE, role=item.role, inputs=inputs)
