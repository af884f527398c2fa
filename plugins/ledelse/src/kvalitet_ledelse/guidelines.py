"""The publication: seven principles of professional leadership, and how it came to be.

What each principle is described by is restated; the names of the principles are letter
by letter. The day of publication is not to be found, only its month: whoever publishes
it in a journal gives the day.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.dated import Period
from kvalitet_core.domain.publication import (
    AddSource,
    Approve,
    Begin,
    Citation,
    Composition,
    Draft,
    Part,
    Publish,
)
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ISBN, ReasonCode
from kvalitet_ledelse.sources import (
    BEGINS,
    NAME,
    PRINCIPLES_PAGE,
    PUBLICATION_PAGE,
    SUPPLIER,
    USERS,
)

__all__ = [
    "BASIS",
    "BEGIN",
    "DESCRIBED_BY",
    "DRAFT",
    "GUIDELINES",
    "GUIDELINES_ISBN",
    "GUIDELINES_TITLE",
    "MADE_BY",
    "MONTH",
    "PARTS",
    "PRINCIPLES",
    "cite",
    "drafting",
    "publishing",
]

_KEY: Final = "faglig-ledelse"

GUIDELINES: Final = StreamId(f"publication/{_KEY}")
"""The stream of the publication."""

GUIDELINES_TITLE: Final = (
    "Faglig ledelse af en recovery-orienteret rehabiliterende indsats. Syv "
    "retningsgivende principper for faglig ledelse i socialpsykiatrien"
)
"""What it is called, letter by letter."""

GUIDELINES_ISBN: Final = ISBN("978-87-94059-28-2")
"""The number of the electronic edition."""

MADE_BY: Final = (SUPPLIER, "Socialstyrelsen")
"""Who made it."""

MONTH: Final = Period(start=date(2021, 1, 1), end=date(2021, 2, 1))
"""When it was published: in January 2021; the day is not to be found."""

PRINCIPLES: Final = (
    Part(code="p1", kind="principle", title="Samarbejde med borgeren"),
    Part(code="p2", kind="principle", title="Tydelig faglig retning"),
    Part(code="p3", kind="principle", title="Nærværende ledelse"),
    Part(code="p4", kind="principle", title="Faglig refleksion"),
    Part(code="p5", kind="principle", title="Ledelsesinformation som fagligt værktøj"),
    Part(code="p6", kind="principle", title="Samarbejde om recovery"),
    Part(code="p7", kind="principle", title="Recovery-orienterede kompetencer"),
)
"""The seven principles, in their order, letter by letter."""

DESCRIBED_BY: Final = {
    "viden": "Baggrundsviden",
    "dilemmaer": "Dilemmaer og faldgruber",
    "spoergsmaal": "Afklarende spørgsmål",
    "raad": "Råd til lederen",
}
"""What each principle is described by, by code; the words are restated."""


def _described(principle: Part) -> tuple[Part, ...]:
    return (
        principle,
        *(
            Part(
                code=f"{principle.code}.{code}",
                kind="description",
                title=title,
                under=principle.code,
            )
            for code, title in DESCRIBED_BY.items()
        ),
    )


PARTS: Final = tuple(part for each in PRINCIPLES for part in _described(each))
"""All its parts: each principle, and after it what it is described by."""

_COMPOSITION: Final = (
    Composition(
        kind="principle",
        least=len(PRINCIPLES),
        most=len(PRINCIPLES),
        titles=tuple(each.title for each in PRINCIPLES),
        source=PRINCIPLES_PAGE,
    ),
    Composition(
        kind="description",
        under="principle",
        least=len(DESCRIBED_BY),
        most=len(DESCRIBED_BY),
        source=PUBLICATION_PAGE,
    ),
)

BEGIN: Final = Begin(
    key=_KEY,
    title=GUIDELINES_TITLE,
    purpose=f"Retningsgivende principper for {' og '.join(USERS)}",
    initiative=NAME,
    hearing=False,
    approves=frozenset({"fagchef"}),
    composition=_COMPOSITION,
    source=f"{PRINCIPLES_PAGE}; {PUBLICATION_PAGE}",
    effective_from=BEGINS,
)
"""Its beginning. No source tells the day, so it stands from the programme's first one.

Nor does any tell of a hearing, or who approved it within the agency: the role is the
house's own word. A working group is told of, and nobody in it is named.
"""


def _basis(code: str, kind: str, title: str) -> AddSource:
    return AddSource(
        publication=GUIDELINES, code=code, kind=ReasonCode(kind), title=title
    )


BASIS: Final = (
    _basis("litteratur", "literature_study", "Gennemgang af litteratur"),
    _basis("interview", "interview", "Interview med ledere"),
    _basis("ledernetvaerk", "network", "Input fra de to ledernetværk"),
    _basis("arbejdsgruppe", "working_group", "En arbejdsgruppe"),
)
"""What it builds on: literature, interviews, the two networks, and a working group."""

DRAFT: Final = Draft(
    publication=GUIDELINES,
    version=1,
    title=GUIDELINES_TITLE,
    parts=PARTS,
    effective_from=MONTH.start,
)
"""Its first version, as of the first day of the month that it was published in."""


def drafting() -> tuple[Begin | AddSource | Draft, ...]:
    """The commands that enter it, up to what was published."""
    return (BEGIN, *BASIS, DRAFT)


def publishing(*, on: date) -> tuple[Approve, Publish]:
    """The commands that approve and publish it, in a role that may approve.

    Args:
        on: The day, which no source tells; one in January 2021.

    Raises:
        Malformed: It is in another month.
    """
    if not MONTH.contains(on):
        raise Malformed(f"on {on}", "expected a day in January 2021")
    return (
        Approve(publication=GUIDELINES, version=1, effective_from=on),
        Publish(
            publication=GUIDELINES, version=1, isbn=GUIDELINES_ISBN, effective_from=on
        ),
    )


def cite(number: int, *, version: int = 1) -> Citation:
    """Cite a principle by its number.

    Args:
        number: Which of the seven, from 1.

        version: Which version of the publication.

    Raises:
        Malformed: There is no principle with this number.
    """
    if not 1 <= number <= len(PRINCIPLES):
        raise Malformed(f"principle {number}", f"expected 1 to {len(PRINCIPLES)}")
    part = PRINCIPLES[number - 1].code
    return Citation(publication=GUIDELINES, version=version, part=part)
