"""What a definition must be before anything runs by it: every finding at once.

Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvalitet_core.casetypes.checks.paths import cycles, unknown_paths
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["findings"]


def findings(definition: Definition) -> tuple[Problem, ...]:
    """Give everything that is wrong with a definition, in the order of its parts."""
    unknown = tuple(unknown_paths(definition))
    return (*unknown, *cycles(definition))
