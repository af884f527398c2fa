"""What a definition must be before anything runs by it: every finding at once.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from kvalitet_core.casetypes.checks.decisions import decisions
from kvalitet_core.casetypes.checks.ends import dead_ends
from kvalitet_core.casetypes.checks.knowledge import knowledge
from kvalitet_core.casetypes.checks.naming import names
from kvalitet_core.casetypes.checks.paths import cycles, unknown_paths
from kvalitet_core.casetypes.checks.people import people
from kvalitet_core.casetypes.checks.reach import out_of_reach
from kvalitet_core.casetypes.checks.terms import terms
from kvalitet_core.casetypes.checks.texts import texts
from kvalitet_core.casetypes.checks.versions import versions
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["findings"]

_CHECKS: Final[tuple[Callable[[Definition], Iterable[Problem]], ...]] = (
    names,
    texts,
    versions,
    knowledge,
    unknown_paths,
    cycles,
    people,
    decisions,
    terms,
    out_of_reach,
    dead_ends,
)


def findings(definition: Definition) -> tuple[Problem, ...]:
    """Give everything that is wrong with a definition, in the order of the places.

    The order in which its parts were declared makes no difference. What cannot be
    judged because of another finding is not told of besides.
    """
    found = {problem for check in _CHECKS for problem in check(definition)}
    return tuple(sorted(found, key=_by_place))


def _by_place(problem: Problem) -> tuple[str, str]:
    return problem.path, problem.text
