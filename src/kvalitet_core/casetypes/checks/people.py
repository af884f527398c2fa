"""Whether there are people who can do everything that is to be done.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.checks.wording import meant
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["people"]


def people(definition: Definition) -> Iterator[Problem]:
    """Tell of unknown roles, and of four eyes that nobody could satisfy."""
    for task in definition.items.values():
        if isinstance(task, Task):
            yield from _roles(definition, task)
            yield from _four_eyes(definition, task)
        if isinstance(task, Decision):
            yield from _quorum(task)


def _roles(definition: Definition, task: Task) -> Iterator[Problem]:
    known = {role.code for role in definition.roles}
    named = [("role", task.role), *(("planned_by", role) for role in task.planned_by)]
    for word, role in named:
        if role not in known:
            text = (
                f"names role {role!r}, which is not among the case type's roles"
                f"{meant(role, known) or '; add it to roles='}"
            )
            yield Problem(path=f"{task.path}.{word}", text=text)
    if task.planned_by and not task.discretionary:
        text = "says who plans it, and nobody does; make it discretionary, or say not"
        yield Problem(path=f"{task.path}.planned_by", text=text)


def _four_eyes(definition: Definition, task: Task) -> Iterator[Problem]:
    place = f"{task.path}.four_eyes"
    stages = {stage.code for stage in definition.stages}
    for path in task.four_eyes:
        text = None
        if path == task.path:
            text = "names itself, and nobody is another than themselves; leave it out"
        elif path in stages:
            text = f"names {path!r}, which is a stage, and no person does a stage"
            text += "; name its items"
        elif (other := definition.items.get(path)) and not isinstance(other, Task):
            text = f"names {path!r}, which is a {other.sort}, and no person reaches it"
            text += "; name the tasks before it"
        if text is not None:
            yield Problem(path=place, text=text)


def _quorum(decision: Decision) -> Iterator[Problem]:
    if decision.quorum > 1 and not decision.granting:
        text = (
            f"asks for {decision.quorum} people for an outcome that is granting, and "
            "none is; name those in granting="
        )
        yield Problem(path=f"{decision.path}.quorum", text=text)
