"""The ten markers, letter by letter, and what the publication of them is made of.

Their names and order are known. The recommendations' names are not to be found, nor
those of what stands under them: they are given by whoever drafts the publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from kvalitet_core.domain.publication import Composition, Part
from kvalitet_core.errors import Malformed
from kvalitet_pejlemaerker.sources import PUBLICATION, RECOMMENDATIONS

__all__ = [
    "COMPOSITION",
    "FIRST",
    "MARKER",
    "MARKERS",
    "RECOMMENDATION",
    "Recommendation",
    "code_of",
    "parts",
]

MARKERS: Final = (
    "Et recovery-orienteret samarbejde",
    "En fælles faglig retning",
    "Trivsel, mestring og håndtering af akutte psykiske kriser",
    "Et sundt liv for borgeren",
    "Borgerens netværk",
    "Lokalsamfundets fællesskaber og aktiviteter",
    "Uddannelse og beskæftigelse",
    "En tryg opstart og afslutning af bostøtte",
    "Fleksibilitet i indsatsen",
    "Helhed og sammenhæng i borgerens forløb",
)
"""The ten pejlemærker in their official order."""

MARKER: Final = "marker"
RECOMMENDATION: Final = "recommendation"

_OPENS: Final = {"purpose": "Formål", "knowledge_base": "Vidensgrundlag"}
"""What each marker opens with; the headings are the house's own."""


def _each(kind: str, under: str, least: int, most: int | None = None) -> Composition:
    return Composition(
        kind=kind, under=under, least=least, most=most, source=PUBLICATION
    )


COMPOSITION: Final = (
    Composition(
        kind=MARKER,
        least=len(MARKERS),
        most=len(MARKERS),
        titles=MARKERS,
        source=PUBLICATION,
    ),
    *(_each(kind, MARKER, 1, 1) for kind in _OPENS),
    _each(RECOMMENDATION, MARKER, *RECOMMENDATIONS),
    *(
        _each(kind, RECOMMENDATION, 1)
        for kind in (
            "action_for_citizens",
            "action_for_staff",
            "practice_example",
            "method",
            "attention_for_leaders",
        )
    ),
)
"""What a version must be made of.

Ten markers by name; under each its purpose, its knowledge base, and two to three
recommendations; under each of those action proposals for citizens and for bostøtter,
practice examples, methods and tools, and attention points for the leadership.
"""


def code_of(number: int) -> str:
    """The code that a marker is cited by: `m1` to `m10`."""
    return f"m{number}"


FIRST: Final = code_of(1)
"""The marker that should be read first."""


@attrs.frozen(kw_only=True)
class Recommendation:
    """A recommendation with what stands under it, as it is called in the publication.

    Attributes:
        title: What it is called.
        for_citizens: Action proposals for citizens.
        for_staff: Action proposals for bostøtter.
        examples: Examples from practice.
        methods: Methods and tools.
        for_leaders: Attention points for the leadership.
    """

    title: str
    for_citizens: tuple[str, ...]
    for_staff: tuple[str, ...]
    examples: tuple[str, ...]
    methods: tuple[str, ...]
    for_leaders: tuple[str, ...]


def parts(recommendations: Sequence[Sequence[Recommendation]]) -> tuple[Part, ...]:
    """The parts of the publication, with the recommendations that are given.

    Args:
        recommendations: Those of each marker, in the order of the markers.

    Raises:
        Malformed: They are not told marker by marker.
    """
    if len(recommendations) != len(MARKERS):
        problem = f"expected those of {len(MARKERS)} markers"
        raise Malformed("recommendations", f"{problem}, got {len(recommendations)}")
    told = zip(MARKERS, recommendations, strict=True)
    return tuple(
        part
        for number, (title, own) in enumerate(told, start=1)
        for part in _marker(number, title, own)
    )


def _marker(number: int, title: str, own: Sequence[Recommendation]) -> Iterator[Part]:
    code = code_of(number)
    yield Part(code=code, kind=MARKER, title=title)
    for kind, heading in _OPENS.items():
        yield Part(code=f"{code}.{kind}", kind=kind, title=heading, under=code)
    for place, each in enumerate(own, start=1):
        yield from _recommendation(f"{code}.{place}", code, each)


def _recommendation(code: str, under: str, told: Recommendation) -> Iterator[Part]:
    yield Part(code=code, kind=RECOMMENDATION, title=told.title, under=under)
    kinds = {
        "action_for_citizens": told.for_citizens,
        "action_for_staff": told.for_staff,
        "practice_example": told.examples,
        "method": told.methods,
        "attention_for_leaders": told.for_leaders,
    }
    for kind, titles in kinds.items():
        for place, title in enumerate(titles, start=1):
            yield Part(
                code=f"{code}.{kind}.{place}", kind=kind, title=title, under=code
            )
