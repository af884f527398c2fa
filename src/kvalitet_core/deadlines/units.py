"""What a term is counted in.

Pure.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

__all__ = ["UNITS", "Running", "Unit", "plural"]

Unit: TypeAlias = Literal["days", "working_days", "weeks", "months", "years"]
"""What a term is counted in; stored by these words."""

Running: TypeAlias = Literal["days", "working_days"]
"""What a term's running days are: all days, or working days only."""

UNITS: Final[tuple[Unit, ...]] = ("days", "working_days", "weeks", "months", "years")
"""Every unit, the shortest first."""

_SINGULAR: Final[dict[str, Unit]] = {unit[:-1]: unit for unit in UNITS}


def plural(unit: str) -> Unit:
    """Give the unit of one of them, `months` for `month`; other words stay."""
    return _SINGULAR.get(str(unit), unit)  # type: ignore[arg-type]
