"""What a plugin is: a frozen value that names what it brings.

The core's own aggregates come as a plugin too. How installed plugins are found is not
decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs

from kvalitet_core.aggregate import Aggregate

__all__ = ["Plugin", "Upcaster"]

Upcaster: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""A pure function from the fields of version n to the fields of version n + 1."""


@attrs.frozen(kw_only=True)
class Plugin:
    """A programme's own part: its kinds of things, and how their old shapes are read.

    Attributes:
        name: Unique among the plugins of a journal, lower case.
        version: The plugin's own version, kept with every decision.
        aggregates: What it brings; their kinds are unique among all plugins.
        upcasters: Old stored name (`tilbud.renamed/1`) → function to the next number.
    """

    name: str
    version: str
    aggregates: tuple[Aggregate, ...] = ()
    upcasters: Mapping[str, Upcaster] = attrs.field(factory=dict)
