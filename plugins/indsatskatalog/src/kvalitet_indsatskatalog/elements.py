"""What the catalogue is made of: core elements, each with methods and tools.

How many core elements there are, what they are called, and which methods and tools
support them is not to be found. So all of it is data, given by whoever drafts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from kvalitet_core.domain.publication import Composition, Part
from kvalitet_indsatskatalog.sources import PLAN

__all__ = ["COMPOSITION", "CORE_ELEMENT", "METHOD", "TOOL", "CoreElement", "parts"]

CORE_ELEMENT: Final = "core_element"
METHOD: Final = "method"
TOOL: Final = "tool"

COMPOSITION: Final = (Composition(kind=CORE_ELEMENT, least=1, source=PLAN),)
"""What a version must be made of: core elements, however many there are.

That there are methods and tools "in support" is said of the catalogue, and not of each
core element.
"""


@attrs.frozen(kw_only=True)
class CoreElement:
    """A core element with what supports it, as it is called in the catalogue.

    Attributes:
        title: What it is called.
        methods: The methods that support it.
        tools: The tools that support it.
    """

    title: str
    methods: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


def parts(elements: Sequence[CoreElement]) -> tuple[Part, ...]:
    """The parts of the catalogue: `k1`, `k1.method.1`, `k1.tool.1`, and so on.

    Args:
        elements: The core elements in their order.
    """
    return tuple(
        part
        for number, element in enumerate(elements, start=1)
        for part in _element(f"k{number}", element)
    )


def _element(code: str, element: CoreElement) -> Iterator[Part]:
    yield Part(code=code, kind=CORE_ELEMENT, title=element.title)
    for kind, titles in ((METHOD, element.methods), (TOOL, element.tools)):
        for place, title in enumerate(titles, start=1):
            own = f"{code}.{kind}.{place}"
            yield Part(code=own, kind=kind, title=title, under=code)
